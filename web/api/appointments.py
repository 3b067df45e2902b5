"""Appointments: when somebody comes and who, and everything that happened, was promised and was told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from aftersales.access import Principal
from aftersales.day_watch.events import LONGEST_OVERRUN, Said, say
from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.moments import day_bounds
from aftersales.queries.filters import appointments_page
from aftersales.queries.notices import notices_about
from aftersales.queries.pages import events_about
from aftersales.queries.places import territory_by_code
from aftersales.queries.promises import promises_of
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.reach import is_within, reach_of
from aftersales.records import AppointmentState, Hindrance, Report, Territory
from aftersales.store import Session
from aftersales.work_orders import cancel_visit
from web.api.bookings import CancelSent
from web.api.events import EventShown
from web.api.fields import CodeAsked, DayAsked, Moment, Sent, Shown, WallShown, example
from web.api.listed import Listed, PagedIn, known
from web.api.notices import NoticeLine
from web.api.once import Acted, OnceIn
from web.api.promises import PromiseShown
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/appointments", tags=["appointments"])

FROM: Final = "Planned to start at this moment or later."
TO: Final = "Planned to start before this moment."

REPORTED_WITHIN: Final = timedelta(days=1)
"""A report comes at most so long after what it tells."""


class Position(Sent):
    """Where somebody was, told with their consent."""

    latitude: float = Field(ge=-90, le=90, examples=[47.1416])
    longitude: float = Field(ge=-180, le=180, examples=[9.5215])


class VisitEventSent(Sent):
    """What happened at a visit, and when; now without a moment.

    An overrun tells its minutes, and work that was not finished may tell why. A position is only kept where the
    technician agreed to tell it.
    """

    model_config = example(what="on_the_way")

    what: Report
    at: Moment | None = Field(
        default=None, description="Not in the future, and not more than a day ago."
    )
    minutes: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST_OVERRUN,
        description="By which the work takes longer than planned, of an `overrun`.",
    )
    reason: Hindrance | None = Field(default=None, description="Why it is `incomplete`.")
    note: str = Field(default="", max_length=2000)
    position: Position | None = Field(
        default=None, description="Only with the consent of whoever is there."
    )


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
    window_local_from: WallShown
    window_local_to: WallShown
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
    who: Who,
    paged: PagedIn,
    territory: CodeAsked = None,
    technician: CodeAsked = None,
    on: DayAsked = None,
    from_: Annotated[Moment | None, Query(alias="from", description=FROM)] = None,
    to: Annotated[Moment | None, Query(description=TO)] = None,
    state: AppointmentState | None = None,
    work_order_id: UUID | None = None,
) -> Listed[AppointmentLine]:
    """All appointments, or those that fit what is named; technicians and partners see their own.

    `on` is a local day of the territory.
    """
    with parts.store.reading() as session:
        area, worker = None, None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        if technician is not None:
            worker = known(technician_by_code(session, technician), "technician", technician)
        spans = [(from_, to), _day(on, area)]
        page = appointments_page(
            session,
            after=paged.after,
            limit=paged.limit,
            reach=reach_of(session, who),
            from_at=max((each for each, _ in spans if each is not None), default=None),
            to_at=min((each for _, each in spans if each is not None), default=None),
            territory_id=None if area is None else area.id,
            technician_id=None if worker is None else worker.id,
            state=state,
            work_order_id=work_order_id,
        )
        visits = visits_by_id(session, [row.id for row in page.rows])
        return paged.listed(page, lambda row: appointment_line(visits[row.id]))


@router.get("/{appointment_id}", summary="One appointment", response_model=AppointmentShown)
def appointment(parts: PartsIn, who: Who, held: HeldIn, appointment_id: UUID) -> Response:
    """A visit with everything that happened, was promised and was told."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _visit(session, who, appointment_id)))


@router.post(
    "/{appointment_id}/events",
    summary="Say what happened at a visit",
    response_model=AppointmentShown,
)
def happened(once: OnceIn, appointment_id: UUID, sent: VisitEventSent) -> Response:
    """Say that the technician is on the way, has arrived, started, needs longer or is done; promises are judged by it.

    `incomplete`, `customer_no_show` and `technician_no_show` end a visit without its work: its customer is told who
    looks after it and by when they hear more, and the claim that waited for it goes back to its owner.
    """

    def act(deed: Deed) -> Acted:
        _visit(deed.session, once.principal, appointment_id)
        place = sent.position
        said = Said(
            what=sent.what,
            at=moment_of_report(deed, sent.at),
            minutes=sent.minutes,
            reason=sent.reason,
            note=sent.note,
            position=None if place is None else (place.latitude, place.longitude),
        )
        say(deed, appointment_id, said)
        deed.session.flush()
        return _shown(deed.session, _visit(deed.session, once.principal, appointment_id)), None

    return once.answer(act, status=200)


@router.post(
    "/{appointment_id}/cancel", summary="Call a visit off", response_model=AppointmentShown
)
def cancelled(once: OnceIn, appointment_id: UUID, sent: CancelSent) -> Response:
    """Call one visit off and tell its customer; the work is open again, and the next plan finds a time."""

    def act(deed: Deed) -> Acted:
        visit = _visit(deed.session, once.principal, appointment_id)
        cancel_visit(deed, visit, by=sent.by, reason=sent.reason)
        deed.session.flush()
        return _shown(deed.session, visit), None

    return once.answer(act, status=200)


def _visit(session: Session, who: Principal, appointment_id: UUID) -> Visit:
    """The visit, if it is within reach; else nothing is told, not even that there is one."""
    visit = visits_by_id(session, [appointment_id]).get(appointment_id)
    if visit is None or not is_within(reach_of(session, who), visit):
        raise NotThere(f"There is no appointment {appointment_id}. Check the identifier.")
    return visit


def _shown(session: Session, visit: Visit) -> AppointmentShown:
    appointment_id = visit.appointment.id
    promises = promises_of(session, appointment_id)
    subjects = {appointment_id, visit.work_order.id, *(each.id for each in promises)}
    return AppointmentShown(
        **appointment_line(visit).model_dump(),
        events=[EventShown.model_validate(each) for each in events_about(session, subjects)],
        promises=[PromiseShown.model_validate(each) for each in promises],
        notices=[
            NoticeLine.model_validate(each) for each in notices_about(session, appointment_id)
        ],
    )


def _day(on: date | None, area: Territory | None) -> tuple[datetime | None, datetime | None]:
    """The moments between which a local day of a territory lies; none without a day."""
    if on is None:
        return None, None
    if area is None:
        raise NotUnderstood(
            "A day begins at another moment in every zone. Name the territory, too.",
            [Problem("territory", "name its code")],
        )
    return day_bounds(on, area.zone)


def moment_of_report(deed: Deed, at: datetime | None) -> datetime:
    """When it happened, as reported."""
    if at is None:
        return deed.now
    if at > deed.now or at < deed.now - REPORTED_WITHIN:
        wrong = "it lies in the future" if at > deed.now else "it is more than a day ago"
        raise NotUnderstood(
            f"The moment of the report cannot be right: {wrong}. Correct it, or leave it out.",
            [Problem("at", wrong)],
        )
    return at


def appointment_line(visit: Visit) -> AppointmentLine:
    """A visit as lists show it."""
    row = visit.appointment
    return AppointmentLine(
        **row.model_dump(include=set(AppointmentLine.model_fields)),
        reference=visit.work_order.reference,
        territory=visit.territory.code,
        customer_id=visit.customer.id,
        location_id=visit.location.id,
        crew=[worker.code for worker in visit.crew],
    )
