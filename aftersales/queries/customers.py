"""Which customers are there, who lives with whom, and since when do they buy from us?"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from aftersales.queries.asked import customer_meant
from aftersales.queries.visits import AHEAD
from aftersales.records import (
    CASE_OVER,
    Appointment,
    Case,
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerMerge,
    HouseholdMember,
    NoticeDelivery,
    Order,
    OrderLine,
    Unit,
    WorkOrder,
)
from warranty import normalised_serial


def customer_by_number(session: Session, number: str) -> Customer | None:
    """The customer with this number, or the one whom they were merged into."""
    found = session.exec(select(Customer).where(Customer.number == number)).one_or_none()
    if found is None or found.merged_into_id is None:
        return found
    return session.get_one(Customer, found.merged_into_id)


def merged_into(session: Session, customer_id: UUID) -> Sequence[Customer]:
    """Everybody who turned out to be this customer, the first known first."""
    return session.exec(
        select(Customer).where(Customer.merged_into_id == customer_id).order_by(col(Customer.id))
    ).all()


def merges_of(session: Session, customer_id: UUID) -> Sequence[CustomerMerge]:
    """What was merged into a customer and not undone, the newest first."""
    return session.exec(
        select(CustomerMerge)
        .where(CustomerMerge.survivor_id == customer_id, col(CustomerMerge.undone_at).is_(None))
        .order_by(col(CustomerMerge.id).desc())
    ).all()


def customers_found(session: Session, asked: str, limit: int) -> Sequence[Customer]:
    """Customers by name, number, phone, e-mail, the number of an order or a serial, by name.

    A name may be a part of it, a phone number its last digits; of the others all must be there.
    """
    text = " ".join(asked.split())
    bought = select(Order.customer_id).where(func.lower(Order.number) == text.casefold())
    owned = select(Unit.customer_id).where(Unit.serial == normalised_serial(text))
    return session.exec(
        select(Customer)
        .where(
            or_(*customer_meant(text), col(Customer.id).in_(bought), col(Customer.id).in_(owned))
        )
        .order_by(col(Customer.name), col(Customer.id))
        .limit(limit)
    ).all()


def consents_of(session: Session, customer_id: UUID) -> Sequence[Consent]:
    """The consent ledger of a customer, the first line first."""
    return session.exec(
        select(Consent).where(Consent.customer_id == customer_id).order_by(col(Consent.id))
    ).all()


def agrees_to(session: Session, customer_id: UUID, purpose: ConsentPurpose) -> bool:
    """Whether the newest line of the ledger says that a customer may be written to for this by e-mail; without a line they are not."""
    lines = [
        each.is_given
        for each in consents_of(session, customer_id)
        if each.purpose is purpose and each.channel is Channel.EMAIL
    ]
    return bool(lines) and lines[-1]


def membership_of(session: Session, customer_id: UUID) -> HouseholdMember | None:
    """The customer's place in a household, if they have one."""
    return session.get(HouseholdMember, customer_id)


def members_of(session: Session, household_id: UUID) -> Sequence[HouseholdMember]:
    """Everybody in a household, whoever joined first first."""
    return session.exec(
        select(HouseholdMember)
        .where(HouseholdMember.household_id == household_id)
        .order_by(col(HouseholdMember.joined_at), col(HouseholdMember.customer_id))
    ).all()


def housemates_of(
    session: Session, customer_id: UUID
) -> Sequence[tuple[HouseholdMember, Customer]]:
    """The others in a customer's household by name, each with why they are in it."""
    own = select(HouseholdMember.household_id).where(HouseholdMember.customer_id == customer_id)
    return session.exec(
        select(HouseholdMember, Customer)
        .join(Customer, col(Customer.id) == HouseholdMember.customer_id)
        .where(col(HouseholdMember.household_id).in_(own), Customer.id != customer_id)
        .order_by(col(Customer.name), col(Customer.id))
    ).all()


def units_of_customers(
    session: Session, customer_ids: Collection[UUID], limit: int
) -> tuple[Sequence[Unit], int]:
    """The newest units of some customers, those in use first, and how many there are in all."""
    theirs = col(Unit.customer_id).in_(customer_ids)
    rows = session.exec(
        select(Unit)
        .where(theirs)
        .order_by(
            col(Unit.superseded_by_unit_id).is_not(None),
            col(Unit.purchased_on).desc(),
            col(Unit.id).desc(),
        )
        .limit(limit)
    ).all()
    total = session.exec(select(func.count()).select_from(Unit).where(theirs)).one()
    return rows, total


def first_bought_on(session: Session, customer_id: UUID) -> date | None:
    """The day of a customer's first purchase: of an order or a unit, whichever is known to be earlier."""
    ordered: date | None = session.exec(
        select(func.min(Order.ordered_on)).where(Order.customer_id == customer_id)
    ).one()
    owned: date | None = session.exec(
        select(func.min(Unit.purchased_on)).where(Unit.customer_id == customer_id)
    ).one()
    return min((day for day in (ordered, owned) if day is not None), default=None)


def spent_by(session: Session, customer_id: UUID) -> list[tuple[str, int]]:
    """What a customer paid for their orders, in cents by currency."""
    rows = session.exec(
        select(OrderLine.currency, func.sum(OrderLine.quantity * OrderLine.unit_price_cents))
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(Order.customer_id == customer_id)
        .group_by(OrderLine.currency)
        .order_by(OrderLine.currency)
    ).all()
    return [(currency, int(cents)) for currency, cents in rows]


def deliveries_to_contact(session: Session, contact_id: UUID) -> Sequence[NoticeDelivery]:
    """Every attempt to reach a contact."""
    return session.exec(select(NoticeDelivery).where(NoticeDelivery.contact_id == contact_id)).all()


def contact_with(session: Session, customer_id: UUID, channel: str, address: str) -> Contact | None:
    """The contact of a customer with just this address."""
    return session.exec(
        select(Contact).where(
            Contact.customer_id == customer_id,
            Contact.channel == channel,
            Contact.address == address,
        )
    ).one_or_none()


def open_cases_of(session: Session, customer_id: UUID, limit: int) -> Sequence[Case]:
    """The cases of a customer that are not settled, whoever is due next first."""
    return session.exec(
        select(Case)
        .where(
            Case.customer_id == customer_id,
            col(Case.state).not_in(CASE_OVER),
        )
        .order_by(col(Case.next_update_at).is_(None), col(Case.next_update_at), col(Case.id))
        .limit(limit)
    ).all()


def visits_ahead_of(session: Session, customer_id: UUID, limit: int) -> Sequence[UUID]:
    """The appointments of a customer that are still to come, the next first."""
    return session.exec(
        select(Appointment.id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(WorkOrder.customer_id == customer_id, col(Appointment.state).in_(AHEAD))
        .order_by(col(Appointment.window_from_at), col(Appointment.id))
        .limit(limit)
    ).all()
