"""Covers and terms as rows and as facts of `warranty`, and what covers answer together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from aftersales.deed import Deed
from aftersales.queries.maintenance import required_maintenance
from aftersales.queries.ownership import is_buyer
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Cover,
    CoverTerm,
    Customer,
    CustomerKind,
    MaintenanceState,
    ProductModel,
    Unit,
)
from aftersales.store import Session
from warranty import Cover as CoverFact
from warranty import (
    CoverKind,
    Entitlement,
    ExchangeType,
    Payer,
    StartBasis,
    cover_start,
    covers_after_correction,
    entitlement_on,
)
from warranty import CoverTerm as Term
from warranty.maintenance.keeping import Kept, missed_maintenance_on


def entitlement_of(
    session: Session,
    unit: Unit,
    owner: Customer,
    day: date,
    *,
    component: str | None = None,
    is_defect: bool = True,
    covers: Sequence[Cover] | None = None,
    is_first_owner: bool | None = None,
) -> Entitlement:
    """What the covers of a unit answer on a day, with the reasons.

    `covers` are its own, and `is_first_owner` whether `owner` bought it new, if that was asked for many at once before.
    """
    rows = covers_of_unit(session, unit.id) if covers is None else covers
    facts = tuple(map(cover_fact, rows))
    return entitlement_on(
        day,
        facts,
        country=unit.country,
        component=component,
        is_defect=is_defect,
        is_consumer=owner.kind is CustomerKind.PERSON,
        is_first_owner=is_buyer(session, unit.id, owner.id)
        if is_first_owner is None
        else is_first_owner,
        missed_maintenance_on=missed_maintenance_of(session, unit, facts, day),
    )


def missed_maintenance_of(
    session: Session, unit: Unit, covers: Sequence[CoverFact], day: date
) -> date | None:
    """The day on which maintenance was due that covers of a unit ask for, and that nobody knows of on a day.

    A visit that the owner asked for in time is not theirs to answer for.
    """
    if not any(each.requires_maintenance for each in covers):
        return None
    return missed_maintenance_on(
        day,
        [
            Kept(
                schedule=str(row.maintenance_schedule_id),
                due_on=row.due_on,
                last_on=row.last_on,
                done_on=row.done_on,
                is_excused=row.state is MaintenanceState.BOOKED,
            )
            for row in required_maintenance(session, unit.id)
        ],
    )


def cover_facts(session: Session, unit: Unit) -> tuple[CoverFact, ...]:
    """The covers of a unit, the law first."""
    return tuple(map(cover_fact, covers_of_unit(session, unit.id)))


def keep_covers(deed: Deed, unit: Unit, facts: Sequence[CoverFact]) -> None:
    """Let a unit have just these covers: what is equal stays as it is, so that claims go on naming it."""
    rows = list(covers_of_unit(deed.session, unit.id))
    wanted = list(facts)
    for row in rows:
        fact = cover_fact(row)
        if fact in wanted:
            wanted.remove(fact)
            continue
        later = next((each for each in wanted if _is_same_promise(each, fact)), None)
        if later is None:
            deed.remove([row])
            continue
        wanted.remove(later)
        for name, value in _columns(later).items():
            setattr(row, name, value)
        row.computed_at = deed.now
        deed.add(row)
    deed.add(*(cover_row(deed, unit, fact) for fact in wanted))
    deed.note("covers_recomputed", unit)


def correct_covers(
    deed: Deed, unit: Unit, before: Sequence[CoverFact], after: Sequence[CoverFact]
) -> None:
    """Move the covers of a unit from what it was sold with by wrong days to the same by right days, row by row."""
    rows = list(covers_of_unit(deed.session, unit.id))
    facts = covers_after_correction(tuple(map(cover_fact, rows)), tuple(before), tuple(after))
    for row, fact in zip(rows, facts, strict=True):
        if fact != cover_fact(row):
            for name, value in _columns(fact).items():
                setattr(row, name, value)
            row.computed_at = deed.now
            deed.add(row)
    deed.note("covers_recomputed", unit)


def cover_row(deed: Deed, unit: Unit, fact: CoverFact) -> Cover:
    """A new row for a cover of a unit."""
    return Cover(id=deed.new_id(), unit_id=unit.id, computed_at=deed.now, **_columns(fact))


def cover_fact(row: Cover) -> CoverFact:
    """A row as the rules know it."""
    return CoverFact(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        counted_from=cover_start(row.counted_from),
        is_transferable=row.is_transferable,
        burden_of_proof_turns_on=row.burden_of_proof_turns_on,
        is_extended=row.is_extended,
        **_payment(row),
    )


def term_row(deed: Deed, model: ProductModel, term: Term) -> CoverTerm:
    """A new row for a term of a product model."""
    return CoverTerm(
        id=deed.new_id(),
        product_model_id=model.id,
        starts=term.starts.value,
        months=term.months,
        is_transferable=term.is_transferable,
        **_payment_columns(term),
    )


def term_fact(row: CoverTerm) -> Term:
    """A term of a product model as the rules know it."""
    return Term(
        starts=StartBasis(row.starts),
        months=row.months,
        is_transferable=row.is_transferable,
        **_payment(row),
    )


def _is_same_promise(one: CoverFact, other: CoverFact) -> bool:
    """Whether one cover is the other with another end, as after a repair or an exchange."""
    return (one.kind, one.provider, one.starts_on, one.components, one.source) == (
        other.kind,
        other.provider,
        other.starts_on,
        other.components,
        other.source,
    )


def _columns(fact: CoverFact) -> dict[str, Any]:
    """What the row of a cover holds."""
    return _payment_columns(fact) | {
        "starts_on": fact.starts_on,
        "ends_on": fact.ends_on,
        "counted_from": fact.counted_from.value,
        "is_transferable": fact.is_transferable,
        "burden_of_proof_turns_on": fact.burden_of_proof_turns_on,
        "is_extended": fact.is_extended,
    }


def _payment_columns(fact: CoverFact | Term) -> dict[str, Any]:
    """Who pays for what, as the rows of covers and of terms hold it alike."""
    return {
        "kind": fact.kind.value,
        "provider": fact.provider,
        "parts_percent": fact.parts_percent,
        "labour_percent": fact.labour_percent,
        "travel_percent": fact.travel_percent,
        "has_loaner": fact.has_loaner,
        "components": sorted(fact.components),
        "exclusions": sorted(fact.exclusions),
        "is_for_defects_only": fact.is_for_defects_only,
        "requires_maintenance": fact.requires_maintenance,
        "payer": None if fact.payer is None else fact.payer.value,
        "exchange": None if fact.exchange is None else fact.exchange.value,
        "source": fact.source,
    }


def _payment(row: Cover | CoverTerm) -> dict[str, Any]:
    """The same as the rules know it."""
    return {
        "kind": CoverKind(row.kind),
        "provider": row.provider,
        "parts_percent": row.parts_percent,
        "labour_percent": row.labour_percent,
        "travel_percent": row.travel_percent,
        "has_loaner": row.has_loaner,
        "components": frozenset(row.components),
        "exclusions": frozenset(row.exclusions),
        "is_for_defects_only": row.is_for_defects_only,
        "requires_maintenance": row.requires_maintenance,
        "payer": None if row.payer is None else Payer(row.payer),
        "exchange": None if row.exchange is None else ExchangeType(row.exchange),
        "source": row.source,
    }
