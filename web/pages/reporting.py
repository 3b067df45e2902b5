"""One tap on the road: on the way, arrived, done; two for a visit that ends without its work."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from aftersales.access import actor_of
from aftersales.day_watch.reports import Report, report
from aftersales.errors import NotAllowed, NotThere
from aftersales.moments import wall_of
from aftersales.queries.visits import AHEAD, visits_by_id
from aftersales.reach import is_within, reach_of
from aftersales.records import AppointmentState
from aftersales.words import Words
from web.parts import PartsIn
from web.who import Me

router = APIRouter()


@router.post("/visits/{appointment_id}/report")
def reported(
    parts: PartsIn, me: Me, appointment_id: UUID, what: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Say how far a visit is; said twice, or after somebody else, it changes nothing more."""
    with parts.store.reading() as session:
        found = visits_by_id(session, [appointment_id]).get(appointment_id)
        if found is None or not is_within(reach_of(session, me), found) or what not in set(Report):
            raise NotThere("There is no such visit. Open your day again.")
    try:
        with parts.doing(actor_of(me)) as deed:
            report(deed, Report(what), appointment_id, deed.now)
    except NotAllowed:
        pass  # the page shows how it stands, which is what was to be said
    on = wall_of(found.appointment.planned_start_at, found.appointment.zone).date()
    return RedirectResponse(
        f"/technicians/{found.lead.code}/{on}#{found.work_order.reference}", status_code=303
    )


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
    unfinished = (Report.INCOMPLETE.value, _("It is not finished"))
    match state:
        case AppointmentState.ARRIVED:
            return (unfinished, (Report.CUSTOMER_NO_SHOW.value, _("Nobody opened")))
        case AppointmentState.IN_PROGRESS:
            return (unfinished,)
        case state if state in {*AHEAD, AppointmentState.EN_ROUTE}:
            is_over = now >= window_to_at
            return ((Report.TECHNICIAN_NO_SHOW.value, _("Nobody came")),) if is_over else ()
        case _:
            return ()
