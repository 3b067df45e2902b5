"""What was promised, what is still open, and what was told in time?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.records import Notice, NoticeState, Promise, PromiseKind, PromiseState

OPEN = (PromiseState.MADE, PromiseState.AT_RISK)


def open_promises_of(session: Session, appointment_id: UUID) -> Sequence[Promise]:
    """Promises about a visit that are not judged yet, the oldest first."""
    return session.exec(
        select(Promise)
        .where(Promise.appointment_id == appointment_id, col(Promise.state).in_(OPEN))
        .order_by(col(Promise.id))
    ).all()


def open_updates_of_case(session: Session, case_id: UUID) -> Sequence[Promise]:
    """Updates promised about a case that are not judged yet, the oldest first."""
    return session.exec(
        select(Promise)
        .where(Promise.case_id == case_id, col(Promise.state).in_(OPEN))
        .order_by(col(Promise.id))
    ).all()


def zone_of_case(session: Session, case_id: UUID) -> str:
    """The zone in which the customer of a case was last promised news; each case begins with a promise."""
    return session.exec(
        select(Promise.zone)
        .where(Promise.case_id == case_id)
        .order_by(col(Promise.id).desc())
        .limit(1)
    ).one()


def zones_of_cases(session: Session, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same for many cases at once."""
    zones: dict[UUID, str] = {}
    for chunk in chunks(case_ids):
        rows = session.exec(
            select(Promise.case_id, Promise.zone)
            .where(col(Promise.case_id).in_(chunk))
            .order_by(col(Promise.id))
        )
        zones |= {case_id: zone for case_id, zone in rows if case_id is not None}
    return zones


def promises_of(session: Session, appointment_id: UUID) -> Sequence[Promise]:
    """Every promise about a visit, the oldest first."""
    return session.exec(
        select(Promise).where(Promise.appointment_id == appointment_id).order_by(col(Promise.id))
    ).all()


def promises_run_out(session: Session, now: datetime) -> Sequence[Promise]:
    """Open promises whose time is over."""
    return session.exec(
        select(Promise)
        .where(col(Promise.state).in_(OPEN), col(Promise.to_at) < now)
        .order_by(col(Promise.id))
    ).all()


def broken_news_sent_at(session: Session, promise: Promise) -> datetime | None:
    """When the first news of another time, told after this promise about the same subject, left the house."""
    return session.exec(
        select(func.min(Notice.sent_at)).where(
            Notice.subject_id == (promise.appointment_id or promise.case_id),
            col(Notice.created_at) >= promise.made_at,
            Notice.id != promise.notice_id,
            Notice.recipient_id == promise.customer_id,
        )
    ).one()


def updates_due(session: Session, appointment_ids: Collection[UUID], by: datetime) -> set[UUID]:
    """Of these visits those whose customers were promised news by a moment, after a delay, and have heard nothing since."""
    due: set[UUID] = set()
    heard = (
        select(Notice.id)
        .where(
            Notice.subject_id == Promise.appointment_id,
            Notice.recipient_id == Promise.customer_id,
            Notice.id != Promise.notice_id,
            col(Notice.created_at) >= Promise.made_at,
        )
        .exists()
    )
    for some in chunks(appointment_ids):
        rows = session.exec(
            select(Promise.appointment_id).where(
                col(Promise.appointment_id).in_(some),
                Promise.kind == PromiseKind.NEXT_UPDATE,
                col(Promise.state).in_(OPEN),
                col(Promise.to_at) <= by,
                ~heard,
            )
        )
        due |= {each for each in rows if each is not None}
    return due


def window_promises(
    session: Session, appointment_ids: Collection[UUID]
) -> dict[UUID, list[Promise]]:
    """The arrival windows told of each of these visits, the oldest first, whether or not they have run out meanwhile."""
    told: dict[UUID, list[Promise]] = defaultdict(list)
    for chunk in chunks(appointment_ids):
        rows = session.exec(
            select(Promise)
            .where(
                col(Promise.appointment_id).in_(chunk),
                Promise.kind == PromiseKind.ARRIVAL_WINDOW,
                Promise.state != PromiseState.RELEASED,
            )
            .order_by(col(Promise.made_at), col(Promise.id))
        )
        for row in rows:
            if row.appointment_id is not None:
                told[row.appointment_id].append(row)
    return told


def broken_without_address(session: Session, from_at: datetime, to_at: datetime) -> int:
    """Promises of a span broken without a word because the news had no address to go to: staff call those."""
    return session.exec(
        select(func.count(func.distinct(Promise.id)))
        .join(Notice, col(Notice.subject_id) == Promise.appointment_id)
        .where(
            Promise.state == PromiseState.BROKEN_UNTOLD,
            Notice.state == NoticeState.UNREACHABLE,
            col(Notice.created_at) > Promise.made_at,
            col(Promise.to_at) >= from_at,
            col(Promise.to_at) < to_at,
        )
    ).one()


def promise_states(session: Session, from_at: datetime, to_at: datetime) -> dict[PromiseState, int]:
    """How many promises that ran out in a span ended in each state."""
    rows = session.exec(
        select(Promise.state, func.count())
        .where(
            Promise.kind == PromiseKind.ARRIVAL_WINDOW,
            col(Promise.to_at) >= from_at,
            col(Promise.to_at) < to_at,
        )
        .group_by(col(Promise.state))
    ).all()
    return {PromiseState(state): number for state, number in rows}
