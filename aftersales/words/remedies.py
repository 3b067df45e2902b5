"""The words for what a customer gets: on screens, in messages and on claims alike."""

from __future__ import annotations

from aftersales.words.catalogue import Words
from warranty.claims.remedies import RemedyKind


def remedy_name(_: Words, remedy: str) -> str:
    """What the customer gets."""
    return {
        RemedyKind.REPAIR: _("Repair"),
        RemedyKind.REPLACE: _("Replacement"),
        RemedyKind.REFUND: _("Refund"),
        RemedyKind.PRICE_REDUCTION: _("Price reduction"),
        RemedyKind.CREDIT: _("Credit"),
        RemedyKind.VOUCHER: _("Voucher"),
        RemedyKind.GIFT: _("Gift"),
    }[RemedyKind(remedy)]
