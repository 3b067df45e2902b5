"""Which promises broke and were not made up for, and when did their customers hear of it?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.queries.goodwill import BROKEN
from aftersales.records import Customer, GoodwillGrant, GoodwillPurpose, Notice, Promise


def uncompensated_promises(session: Session, since: datetime) -> Sequence[Promise]:
    """Broken promises judged since then that nothing was granted or asked for; the first broken first."""
    done = select(GoodwillGrant.subject_id).where(
        GoodwillGrant.subject_kind == "promise",
        GoodwillGrant.purpose == GoodwillPurpose.COMPENSATION,
    )
    return session.exec(
        select(Promise)
        .join(Customer, col(Customer.id) == Promise.customer_id)
        .where(
            col(Promise.state).in_(BROKEN),
            col(Promise.judged_at) >= since,
            col(Promise.id).not_in(done),
            col(Customer.erased_at).is_(None),
        )
        .order_by(col(Promise.id))
    ).all()


def grant_by_once_key(session: Session, once_key: str) -> GoodwillGrant | None:
    """The grant that has made up for the same thing already."""
    return session.exec(
        select(GoodwillGrant).where(GoodwillGrant.once_key == once_key)
    ).one_or_none()


def first_news_after(session: Session, promises: Collection[Promise]) -> dict[UUID, datetime]:
    """When customers first heard about what they were promised after its time was over, by promise."""
    found: dict[UUID, datetime] = {}
    for chunk in chunks({each.id for each in promises}):
        rows = session.exec(
            select(Promise.id, func.min(Notice.sent_at))
            .join(
                Notice,
                and_(
                    col(Notice.subject_id)
                    == func.coalesce(col(Promise.appointment_id), col(Promise.case_id)),
                    col(Notice.recipient_id) == col(Promise.customer_id),
                    col(Notice.sent_at) > col(Promise.to_at),
                ),
            )
            .where(col(Promise.id).in_(chunk))
            .group_by(col(Promise.id))
        ).all()
        found |= {promise_id: at for promise_id, at in rows if at is not None}
    return found
