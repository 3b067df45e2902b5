"""Which customers are there?"""

from sqlmodel import Session, select

from aftersales.records import Customer


def customer_by_number(session: Session, number: str) -> Customer | None:
    """The customer with this number."""
    return session.exec(select(Customer).where(Customer.number == number)).one_or_none()
