"""How a maintenance ends by itself: its visit was done, nobody answered, or nobody needs it any more."""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import IllegalMove
from aftersales.links import revoke_links
from aftersales.maintenance.answering import VISIT, call_off_work
from aftersales.maintenance.asked import Asked, asked_by_id
from aftersales.maintenance.following import follow
from aftersales.maintenance.states import step, take_turn, touch
from aftersales.moments import wall_of
from aftersales.queries.maintenance_ahead import maintenance_for_nothing
from aftersales.queries.visits import appointment_of_order
from aftersales.records import (
    LinkPurpose,
    Maintenance,
    MaintenanceState,
    WorkOrder,
    WorkOrderState,
)
from aftersales.work_orders import CancelledBy

_S = MaintenanceState


def hear_work(deed: Deed, maintenance_id: UUID) -> bool:
    """The work is done, and the next one counted from it; work that was called off leaves the question open."""
    asked = _locked(deed, maintenance_id)
    row = asked.row
    if row.work_order_id is None or row.state not in (_S.PLANNED, _S.DUE, _S.BOOKED):
        return False
    order = deed.session.get_one(WorkOrder, row.work_order_id)
    if order.state is WorkOrderState.DONE:
        visit = appointment_of_order(deed.session, order.id)
        done_at = deed.now if visit is None or visit.done_at is None else visit.done_at
        step(deed, row, _S.DONE, why=order.reference)
        row.done_on, row.done_by = wall_of(done_at, asked.zone).date(), VISIT
        follow(deed, asked)
        return True
    if order.state is WorkOrderState.CANCELLED:
        row.work_order_id = None
        if row.state is _S.BOOKED:
            step(deed, row, _S.DUE, why=order.reference)
        touch(deed, row)
        return True
    return False


def give_up(deed: Deed, maintenance_id: UUID) -> bool:
    """Its last day is over and its owner did not answer: it is missed, and can still be made good."""
    asked = _locked(deed, maintenance_id)
    row = asked.row
    if row.state is not _S.DUE or row.last_on >= asked.today:
        return False
    step(deed, row, _S.MISSED)
    call_off_work(deed, asked, CancelledBy.HOUSE, "nobody answered in time")
    follow(deed, asked)
    return True


def begin_anew(deed: Deed, maintenance_id: UUID) -> bool:
    """The unit belongs to somebody else: what its former owner was asked is called off, and the new one is asked."""
    asked = _locked(deed, maintenance_id)
    row = asked.row
    if row.customer_id in (None, asked.about.owner.id):
        return False
    try:
        call_off_work(deed, asked, CancelledBy.HOUSE, "the unit has another owner")
    except IllegalMove:
        return False  # somebody is on the way or at work there: it ends with the visit
    revoke_links(deed, LinkPurpose.MAINTENANCE, row.id)
    if row.state is not _S.PLANNED:
        step(deed, row, _S.PLANNED, why="another owner")
    row.customer_id = row.work_order_id = row.told_at = None
    row.asked, row.asks_on = 0, asked.today
    touch(deed, row)
    return True


def let_go(deed: Deed, maintenance_id: UUID) -> bool:
    """The unit, its owner, the schedule or the contract is gone: nobody is asked, and nobody comes."""
    asked = _locked(deed, maintenance_id)
    row = asked.row
    is_meant = row.state in (_S.PLANNED, _S.DUE, _S.BOOKED)
    if not is_meant or row.id not in maintenance_for_nothing(deed.session, None, 1, only=row.id):
        return False
    try:
        call_off_work(deed, asked, CancelledBy.HOUSE, "it is not needed any more")
    except IllegalMove:
        return False  # somebody is on the way or at work there: it ends with the visit
    step(deed, row, _S.VOID)
    revoke_links(deed, LinkPurpose.MAINTENANCE, row.id)
    return True


def _locked(deed: Deed, maintenance_id: UUID) -> Asked:
    row = deed.session.get_one(Maintenance, maintenance_id)
    take_turn(deed, row)
    return asked_by_id(deed.session, maintenance_id, deed.now)
