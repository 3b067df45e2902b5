"""What follows when something that work waits for comes later, is gone, or has come: the customer is told at once."""

from __future__ import annotations

from aftersales.appointments import cancel
from aftersales.cases import advance_case, case_of_order, heard, update_promise
from aftersales.deed import Deed
from aftersales.holds import release_hold
from aftersales.moments import wall_of
from aftersales.planning.staff_news import tell_day
from aftersales.queries.holds import holds_of_order
from aftersales.queries.visits import AHEAD, Visit, appointment_of_order, visits_by_id
from aftersales.readiness import WAITS, Ready, ready_on
from aftersales.records import (
    CASE_OVER,
    AppointmentState,
    CaseState,
    Location,
    WorkOrder,
    WorkOrderState,
)
from aftersales.sla import next_update_by, update_after_answer
from aftersales.visits import tell_part_arrived, tell_part_delayed


def follow_change(deed: Deed, order: WorkOrder) -> None:
    """Look at a work order whose turn was taken: a visit that comes too early is called off, news of readiness told."""
    place = deed.session.get_one(Location, order.location_id)
    ready = ready_on(deed.session, [order.id], wall_of(deed.now, place.zone).date())[order.id]
    for hold in holds_of_order(deed.session, order.id):
        if not ready.is_on(hold.window_local_from.date()):
            release_hold(deed, hold, why=ready.sentence)
    appointment = appointment_of_order(deed.session, order.id)
    if appointment is None:
        return
    if appointment.state in AHEAD:
        if not ready.is_on(appointment.window_local_from.date()):
            _call_off(deed, visits_by_id(deed.session, [appointment.id])[appointment.id], ready)
    elif (
        appointment.state is AppointmentState.CANCELLED
        and appointment.cancelled_by == WAITS
        and order.state is WorkOrderState.OPEN
        and not ready.awaited
    ):
        tell_part_arrived(deed, visits_by_id(deed.session, [appointment.id])[appointment.id])


def _call_off(deed: Deed, visit: Visit, ready: Ready) -> None:
    """Nobody can do the work on that day: its time is free again, and its customer knows why and what follows."""
    appointment, order = visit.appointment, visit.work_order
    cancel(deed, appointment, by=WAITS, reason=ready.sentence)
    appointment.customer_choice = None
    order.state = WorkOrderState.OPEN
    order.revision += 1
    deed.add(order)
    deed.session.flush()
    _tell(deed, visit, ready)
    zone = appointment.zone
    if wall_of(appointment.planned_start_at, zone).date() == wall_of(deed.now, zone).date():
        for worker in visit.crew:
            tell_day(deed, worker.id, zone)


def _tell(deed: Deed, visit: Visit, ready: Ready) -> None:
    """The cause, the day from which on they can choose, by when they hear more, and who answers for that."""
    area, order = visit.territory, visit.work_order
    case = case_of_order(deed, order)
    if case.state in CASE_OVER:
        advance_case(deed, case, CaseState.REOPENED)
    later = update_after_answer if ready.is_known else next_update_by
    by = later(deed.settings, area, deed.now)
    notice = tell_part_delayed(deed, visit, ready, by)
    heard(deed, case)
    case.next_update_at = by
    case.revision += 1
    visit.appointment.customer_case_id = case.id
    deed.add(case, visit.appointment, update_promise(deed, case, area.zone, notice, by))
    deed.note("case_update_promised", case)
