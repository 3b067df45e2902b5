"""Units: the installed base, what stands behind each item, and what it answers on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from aftersales.covers import entitlement_of
from aftersales.moments import wall_of
from aftersales.queries.pages import page_of
from aftersales.queries.units import covers_of_unit
from aftersales.records import Customer, Location, Unit
from aftersales.store import Session
from warranty import Answer, AnswerState, Benefit, normalised_serial
from web.api.fields import Code, DayAsked, Shown
from web.api.listed import Listed, PagedIn, found
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/units", tags=["units"])


class UnitLine(Shown):
    """One sold item."""

    id: UUID
    product_model_id: UUID
    serial: str | None
    customer_id: UUID
    location_id: UUID | None
    country: str
    purchased_on: date
    delivered_on: date | None
    installed_on: date | None
    created_at: datetime


class CoverShown(Shown):
    """What one provider answers for on the unit, and where that is written."""

    id: UUID
    kind: str
    provider: str
    starts_on: date
    ends_on: date
    counted_from: str
    parts_percent: int
    labour_percent: int
    travel_percent: int
    has_loaner: bool
    components: list[str]
    exclusions: list[str]
    burden_of_proof_turns_on: date | None
    source: str


class UnitShown(UnitLine):
    """A unit with its covers, the law first."""

    covers: list[CoverShown]


class AnswerShown(Shown):
    """What the covers answer for one benefit; `unknown` means that a person must find out."""

    benefit: Benefit
    state: AnswerState
    percent: int
    cover: str | None
    until: date | None
    reason: str


class EntitlementShown(Shown):
    """The answers for one unit on one day, each with its reason."""

    unit_id: UUID
    on: date
    component: str | None
    answers: list[AnswerShown]
    reasons: list[str]
    burden_of_proof_turns_on: date | None


@router.get("", summary="List units")
def units(
    parts: PartsIn,
    paged: PagedIn,
    serial: Annotated[Code | None, Query(description="However it is spaced.")] = None,
    customer_id: UUID | None = None,
    location_id: UUID | None = None,
    product_model_id: UUID | None = None,
) -> Listed[UnitLine]:
    """The installed base, or what a customer, a place, a product model or a serial has of it."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Unit,
            after=paged.after,
            limit=paged.limit,
            serial=None if serial is None else normalised_serial(serial),
            customer_id=customer_id,
            location_id=location_id,
            product_model_id=product_model_id,
        )
        return paged.listed(page, UnitLine.model_validate)


@router.get("/{unit_id}", summary="One unit", response_model=UnitShown)
def unit(parts: PartsIn, held: HeldIn, unit_id: UUID) -> Response:
    """A unit with every cover that was computed for it."""
    with parts.store.reading() as session:
        row = found(session, Unit, unit_id, "unit")
        return held.answer(
            UnitShown(
                **UnitLine.model_validate(row).model_dump(),
                covers=[
                    CoverShown.model_validate(each) for each in covers_of_unit(session, row.id)
                ],
            )
        )


@router.get(
    "/{unit_id}/entitlement",
    summary="What a unit is entitled to",
    response_model=EntitlementShown,
)
def entitlement(
    parts: PartsIn,
    held: HeldIn,
    unit_id: UUID,
    on: DayAsked = None,
    component: Annotated[
        Code | None, Query(description="The part that failed, such as `compressor`.")
    ] = None,
) -> Response:
    """What the covers answer for parts, labour, travel and a loaner on a day, today without one."""
    with parts.store.reading() as session:
        row = found(session, Unit, unit_id, "unit")
        owner = found(session, Customer, row.customer_id, "customer")
        day = on or wall_of(parts.clock.now(), _zone(session, row)).date()
        answer = entitlement_of(session, row, owner, day, component=component)
        return held.answer(
            EntitlementShown(
                unit_id=row.id,
                on=day,
                component=component,
                answers=[_shown(each) for each in answer.answers],
                reasons=list(answer.sentences),
                burden_of_proof_turns_on=answer.burden_of_proof_turns_on,
            )
        )


def _zone(session: Session, row: Unit) -> str:
    """Where it is today for the unit; UTC if nobody said where it stands."""
    place = None if row.location_id is None else session.get(Location, row.location_id)
    return "UTC" if place is None else place.zone


def _shown(answer: Answer) -> AnswerShown:
    return AnswerShown(
        benefit=answer.benefit,
        state=answer.state,
        percent=answer.percent,
        cover=None if answer.cover is None else answer.cover.kind.value,
        until=answer.until,
        reason=answer.sentence,
    )
