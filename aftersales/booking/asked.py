"""The way of a buyer to the times of their work order: by the link of a booking, or by that of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.errors import NotThere
from aftersales.identifiers import link_token
from aftersales.links import subject_of
from aftersales.queries.installations import sold_with
from aftersales.queries.links import working_links_of
from aftersales.queries.visits import appointment_of_order
from aftersales.records import (
    Appointment,
    Customer,
    LinkPurpose,
    Location,
    ProductModel,
    Territory,
    Unit,
    WorkOrder,
    WorkType,
)
from aftersales.store import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A work order as its buyer books it; `product_type` is that of the unit or of the product sold, if one is known."""

    order: WorkOrder
    work_type: WorkType
    customer: Customer
    location: Location
    territory: Territory
    product_type: str
    visit: Appointment | None


def booking_of_link(session: Session, now: datetime, token: str) -> Booking:
    """The work order that a buyer's link lets them book.

    Raises:
        NotThere: the link does not work (any more).
    """
    order = session.get(WorkOrder, subject_of(session, now, LinkPurpose.BOOKING, token))
    if order is None:
        raise NotThere("This booking does not exist any more. Please call us.")
    return booking_of(session, order)


def booking_of(session: Session, order: WorkOrder) -> Booking:
    """A work order with what its buyer sees of it."""
    work_type = session.get_one(WorkType, order.work_type_id)
    return Booking(
        order=order,
        work_type=work_type,
        customer=session.get_one(Customer, order.customer_id),
        location=session.get_one(Location, order.location_id),
        territory=session.get_one(Territory, order.territory_id),
        product_type=_product_type(session, order) or work_type.product_type,
        visit=appointment_of_order(session, order.id),
    )


def token_of_visit(session: Session, secret: str, appointment: Appointment, now: datetime) -> str:
    """The token of the newest link to the page of a visit that works.

    Raises:
        NotThere: its links were revoked or have ended.
    """
    links = working_links_of(session, LinkPurpose.VISIT, [appointment.id], now)
    if not links:
        raise NotThere("The page of this visit is closed. Please call us.")
    return link_token(secret, links[appointment.id])


def _product_type(session: Session, order: WorkOrder) -> str:
    """Of the unit that stands there, or of what was sold."""
    if order.unit_id is not None:
        unit = session.get_one(Unit, order.unit_id)
        return session.get_one(ProductModel, unit.product_model_id).product_type
    if order.order_line_id is not None:
        return sold_with(session, order.order_line_id).model.product_type
    return ""
