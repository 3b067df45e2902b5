"""What is said of a visit on the road: kept as it came, and followed as far as it still fits.

A phone without signal says things late, twice, or after the office has decided otherwise. Each is kept once, with
the moment of its own clock; what fits no more is kept with the reason, and whoever said it reads that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.appointments import take_turn
from aftersales.day_watch.reports import report
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.promises import kept_after_all
from aftersales.queries.visit_events import event_by_key, may_keep_position
from aftersales.queries.visits import AHEAD
from aftersales.records import (
    Appointment,
    AppointmentState,
    Hindrance,
    Misfit,
    Report,
    VisitEvent,
    WorkOrder,
)

OLDEST: Final = timedelta(hours=36)
"""What a phone kept for longer than a day and a night changes nothing any more."""

LONGEST_OVERRUN: Final = 12 * 60
"""Minutes; whoever needs longer comes another day."""

AT_THE_DOOR: Final = frozenset(
    {
        Report.STARTED,
        Report.OVERRUN,
        Report.DONE,
        Report.INCOMPLETE,
        Report.CUSTOMER_NO_SHOW,
    }
)
"""What only somebody can say who has arrived."""


STANDS: Final = MappingProxyType(
    {
        Report.ON_THE_WAY: AppointmentState.EN_ROUTE,
        Report.ARRIVED: AppointmentState.ARRIVED,
        Report.STARTED: AppointmentState.IN_PROGRESS,
        Report.DONE: AppointmentState.DONE,
        Report.INCOMPLETE: AppointmentState.INCOMPLETE,
        Report.CUSTOMER_NO_SHOW: AppointmentState.CUSTOMER_NO_SHOW,
        Report.TECHNICIAN_NO_SHOW: AppointmentState.TECHNICIAN_NO_SHOW,
    }
)
"""How a visit stands of which this is known already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of a visit.

    Attributes:
        what: it is.
        at: when it happened, by the clock of the device.
        key: made by the device; the same key is the same event.
        minutes: by which the work takes longer than planned.
        reason: why it could not be finished.
        note: in words.
        position: latitude and longitude in degrees; it is only kept if the technician agreed.
    """

    what: Report
    at: datetime
    key: str | None = None
    minutes: int | None = None
    reason: Hindrance | None = None
    note: str = ""
    position: tuple[float, float] | None = None


def say(deed: Deed, appointment_id: UUID, said: Said) -> VisitEvent:
    """Write down what happened, and what follows from it.

    Raises:
        NotThere: there is no such visit.
        NotUnderstood: an overrun without its minutes.
        NotAllowed: the visit is further than that, or over.
    """
    minutes = _minutes(said)
    appointment = report(deed, said.what, appointment_id, said.at, minutes=minutes)
    event = _event(deed, appointment_id, said)
    deed.add(event, appointment)
    return event


def hear(deed: Deed, appointment: Appointment, said: Said) -> VisitEvent:
    """The same from a device that may have had no signal: what came before is known again, what fits no more is kept.

    Raises:
        NotUnderstood: an overrun without its minutes.
    """
    take_turn(deed, appointment.territory_id, appointment)
    known = None if said.key is None else event_by_key(deed.session, said.key)
    if known is not None:
        return known
    event = _event(deed, appointment.id, said)
    is_known = STANDS.get(said.what) == appointment.state
    if is_known and said.key is None:
        return event  # said twice on a page, or by somebody else before
    deed.add(event)
    if deed.now - event.happened_at > OLDEST:
        event.misfit = Misfit.TOO_OLD.value
        return event
    if _fills_in(deed, appointment, event) or is_known:
        return event
    try:
        if said.what in AT_THE_DOOR and appointment.state in (*AHEAD, AppointmentState.EN_ROUTE):
            _arrived_before(deed, appointment, event)
        report(deed, said.what, appointment.id, event.happened_at, minutes=_minutes(said))
    except NotAllowed:
        event.misfit = _misfit(appointment).value
        deed.note("visit_event_misfit", appointment, facts={"what": said.what.value})
    return event


def _event(deed: Deed, appointment_id: UUID, said: Said) -> VisitEvent:
    """What was said as a row; a clock that is ahead of ours is not believed."""
    may_keep = said.position and may_keep_position(deed.session, appointment_id)
    latitude, longitude = said.position if said.position and may_keep else (None, None)
    return VisitEvent(
        id=deed.new_id(),
        appointment_id=appointment_id,
        device_key=said.key,
        what=said.what,
        reason="" if said.reason is None else said.reason.value,
        minutes=said.minutes,
        note=said.note.strip(),
        latitude=latitude,
        longitude=longitude,
        actor=deed.actor.code,
        happened_at=min(said.at, deed.now),
        received_at=deed.now,
        misfit="",
    )


def _minutes(said: Said) -> int:
    if said.what is not Report.OVERRUN:
        return 0
    if said.minutes is None or not 0 < said.minutes <= LONGEST_OVERRUN:
        raise NotUnderstood(
            "Say by how many minutes it takes longer.",
            [Problem("minutes", f"between 1 and {LONGEST_OVERRUN}")],
        )
    return said.minutes


def _fills_in(deed: Deed, appointment: Appointment, event: VisitEvent) -> bool:
    """Something that happened before what is known: it says when, and the visit stands as it did."""
    at, arrived_at = event.happened_at, appointment.arrived_at
    if arrived_at is None or at > arrived_at:
        return False
    match event.what:
        case Report.ON_THE_WAY if appointment.departed_at is None or at < appointment.departed_at:
            appointment.departed_at = at
        case Report.ARRIVED if at < arrived_at:
            appointment.arrived_at = at
            kept_after_all(deed, appointment, at)
        case Report.ON_THE_WAY | Report.ARRIVED:
            pass
        case _:
            return False
    deed.add(appointment)
    return True


def _arrived_before(deed: Deed, appointment: Appointment, event: VisitEvent) -> None:
    """Whoever forgot to say that they arrived was there; after work that is done, as long before as it was to take."""
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    planned = timedelta(minutes=order.duration_minutes)
    at = event.happened_at - planned if event.what is Report.DONE else event.happened_at
    earliest = appointment.departed_at or appointment.window_from_at
    report(deed, Report.ARRIVED, appointment.id, min(max(at, earliest), event.happened_at))


def _misfit(appointment: Appointment) -> Misfit:
    """Why something does not fit how the visit stands."""
    match appointment.state:
        case AppointmentState.CANCELLED:
            return Misfit.CANCELLED
        case (
            AppointmentState.DONE
            | AppointmentState.INCOMPLETE
            | AppointmentState.CUSTOMER_NO_SHOW
            | AppointmentState.TECHNICIAN_NO_SHOW
        ):
            return Misfit.OVER
        case _:
            return Misfit.OUT_OF_TURN
