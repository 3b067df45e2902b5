"""What a customer has been told of a visit, so that every page says what the newest message said.

A time that was not told is not shown: it would be a promise that nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from aftersales.moments import wall_of
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.visit_wording import why_late
from aftersales.queries.notices import notices_about
from aftersales.queries.visits import Visit
from aftersales.readiness import ready_on
from aftersales.records import AppointmentState, Notice, RecipientKind, WorkOrderState
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import arrival, first_name
from aftersales.words.spares import ready_said, waits_said

TELLING = frozenset(
    {
        NoticeKind.BOOKED,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.MOVED,
        NoticeKind.DELAYED,
        NoticeKind.RECOVERED,
        NoticeKind.ON_THE_WAY,
        NoticeKind.STILL_EXPECTED,
    }
)
"""The notices that tell a time."""


def newest_told(session: Session, visit: Visit) -> VisitFacts | None:
    """The facts of the newest notice that told the customer the present window, if there is one."""
    return newest_of(notices_about(session, visit.appointment.id), visit)


def newest_of(notices: Sequence[Notice], visit: Visit) -> VisitFacts | None:
    """The same, of the notices about a visit, the oldest of which stands first."""
    for notice in reversed(notices):
        if notice.recipient_kind is RecipientKind.CUSTOMER and notice.kind in TELLING:
            facts = from_json(VisitFacts, notice.facts)
            is_present = facts.window_from_at == visit.appointment.window_from_at
            return facts if is_present else None
    return None


def headline(_: Words, visit: Visit, told: VisitFacts | None) -> str:
    """The one sentence about a visit: the same in mail, calendar and on every page."""
    appointment = visit.appointment
    technician = first_name(visit.lead.name)
    answers = visit.territory.answers_name
    day = _.day_at(appointment.window_from_at, appointment.zone)
    match appointment.state:
        case AppointmentState.CANCELLED:
            return _("Your visit on {day} is cancelled. Nobody comes at that time.", day=day)
        case AppointmentState.DONE:
            return _(
                "{technician} was with you on {day}. The work is done.",
                technician=technician,
                day=day,
            )
        case AppointmentState.INCOMPLETE:
            return _(
                "The visit on {day} ended before the work was done. {name} tells you how it goes on.",
                day=day,
                name=answers,
            )
        case AppointmentState.CUSTOMER_NO_SHOW:
            return _(
                "{technician} came on {day} and met nobody. {name} finds a new time with you.",
                technician=technician,
                day=day,
                name=answers,
            )
        case AppointmentState.TECHNICIAN_NO_SHOW:
            return _(
                "Nobody came on {day}. We are sorry. {name} finds a new time with you.",
                day=day,
                name=answers,
            )
        case AppointmentState.ARRIVED | AppointmentState.IN_PROGRESS:
            return _("{technician} is with you.", technician=technician)
        case (
            AppointmentState.HELD
            | AppointmentState.BOOKED
            | AppointmentState.CONFIRMED
            | AppointmentState.DISPATCHED
            | AppointmentState.EN_ROUTE
        ):
            return arrival(
                _,
                technician=technician,
                from_at=appointment.window_from_at,
                to_at=appointment.window_to_at,
                zone=appointment.zone,
                expected_at=None if told is None else told.expected_at,
            )
        case _never:
            assert_never(_never)


def why(_: Words, told: VisitFacts | None) -> str:
    """Why the time had to change, if it had; empty otherwise."""
    return "" if told is None else why_late(_, told)


def waiting_said(_: Words, session: Session, visit: Visit, now: datetime) -> list[str]:
    """What a visit waits for that was called off, and from when on another time can be chosen; empty if for nothing."""
    is_to_do = visit.work_order.state is WorkOrderState.OPEN
    if visit.appointment.state is not AppointmentState.CANCELLED or not is_to_do:
        return []
    today = wall_of(now, visit.appointment.zone).date()
    ready = ready_on(session, [visit.work_order.id], today)[visit.work_order.id]
    if ready.blocking is None:
        return []
    return [
        waits_said(_, ready.blocking.kind.value, ready.blocking.name),
        ready_said(_, ready.first_on),
    ]


def was(_: Words, told: VisitFacts | None) -> str:
    """What had been told before, if anything had; empty otherwise."""
    if told is None or told.was_from_at is None or told.was_to_at is None:
        return ""
    return _(
        "Before, we had told you between {from_time} and {to_time} on {day}.",
        from_time=_.time_at(told.was_from_at, told.zone),
        to_time=_.time_at(told.was_to_at, told.zone),
        day=_.day_at(told.was_from_at, told.zone),
    )
