"""What technicians report: on the way, arrived, started, longer than planned, done; or how a visit ended without its work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from aftersales.appointments import Placement, advance, changed, place, take_turn
from aftersales.claims import follow_done
from aftersales.day_watch.undone import end_undone
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere
from aftersales.moments import CELL, cells_between, grid_up
from aftersales.promises import judge_arrival
from aftersales.queries.follow_ups import follow_ups_of
from aftersales.queries.visits import UNDER_WAY, assignments_of, taken_cells, visits_by_id
from aftersales.records import Appointment, AppointmentState, Report, WorkOrder, WorkOrderState
from aftersales.spares import fit_spares, follow_change
from aftersales.visits import tell_on_the_way

HOUR: Final = timedelta(hours=1)

FRESH: Final = timedelta(minutes=10)
"""Who set out longer ago than this is nearly there; their customer hears no more of it."""


def report(
    deed: Deed, what: Report, appointment_id: UUID, at: datetime, *, minutes: int = 0
) -> Appointment:
    """Write down what was said of a visit; `minutes` are those that an overrun takes longer than planned.

    Raises:
        NotThere: there is no such visit.
        IllegalMove: the visit is further than that, or over.
        NotAllowed: nobody came, but the time in which somebody may come is not over.
    """
    match what:
        case Report.ON_THE_WAY:
            return report_on_the_way(deed, appointment_id, at)
        case Report.ARRIVED:
            return report_arrived(deed, appointment_id, at)
        case Report.STARTED:
            return report_started(deed, appointment_id)
        case Report.OVERRUN:
            return report_overrun(deed, appointment_id, at, minutes)
        case Report.DONE:
            return report_done(deed, appointment_id, at)
        case Report.INCOMPLETE | Report.CUSTOMER_NO_SHOW | Report.TECHNICIAN_NO_SHOW:
            return report_undone(deed, appointment_id, at, AppointmentState(what.value))
        case _never:
            assert_never(_never)


def report_on_the_way(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The technician has set out for a visit."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.EN_ROUTE)
    appointment.departed_at = at
    if deed.settings.tell_on_the_way and deed.now - at < FRESH:
        deed.session.flush()
        visit = visits_by_id(deed.session, [appointment.id])[appointment.id]
        tell_on_the_way(deed, visit, at + timedelta(seconds=appointment.drive_seconds))
    return appointment


def report_arrived(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The technician is at the door: the promises of the visit are judged."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.ARRIVED)
    appointment.arrived_at = at
    appointment.expected_start_at = at
    judge_arrival(deed, appointment, at)
    return appointment


def report_started(deed: Deed, appointment_id: UUID) -> Appointment:
    """The work has begun; the promise was judged by the arrival."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.IN_PROGRESS)
    return appointment


def report_overrun(deed: Deed, appointment_id: UUID, at: datetime, minutes: int) -> Appointment:
    """The work takes so many minutes longer than planned: the next visits are forecast from that.

    Raises:
        NotAllowed: nobody is at work there.
    """
    appointment = _appointment(deed, appointment_id)
    if appointment.arrived_at is None or appointment.state not in UNDER_WAY:
        raise NotAllowed("Nobody is at work there. Say first that you have arrived.")
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    begun_at = max(appointment.arrived_at, appointment.window_from_at)
    planned = timedelta(minutes=order.duration_minutes)
    appointment.told_end_at = max(begun_at + planned + timedelta(minutes=minutes), at + CELL)
    changed(deed, appointment)
    deed.note("visit_overruns", appointment, facts={"minutes": minutes})
    return appointment


def report_done(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The work is done; time that it did not need is free again."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.DONE)
    appointment.done_at = at
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    order.state = WorkOrderState.DONE
    order.revision += 1
    deed.add(order)
    follow_done(deed, order)
    fit_spares(deed, order)
    for second in follow_ups_of(deed.session, order.id):
        deed.session.flush()
        follow_change(deed, second)
    _give_back(deed, appointment, at)
    return appointment


def report_undone(
    deed: Deed, appointment_id: UUID, at: datetime, state: AppointmentState
) -> Appointment:
    """The work could not be done, or nobody was met; time that is left is free again, and the customer hears more."""
    appointment = _appointment(deed, appointment_id)
    end_undone(deed, appointment, state, at)
    if appointment.arrived_at is not None:
        _give_back(deed, appointment, at)
    return appointment


def _give_back(deed: Deed, appointment: Appointment, at: datetime) -> None:
    """The crew is free from the next cell on; what was over before it was to begin lies where it ended."""
    crew = sorted(assignments_of(deed.session, [appointment.id]), key=lambda each: not each.is_lead)
    start_at, pushed_from_at = appointment.planned_start_at, appointment.pushed_from_at
    end_at = grid_up(at)
    if end_at <= start_at:
        pushed_from_at = pushed_from_at or start_at
        start_at = _last_cell(deed, {each.technician_id for each in crew}, at) or start_at
        end_at = start_at + CELL
    if end_at < appointment.planned_end_at:
        place(
            deed,
            [
                Placement(
                    appointment=appointment,
                    crew=tuple(each.technician_id for each in crew),
                    start_at=start_at,
                    end_at=end_at,
                    drive_seconds=appointment.drive_seconds,
                    drive_metres=appointment.drive_metres,
                    pushed_from_at=pushed_from_at,
                )
            ],
        )


def _last_cell(deed: Deed, crew: set[UUID], at: datetime) -> datetime | None:
    """The beginning of the last cell of the hour before a moment in which nobody of a crew is elsewhere; none without one."""
    ends = [grid_up(at) - number * CELL for number in range(HOUR // CELL)]
    spans = {end: cells_between(end - CELL, end) for end in ends}
    first, last = spans[ends[-1]].start, spans[ends[0]].start
    taken = taken_cells(deed.session, crew, first, last)
    free = (
        end - CELL for end in ends if not any((each, spans[end].start) in taken for each in crew)
    )
    return next(free, None)


def _appointment(deed: Deed, appointment_id: UUID) -> Appointment:
    appointment = deed.session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotThere("There is no such visit. Reload your day.")
    take_turn(deed, appointment.territory_id, appointment)
    return appointment
