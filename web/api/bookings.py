"""Work orders: what must be done, and when somebody is at home for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.bookings import Wish, keep_work
from aftersales.catalogue import work_type_of
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.follow_ups import ask_follow_up
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of
from aftersales.queries.places import locations_of_customer, territory_by_code
from aftersales.queries.visits import appointment_of_order
from aftersales.records import (
    Customer,
    Location,
    Priority,
    ProductModel,
    Unit,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.store import Session
from aftersales.work_orders import CancelledBy, cancel_work_order
from web.api.fields import Code, CodeAsked, Line, Sent, Shown, Text, Wall, WallShown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/work-orders", tags=["work orders"])


class WindowSent(Sent):
    """A span in which somebody is at home, in wall time of the place."""

    local_from: Wall
    local_to: Wall = Field(examples=["2026-11-24T12:00:00"])


class WorkOrderSent(Sent):
    """A visit that is asked for; name the unit, or the type of product."""

    model_config = example(
        customer="C-0001",
        kind="install",
        product_type="washing_machine",
        windows=[{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
        note="Second floor, no lift",
    )

    customer: Code = Field(description="The customer's number.", examples=["C-1001"])
    kind: WorkKind = Field(examples=["repair"])
    unit_id: UUID | None = None
    product_type: Code | None = Field(default=None, examples=["washing_machine"])
    location_id: UUID | None = Field(
        default=None, description="Where; the customer's only location without one."
    )
    windows: list[WindowSent] | None = Field(
        default=None,
        min_length=1,
        max_length=50,
        description="When somebody is at home, for the planner. Without one no plan takes it before a slot is booked.",
    )
    priority: Priority = Priority.NORMAL
    note: Text = Field(default="", description="For the technician.")


class CancelSent(Sent):
    """Who calls it off and why; what was promised ends with the customer's word, and is broken by ours."""

    model_config = example(by="customer", reason="They sold the machine.")

    by: CancelledBy
    reason: Line


class FollowUpSent(Sent):
    """What the second visit is for."""

    model_config = example(kind="repair", note="Bring the drain pump")

    kind: WorkKind
    note: Text = Field(default="", description="For the technician.")


class WindowShown(Shown):
    """A wished window: wall time with its zone, and the moments that it means."""

    local_from: WallShown
    local_to: WallShown
    zone: str
    from_at: datetime
    to_at: datetime


class WorkOrderLine(Shown):
    """What must be done."""

    id: UUID
    reference: str
    state: WorkOrderState
    priority: Priority
    territory_id: UUID
    customer_id: UUID
    location_id: UUID
    work_type_id: UUID
    unit_id: UUID | None
    case_id: UUID | None
    follows_id: UUID | None = Field(
        description="The work whose visit has to end before this one, if there is any."
    )
    duration_minutes: int
    note: str
    created_at: datetime


class WorkOrderShown(WorkOrderLine):
    """A work order with its windows and, once it is planned, its appointment."""

    windows: list[WindowShown]
    appointment_id: UUID | None


@router.get("", summary="List work orders")
def work_orders(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    state: WorkOrderState | None = None,
    territory: CodeAsked = None,
    customer_id: UUID | None = None,
    unit_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Listed[WorkOrderLine]:
    """All work orders, the first asked for first, or those that fit what is named."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        page = page_of(
            session,
            WorkOrder,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            state=state,
            territory_id=None if area is None else area.id,
            customer_id=customer_id,
            unit_id=unit_id,
            case_id=case_id,
        )
        return paged.listed(page, WorkOrderLine.model_validate)


@router.get("/{work_order_id}", summary="One work order", response_model=WorkOrderShown)
def work_order(parts: PartsIn, held: HeldIn, work_order_id: UUID) -> Response:
    """A work order with the windows that were wished."""
    with parts.store.reading() as session:
        row = found(session, WorkOrder, work_order_id, "work order")
        return held.answer(work_order_shown(session, row))


@router.post("", status_code=201, summary="Book a visit", response_model=WorkOrderShown)
def booked(once: OnceIn, sent: WorkOrderSent) -> Response:
    """Keep what must be done: with windows the planner finds its place, without any one of its slots is booked."""

    def act(deed: Deed) -> Acted:
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        row = keep_work(
            deed,
            person,
            _location(deed, person, sent.location_id),
            work_type_of(deed.session, _product_type(deed, person, sent), sent.kind),
            [Wish(window.local_from, window.local_to) for window in sent.windows or ()],
            priority=sent.priority,
            unit_id=sent.unit_id,
            note=sent.note,
        )
        deed.session.flush()
        return work_order_shown(deed.session, row), f"/api/v1/work-orders/{row.id}"

    return once.answer(act)


@router.post("/{work_order_id}/cancel", summary="Call the work off", response_model=WorkOrderShown)
def cancelled(once: OnceIn, work_order_id: UUID, sent: CancelSent) -> Response:
    """Call off all of it; if a visit is ahead, its customer and its technician are told."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, WorkOrder, work_order_id, "work order")
        cancel_work_order(deed, row, by=sent.by, reason=sent.reason)
        deed.session.flush()
        return work_order_shown(deed.session, row), None

    return once.answer(act, status=200)


@router.post(
    "/{work_order_id}/follow-up",
    status_code=201,
    summary="Ask for a second visit",
    response_model=WorkOrderShown,
)
def followed(once: OnceIn, work_order_id: UUID, sent: FollowUpSent) -> Response:
    """Make the work that follows this one; its slots lie after the first visit, and it takes over what that left undone."""

    def act(deed: Deed) -> Acted:
        first = found(deed.session, WorkOrder, work_order_id, "work order")
        row = ask_follow_up(deed, first, sent.kind, note=sent.note)
        deed.session.flush()
        return work_order_shown(deed.session, row), f"/api/v1/work-orders/{row.id}"

    return once.answer(act)


def work_order_shown(session: Session, row: WorkOrder) -> WorkOrderShown:
    """A work order with what was wished and its visit."""
    appointment = appointment_of_order(session, row.id)
    return WorkOrderShown(
        **WorkOrderLine.model_validate(row).model_dump(),
        windows=[
            WindowShown.model_validate(each)
            for each in wished_windows_of(session, [row.id])[row.id]
        ],
        appointment_id=None if appointment is None else appointment.id,
    )


def _location(deed: Deed, person: Customer, location_id: UUID | None) -> Location:
    """Where the visit is: the place named, else the only one there is."""
    places = locations_of_customer(deed.session, person.id)
    fitting = [place for place in places if location_id in {None, place.id}]
    if len(fitting) == 1:
        return fitting[0]
    why = "choose one of the customer's locations" if places else "the customer has no location yet"
    raise NotUnderstood(
        "It is not clear where the visit is. Name one of the customer's locations.",
        [Problem("location_id", why)],
    )


def _product_type(deed: Deed, person: Customer, sent: WorkOrderSent) -> str:
    """What the work is on: the unit named, else the type of product."""
    if sent.unit_id is not None:
        unit = found(deed.session, Unit, sent.unit_id, "unit")
        if unit.customer_id != person.id:
            raise NotUnderstood(
                "This unit belongs to another customer. Check the unit and the customer's number.",
                [Problem("unit_id", "it belongs to another customer")],
            )
        return deed.session.get_one(ProductModel, unit.product_model_id).product_type
    if sent.product_type is None:
        raise NotUnderstood(
            "It is not said what the work is on. Name a unit or a type of product.",
            [Problem("product_type", "name it, or a unit")],
        )
    return sent.product_type
