"""What did a buyer say before they chose a time, and what was sold with the work?"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Order, OrderLine, ProductModel, VisitPreparation


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
