"""What needs somebody today: cases whose news is due, people who could not be told, jobs that failed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import (
    CASE_OVER,
    Appointment,
    Case,
    Channel,
    Contact,
    Customer,
    Job,
    JobState,
    Notice,
    NoticeState,
    RecipientKind,
    Technician,
    WorkOrder,
)


def cases_due(session: Session, limit: int) -> Sequence[tuple[Case, Customer]]:
    """Open cases with their customers, those whose next update is due first at the top."""
    return session.exec(
        select(Case, Customer)
        .join(Customer, col(Customer.id) == Case.customer_id)
        .where(col(Case.state).not_in(CASE_OVER))
        .order_by(col(Case.next_update_at).is_(None), col(Case.next_update_at), col(Case.id))
        .limit(limit)
    ).all()


def unreached(
    session: Session, since: datetime, limit: int
) -> Sequence[tuple[Notice, Appointment, Customer]]:
    """Notices about visits that reached no customer, the newest first: somebody must call."""
    return session.exec(
        select(Notice, Appointment, Customer)
        .join(Appointment, col(Appointment.id) == Notice.subject_id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .join(Customer, col(Customer.id) == WorkOrder.customer_id)
        .where(
            Notice.recipient_kind == RecipientKind.CUSTOMER,
            col(Notice.state).in_((NoticeState.UNREACHABLE, NoticeState.GIVEN_UP)),
            col(Notice.created_at) >= since,
        )
        .order_by(col(Notice.created_at).desc(), col(Notice.id))
        .limit(limit)
    ).all()


def phones_of(session: Session, customer_ids: Collection[UUID]) -> dict[UUID, str]:
    """For each of these customers a telephone number, the preferred one if there are several."""
    rows = session.exec(
        select(Contact.customer_id, Contact.address)
        .where(
            col(Contact.customer_id).in_(customer_ids),
            Contact.channel == Channel.PHONE,
            col(Contact.is_safety_only).is_(False),
        )
        .order_by(col(Contact.is_preferred), col(Contact.created_at).desc())
    ).all()
    return dict(rows)


def failed_jobs(session: Session, since: datetime) -> Sequence[Job]:
    """Jobs that failed for good, the newest first."""
    return session.exec(
        select(Job)
        .where(Job.state == JobState.FAILED, col(Job.created_at) >= since)
        .order_by(col(Job.created_at).desc(), col(Job.id))
    ).all()


def team_of_partner(session: Session, service_partner_id: UUID) -> Sequence[Technician]:
    """The active technicians of a service partner by code."""
    return session.exec(
        select(Technician)
        .where(
            Technician.service_partner_id == service_partner_id,
            col(Technician.is_active).is_(True),
        )
        .order_by(col(Technician.code))
    ).all()
