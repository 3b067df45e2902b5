"""One tap on the road: on the way, arrived, done; a few for work that takes longer, or ends without being done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, assert_never
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from aftersales.absences import report as report_absence
from aftersales.access import actor_of
from aftersales.day_watch.events import Said, hear
from aftersales.day_watch.positions import agree_to_positions
from aftersales.errors import NotAllowed, NotThere
from aftersales.identifiers import digest_of
from aftersales.moments import CELL, day_bounds, wall_of
from aftersales.queries.staff import absences_between, technician_by_code
from aftersales.queries.visits import AHEAD, visits_by_id
from aftersales.reach import is_within, reach_of
from aftersales.records import (
    AbsenceKind,
    Appointment,
    AppointmentState,
    Hindrance,
    Misfit,
    Report,
    Territory,
)
from aftersales.words import Words, words_in
from web.api.fields import CodeInPath, DayInPath
from web.parts import PartsIn
from web.who import Me

router = APIRouter()

NORTH: Final = 90.0
EAST: Final = 180.0
"""Degrees of latitude and longitude at most."""


Written = Annotated[str, Form(max_length=64)]


@router.post("/visits/{appointment_id}/report")
def reported(
    parts: PartsIn,
    me: Me,
    appointment_id: UUID,
    what: Written = "",
    at: Written = "",
    key: Written = "",
    minutes: Written = "",
    reason: Written = "",
    note: Annotated[str, Form(max_length=2000)] = "",
    latitude: Written = "",
    longitude: Written = "",
) -> Response:
    """Say how a visit stands; said twice it changes nothing more, and what fits no more is kept with its reason.

    A phone adds when it happened by its own clock, and a key of its own, and is told the reason.
    """
    with parts.store.reading() as session:
        found = visits_by_id(session, [appointment_id]).get(appointment_id)
        if found is None or not is_within(reach_of(session, me), found) or what not in set(Report):
            raise NotThere("There is no such visit. Open your day again.")
    said = Said(
        what=Report(what),
        at=moment_said(at) or parts.clock.now(),
        key=digest_of(f"{me.user_id}:{key}")[:64] if key else None,
        minutes=int(minutes) if minutes.isdecimal() else None,
        reason=Hindrance(reason) if reason in set(Hindrance) else None,
        note=note,
        position=_position(latitude, longitude),
    )
    with parts.doing(actor_of(me)) as deed:
        appointment = deed.session.get_one(Appointment, appointment_id)
        event = hear(deed, appointment, said)
        misfit = event.misfit
    if misfit and key:
        raise NotAllowed(misfit_words(words_in(me.language), Misfit(misfit)))
    on = wall_of(found.appointment.planned_start_at, found.appointment.zone).date()
    return RedirectResponse(
        f"/technicians/{found.lead.code}/{on}#{found.work_order.reference}", status_code=303
    )


@router.post("/technicians/{code}/{on}/ill")
def fell_ill(parts: PartsIn, me: Me, code: CodeInPath, on: DayInPath) -> Response:
    """A technician cannot go on today: others take over what they can, and the other customers are told with choices."""
    with parts.doing(actor_of(me)) as deed:
        worker = technician_by_code(deed.session, code)
        if worker is None or worker.id not in reach_of(deed.session, me):
            raise NotThere(f"There is no technician “{code}”. Open your day again.")
        area = deed.session.get_one(Territory, worker.territory_id)
        today = wall_of(deed.now, area.zone).date()
        away = absences_between(deed.session, deed.now, deed.now + CELL).get(worker.id)
        if today == on and not away:
            report_absence(
                deed, worker, AbsenceKind.SICK, deed.now, day_bounds(today, area.zone)[1]
            )
    return RedirectResponse(f"/technicians/{code}/{on}", status_code=303)


@router.post("/technicians/{code}/{on}/positions")
def positions_agreed(
    parts: PartsIn, me: Me, code: CodeInPath, on: DayInPath, agreed: Written = ""
) -> Response:
    """A technician lets their phone say that they have arrived, or no more; nobody decides it for them."""
    with parts.doing(actor_of(me)) as deed:
        worker = technician_by_code(deed.session, code)
        if worker is None or worker.id != me.technician_id:
            raise NotThere(f"There is no day of yours under “{code}”. Open your own day.")
        agree_to_positions(deed, worker, is_agreed=agreed == "yes")
    return RedirectResponse(f"/technicians/{code}/{on}", status_code=303)


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Where a phone is; none if it does not say, or says what is nowhere."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    return (north, east) if abs(north) <= NORTH and abs(east) <= EAST else None


def moment_said(text: str) -> datetime | None:
    """A moment with its zone; a clock that cannot be read is not asked."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def misfit_words(_: Words, misfit: Misfit) -> str:
    """Why nothing followed from what was said, and what to do."""
    match misfit:
        case Misfit.OVER:
            return _(
                "This visit was over already. It stays as it is; call the office if that is wrong."
            )
        case Misfit.CANCELLED:
            return _(
                "This visit had been called off. What you said is kept; please call the office."
            )
        case Misfit.OUT_OF_TURN:
            return _(
                "This does not fit how the visit stands. Look at your day, and say what is missing."
            )
        case Misfit.TOO_OLD:
            return _(
                "This came more than a day late. It is kept; please tell the office how it ended."
            )
        case _never:
            assert_never(_never)


def next_report(_: Words, state: AppointmentState) -> tuple[str, str] | None:
    """What can be said next of a visit, as value and words; nothing once it is over."""
    match state:
        case state if state in AHEAD:
            return Report.ON_THE_WAY.value, _("I am on the way")
        case AppointmentState.EN_ROUTE:
            return Report.ARRIVED.value, _("I have arrived")
        case AppointmentState.ARRIVED | AppointmentState.IN_PROGRESS:
            return Report.DONE.value, _("The work is done")
        case _:
            return None


def other_reports(
    _: Words, state: AppointmentState, window_to_at: datetime, now: datetime
) -> tuple[tuple[str, str], ...]:
    """How a visit may have ended otherwise, as values and words."""
    match state:
        case AppointmentState.ARRIVED:
            return ((Report.CUSTOMER_NO_SHOW.value, _("Nobody opened")),)
        case state if state in {*AHEAD, AppointmentState.EN_ROUTE}:
            is_over = now >= window_to_at
            return ((Report.TECHNICIAN_NO_SHOW.value, _("Nobody came")),) if is_over else ()
        case _:
            return ()


def is_at_work(state: AppointmentState) -> bool:
    """Whether somebody is there, who may need longer or not be able to finish."""
    return state in {AppointmentState.ARRIVED, AppointmentState.IN_PROGRESS}


def hindrances(_: Words) -> tuple[tuple[str, str], ...]:
    """Why work could not be finished, as values and words."""
    return (
        (Hindrance.MISSING_PART.value, _("A part is missing")),
        (Hindrance.NO_ACCESS.value, _("No access to the appliance")),
        (Hindrance.MORE_TIME.value, _("It needs another visit")),
        (Hindrance.UNSAFE.value, _("It is not safe")),
        (Hindrance.REFUSED.value, _("The customer does not want it")),
        (Hindrance.OTHER.value, _("Something else")),
    )


def hindrance_words(_: Words, reason: str) -> str:
    """Why work could not be finished; nothing where nobody said."""
    return dict(hindrances(_)).get(reason, "")
