"""What is old enough to be forgotten? One batch at a time, the oldest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, tuple_
from sqlmodel import Session, col, delete, select, update

from aftersales.records import (
    AttemptCount,
    Intake,
    Job,
    JobState,
    Link,
    Notice,
    NoticeDelivery,
    NoticeState,
    OneTimeCode,
    Record,
    RememberedAnswer,
    UserSession,
    VisitEvent,
    WebhookMessage,
    WebhookState,
)

_KEYS: Final[Mapping[type[Record], tuple[Any, ...]]] = {
    AttemptCount: (AttemptCount.what,),
    Intake: (Intake.id,),
    Job: (Job.id,),
    Link: (Link.id,),
    OneTimeCode: (OneTimeCode.id,),
    RememberedAnswer: (RememberedAnswer.caller, RememberedAnswer.key),
    UserSession: (UserSession.id,),
    WebhookMessage: (WebhookMessage.id,),
}
"""The tables whose old rows are deleted, with their primary keys."""


def _is_old(kind: type[Record], before: datetime) -> ColumnElement[bool]:
    old: dict[type[Record], ColumnElement[bool]] = {
        AttemptCount: col(AttemptCount.since_at) < before,
        Job: and_(
            col(Job.state).in_([JobState.DONE, JobState.FAILED, JobState.STOPPED]),
            col(Job.finished_at) < before,
        ),
        Intake: col(Intake.taken_at) < before,
        Link: or_(col(Link.expires_at) < before, col(Link.revoked_at) < before),
        OneTimeCode: col(OneTimeCode.expires_at) < before,
        RememberedAnswer: col(RememberedAnswer.created_at) < before,
        UserSession: or_(col(UserSession.ended_at) < before, col(UserSession.expires_at) < before),
        WebhookMessage: and_(
            col(WebhookMessage.state).in_([WebhookState.SENT, WebhookState.GIVEN_UP]),
            col(WebhookMessage.created_at) < before,
        ),
    }
    return old[kind]


def delete_old(session: Session, kind: type[Record], before: datetime, limit: int) -> int:
    """Delete at most `limit` rows of a kind that ended before a moment; answers how many.

    One that is made fresh between being found and being deleted stays.
    """
    keys = [col(each) for each in _KEYS[kind]]
    oldest = select(*keys).where(_is_old(kind, before)).order_by(*keys).limit(limit)
    found = session.exec(oldest).all()
    chosen = [row if len(keys) > 1 else (row,) for row in found]
    if not chosen:
        return 0
    return session.exec(
        delete(kind)
        .where(tuple_(*keys).in_(chosen), _is_old(kind, before))
        .execution_options(synchronize_session=False)
    ).rowcount


def notices_with_people(session: Session, before: datetime, limit: int) -> Sequence[Notice]:
    """Notices that ended before a moment and still say whom they were about, the oldest first."""
    return session.exec(
        select(Notice)
        .where(
            col(Notice.state) != NoticeState.WAITING,
            col(Notice.created_at) < before,
            col(Notice.forgotten_at).is_(None),
        )
        .order_by(col(Notice.id))
        .limit(limit)
    ).all()


def forget_positions(session: Session, before: datetime, limit: int) -> int:
    """Reports from the road before a moment do not say any more where they came from; answers how many did."""
    old = session.exec(
        select(VisitEvent.id)
        .where(col(VisitEvent.received_at) < before, col(VisitEvent.latitude).is_not(None))
        .order_by(col(VisitEvent.id))
        .limit(limit)
    ).all()
    session.exec(
        update(VisitEvent)
        .where(col(VisitEvent.id).in_(old))
        .values(latitude=None, longitude=None)
        .execution_options(synchronize_session=False)
    )
    return len(old)


def forget_contacts(session: Session, notice_ids: Sequence[UUID]) -> None:
    """Deliveries of these notices do not say any more to which address they went."""
    session.exec(
        update(NoticeDelivery)
        .where(col(NoticeDelivery.notice_id).in_(notice_ids))
        .values(contact_id=None)
    )
