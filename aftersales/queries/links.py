"""Which link is this, and which links of a subject still work?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.pages import Page, page_where
from aftersales.records import Appointment, Link, LinkPurpose, WorkOrder


def link_by_hash(session: Session, token_hash: str) -> Link | None:
    """The link whose token has this hash."""
    return session.exec(select(Link).where(Link.token_hash == token_hash)).one_or_none()


def live_links_of(session: Session, purpose: LinkPurpose, subject_id: UUID) -> Sequence[Link]:
    """Links of a subject that were not revoked."""
    return session.exec(
        select(Link).where(
            Link.purpose == purpose, Link.subject_id == subject_id, col(Link.revoked_at).is_(None)
        )
    ).all()


def working_links_of(
    session: Session, purpose: LinkPurpose, subject_ids: Collection[UUID], now: datetime
) -> dict[UUID, UUID]:
    """For each subject the newest link of a purpose to it that works now."""
    return {
        subject_id: link_id
        for chunk in chunks(subject_ids)
        for subject_id, link_id in session.exec(
            select(Link.subject_id, Link.id)
            .where(
                Link.purpose == purpose,
                col(Link.subject_id).in_(chunk),
                col(Link.revoked_at).is_(None),
                or_(col(Link.expires_at).is_(None), col(Link.expires_at) > now),
            )
            .order_by(col(Link.id))
        ).all()
    }


def reference_of_visit(session: Session, appointment_id: UUID) -> str:
    """The reference that people know a visit by."""
    return session.exec(
        select(WorkOrder.reference)
        .join(Appointment, col(Appointment.work_order_id) == WorkOrder.id)
        .where(Appointment.id == appointment_id)
    ).one()


def links_of_technician(session: Session, technician_id: UUID) -> Sequence[Link]:
    """Every calendar address of a technician, the oldest first."""
    return session.exec(
        select(Link)
        .where(Link.purpose == LinkPurpose.FEED, Link.subject_id == technician_id)
        .order_by(col(Link.id))
    ).all()


def links_of_customer(session: Session, customer_id: UUID) -> Sequence[Link]:
    """Every link to a customer's visits, and to the list of them, the oldest first."""
    visits = (
        select(Appointment.id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(WorkOrder.customer_id == customer_id)
    )
    return session.exec(
        select(Link)
        .where(
            or_(
                (col(Link.purpose) == LinkPurpose.BUYER) & (col(Link.subject_id) == customer_id),
                (col(Link.purpose) == LinkPurpose.VISIT) & col(Link.subject_id).in_(visits),
            )
        )
        .order_by(col(Link.id))
    ).all()


def links_page(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    purpose: LinkPurpose | None = None,
    technician_id: UUID | None = None,
    customer_id: UUID | None = None,
    appointment_id: UUID | None = None,
) -> Page[Link]:
    """The links of a technician, a customer (to their visits, too) or a visit; of all without any."""
    conditions: list[ColumnElement[bool] | bool] = []
    if purpose is not None:
        conditions.append(col(Link.purpose) == purpose)
    if technician_id is not None:
        conditions.append(_leads_to(LinkPurpose.FEED, technician_id))
    if appointment_id is not None:
        conditions.append(_leads_to(LinkPurpose.VISIT, appointment_id))
    if customer_id is not None:
        visits = (
            select(Appointment.id)
            .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
            .where(WorkOrder.customer_id == customer_id)
        )
        conditions.append(
            or_(
                _leads_to(LinkPurpose.BUYER, customer_id),
                (col(Link.purpose) == LinkPurpose.VISIT) & col(Link.subject_id).in_(visits),
            )
        )
    return page_where(session, Link, after, limit, *conditions)


def _leads_to(purpose: LinkPurpose, subject_id: UUID) -> ColumnElement[bool]:
    return (col(Link.purpose) == purpose) & (col(Link.subject_id) == subject_id)
