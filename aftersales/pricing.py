"""What a visit costs whoever ordered it, and why: as their order says, else as the catalogue says of that kind of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.installations import sold_with
from aftersales.records import PriceReason, WorkKind, WorkOrder, WorkType
from aftersales.store import Session

PRICED: Final = frozenset({WorkKind.INSTALL, WorkKind.SURVEY})
"""What the rest costs follows from covers, contracts and recalls, not from a list."""

FREE: Final = frozenset({PriceReason.WITH_PRODUCT, PriceReason.NO_CHARGE})
"""Why something costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a visit costs in all, and why; as the order says, nothing may be due on the day without an amount."""

    cents: int | None
    currency: str
    reason: PriceReason


def price_of(session: Session, order: WorkOrder, work_type: WorkType) -> Price | None:
    """What the visit of a work order costs; None where nobody has said so.

    The price of a kind of work is that of one item, and counts where the sale names none. A second visit for the same
    work costs nothing more.
    """
    line = None
    if order.order_line_id is not None:
        line = sold_with(session, order.order_line_id).line
    if _is_paid_with_first(session, order):
        if line is None:
            return None
        return Price(cents=None, currency=line.currency, reason=PriceReason.ORDER)
    reason = work_type.price_reason if work_type.kind in PRICED else None
    if line is not None and (line.installation_price_cents is not None or reason is None):
        cents, currency = line.installation_price_cents, line.currency
        return Price(cents=cents, currency=currency, reason=PriceReason.ORDER)
    if reason is None:
        return None
    return Price(
        cents=(work_type.price_cents or 0) * (1 if line is None else line.quantity),
        currency=work_type.price_currency or "",
        reason=PriceReason(reason),
    )


def _is_paid_with_first(session: Session, order: WorkOrder) -> bool:
    """Whether the visit goes on with work whose price was that of the first visit."""
    if order.follows_id is None:
        return False
    return session.get_one(WorkOrder, order.follows_id).work_type_id == order.work_type_id


def set_price(
    deed: Deed,
    work_type: WorkType,
    *,
    price_cents: int | None = None,
    price_currency: str | None = None,
    price_reason: PriceReason | Literal[""] | None = None,
) -> bool:
    """Say what a kind of work costs and why; None leaves a part as it is, and an empty reason takes the price away.

    Answers whether it is another price than before.

    Raises:
        NotUnderstood: the parts contradict each other, or the price of such work follows from something else.
    """
    if price_reason == "":
        cents = currency = reason = None
    else:
        cents = work_type.price_cents if price_cents is None else price_cents
        currency = price_currency or work_type.price_currency
        reason = price_reason or work_type.price_reason
        _check(work_type.kind, cents, currency, reason)
    was = work_type.price_cents, work_type.price_currency, work_type.price_reason
    if was == (cents, currency, reason):
        return False
    work_type.price_cents, work_type.price_currency = cents, currency
    work_type.price_reason = reason
    deed.add(work_type)
    deed.note("work_type_priced", work_type, facts={"cents": cents})
    return True


def _check(kind: WorkKind, cents: int | None, currency: str | None, reason: str | None) -> None:
    """A price names its amount, its currency and a reason that fits the amount."""
    if kind not in PRICED:
        raise NotUnderstood(
            f"What {kind.value} costs follows from covers, contracts and recalls. Only installations and surveys "
            "before them have a price of their own.",
            [Problem("price_cents", "only for installations and surveys")],
        )
    if cents is None or currency is None or reason is None:
        raise NotUnderstood(
            "A price needs its amount, its currency and its reason. Send price_cents, price_currency and price_reason.",
            [Problem("price_cents", "send all three")],
        )
    if reason == PriceReason.ORDER or (cents == 0) != (reason in FREE):
        raise NotUnderstood(
            "The reason does not fit the amount. Say with_product or no_charge for 0, and fixed_price for more.",
            [Problem("price_reason", "does not fit the amount")],
        )
