"""Ask for work in the transaction of its cause; the same work asked for twice is one job."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from aftersales.deed import Deed, Errand
from aftersales.jobs.ending import end
from aftersales.queries.jobs import add_if_new, job_for_change, live_job, newest_job
from aftersales.records import Job, JobKind, JobState
from aftersales.store import Session

ASK_AGAIN_AFTER: Final = timedelta(minutes=15)
"""Work of the day that failed, all its attempts included, is asked for again after this."""


def ask(
    deed: Deed,
    kind: JobKind,
    key: str,
    arguments: dict[str, object],
    *,
    turn: str | None = None,
    not_before_at: datetime | None = None,
) -> Job:
    """The job with this key that is waiting or under way; a new one if there is none.

    Jobs of the same `turn` are never worked on at once. Nothing of it remains if the deed fails.
    """
    while True:
        present = live_job(deed.session, key)
        if present is not None:
            return present
        job = _new_job(deed, kind, key, arguments, turn, not_before_at or deed.now)
        if add_if_new(deed.session, job):  # else somebody else was faster
            break
    job = deed.session.get_one(Job, job.id)
    deed.note("job_asked", job, facts={"kind": kind.value, "key": key})
    hand_out(deed, job)
    return job


def stop(deed: Deed, job: Job) -> None:
    """Ask for an early end: a waiting job ends at once, one under way keeps the best it has found."""
    present = job_for_change(deed.session, job.id)
    if present is None or present.live_key is None:
        return
    present.is_stop_wanted = True
    deed.note("job_stopped", present, facts={"kind": present.kind.value, "key": present.key})
    if present.state is JobState.WAITING:
        end(present, JobState.STOPPED, deed.now, "It was stopped before it began. Nothing changed.")


def is_seen_to(session: Session, key: str, now: datetime) -> bool:
    """Whether work that is due once needs no asking: it is live, it ended well, or it failed just now."""
    job = newest_job(session, key)
    if job is None or job.state is not JobState.FAILED or job.finished_at is None:
        return job is not None
    return timedelta(0) <= now - job.finished_at < ASK_AGAIN_AFTER


def hand_out(deed: Deed, job: Job) -> None:
    """Let the job begin as soon as it may."""
    deed.errands.append(
        Errand(
            kind=job.kind,
            subject_id=job.id,
            wait=max(job.not_before_at - deed.now, timedelta(0)),
            turn=job.turn,
        )
    )


def _new_job(
    deed: Deed,
    kind: JobKind,
    key: str,
    arguments: dict[str, object],
    turn: str | None,
    not_before_at: datetime,
) -> Job:
    return Job(
        id=deed.new_id(),
        kind=kind,
        key=key,
        live_key=key,
        turn=turn,
        state=JobState.WAITING,
        arguments=arguments,
        sentence="",
        asked_by=f"{deed.actor.kind.value}:{deed.actor.code}"[:64],
        created_at=deed.now,
        not_before_at=not_before_at,
    )
