"""What a claim costs, by kind and by who pays it, and what the maker owes the seller for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from warranty.cover_kinds import Benefit
from warranty.covers import Cover
from warranty.entitlement import Entitlement
from warranty.money import Money
from warranty.payers import Payer
from warranty.products import FULL
from warranty.standings import Question, Standing, standing_of


class CostKind(StrEnum):
    """What money was spent on."""

    PARTS = "parts"
    LABOUR = "labour"
    TRAVEL = "travel"
    UNIT = "unit"
    FREIGHT = "freight"
    MONEY = "money"


ANSWERED_AS: Final[Mapping[CostKind, Benefit | None]] = MappingProxyType(
    {
        CostKind.PARTS: Benefit.PARTS,
        CostKind.LABOUR: Benefit.LABOUR,
        CostKind.TRAVEL: Benefit.TRAVEL,
        CostKind.UNIT: Benefit.PARTS,
        CostKind.FREIGHT: Benefit.TRAVEL,
        CostKind.MONEY: None,
    }
)
"""The benefit that decides who pays: a whole unit is the largest part, freight is the unit's travel; money given back is the giver's."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One thing that was spent on a claim."""

    kind: CostKind
    amount: Money


@dataclass(frozen=True, slots=True)
class ClaimCost:
    """What a claim costs.

    Attributes:
        total: everything.
        by_kind: by what it was spent on; kinds without a line are left out.
        by_payer: by whose money it is; the shares add up to the total to the last cent.
    """

    total: Money
    by_kind: Mapping[CostKind, Money]
    by_payer: Mapping[Payer, Money]


def claim_cost(
    lines: Sequence[CostLine],
    entitlement: Entitlement,
    currency: str,
    *,
    giver: Payer = Payer.SELLER,
    rest: Payer = Payer.CUSTOMER,
    granted: int = 0,
) -> ClaimCost:
    """Add up the lines and divide each among those who pay for it.

    Args:
        lines: everything spent, in one currency.
        entitlement: on the day of the fault; a benefit that is not known is the seller's until it is.
        currency: of the lines, ISO 4217.
        giver: who pays money given back.
        rest: who pays what no cover pays; not the customer where a person approved it nevertheless.
        granted: hundredths that goodwill pays of what would be left to the customer.
    """
    nothing = Money(currency, 0)
    total, by_kind, by_payer = nothing, dict[CostKind, Money](), dict[Payer, Money]()
    for line in lines:
        total += line.amount
        by_kind[line.kind] = by_kind.get(line.kind, nothing) + line.amount
        for payer, amount in _divided(line, entitlement, giver, rest):
            for whoever, share in _eased(payer, amount, granted):
                by_payer[whoever] = by_payer.get(whoever, nothing) + share
    return ClaimCost(total, MappingProxyType(by_kind), MappingProxyType(by_payer))


def recoverable(
    lines: Sequence[CostLine], covers: Sequence[Cover], question: Question, currency: str
) -> Money:
    """What the seller can ask the maker for: the share of each line that a cover paid by the maker answers for.

    The customer may have been served under the legal guarantee, which binds the seller; the maker's own
    terms still answer, and Directive (EU) 2019/771 Art. 18 leaves the seller this remedy.

    Args:
        lines: everything spent, in one currency.
        covers: of the unit.
        question: that the covers answer.
        currency: of the lines, ISO 4217.
    """
    total = Money(currency, 0)
    for line in lines:
        benefit = ANSWERED_AS[line.kind]
        if benefit is None:
            continue
        shares = [
            cover.percent_of(benefit)
            for cover in covers
            if cover.paid_by is Payer.MAKER
            and standing_of(cover, benefit, question) is Standing.ANSWERS
        ]
        total += line.amount.percent(max(shares, default=0))
    return total


def _divided(
    line: CostLine, entitlement: Entitlement, giver: Payer, rest: Payer
) -> list[tuple[Payer, Money]]:
    """The line by payer; the first one's share is rounded, the other gets the rest."""
    benefit = ANSWERED_AS[line.kind]
    if benefit is None:
        return [(giver, line.amount)]
    answer = next(each for each in entitlement.answers if each.benefit is benefit)
    shares = [
        (rest if payer is Payer.CUSTOMER else payer, percent)
        for payer, percent in answer.shares or ((Payer.SELLER, FULL),)
    ]
    first, percent = shares[0]
    own = line.amount.percent(percent)
    other = Money(own.currency, line.amount.minor - own.minor)
    return [(first, own), *((payer, other) for payer, _ in shares[1:])]


def _eased(payer: Payer, amount: Money, granted: int) -> list[tuple[Payer, Money]]:
    """What a customer would pay, less what was granted; halves are rounded up in their favour."""
    if payer is not Payer.CUSTOMER or not granted:
        return [(payer, amount)]
    given = amount.percent(granted)
    left = Money(amount.currency, amount.minor - given.minor)
    return [(Payer.GOODWILL, given), *([(payer, left)] if left.minor else [])]
