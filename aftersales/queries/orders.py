"""Which sales are there?"""

from uuid import UUID

from sqlmodel import Session, select

from aftersales.records import Order, OrderLine


def order_by_number(session: Session, number: str) -> Order | None:
    """The sale with this number."""
    return session.exec(select(Order).where(Order.number == number)).one_or_none()


def line_of_order(session: Session, order_id: UUID, line_number: int) -> OrderLine | None:
    """A line of a sale by its number."""
    return session.exec(
        select(OrderLine).where(
            OrderLine.order_id == order_id, OrderLine.line_number == line_number
        )
    ).one_or_none()
