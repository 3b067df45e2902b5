"""What a repair changes: the law may lengthen the guarantee, and the repaired part has a warranty of its own.

Directive (EU) 2024/1799 Art. 16 adds to Directive (EU) 2019/771 Art. 10: where the consumer chose repair
under the legal guarantee, the seller's liability lasts 12 months longer, one time. It is applied here to
repairs finished from 31 July 2026 on, and only in countries whose row of the table is verified and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from warranty.calendar_months import last_day_of_term, months_after
from warranty.cover_kinds import CoverKind
from warranty.covers import Cover
from warranty.legal_guarantees import LegalGuarantee, UnknownGuarantee
from warranty.payers import Payer
from warranty.products import FULL, LifeEvent, check_payment

EXTENDED_FROM: Final = date(2026, 7, 31)
"""First day on which a finished repair lengthens the guarantee: Directive (EU) 2024/1799 applies from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairTerms:
    """What whoever repairs answers for afterwards.

    Attributes:
        provider: who answers, as the customer knows them.
        months: length in calendar months, from the day the repair was finished.
        parts_percent: share of the parts paid, 0..100.
        labour_percent: share of the labour paid, 0..100.
        travel_percent: share of the travel paid, 0..100.
        payer: whose money it is; None for the usual payer of a repair warranty.
        source: where it is written.
    """

    provider: str
    months: int
    source: str
    parts_percent: int = FULL
    labour_percent: int = FULL
    travel_percent: int = FULL
    payer: Payer | None = None

    def __post_init__(self) -> None:
        if self.months < 1:
            raise ValueError(f"A term lasts at least one month: {self.months}.")
        shares = (self.parts_percent, self.labour_percent, self.travel_percent)
        check_payment(self.provider, self.source, shares, has_loaner=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A finished repair of a unit.

    Attributes:
        finished_on: the day the unit worked again, in the place of the unit.
        components: names of the components that were repaired or exchanged; empty when nobody said which.
        is_under_legal_guarantee: it was the remedy the consumer chose under the legal guarantee.
    """

    finished_on: date
    components: frozenset[str] = frozenset()
    is_under_legal_guarantee: bool = False


def covers_after_repair(
    covers: tuple[Cover, ...],
    repair: Repair,
    guarantee: LegalGuarantee | UnknownGuarantee,
    terms: RepairTerms | None = None,
) -> tuple[Cover, ...]:
    """The covers of a unit after a repair: the legal guarantee lengthened where the law does, the repair's own added.

    Nothing is ever shortened, and nothing is lengthened twice.

    Args:
        covers: before the repair.
        repair: what was done.
        guarantee: the law of the country of purchase.
        terms: what the repairer promises; None for nothing beside the law.
    """
    kept = tuple(_extended(cover, repair, guarantee) for cover in covers)
    return kept if terms is None else (*kept, repair_warranty(repair, terms))


def repair_warranty(repair: Repair, terms: RepairTerms) -> Cover:
    """The warranty on a repair; it answers for the repaired components, or for the unit when none is named."""
    return Cover(
        kind=CoverKind.REPAIR_WARRANTY,
        provider=terms.provider,
        starts_on=repair.finished_on,
        ends_on=last_day_of_term(repair.finished_on, terms.months),
        counted_from=LifeEvent.REPAIR,
        source=terms.source,
        parts_percent=terms.parts_percent,
        labour_percent=terms.labour_percent,
        travel_percent=terms.travel_percent,
        components=repair.components,
        payer=terms.payer,
    )


def _extended(cover: Cover, repair: Repair, guarantee: LegalGuarantee | UnknownGuarantee) -> Cover:
    """The cover, lengthened once if it is the legal guarantee under which the repair was chosen."""
    if isinstance(guarantee, UnknownGuarantee) or guarantee.repair_extension_months is None:
        return cover
    is_lengthened = (
        cover.kind is CoverKind.LEGAL_GUARANTEE
        and not cover.is_extended
        and repair.is_under_legal_guarantee
        and repair.finished_on >= EXTENDED_FROM
    )
    if not is_lengthened:
        return cover
    ends_on = months_after(cover.ends_on, guarantee.repair_extension_months)
    return replace(cover, ends_on=ends_on, is_extended=True)
