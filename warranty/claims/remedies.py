"""Remedies as data: what can be done about a claim or a complaint, and what each of them needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from warranty.claims.states import ClaimState


class RemedyKind(StrEnum):
    """What the customer gets."""

    REPAIR = "repair"
    REPLACE = "replace"
    REFUND = "refund"
    PRICE_REDUCTION = "price_reduction"
    CREDIT = "credit"
    VOUCHER = "voucher"
    GIFT = "gift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What a remedy needs and changes.

    Attributes:
        kind: what the customer gets.
        next_states: where a claim can go once it is chosen.
        is_money: it has an amount, in the currency of the purchase.
        ends_covers: the unit goes back for good, so that nothing has to answer for it any longer.
        needs_new_serial: another unit takes the place of the old one.
        is_for_claims: it brings a unit into conformity; the others make up for trouble.
    """

    kind: RemedyKind
    next_states: frozenset[ClaimState]
    is_money: bool = False
    ends_covers: bool = False
    needs_new_serial: bool = False
    is_for_claims: bool = True


_BY_RETURN: Final = frozenset({ClaimState.RETURN_AWAITED, ClaimState.FULFILLED})

REMEDIES: Final[Mapping[RemedyKind, Remedy]] = MappingProxyType(
    {
        each.kind: each
        for each in (
            Remedy(
                kind=RemedyKind.REPAIR,
                next_states=frozenset(
                    {
                        ClaimState.VISIT_PLANNED,
                        ClaimState.RETURN_AWAITED,
                        ClaimState.PARTS_ORDERED,
                        ClaimState.FULFILLED,
                    }
                ),
            ),
            Remedy(
                kind=RemedyKind.REPLACE,
                next_states=_BY_RETURN | {ClaimState.VISIT_PLANNED},
                needs_new_serial=True,
            ),
            Remedy(kind=RemedyKind.REFUND, next_states=_BY_RETURN, is_money=True, ends_covers=True),
            Remedy(
                kind=RemedyKind.PRICE_REDUCTION,
                next_states=frozenset({ClaimState.FULFILLED}),
                is_money=True,
            ),
            *(
                Remedy(
                    kind=kind,
                    next_states=frozenset({ClaimState.FULFILLED}),
                    is_money=kind is not RemedyKind.GIFT,
                    is_for_claims=False,
                )
                for kind in (RemedyKind.CREDIT, RemedyKind.VOUCHER, RemedyKind.GIFT)
            ),
        )
    }
)
"""Each remedy by its kind."""
