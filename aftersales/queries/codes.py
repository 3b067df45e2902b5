"""Which code was sent last, whose is an address, and which visits are theirs?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Appointment,
    AppointmentState,
    Channel,
    Contact,
    Customer,
    OneTimeCode,
    WorkOrder,
)


def newest_code(session: Session, asked_for_hash: str) -> OneTimeCode | None:
    """The code that was asked for last under an address, until the end of this transaction."""
    return session.exec(
        select(OneTimeCode)
        .where(OneTimeCode.asked_for_hash == asked_for_hash)
        .order_by(col(OneTimeCode.id).desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def forget_codes(session: Session, asked_for_hash: str) -> None:
    """Throw away the codes that were asked for under an address."""
    session.execute(delete(OneTimeCode).where(col(OneTimeCode.asked_for_hash) == asked_for_hash))


def customers_with_email(
    session: Session, email: str
) -> Sequence[tuple[Customer, Sequence[Contact]]]:
    """Customers with this e-mail address, each with all they have, the newest customer first."""
    theirs = select(Contact.customer_id).where(
        Contact.channel == Channel.EMAIL, func.lower(Contact.address) == email
    )
    rows = session.exec(
        select(Customer, Contact)
        .join(Contact, col(Contact.customer_id) == Customer.id)
        .where(
            col(Customer.id).in_(theirs),
            col(Customer.erased_at).is_(None),
            Contact.channel == Channel.EMAIL,
        )
        .order_by(col(Customer.id).desc(), col(Contact.id))
    ).all()
    found: dict[UUID, tuple[Customer, list[Contact]]] = {}
    for person, contact in rows:
        found.setdefault(person.id, (person, []))[1].append(contact)
    return list(found.values())


def appointments_of_customers(
    session: Session, customer_ids: Collection[UUID], since: datetime
) -> Sequence[UUID]:
    """The appointments promised to customers whose window ends after a moment, by window."""
    rows = [
        row
        for chunk in chunks(customer_ids)
        for row in session.exec(
            select(Appointment.window_from_at, Appointment.id)
            .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
            .where(
                col(WorkOrder.customer_id).in_(chunk),
                col(Appointment.window_to_at) >= since,
                col(Appointment.state) != AppointmentState.HELD,
            )
        ).all()
    ]
    return [appointment_id for _, appointment_id in sorted(rows)]
