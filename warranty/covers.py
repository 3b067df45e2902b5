"""Covers: who answers for a unit, for what share of which cost, from which day to which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from warranty.calendar_months import last_day_of_term
from warranty.cover_kinds import Benefit, CoverKind
from warranty.legal_guarantees import LegalGuarantee, UnknownGuarantee, legal_guarantee_of
from warranty.payers import USUAL_PAYERS, Payer
from warranty.products import (
    FULL,
    TERM_KINDS,
    CoverStart,
    CoverTerm,
    ExchangeType,
    UnitFacts,
    WarrantyTerms,
    check_exchange,
    check_payment,
)

SELLER: Final = "seller"
"""Provider of every legal guarantee (Directive (EU) 2019/771 Art. 10(1))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One promise to answer for one unit; both `starts_on` and `ends_on` are covered days.

    Attributes:
        kind: why the provider answers.
        provider: who pays; `SELLER` for the legal guarantee.
        starts_on: first covered day.
        ends_on: last covered day, to its last hour.
        counted_from: the event of `starts_on`, after any fallback for a missing day.
        parts_percent: share of the parts paid, 0..100.
        labour_percent: share of the labour paid, 0..100.
        travel_percent: share of the travel paid, 0..100.
        has_loaner: a loaner is lent for the time of the repair.
        components: component names it answers for; empty means the whole unit.
        exclusions: component names it does not answer for.
        is_transferable: it passes to the next owner; None when that is not known.
        is_for_defects_only: False when it answers for accidents too.
        requires_maintenance: it asks for the maintenance of the model's schedules; terms can, the law does not.
        burden_of_proof_turns_on: first day on which the customer may have to show that the defect was
            there at delivery; the day after `ends_on` when that never happens; None when the cover knows no such day.
        payer: whose money it is; None for the usual payer of its kind.
        exchange: how the unit is exchanged, None when it is repaired where it stands.
        is_extended: a repair has lengthened it; the law does that once.
        source: law or terms that say so.
    """

    kind: CoverKind
    provider: str
    starts_on: date
    ends_on: date
    counted_from: CoverStart
    source: str
    parts_percent: int = FULL
    labour_percent: int = FULL
    travel_percent: int = FULL
    has_loaner: bool = False
    components: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    is_transferable: bool | None = True
    is_for_defects_only: bool = True
    requires_maintenance: bool = False
    burden_of_proof_turns_on: date | None = None
    payer: Payer | None = None
    exchange: ExchangeType | None = None
    is_extended: bool = False

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(
                f"A cover must not end before it starts: {self.starts_on}..{self.ends_on}."
            )
        check_payment(
            self.provider,
            self.source,
            (self.parts_percent, self.labour_percent, self.travel_percent),
            has_loaner=self.has_loaner,
        )
        check_exchange(self.exchange, has_loaner=self.has_loaner)
        if self.requires_maintenance and self.kind not in TERM_KINDS:
            raise ValueError(f"A cover of the kind {self.kind} asks for no maintenance.")
        turns_on = self.burden_of_proof_turns_on
        if turns_on is not None and not self.starts_on < turns_on <= self.ends_on + timedelta(1):
            raise ValueError(f"The burden of proof turns while the cover runs, not on {turns_on}.")

    @property
    def paid_by(self) -> Payer:
        """Whose money it is."""
        return self.payer or USUAL_PAYERS[self.kind]

    def percent_of(self, benefit: Benefit) -> int:
        """The share of one benefit's cost that this cover pays, 0..100; a loaner is all or nothing."""
        match benefit:
            case Benefit.PARTS:
                return self.parts_percent
            case Benefit.LABOUR:
                return self.labour_percent
            case Benefit.TRAVEL:
                return self.travel_percent
            case Benefit.LOANER:
                return FULL if self.has_loaner else 0
            case _:
                assert_never(benefit)


def covers_of(unit: UnitFacts, terms: WarrantyTerms) -> tuple[Cover, ...]:
    """All covers that a unit was sold with: the legal guarantee where it is known, then the terms in order.

    A legal guarantee that is not known gives no cover here; `entitlement_on` says "unknown" for it.

    Raises:
        ValueError: the terms are those of another model.
    """
    if unit.model != terms.model:
        raise ValueError(f"Terms of {terms.model} do not apply to a unit of {unit.model}.")
    legal = legal_cover(unit, legal_guarantee_of(unit.country))
    commercial = tuple(_commercial_cover(unit, term) for term in terms.terms)
    return commercial if legal is None else (legal, *commercial)


def legal_cover(unit: UnitFacts, guarantee: LegalGuarantee | UnknownGuarantee) -> Cover | None:
    """The legal guarantee as a cover of this unit, or None when it is not known or the buyer no consumer.

    It brings the unit into conformity free of charge: materials, labour and carriage (Directive (EU)
    2019/771 Art. 2(14) and 14(1)(a)). Whether it passes to a next owner is national law, not known here.
    """
    if isinstance(guarantee, UnknownGuarantee) or not unit.is_consumer:
        return None
    if guarantee.term_months is None or not guarantee.is_verified:
        return None
    starts_on, basis = unit.start_on(guarantee.starts)
    burden_months = guarantee.burden_of_proof_months
    return Cover(
        kind=CoverKind.LEGAL_GUARANTEE,
        provider=SELLER,
        starts_on=starts_on,
        ends_on=last_day_of_term(starts_on, guarantee.term_months),
        counted_from=basis,
        source=f"{guarantee.country}: {guarantee.source}",
        is_transferable=None,
        burden_of_proof_turns_on=None
        if burden_months is None
        else last_day_of_term(starts_on, burden_months) + timedelta(1),
    )


def _commercial_cover(unit: UnitFacts, term: CoverTerm) -> Cover:
    starts_on, basis = unit.start_on(term.starts)
    return Cover(
        kind=term.kind,
        provider=term.provider,
        starts_on=starts_on,
        ends_on=last_day_of_term(starts_on, term.months),
        counted_from=basis,
        source=term.source,
        parts_percent=term.parts_percent,
        labour_percent=term.labour_percent,
        travel_percent=term.travel_percent,
        has_loaner=term.has_loaner,
        components=term.components,
        exclusions=term.exclusions,
        is_transferable=term.is_transferable,
        is_for_defects_only=term.is_for_defects_only,
        requires_maintenance=term.requires_maintenance,
        payer=term.payer,
        exchange=term.exchange,
    )
