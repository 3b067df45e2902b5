"""Which job is this, which are to be done now, and who works on one?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select, update

from aftersales.records import Job, JobKind, JobState


def live_job(session: Session, key: str) -> Job | None:
    """The job with this key that waits or is worked on."""
    return session.exec(select(Job).where(Job.live_key == key)).one_or_none()


def live_job_of_turn(session: Session, turn: str) -> Job | None:
    """The first job of a turn that waits or is worked on."""
    return session.exec(
        select(Job)
        .where(Job.turn == turn, col(Job.live_key).is_not(None))
        .order_by(col(Job.id))
        .limit(1)
    ).one_or_none()


def newest_job(session: Session, key: str) -> Job | None:
    """The job with this key that was asked for last, however it ended."""
    return session.exec(
        select(Job).where(Job.key == key).order_by(col(Job.id).desc()).limit(1)
    ).one_or_none()


def newest_job_ids(session: Session, keys: Collection[str]) -> dict[str, UUID]:
    """For each of these keys the job that was asked for last, if there is one."""
    rows = session.exec(
        select(Job.key, Job.id).where(col(Job.key).in_(keys)).order_by(col(Job.id))
    ).all()
    return dict(rows)


def newest_jobs(session: Session, kind: JobKind, limit: int) -> Sequence[Job]:
    """The jobs of a kind, the newest first."""
    return session.exec(
        select(Job).where(Job.kind == kind).order_by(col(Job.id).desc()).limit(limit)
    ).all()


def add_if_new(session: Session, job: Job) -> bool:
    """Keep a job unless another with its live key is there; waits for a deed that is just writing one."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(Job).values(**job.model_dump()).on_conflict_do_nothing(index_elements=["live_key"])
    )
    added = session.connection().execute(statement.returning(col(Job.id)))
    return added.first() is not None


def job_for_change(session: Session, job_id: UUID) -> Job | None:
    """The job as it is at this moment, changed by nobody else until the transaction ends."""
    return session.exec(
        select(Job)
        .where(Job.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def due_jobs(session: Session, now: datetime, last_lease_at: datetime) -> Sequence[Job]:
    """Jobs that wait and may begin, and those whose lease ran out; the oldest first.

    No lease ends after `last_lease_at` unless the clock was put back since; then nobody is there any more.
    """
    return session.exec(select(Job).where(_is_due(now, last_lease_at)).order_by(col(Job.id))).all()


def _is_due(now: datetime, last_lease_at: datetime) -> ColumnElement[bool]:
    lease = col(Job.lease_until_at)
    return or_(
        and_(col(Job.state) == JobState.WAITING, col(Job.not_before_at) <= now),
        and_(col(Job.state) == JobState.RUNNING, or_(lease <= now, lease > last_lease_at)),
    )


def renew_lease(
    session: Session,
    job_id: UUID,
    attempt: int,
    lease_until_at: datetime,
    progress: dict[str, object],
) -> bool | None:
    """Keep a job for its present attempt and tell how far it is; answers whether people want it to stop.

    Nothing is answered when the job is not that attempt's any more.
    """
    return session.exec(
        update(Job)
        .where(
            col(Job.id) == job_id,
            col(Job.attempts) == attempt,
            col(Job.state) == JobState.RUNNING,
        )
        .values(lease_until_at=lease_until_at, progress=progress)
        .returning(col(Job.is_stop_wanted))
    ).scalar_one_or_none()
