"""Which customers are there?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Consent, Customer


def customer_by_number(session: Session, number: str) -> Customer | None:
    """The customer with this number."""
    return session.exec(select(Customer).where(Customer.number == number)).one_or_none()


def consents_of(session: Session, customer_id: UUID) -> Sequence[Consent]:
    """The consent ledger of a customer, the first line first."""
    return session.exec(
        select(Consent).where(Consent.customer_id == customer_id).order_by(col(Consent.id))
    ).all()
