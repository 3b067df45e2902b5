"""Work on followed jobs: each is taken up under a lease, done, and ended, retried or given back.

A job is begun at least once and its outcome is kept once: whoever takes it up gets the next number of
`attempts`, and only the present number may end it. A refusal of the trade ends it with its sentence; what
may pass by itself (the solver died, rows moved) is tried again after a pause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from threading import Event
from types import MappingProxyType
from typing import Final
from uuid import UUID

import structlog

from aftersales.deed import SYSTEM
from aftersales.errors import AftersalesError, Collision, NotReady
from aftersales.jobs.alarms import do_alarms
from aftersales.jobs.asking import hand_out
from aftersales.jobs.ending import end
from aftersales.jobs.evening import do_narrow
from aftersales.jobs.hold import GivenBack, Hold, HoldLost
from aftersales.jobs.plans import do_plan
from aftersales.jobs.recalls import do_campaign
from aftersales.jobs.reminders import do_remind
from aftersales.jobs.retention import do_retain
from aftersales.jobs.terms import Terms
from aftersales.parts import Parts
from aftersales.queries.jobs import due_jobs, job_for_change
from aftersales.records import Job, JobKind, JobState

Task = Callable[[Parts, Hold], None]
"""Does the work of a job and ends it with `Hold.finish`; may be called again after a crash."""

TASKS: Final[Mapping[JobKind, Task]] = MappingProxyType(
    {
        JobKind.PLAN: do_plan,
        JobKind.NARROW: do_narrow,
        JobKind.RETAIN: do_retain,
        JobKind.CAMPAIGN: do_campaign,
        JobKind.ALARMS: do_alarms,
        JobKind.OWNERS: do_remind,
    }
)

STOPPED: Final = "It was stopped before it had an outcome. Nothing changed."
"""Said of a job that somebody wanted to end, and that ended without anything to keep."""

_LOG = structlog.get_logger()


def run_due_jobs(
    parts: Parts, terms: Terms, stopping: Event, tasks: Mapping[JobKind, Task] = TASKS
) -> None:
    """Work on every job that is due, one after the other, until there is none or the runner stops."""
    while not stopping.is_set():
        now = parts.clock.now()
        with parts.store.reading() as session:
            due = [job.id for job in due_jobs(session, now, terms.last_lease_at(now))]
        if not due:
            return
        for job_id in due:
            if stopping.is_set():
                return
            run_job(parts, job_id, terms, stopping, tasks)


def run_job(
    parts: Parts,
    job_id: UUID,
    terms: Terms,
    stopping: Event,
    tasks: Mapping[JobKind, Task] = TASKS,
) -> None:
    """Work on one job if it is due and nobody else does."""
    job = _take_up(parts, job_id, terms)
    if job is None:
        return
    log = _LOG.bind(kind=job.kind.value, key=job.key, attempt=job.attempts)
    hold = Hold(parts, job, terms, stopping)
    try:
        with hold.kept_alive():
            tasks[job.kind](parts, hold)
        log.info("job_done")
    except HoldLost:
        log.warning("job_lost")
    except GivenBack:
        log.info("job_given_back")
        _end_attempt(parts, hold, partial(_give_back, parts))
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        log.error("job_attempt_failed", error=type(error).__name__)  # noqa: TRY400 - a trace may name people
        _end_attempt(parts, hold, partial(_fail_or_wait, parts, terms, error))


def _take_up(parts: Parts, job_id: UUID, terms: Terms) -> Job | None:
    """Begin an attempt, unless the job is not due, ended, or held by somebody who is alive."""
    with parts.doing(SYSTEM) as deed:
        job = job_for_change(deed.session, job_id)
        if job is None:
            return None
        if not _is_free(job, deed.now, terms):
            return None
        if job.is_stop_wanted:
            end(job, JobState.STOPPED, deed.now, STOPPED)
            return None
        if job.attempts >= terms.attempts:
            end(
                job,
                JobState.FAILED,
                deed.now,
                f"It was begun {job.attempts} times and never came to an end. Ask for less at once, or report this.",
            )
            _LOG.error("job_given_up", kind=job.kind.value, key=job.key, attempt=job.attempts)
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.started_at = job.started_at or deed.now
        job.lease_until_at = deed.now + terms.lease
        return job


def _is_free(job: Job, now: datetime, terms: Terms) -> bool:
    """Whether it waits and may begin, or whoever held it is gone."""
    if job.state is JobState.WAITING:
        return job.not_before_at <= now
    lease = job.lease_until_at
    is_held = lease is None or now < lease <= terms.last_lease_at(now)
    return job.state is JobState.RUNNING and not is_held


def _end_attempt(parts: Parts, hold: Hold, change: Callable[[Job], None]) -> None:
    """Write down how an attempt ended without an outcome; a job that waits again is handed out again."""
    try:
        with parts.doing(SYSTEM) as deed:
            job = hold.held_row(deed)
            change(job)
            if job.state is JobState.WAITING:
                hand_out(deed, job)
    except HoldLost:
        _LOG.warning("job_lost", kind=hold.job.kind.value, key=hold.job.key)
    except Exception as error:  # noqa: BLE001 - its lease runs out, and another takes it up
        _LOG.error("job_left", key=hold.job.key, error=type(error).__name__)


def _give_back(parts: Parts, job: Job) -> None:
    """Let another runner begin it at once; an attempt that was broken off for a restart does not count."""
    if job.is_stop_wanted:
        end(job, JobState.STOPPED, parts.clock.now(), STOPPED)
        return
    job.state = JobState.WAITING
    job.lease_until_at = None
    job.attempts -= 1


def _fail_or_wait(parts: Parts, terms: Terms, error: Exception, job: Job) -> None:
    now = parts.clock.now()
    is_refused = isinstance(error, AftersalesError) and not isinstance(error, NotReady | Collision)
    sentence = (
        str(error)
        if isinstance(error, AftersalesError)
        else f"It went wrong unexpectedly ({type(error).__name__}). Please report this with the job's number."
    )
    if is_refused:
        end(job, JobState.FAILED, now, sentence)
    elif job.is_stop_wanted:
        end(job, JobState.STOPPED, now, f"{STOPPED} {sentence}")
    elif job.attempts >= terms.attempts:
        end(job, JobState.FAILED, now, f"{sentence} It was tried {job.attempts} times.")
    else:
        job.state = JobState.WAITING
        job.sentence = sentence
        job.lease_until_at = None
        job.not_before_at = now + terms.pause_after(job.attempts)
