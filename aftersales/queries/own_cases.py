"""What does the customer of a case see of it, and which cases are theirs?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseChannel,
    Customer,
    Direction,
    ThreadMessage,
)

AT_THE_PAGE = frozenset({CaseChannel.CHAT, CaseChannel.WEB_FORM})
"""Channels of whoever writes on our own pages."""


def told_in_case(
    session: Session, case_id: UUID, *, only_here: bool = False, with_answers: bool = True
) -> Sequence[ThreadMessage]:
    """What the customer of a case and we said to each other, the first first; notes of colleagues never.

    With `only_here` what came from the customer on other ways than our own pages is left out.
    """
    rows = session.exec(
        select(ThreadMessage)
        .where(ThreadMessage.case_id == case_id, ThreadMessage.direction != Direction.NOTE)
        .order_by(col(ThreadMessage.id))
    ).all()
    return [
        row
        for row in rows
        if (with_answers if row.direction is Direction.OUT else not only_here or _is_here(row))
    ]


def _is_here(row: ThreadMessage) -> bool:
    return row.channel in AT_THE_PAGE


def cases_of_customers(
    session: Session, customer_ids: Collection[UUID], resolved_since: datetime
) -> Sequence[Case]:
    """The cases of customers that are open or were resolved since a moment, the newest first."""
    return session.exec(
        select(Case)
        .where(
            col(Case.customer_id).in_(customer_ids),
            or_(col(Case.state).not_in(CASE_OVER), col(Case.resolved_at) >= resolved_since),
        )
        .order_by(col(Case.id).desc())
    ).all()


def lines_not_seen(
    session: Session, since: datetime, before: datetime, limit: int
) -> list[tuple[Case, list[ThreadMessage]]]:
    """Answers given in talks between two moments that their customers were not there to read, by case."""
    rows = session.exec(
        select(Case, ThreadMessage)
        .join(ThreadMessage, col(ThreadMessage.case_id) == Case.id)
        .where(
            ThreadMessage.channel == CaseChannel.CHAT,
            ThreadMessage.direction == Direction.OUT,
            col(ThreadMessage.notice_id).is_(None),
            col(ThreadMessage.at) > since,
            col(ThreadMessage.at) <= before,
            or_(
                col(Case.customer_here_at).is_(None),
                col(Case.customer_here_at) < ThreadMessage.at,
            ),
        )
        .order_by(col(ThreadMessage.id))
        .limit(limit)
    ).all()
    found: dict[UUID, tuple[Case, list[ThreadMessage]]] = {}
    for case, line in rows:
        found.setdefault(case.id, (case, []))[1].append(line)
    return list(found.values())


def marks_of_cases(session: Session, case_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """For each case its revision and how many messages it has: whatever is said or moves in it changes one of them."""
    return {
        case_id: (revision, number)
        for chunk in chunks(case_ids)
        for case_id, revision, number in session.exec(
            select(Case.id, Case.revision, func.count(col(ThreadMessage.id)))
            .join(ThreadMessage, col(ThreadMessage.case_id) == Case.id, isouter=True)
            .where(col(Case.id).in_(chunk))
            .group_by(col(Case.id), col(Case.revision))
        ).all()
    }


def talks_under_way(
    session: Session, here_since: datetime, limit: int
) -> Sequence[tuple[Case, ThreadMessage, Customer]]:
    """Cases whose customers have their page open and wait for an answer: with their last line, the longest waiting first."""
    later = aliased(ThreadMessage)
    is_answered = exists().where(
        col(later.case_id) == Case.id,
        col(later.id) > col(ThreadMessage.id),
        col(later.direction) != Direction.NOTE,
    )
    return session.exec(
        select(Case, ThreadMessage, Customer)
        .join(ThreadMessage, col(ThreadMessage.case_id) == Case.id)
        .join(Customer, col(Customer.id) == Case.customer_id)
        .where(
            col(Case.customer_here_at) >= here_since,
            ThreadMessage.channel == CaseChannel.CHAT,
            ThreadMessage.direction == Direction.IN,
            ~is_answered,
        )
        .order_by(col(ThreadMessage.id))
        .limit(limit)
    ).all()
