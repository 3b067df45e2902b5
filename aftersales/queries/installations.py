"""What did a buyer say before they chose a time, and what was sold with the work?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, exists, func, select

from aftersales.records import (
    Appointment,
    CampaignResponse,
    Maintenance,
    Notice,
    Order,
    OrderLine,
    ProductModel,
    VisitPreparation,
    WishedWindow,
    WorkOrder,
    WorkOrderState,
)

BOOKING_LINK: Final = "booking_link"
"""The kind of notice by which a customer is asked to choose a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldWith:
    """The sale that a piece of work came with: its order, its line, and what was bought."""

    order: Order
    line: OrderLine
    model: ProductModel


@dataclass(frozen=True, slots=True)
class Unchosen:
    """Work whose customer was asked to choose a time, first and last at these moments, and did not."""

    work_order_id: UUID
    first_at: datetime
    last_at: datetime


def unchosen_work(session: Session, since: datetime, only: UUID | None = None) -> list[Unchosen]:
    """Open work whose customer was first asked after `since`, and for which no time was ever chosen or wished.

    Recalls and maintenance are left out: they remind their owners themselves.
    """
    first_at, last_at = func.min(Notice.created_at), func.max(Notice.created_at)
    rows = session.exec(
        select(WorkOrder.id, first_at, last_at)
        .join(Notice, col(Notice.subject_id) == WorkOrder.id)
        .where(
            Notice.kind == BOOKING_LINK,
            WorkOrder.state == WorkOrderState.OPEN,
            ~exists().where(col(Appointment.work_order_id) == WorkOrder.id),
            ~exists().where(col(WishedWindow.work_order_id) == WorkOrder.id),
            ~exists().where(col(CampaignResponse.work_order_id) == WorkOrder.id),
            ~exists().where(col(Maintenance.work_order_id) == WorkOrder.id),
            *(() if only is None else (WorkOrder.id == only,)),
        )
        .group_by(col(WorkOrder.id))
        .having(first_at > since)
        .order_by(col(WorkOrder.id))
    ).all()
    return [Unchosen(*row) for row in rows]


def preparation_of(session: Session, work_order_id: UUID) -> VisitPreparation | None:
    """What is known of the place of a work order, if anybody was asked."""
    return session.exec(
        select(VisitPreparation).where(VisitPreparation.work_order_id == work_order_id)
    ).one_or_none()


def sold_with(session: Session, order_line_id: UUID) -> SoldWith:
    """The sale of a line."""
    order, line, model = session.exec(
        select(Order, OrderLine, ProductModel)
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .join(ProductModel, col(ProductModel.id) == OrderLine.product_model_id)
        .where(OrderLine.id == order_line_id)
    ).one()
    return SoldWith(order=order, line=line, model=model)


def work_of_order(session: Session, order_id: UUID) -> Sequence[WorkOrder]:
    """The work of a sale that is still to be done, by line."""
    return session.exec(
        select(WorkOrder)
        .join(OrderLine, col(OrderLine.id) == WorkOrder.order_line_id)
        .where(
            OrderLine.order_id == order_id,
            col(WorkOrder.state).in_([WorkOrderState.OPEN, WorkOrderState.PLANNED]),
        )
        .order_by(col(OrderLine.line_number), col(WorkOrder.id))
    ).all()


def preparations_of(
    session: Session, work_order_ids: Collection[UUID]
) -> Sequence[VisitPreparation]:
    """What is known of the places of these work orders."""
    return session.exec(
        select(VisitPreparation).where(col(VisitPreparation.work_order_id).in_(work_order_ids))
    ).all()
