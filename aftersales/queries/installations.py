"""What did a buyer say before they chose a time, and what was sold with the work?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import (
    Order,
    OrderLine,
    ProductModel,
    VisitPreparation,
    WorkOrder,
    WorkOrderState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldWith:
    """The sale that a piece of work came with: its order, its line, and what was bought."""

    order: Order
    line: OrderLine
    model: ProductModel


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
