"""Second visits: work that follows other work, waits until that has ended, and takes over what it left undone."""

from __future__ import annotations

from aftersales.appointments import take_turn
from aftersales.bookings import keep_work
from aftersales.day_watch.undone import UNDONE
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.holds import release_holds
from aftersales.queries.campaigns import responses_of_order
from aftersales.queries.catalogue import work_types_for
from aftersales.queries.follow_ups import follow_ups_of
from aftersales.queries.maintenance import maintenance_of_order
from aftersales.queries.spares import LIVE, requests_of
from aftersales.queries.visits import TO_DO, appointment_of_order
from aftersales.records import (
    Appointment,
    AppointmentState,
    Customer,
    Location,
    ProductModel,
    Unit,
    WorkKind,
    WorkOrder,
    WorkOrderState,
    WorkType,
)
from aftersales.store import Session


def ask_follow_up(deed: Deed, first: WorkOrder, kind: WorkKind, *, note: str = "") -> WorkOrder:
    """Make the work of a second visit; no time is offered or planned for it before the first has ended.

    If the first ended without its work, the second takes over: the parts that the first asked for, and its place
    among what is to be done. Asked for again while it is still to be done, it is the same work.

    Raises:
        NotUnderstood: nobody does this kind of work on this product.
        NotAllowed: the first was called off, or something else keeps its second visit.
    """
    take_turn(deed, first.territory_id, first)
    work_type = _work_type(deed.session, first, kind)
    for present in follow_ups_of(deed.session, first.id):
        if present.state in TO_DO and present.work_type_id == work_type.id:
            return present
    newest = appointment_of_order(deed.session, first.id)
    _require_ours(deed.session, first, work_type, newest)
    order = keep_work(
        deed,
        deed.session.get_one(Customer, first.customer_id),
        deed.session.get_one(Location, first.location_id),
        work_type,
        priority=first.priority,
        unit_id=first.unit_id,
        case_id=first.case_id,
        order_line_id=first.order_line_id if kind is WorkKind.INSTALL else None,
        note=note.strip(),
    )
    order.follows_id = first.id
    deed.add(order)
    deed.note("second_visit_asked", first, facts={"second": order.reference})
    deed.note("follows_first_visit", order, facts={"first": first.reference})
    if _is_left_undone(first, newest):
        _take_over(deed, first, order)
    return order


def kinds_after(session: Session, first: WorkOrder) -> list[WorkKind]:
    """The kinds of work that somebody does on the same product."""
    return [
        each.kind for each in work_types_for(session, _product_type(session, first), [*WorkKind])
    ]


def _product_type(session: Session, first: WorkOrder) -> str:
    unit = None if first.unit_id is None else session.get_one(Unit, first.unit_id)
    if unit is not None:
        return session.get_one(ProductModel, unit.product_model_id).product_type
    return session.get_one(WorkType, first.work_type_id).product_type


def _work_type(session: Session, first: WorkOrder, kind: WorkKind) -> WorkType:
    for each in work_types_for(session, _product_type(session, first), [kind]):
        return each
    raise NotUnderstood(
        "Nobody does this kind of work on this product. Choose one of the kinds shown.",
        [Problem("kind", "choose one of the kinds shown")],
    )


def _is_left_undone(first: WorkOrder, newest: Appointment | None) -> bool:
    return first.state is WorkOrderState.OPEN and newest is not None and newest.state in UNDONE


def _require_ours(
    session: Session, first: WorkOrder, work_type: WorkType, newest: Appointment | None
) -> None:
    """The second visit of a claim, a recall or maintenance is asked for where these are looked after."""
    if first.state is WorkOrderState.CANCELLED and (
        newest is None or newest.state is AppointmentState.CANCELLED
    ):
        raise NotAllowed(
            "This work was called off, so no second visit follows it. Ask for a visit anew."
        )
    if first.claim_id is not None:
        raise NotAllowed(
            "This visit belongs to a claim. Ask for its second visit on the page of the claim."
        )
    if not _is_left_undone(first, newest):
        return
    if work_type.id == first.work_type_id:
        raise NotAllowed(
            "This work is still to be done, and its second visit needs only a time. Choose another time for it."
        )
    if responses_of_order(session, first.id) or maintenance_of_order(session, first.id):
        raise NotAllowed(
            "A recall or a maintenance waits for this work, so other work cannot take its place. "
            "Choose another time for it."
        )


def _take_over(deed: Deed, first: WorkOrder, second: WorkOrder) -> None:
    """What was left undone is done by the second visit: nobody plans the first again, and its parts are kept."""
    deed.session.flush()
    for request, _part in requests_of(deed.session, first.id):
        if request.state in LIVE:
            request.work_order_id = second.id
            request.revision += 1
            deed.add(request)
    release_holds(deed, first, why="a second visit takes its place")
    first.state = WorkOrderState.CANCELLED
    first.revision += 1
    deed.add(first)
    deed.note("work_order_cancelled", first, why=second.reference, facts={"by": "house"})
