"""Which spare parts are there, where do they lie, and what does work still wait for?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.queries.follow_ups import first_visits
from aftersales.queries.visits import AHEAD, TO_DO
from aftersales.records import (
    Appointment,
    Customer,
    Depot,
    OrderLine,
    ProductModel,
    SparePart,
    SpareRequest,
    SpareState,
    SpareStock,
    Technician,
    WorkKind,
    WorkOrder,
    WorkType,
)

AWAITED: Final = (SpareState.REQUESTED, SpareState.ORDERED)
"""States of a request whose pieces are not here."""

LIVE: Final = (*AWAITED, SpareState.ARRIVED)
"""States of a request that still concerns its work."""


def part_by_code(session: Session, code: str) -> SparePart | None:
    """The spare part with this code."""
    return session.exec(select(SparePart).where(SparePart.code == code)).one_or_none()


def parts_by_code(session: Session) -> dict[str, SparePart]:
    """Every spare part by its code."""
    return {part.code: part for part in session.exec(select(SparePart)).all()}


def part_codes(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The codes of these parts."""
    return {
        identifier: code
        for chunk in chunks(ids)
        for identifier, code in session.exec(
            select(SparePart.id, SparePart.code).where(col(SparePart.id).in_(chunk))
        )
    }


def stock_of(session: Session, spare_part_id: UUID) -> Sequence[SpareStock]:
    """Where free pieces of a part lie, read anew."""
    return session.exec(
        select(SpareStock)
        .where(SpareStock.spare_part_id == spare_part_id)
        .order_by(col(SpareStock.id))
        .execution_options(populate_existing=True)
    ).all()


def stock_by_place(
    session: Session,
) -> Sequence[tuple[SpareStock, SparePart, Depot | None, Technician | None]]:
    """Every place with free pieces: depots first, then vans, by code."""
    rows: Any = (
        select(SpareStock, SparePart, Depot, Technician)
        .join(SparePart, col(SparePart.id) == SpareStock.spare_part_id)
        .outerjoin(Depot, col(Depot.id) == SpareStock.depot_id)
        .outerjoin(Technician, col(Technician.id) == SpareStock.technician_id)
        .where(SpareStock.quantity > 0)
        .order_by(
            col(SpareStock.depot_id).is_(None),
            col(Depot.code),
            col(Technician.code),
            col(SparePart.code),
        )
    )
    found: Sequence[tuple[SpareStock, SparePart, Depot | None, Technician | None]] = session.exec(
        rows
    ).all()
    return found


def requests_of(session: Session, work_order_id: UUID) -> Sequence[tuple[SpareRequest, SparePart]]:
    """Every parts request of a work order, the oldest first."""
    return session.exec(
        select(SpareRequest, SparePart)
        .join(SparePart, col(SparePart.id) == SpareRequest.spare_part_id)
        .where(SpareRequest.work_order_id == work_order_id)
        .order_by(col(SpareRequest.id))
    ).all()


def live_requests(
    session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, list[tuple[SpareRequest, SparePart]]]:
    """What each of these work orders still needs, the oldest request first; who needs nothing is left out."""
    asked: dict[UUID, list[tuple[SpareRequest, SparePart]]] = defaultdict(list)
    for chunk in chunks(work_order_ids):
        for request, part in session.exec(
            select(SpareRequest, SparePart)
            .join(SparePart, col(SparePart.id) == SpareRequest.spare_part_id)
            .where(col(SpareRequest.work_order_id).in_(chunk), col(SpareRequest.state).in_(LIVE))
            .order_by(col(SpareRequest.id))
        ):
            asked[request.work_order_id].append((request, part))
    return asked


def awaited_by(
    session: Session, work_order_ids: Collection[UUID]
) -> Sequence[tuple[SpareRequest, SparePart]]:
    """The requests of these work orders whose pieces are not here."""
    return [
        row
        for chunk in chunks(work_order_ids)
        for row in session.exec(
            select(SpareRequest, SparePart)
            .join(SparePart, col(SparePart.id) == SpareRequest.spare_part_id)
            .where(col(SpareRequest.work_order_id).in_(chunk), col(SpareRequest.state).in_(AWAITED))
            .order_by(col(SpareRequest.id))
        ).all()
    ]


def deliveries_before(
    session: Session, work_order_ids: Collection[UUID], today: date
) -> Sequence[tuple[UUID, OrderLine, ProductModel]]:
    """Of these work orders the installations whose unit is still to be delivered, with the line of its sale."""
    is_to_come = col(OrderLine.is_delivery_awaited).is_(True) | (
        col(OrderLine.delivered_on) > today
    )
    return [
        row
        for chunk in chunks(work_order_ids)
        for row in session.exec(
            select(WorkOrder.id, OrderLine, ProductModel)
            .join(OrderLine, col(OrderLine.id) == WorkOrder.order_line_id)
            .join(ProductModel, col(ProductModel.id) == OrderLine.product_model_id)
            .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
            .where(col(WorkOrder.id).in_(chunk), WorkType.kind == WorkKind.INSTALL, is_to_come)
        ).all()
    ]


def orders_of_line(session: Session, order_line_id: UUID) -> Sequence[WorkOrder]:
    """The work still to be done about a line of a sale."""
    return session.exec(
        select(WorkOrder)
        .where(WorkOrder.order_line_id == order_line_id, col(WorkOrder.state).in_(TO_DO))
        .order_by(col(WorkOrder.id))
    ).all()


def awaited_requests(
    session: Session, limit: int
) -> Sequence[tuple[SpareRequest, SparePart, WorkOrder, Customer]]:
    """What is awaited, by the day it is expected on: what is late first, what nobody knows the day of last."""
    return session.exec(
        select(SpareRequest, SparePart, WorkOrder, Customer)
        .join(SparePart, col(SparePart.id) == SpareRequest.spare_part_id)
        .join(WorkOrder, col(WorkOrder.id) == SpareRequest.work_order_id)
        .join(Customer, col(Customer.id) == WorkOrder.customer_id)
        .where(col(SpareRequest.state).in_(AWAITED))
        .order_by(
            col(SpareRequest.expected_on).is_(None),
            col(SpareRequest.expected_on),
            col(SpareRequest.id),
        )
        .limit(limit)
    ).all()


def appointments_ahead(
    session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, Appointment]:
    """The appointment to come of each of these work orders that has one."""
    return {
        row.work_order_id: row
        for chunk in chunks(work_order_ids)
        for row in session.exec(
            select(Appointment).where(
                col(Appointment.work_order_id).in_(chunk), col(Appointment.state).in_(AHEAD)
            )
        )
    }


def blocked_before(session: Session, until_at: datetime, today: date) -> list[UUID]:
    """Work orders with a visit to come before a moment for which a part, the unit or the end of a first visit is awaited."""
    soon = session.exec(
        select(Appointment.work_order_id)
        .where(col(Appointment.state).in_(AHEAD), col(Appointment.planned_start_at) < until_at)
        .order_by(col(Appointment.work_order_id))
    ).all()
    waiting = {request.work_order_id for request, _part in awaited_by(session, soon)}
    waiting |= {each for each, _line, _model in deliveries_before(session, soon, today)}
    waiting |= {each for each, _first, _visit in first_visits(session, soon)}
    return sorted(waiting)
