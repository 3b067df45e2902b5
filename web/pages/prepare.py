"""What a buyer prepares for a visit, by the kind of work, and what it costs them."""

from __future__ import annotations

from typing import assert_never

from aftersales.notices.booking_wording import costs_said
from aftersales.pricing import Price
from aftersales.records import WorkKind
from aftersales.words import Words


def to_prepare(_: Words, kind: WorkKind) -> list[str]:
    """What should be ready when we come."""
    match kind:
        case WorkKind.INSTALL:
            return [
                _("The unit is there, still in its packing."),
                _("The way to its place is clear, and water and power can be turned off."),
                _("An adult is at home for the whole time."),
            ]
        case WorkKind.REPAIR | WorkKind.DIAGNOSIS | WorkKind.RECALL_VISIT:
            return [
                _("The unit can be reached from the front and is empty."),
                _("The receipt or the serial number is at hand, if you have it."),
                _("An adult is at home for the whole time."),
            ]
        case WorkKind.MAINTENANCE:
            return [
                _("The unit can be reached from the front and is empty."),
                _("An adult is at home for the whole time."),
            ]
        case WorkKind.SURVEY:
            return [
                _("We may look at the place, its water and its power."),
                _("An adult is at home for the whole time."),
            ]
        case _never:
            assert_never(_never)


def price_words(_: Words, price: Price | None) -> str:
    """What the visit costs, and why; nothing where nobody has said so."""
    return "" if price is None else costs_said(_, price.cents, price.currency, price.reason.value)
