"""Appointments: when somebody comes and who, and everything that happened, was promised and was told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.moments import day_bounds
from aftersales.queries.notices import notices_about
from aftersales.queries.pages import appointments_page, events_about
from aftersales.queries.places import territory_by_code
from aftersales.queries.promises import promises_of
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import AppointmentState
from web.api.events import EventShown
from web.api.fields import After, CodeAsked, DayAsked, Limit, Shown
from web.api.listed import Listed, known
from web.api.notices import NoticeLine
from web.api.promises import PromiseShown
from web.parts import PartsIn

router = APIRouter(prefix="/appointments", tags=["appointments"])


class AppointmentLine(Shown):
    """A visit: the window is what the customer was told, the planned time is for the house."""

    id: UUID
    work_order_id: UUID
    reference: str
    state: AppointmentState
    territory: str
    customer_id: UUID
    location_id: UUID
    crew: list[str]
    zone: str
    window_local_from: datetime
    window_local_to: datetime
    window_from_at: datetime
    window_to_at: datetime
    planned_start_at: datetime
    planned_end_at: datetime
    expected_start_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    done_at: datetime | None
    cancelled_at: datetime | None
    customer_choice: str | None
    revision: int


class AppointmentShown(AppointmentLine):
    """A visit with its whole story."""

    events: list[EventShown]
    promises: list[PromiseShown]
    notices: list[NoticeLine]


@router.get("", summary="List appointments")
def appointments(
    parts: PartsIn,
    territory: CodeAsked = None,
    on: DayAsked = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[AppointmentLine]:
    """All appointments, or those of a territory, or those of a territory on one of its local days."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        if on is not None and area is None:
            raise NotUnderstood(
                "A day begins at another moment in every zone. Name the territory, too.",
                [Problem("territory", "name its code")],
            )
        page = appointments_page(
            session,
            after=after,
            limit=limit,
            territory_id=None if area is None else area.id,
            between=None if area is None or on is None else day_bounds(on, area.zone),
        )
        visits = visits_by_id(session, [row.id for row in page.rows])
        return Listed(items=[_line(visits[row.id]) for row in page.rows], next=page.next)


@router.get("/{appointment_id}", summary="One appointment")
def appointment(parts: PartsIn, appointment_id: UUID) -> AppointmentShown:
    """A visit with everything that happened, was promised and was told."""
    with parts.store.reading() as session:
        visit = visits_by_id(session, [appointment_id]).get(appointment_id)
        if visit is None:
            raise NotThere(f"There is no appointment {appointment_id}. Check the identifier.")
        promises = promises_of(session, appointment_id)
        subjects = {appointment_id, visit.work_order.id, *(each.id for each in promises)}
        return AppointmentShown(
            **_line(visit).model_dump(),
            events=[EventShown.model_validate(each) for each in events_about(session, subjects)],
            promises=[PromiseShown.model_validate(each) for each in promises],
            notices=[
                NoticeLine.model_validate(each) for each in notices_about(session, appointment_id)
            ],
        )


def _line(visit: Visit) -> AppointmentLine:
    row = visit.appointment
    return AppointmentLine(
        **row.model_dump(include=set(AppointmentLine.model_fields)),
        reference=visit.work_order.reference,
        territory=visit.territory.code,
        customer_id=visit.customer.id,
        location_id=visit.location.id,
        crew=[worker.code for worker in visit.crew],
    )
