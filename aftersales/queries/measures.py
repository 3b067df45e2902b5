"""How much waits, how much was done lately, and does anybody work? Each answer is one cheap read.

Identifiers sort by the moment they were made (RFC 9562), so “lately” is a range of the primary key.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select, text

from aftersales.records import (
    DeliveryState,
    Job,
    JobKind,
    JobState,
    Notice,
    NoticeDelivery,
    NoticeState,
    PlanRun,
    PlanRunState,
    Territory,
)


def waiting_notices(session: Session) -> tuple[int, datetime | None]:
    """How many notices wait, and from when on the one that should go first may go."""
    count, first = session.exec(
        select(func.count(), func.min(Notice.not_before_at)).where(
            Notice.state == NoticeState.WAITING
        )
    ).one()
    return count, first


def notices_written_since(session: Session, moment: datetime) -> dict[NoticeState, int]:
    """The notices written since a moment, by their state now."""
    rows = session.exec(
        select(Notice.state, func.count())
        .where(col(Notice.id) >= _first_id_at(moment))
        .group_by(col(Notice.state))
    ).all()
    return {NoticeState(state): count for state, count in rows}


def deliveries_since(session: Session, moment: datetime) -> dict[DeliveryState, int]:
    """The attempts to deliver begun since a moment, by how they stand."""
    rows = session.exec(
        select(NoticeDelivery.state, func.count())
        .where(col(NoticeDelivery.id) >= _first_id_at(moment))
        .group_by(col(NoticeDelivery.state))
    ).all()
    return {DeliveryState(state): count for state, count in rows}


def live_jobs(session: Session) -> dict[tuple[JobKind, JobState], int]:
    """The jobs that wait or are worked on."""
    rows = session.exec(
        select(Job.kind, Job.state, func.count())
        .where(col(Job.state).in_((JobState.WAITING, JobState.RUNNING)))
        .group_by(col(Job.kind), col(Job.state))
    ).all()
    return {(JobKind(kind), JobState(state)): count for kind, state, count in rows}


def jobs_ended_since(
    session: Session, moment: datetime
) -> list[tuple[JobKind, JobState, datetime, datetime]]:
    """Kind, end, begin and end of the jobs asked for since a moment that have ended."""
    rows = session.exec(
        select(Job.kind, Job.state, Job.started_at, Job.finished_at).where(
            col(Job.created_at) >= moment, col(Job.finished_at).is_not(None)
        )
    ).all()
    return [
        (JobKind(kind), JobState(state), started or finished, finished)
        for kind, state, started, finished in rows
        if finished is not None
    ]


def plan_runs_since(session: Session, moment: datetime) -> list[tuple[str, PlanRun]]:
    """The plans kept since a moment with their territory's code, the oldest first."""
    rows = session.exec(
        select(Territory.code, PlanRun)
        .join(Territory, col(Territory.id) == PlanRun.territory_id)
        .where(col(PlanRun.id) >= _first_id_at(moment), PlanRun.state == PlanRunState.KEPT)
        .order_by(col(PlanRun.id))
    ).all()
    return list(rows)


def seconds_since_worker(session: Session) -> float | None:
    """Seconds since a worker last gave a sign of life by the database's clock; nothing if none ever did."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    if (
        session.execute(text("SELECT to_regclass('procrastinate.procrastinate_workers')")).scalar()
        is None
    ):
        return None
    seconds = session.execute(
        text(
            "SELECT extract(epoch FROM now() - max(last_heartbeat)) "
            "FROM procrastinate.procrastinate_workers"
        )
    ).scalar()
    return None if seconds is None else max(0.0, float(seconds))


def _first_id_at(moment: datetime) -> UUID:
    """A bound: no identifier made from this moment on is smaller, none made a millisecond before is greater."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
