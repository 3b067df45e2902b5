"""The scale-out runner: Procrastinate on PostgreSQL, with any number of workers on any number of machines.

Its queue only says when to look at which of our rows; what is done, how often and how it ended stands in
our tables. A lost or repeated entry of the queue therefore loses and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as Entry
from procrastinate.utils import datetime_from_timedelta_params

from aftersales.deed import Errand
from aftersales.jobs.running import TASKS, Task
from aftersales.jobs.terms import Terms
from aftersales.jobs.worker import DELIVER, FOLLOWED, QUICK, SLOW, Bench, work
from aftersales.parts import Parts
from aftersales.records import JobKind
from aftersales.store import Session


@dataclass(frozen=True, kw_only=True)
class ScaleOutJobs:
    """Jobs done by workers of their own.

    Attributes:
        terms: leases, attempts and pauses.
        tasks: what the kinds of jobs mean.
    """

    terms: Terms = field(default_factory=Terms)
    tasks: Mapping[JobKind, Task] = field(default_factory=lambda: TASKS)
    _queue: App = field(default_factory=lambda: App(connector=SyncPsycopgConnector()))

    def take_on(self, session: Session, errands: Sequence[Errand]) -> None:
        """Put errands into the queue over the caller's own connection, all deliveries in one statement.

        A job that has to wait gets its entry from the sweep when its time has come: an entry that waits
        would hold up all later ones of its turn.
        """
        entries = [_entry(errand) for errand in errands if _may_stand_in_line(errand)]
        if not entries:
            return
        session.flush()
        plain = [entry for entry in entries if entry.queueing_lock is None]
        if plain:
            self._queue.job_manager.batch_defer_jobs(plain, connection=_driver_of(session))
        for entry in entries:
            if entry.queueing_lock is not None:
                self._put_once(session, entry)

    def beside(self, _parts: Parts) -> AbstractContextManager[None]:
        """Nothing: workers do the work."""
        return nullcontext()

    def work(self, parts: Parts, *, concurrency: int, stopping: Event) -> None:
        """Be a worker until `stopping` is set; what is under way then ends or is given back."""
        work(Bench(parts=parts, terms=self.terms, tasks=self.tasks, stopping=stopping), concurrency)

    def _put_once(self, session: Session, entry: Entry) -> None:
        """An entry for the same job that still waits is enough; the savepoint saves the caller's deed."""
        try:
            with session.begin_nested():
                self._queue.job_manager.defer_job(entry, connection=_driver_of(session))
        except AlreadyEnqueued:
            return


def _driver_of(session: Session) -> Any:
    """The driver's connection of a transaction; asking for it is what begins a savepoint."""
    return session.connection().connection.driver_connection


def _may_stand_in_line(errand: Errand) -> bool:
    return errand.kind is JobKind.DELIVER or errand.wait <= timedelta(0)


def _entry(errand: Errand) -> Entry:
    """The queue's entry for an errand; it waits by the queue's clock, so only the length counts."""
    name = str(errand.subject_id)
    if errand.kind is JobKind.DELIVER:
        seconds = errand.wait.total_seconds()
        later = (
            datetime_from_timedelta_params({"milliseconds": int(seconds * 1000)})
            if seconds > 0
            else None
        )
        return Entry(
            queue=QUICK,
            lock=None,
            queueing_lock=None,
            priority=1,  # before rounds
            task_name=DELIVER,
            task_kwargs={"notice_id": name},
            scheduled_at=later,
        )
    return Entry(
        queue=SLOW,
        lock=errand.turn,
        queueing_lock=f"{FOLLOWED}:{name}",
        task_name=FOLLOWED,
        task_kwargs={"job_id": name},
    )
