"""Which notices are due, who are they for, and what was told about what?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from aftersales.records import Contact, Notice, NoticeDelivery, NoticeState


def notice_by_key(session: Session, key: str) -> Notice | None:
    """The notice with this unrepeatable key."""
    return session.exec(select(Notice).where(Notice.unrepeatable_key == key)).one_or_none()


def notice_told_before(
    session: Session, key: str, *, subject_id: UUID, recipient_id: UUID
) -> Notice | None:
    """The notice with this key, or with the key of somebody who turned out to be its recipient.

    The last part of a key names the recipient; when two customers become one, their notices move and keep their keys.
    """
    same = f"{key.rpartition('/')[0]}/"
    return session.exec(
        select(Notice)
        .where(
            or_(
                Notice.unrepeatable_key == key,
                and_(
                    Notice.subject_id == subject_id,
                    Notice.recipient_id == recipient_id,
                    col(Notice.unrepeatable_key).startswith(same, autoescape=True),
                ),
            )
        )
        .order_by(col(Notice.id))
        .limit(1)
    ).one_or_none()


def notices_due(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Notices that wait and may go out now, the oldest first."""
    return session.exec(
        select(Notice.id)
        .where(Notice.state == NoticeState.WAITING, Notice.not_before_at <= now)
        .order_by(col(Notice.not_before_at), col(Notice.id))
        .limit(limit)
    ).all()


def notices_by_id(session: Session, ids: Sequence[UUID]) -> Sequence[Notice]:
    """These notices, the oldest first."""
    return session.exec(
        select(Notice).where(col(Notice.id).in_(ids)).order_by(col(Notice.id))
    ).all()


def contacts_of(session: Session, customer_id: UUID) -> Sequence[Contact]:
    """Every address of a customer."""
    return session.exec(
        select(Contact).where(Contact.customer_id == customer_id).order_by(col(Contact.id))
    ).all()


def notices_about(session: Session, subject_id: UUID) -> Sequence[Notice]:
    """Everything that was written about a subject, the oldest first."""
    return session.exec(
        select(Notice).where(Notice.subject_id == subject_id).order_by(col(Notice.id))
    ).all()


def deliveries_of(session: Session, notice_id: UUID) -> Sequence[NoticeDelivery]:
    """Every attempt at a notice, the first first."""
    return session.exec(
        select(NoticeDelivery)
        .where(NoticeDelivery.notice_id == notice_id)
        .order_by(col(NoticeDelivery.attempt))
    ).all()


def notices_by_kind(session: Session) -> dict[str, int]:
    """How many notices of each kind were sent."""
    rows = session.exec(
        select(Notice.kind, func.count())
        .where(Notice.state == NoticeState.SENT)
        .group_by(col(Notice.kind))
    ).all()
    return dict(rows)
