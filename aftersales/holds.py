"""Times that are kept for customers while they decide: nobody else gets one, and it goes without a trace.

A hold is an appointment in the state “held” with its cells of technicians' time. It becomes the appointment when its
customer confirms, or hands its time over to the appointment that stands if it was another time for that one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from aftersales.appointments import free_time
from aftersales.deed import Deed
from aftersales.moments import window_code
from aftersales.queries.holds import holds_of_order, holds_over, waiting_for_holds
from aftersales.records import Appointment, AppointmentState, WaitState, WorkOrder, WorkOrderState


def code_of(appointment: Appointment) -> str:
    """How a form names the window of an appointment."""
    return window_code(appointment.window_local_from, appointment.window_local_to)


def is_kept(hold: Appointment, now: datetime) -> bool:
    """Whether the time is still kept for its customer."""
    return (
        hold.state is AppointmentState.HELD
        and hold.held_until_at is not None
        and hold.held_until_at > now
    )


def waits_for_time(order: WorkOrder, visit: Appointment | None) -> bool:
    """Whether no time is booked for work that is wanted; one that is only held changes nothing.

    Args:
        order: the work.
        visit: its newest visit, holds aside.
    """
    match order.state:
        case WorkOrderState.OPEN:
            return True
        case WorkOrderState.PLANNED:
            return visit is None or visit.state is AppointmentState.CANCELLED
        case _:
            return False


def release_hold(deed: Deed, hold: Appointment, *, why: str) -> None:
    """Keep the time for nobody any more; the work order is open again if nothing else stands for it.

    Raises:
        ValueError: it is no hold.
    """
    if hold.state is not AppointmentState.HELD:
        raise ValueError(f"Appointment {hold.id} is not held.")
    deed.note("hold_released", hold, why=why)
    if hold.moves_id is None:
        order = deed.session.get_one(WorkOrder, hold.work_order_id)
        if order.state is WorkOrderState.PLANNED:
            order.state = WorkOrderState.OPEN
            order.revision += 1
            deed.add(order)
    for waiting in waiting_for_holds(deed.session, [hold.id]):
        waiting.hold_id = None
        waiting.revision += 1
        if waiting.state is WaitState.OFFERED:
            waiting.state = WaitState.WAITING
            waiting.passed = [*waiting.passed, code_of(hold)]
        deed.add(waiting)
    free_time(deed, hold)
    deed.remove([hold])


def release_holds(deed: Deed, order: WorkOrder, *, why: str) -> None:
    """Keep no time for a work order any more."""
    for hold in holds_of_order(deed.session, order.id):
        release_hold(deed, hold, why=why)


def release_expired(deed: Deed, technicians: Collection[UUID] | None = None) -> list[Appointment]:
    """Give back every time whose customer did not confirm it, of these technicians only if they are named."""
    over = list(holds_over(deed.session, deed.now, technicians))
    for hold in over:
        release_hold(deed, hold, why="not confirmed in time")
    return over
