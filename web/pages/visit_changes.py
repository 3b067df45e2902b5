"""What a buyer may change about their visit, as its page shows it: other times, an earlier one, calling it off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aftersales.booking import NoChange, changeable, slots_for, wanted_by, was_put_off
from aftersales.holds import code_of, is_kept
from aftersales.parts import Parts
from aftersales.queries.holds import waiting_of
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import Appointment, AppointmentState, WorkOrderState
from aftersales.store import Session
from aftersales.words import Words
from web.pages.slot_words import SlotShown, nearest

OVER: Final = frozenset(
    {
        AppointmentState.CANCELLED,
        AppointmentState.CUSTOMER_NO_SHOW,
        AppointmentState.TECHNICIAN_NO_SHOW,
        AppointmentState.INCOMPLETE,
    }
)
"""How a visit ends after which its buyer may choose a new time for the same work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What can be changed.

    Attributes:
        nearest: some other times; none if none is free, or none may be chosen.
        is_movable: whether another time may be chosen at all.
        limits: until when and how often, or why not.
        is_cancellable: whether the buyer may call it off.
        is_waiting: whether they wait for an earlier time.
        earlier: the earlier time that is kept for them, with until when; empty if there is none.
        may_wait: whether waiting could lead anywhere.
    """

    nearest: list[SlotShown]
    is_movable: bool
    limits: str
    is_cancellable: bool
    is_waiting: bool
    earlier: tuple[str, str] | None
    may_wait: bool


def changes_shown(parts: Parts, session: Session, _: Words, visit: Visit, now: datetime) -> Changes:
    """What the buyer of a visit may change now."""
    appointment = visit.appointment
    is_anew = appointment.state in OVER and visit.work_order.state is WorkOrderState.OPEN
    is_late = was_put_off(session, appointment)
    allowed = changeable(parts.settings, appointment, now, is_late=is_late)
    is_movable = is_anew or allowed.why_not_moved is None
    waiting = next(iter(waiting_of(session, appointment.id)), None)
    slots: list[SlotShown] = []
    if is_movable:
        territory, wanted = wanted_by(session, visit.work_order, now)
        offered = slots_for(parts, session, territory, wanted)
        slots = nearest(_, offered if is_anew else offered.but(code_of(appointment)))
    hold = (
        None
        if waiting is None or waiting.hold_id is None
        else session.get(Appointment, waiting.hold_id)
    )
    return Changes(
        nearest=slots,
        is_movable=is_movable,
        limits=""
        if is_anew
        else _limits(_, appointment, allowed.why_not_moved, allowed.until_at, allowed.times_left),
        is_cancellable=allowed.why_not_cancelled is None,
        is_waiting=waiting is not None,
        earlier=None if hold is None else _earlier(_, hold, now),
        may_wait=appointment.state in AHEAD and now.date() < appointment.window_from_at.date(),
    )


def _limits(
    _: Words, appointment: Appointment, why: NoChange | None, until_at: datetime, left: int
) -> str:
    """Until when and how often the visit can be moved, or why it cannot."""
    match why:
        case None:
            return _.many(
                "You can move it once more by yourself, until {time} on {day}.",
                "You can move it {number} more times by yourself, until {time} on {day}.",
                left,
                time=_.time_at(until_at, appointment.zone),
                day=_.day_at(until_at, appointment.zone),
            )
        case NoChange.TOO_LATE:
            return _(
                "It is too late to choose another time by yourself. Let us call you, and we find one together."
            )
        case NoChange.TOO_OFTEN:
            return _(
                "This visit has been moved as often as you can do it by yourself. Let us call you, and we find a time together."
            )
        case NoChange.OVER:
            return ""


def _earlier(_: Words, hold: Appointment, now: datetime) -> tuple[str, str] | None:
    """The time that is kept, and until when."""
    if hold.held_until_at is None or not is_kept(hold, now):
        return None
    return (
        _(
            "Between {from_time} and {to_time} on {day}",
            from_time=_.time(hold.window_local_from),
            to_time=_.time(hold.window_local_to),
            day=_.day(hold.window_local_from.date()),
        ),
        _("It is kept for you until {time}.", time=_.time_at(hold.held_until_at, hold.zone)),
    )
