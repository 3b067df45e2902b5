"""Work orders: how far they come, and how a visit or the whole order is called off."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from aftersales.appointments import APPOINTMENT_MOVES, cancel, take_turn
from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.claims import follow_undone
from aftersales.deed import Deed
from aftersales.holds import release_holds
from aftersales.moments import wall_of
from aftersales.planning.staff_news import tell_day
from aftersales.promises import release_promises
from aftersales.queries.visits import Visit, appointment_of_order, visits_by_id
from aftersales.records import Case, CaseState, WorkOrder, WorkOrderState
from aftersales.spares import free_spares
from aftersales.states import moved
from aftersales.visits import tell_cancelled

WORK_ORDER_MOVES: Final = MappingProxyType(
    {
        WorkOrderState.OPEN: frozenset({WorkOrderState.PLANNED, WorkOrderState.CANCELLED}),
        WorkOrderState.PLANNED: frozenset(
            {WorkOrderState.OPEN, WorkOrderState.DONE, WorkOrderState.CANCELLED}
        ),
        WorkOrderState.DONE: frozenset[WorkOrderState](),
        WorkOrderState.CANCELLED: frozenset[WorkOrderState](),
    }
)


class CancelledBy(StrEnum):
    """Who calls something off: what was promised ends with the customer's word, and is broken by ours."""

    CUSTOMER = "customer"
    HOUSE = "house"


def cancel_visit(deed: Deed, visit: Visit, *, by: CancelledBy, reason: str) -> None:
    """Call one visit off and tell its customer; the work order is open again for the next plan.

    A technician whose day has begun is told, too.

    Raises:
        IllegalMove: the visit has begun or is over.
    """
    appointment, order = visit.appointment, visit.work_order
    take_turn(deed, visit.territory.id, appointment, order)
    if by is CancelledBy.CUSTOMER:
        release_promises(deed, appointment)
    cancel(deed, appointment, by=by.value, reason=reason)
    _move(deed, order, WorkOrderState.OPEN)
    deed.session.flush()
    tell_cancelled(deed, visit, is_by_customer=by is CancelledBy.CUSTOMER)
    zone = appointment.zone
    if wall_of(appointment.planned_start_at, zone).date() == wall_of(deed.now, zone).date():
        for worker in visit.crew:
            tell_day(deed, worker.id, zone)


def cancel_work_order(deed: Deed, order: WorkOrder, *, by: CancelledBy, reason: str) -> None:
    """Call the whole work off: its visit, if one is ahead, and the search for a time.

    Raises:
        IllegalMove: it is done or called off already, or its visit has begun.
    """
    take_turn(deed, order.territory_id, order)
    moved(WORK_ORDER_MOVES, order.state, WorkOrderState.CANCELLED, "work order")
    appointment = appointment_of_order(deed.session, order.id)
    if appointment is not None and APPOINTMENT_MOVES[appointment.state]:
        visit = visits_by_id(deed.session, [appointment.id])[appointment.id]
        cancel_visit(deed, visit, by=by, reason=reason)
    release_holds(deed, order, why="the work was called off")
    _move(deed, order, WorkOrderState.CANCELLED)
    deed.note("work_order_cancelled", order, why=reason, facts={"by": by.value})
    _end_search(deed, order)
    free_spares(deed, order)
    follow_undone(deed, order)


def _move(deed: Deed, order: WorkOrder, state: WorkOrderState) -> None:
    order.state = moved(WORK_ORDER_MOVES, order.state, state, "work order")
    order.revision += 1
    deed.add(order)


def _end_search(deed: Deed, order: WorkOrder) -> None:
    """A case that was opened only because no time was found has nothing to look for any more."""
    case = None if order.case_id is None else deed.session.get_one(Case, order.case_id)
    if case is None or case.channel != "planning":
        return
    if CaseState.RESOLVED in CASE_MOVES[case.state]:
        advance_case(deed, case, CaseState.RESOLVED, why="the work was called off")
