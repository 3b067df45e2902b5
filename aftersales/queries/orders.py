"""Which sales are there?"""

from sqlmodel import Session, select

from aftersales.records import Order


def order_by_number(session: Session, number: str) -> Order | None:
    """The sale with this number."""
    return session.exec(select(Order).where(Order.number == number)).one_or_none()
