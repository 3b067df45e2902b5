"""How often was something tried lately?"""

from datetime import datetime

from sqlalchemy import ColumnElement, case
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, or_, select, update

from aftersales.records import AttemptCount


def count_attempt(session: Session, what: str, now: datetime, since: datetime, most: int) -> bool:
    """Count one more attempt unless there were `most` since `since`; answers whether it was counted.

    A span begins with its first attempt. It is one statement, so that two at once cannot both be the
    last: the second waits for the row of the first and looks at it again.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(AttemptCount) if is_sqlite else postgresql.insert(AttemptCount)
    is_over: ColumnElement[bool] = col(AttemptCount.since_at) <= since
    counted = insert.values(what=what, count=1, since_at=now).on_conflict_do_update(
        index_elements=["what"],
        set_={
            "count": case((is_over, 1), else_=col(AttemptCount.count) + 1),
            "since_at": case(
                (is_over, insert.excluded["since_at"]), else_=col(AttemptCount.since_at)
            ),
        },
        where=or_(is_over, col(AttemptCount.count) < most),
    )
    return session.execute(counted.returning(col(AttemptCount.what))).first() is not None


def counted_since(session: Session, what: str) -> datetime | None:
    """When the span of these attempts began."""
    return session.exec(
        select(AttemptCount.since_at).where(AttemptCount.what == what)
    ).one_or_none()


def take_back_attempt(session: Session, what: str) -> None:
    """Count one attempt less."""
    session.execute(
        update(AttemptCount)
        .where(col(AttemptCount.what) == what, col(AttemptCount.count) > 0)
        .values(count=col(AttemptCount.count) - 1)
    )


def forget_attempts(session: Session, what: str) -> None:
    """Count from the beginning again."""
    session.execute(delete(AttemptCount).where(col(AttemptCount.what) == what))
