"""Which notices are due, who are they for, and what was told about what?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.records import Contact, Notice, NoticeDelivery, NoticeState, RecipientKind


def notice_by_key(session: Session, key: str) -> Notice | None:
    """The notice with this unrepeatable key."""
    return session.exec(select(Notice).where(Notice.unrepeatable_key == key)).one_or_none()


def notices_told_before(
    session: Session, kind: str, asked: Mapping[str, tuple[UUID, UUID]]
) -> dict[str, Notice]:
    """Which of these keys were told: by key the notice with it, or with that of somebody who turned out to be its recipient.

    `asked` holds the subject and the recipient of every key. The last part of a key names the recipient; when two
    customers become one, their notices move and keep their keys.
    """
    same = {(*about, _stem(key)): key for key, about in asked.items()}
    first: dict[str, UUID] = {}
    for keys in chunks(asked):
        subjects, recipients = (set(ids) for ids in zip(*(asked[key] for key in keys), strict=True))
        rows = session.exec(
            select(Notice.id, Notice.unrepeatable_key, Notice.subject_id, Notice.recipient_id)
            .where(
                or_(
                    col(Notice.unrepeatable_key).in_(keys),
                    and_(
                        Notice.kind == kind,
                        col(Notice.subject_id).in_(subjects),
                        col(Notice.recipient_id).in_(recipients),
                    ),
                )
            )
            .order_by(col(Notice.id))
        )
        for notice_id, key, subject_id, recipient_id in rows:
            told = key if key in asked else same.get((subject_id, recipient_id, _stem(key)))
            if told is not None:
                first.setdefault(told, notice_id)
    rows_by_id = {
        row.id: row for chunk in chunks(first.values()) for row in notices_by_id(session, chunk)
    }
    return {key: rows_by_id[notice_id] for key, notice_id in first.items()}


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


def delays_told(session: Session, appointment_ids: Collection[UUID]) -> dict[UUID, Notice]:
    """The newest delay of which the customer of each of these visits was really told."""
    told: dict[UUID, Notice] = {}
    for some in chunks(appointment_ids):
        rows = select(Notice).where(
            col(Notice.subject_id).in_(some),
            Notice.kind == "delayed",
            Notice.state == NoticeState.SENT,
            Notice.recipient_kind == RecipientKind.CUSTOMER,
        )
        told |= {row.subject_id: row for row in session.exec(rows.order_by(col(Notice.id)))}
    return told


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


def _stem(key: str) -> str:
    """A key without its recipient."""
    return key.rpartition("/")[0]


def last_told_at(session: Session, subject_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When customers were told of each of these subjects last; those of whom nothing was told are left out."""
    told: dict[UUID, datetime] = {}
    for some in chunks(subject_ids):
        rows = (
            select(Notice.subject_id, func.max(Notice.created_at))
            .where(
                col(Notice.subject_id).in_(some),
                Notice.recipient_kind == RecipientKind.CUSTOMER,
            )
            .group_by(col(Notice.subject_id))
        )
        told |= dict(session.exec(rows).all())
    return told
