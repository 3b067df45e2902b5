"""One installation on each database with its own runner, brisk enough to be waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest

from aftersales.clock import ShiftedClock, SystemClock
from aftersales.deed import Actor
from aftersales.jobs.asking import ask
from aftersales.jobs.embedded import EmbeddedJobs
from aftersales.jobs.running import TASKS, Task
from aftersales.jobs.scale_out import ScaleOutJobs
from aftersales.jobs.terms import Terms
from aftersales.parts import Jobs, Parts
from aftersales.records import ActorKind, Job, JobKind
from tests.aftersales.conftest import all_of
from tests.conftest import MONDAY_MORNING

STAFF = Actor(ActorKind.STAFF, "test")

BRISK = Terms(lease=timedelta(seconds=2), beat=0.05, attempts=3, pause=timedelta(milliseconds=50))
"""Terms on which a test can wait for the next attempt."""

SECONDS = 30.0
"""Longer than anything here takes on a busy machine."""


def wait_for(what: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Fail unless something comes true in time."""
    pause = Event()
    for _ in range(int(seconds / 0.02)):
        if what():
            return
        pause.wait(0.02)
    pytest.fail("it did not come true in time")


@dataclass(frozen=True)
class Yard:
    """An installation whose clock runs from Monday morning on, with the runner of its database."""

    parts: Parts

    def with_tasks(self, tasks: Mapping[JobKind, Task], terms: Terms = BRISK) -> Yard:
        """The same one where kinds of jobs mean something else."""
        return Yard(replace(self.parts, jobs=jobs_of(self.parts, {**TASKS, **tasks}, terms)))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Its runner works while the block lasts and stops gracefully."""
        stopping = Event()
        worker = Thread(
            target=self.parts.jobs.work,
            args=(self.parts,),
            kwargs={"concurrency": 2, "stopping": stopping},
        )
        with self.parts.jobs.beside(self.parts):
            if not self.parts.store.is_sqlite:
                worker.start()
            try:
                yield
            finally:
                stopping.set()
                if worker.ident is not None:
                    worker.join(SECONDS)
                    assert not worker.is_alive()

    def ask(self, key: str = "plan:li:2026-11-23", **arguments: object) -> Job:
        """Ask for a job in a deed of its own."""
        with self.parts.doing(STAFF) as deed:
            return ask(deed, JobKind.PLAN, key, dict(arguments))

    def job(self, job_id: UUID) -> Job:
        """A job as it stands."""
        with self.parts.store.reading() as session:
            return session.get_one(Job, job_id)

    def jobs(self, kind: JobKind = JobKind.PLAN) -> list[Job]:
        """The jobs of a kind, the oldest first."""
        return [job for job in all_of(self.parts, Job) if job.kind is kind]

    def ended(self, job_id: UUID) -> Job:
        """A job once it has come to an end."""
        wait_for(lambda: self.job(job_id).finished_at is not None)
        return self.job(job_id)


def jobs_of(parts: Parts, tasks: Mapping[JobKind, Task] = TASKS, terms: Terms = BRISK) -> Jobs:
    """The runner that belongs to a database."""
    if parts.store.is_sqlite:
        return EmbeddedJobs(terms=terms, pace=10, tasks=tasks)
    return ScaleOutJobs(terms=terms, tasks=tasks)


def running_clock() -> ShiftedClock:
    """A clock that shows Monday morning now and then runs."""
    return ShiftedClock(MONDAY_MORNING - SystemClock().now())


@pytest.fixture
def yard(parts: Parts) -> Yard:
    """An installation on each database."""
    return Yard(replace(parts, clock=running_clock(), jobs=jobs_of(parts)))
