"""Which rows fit what somebody looks for, where that is more than one column?"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from aftersales.access import Reach
from aftersales.queries.pages import Page, equal, page_where
from aftersales.records import Appointment, Assignment, Channel, Contact, Customer, Event


def appointments_page(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    reach: Reach,
    from_at: datetime | None = None,
    to_at: datetime | None = None,
    technician_id: UUID | None = None,
    **having: object,
) -> Page[Appointment]:
    """The appointments within reach that are planned to start in a span and to which a technician goes.

    Each other keyword that is not None must equal its column.
    """
    conditions = equal(Appointment, having)
    if from_at is not None:
        conditions.append(col(Appointment.planned_start_at) >= from_at)
    if to_at is not None:
        conditions.append(col(Appointment.planned_start_at) < to_at)
    if technician_id is not None:
        conditions.append(_goes({technician_id}))
    if reach.technician_ids is not None:
        conditions.append(_goes(reach.technician_ids))
    return page_where(session, Appointment, after, limit, *conditions)


def customers_page(
    session: Session, *, after: UUID | None, limit: int, email: str | None, **having: object
) -> Page[Customer]:
    """The customers with an e-mail address, written as it is compared; each other keyword as its column."""
    conditions = equal(Customer, having)
    if email is not None:
        theirs = select(Contact.customer_id).where(
            Contact.channel == Channel.EMAIL, func.lower(Contact.address) == email
        )
        conditions.append(col(Customer.id).in_(theirs))
    return page_where(session, Customer, after, limit, *conditions)


def events_page(
    session: Session, *, after: UUID | None, limit: int, since: datetime | None, **having: object
) -> Page[Event]:
    """What happened at or after a moment; each other keyword that is not None must equal its column."""
    conditions = equal(Event, having)
    if since is not None:
        conditions.append(col(Event.at) >= since)
    return page_where(session, Event, after, limit, *conditions)


def _goes(technician_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Whether any of these technicians goes to an appointment."""
    theirs = select(Assignment.appointment_id).where(
        col(Assignment.technician_id).in_(technician_ids)
    )
    return col(Appointment.id).in_(theirs)
