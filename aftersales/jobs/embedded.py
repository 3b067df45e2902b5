"""The embedded runner: rounds and jobs in threads of the one server that an SQLite installation has."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from threading import Event, Thread
from typing import Final

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from aftersales.clock import SystemClock
from aftersales.deed import Errand
from aftersales.errors import NotReady
from aftersales.jobs.rounds import do_rounds, rounds
from aftersales.jobs.running import TASKS, Task, run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.parts import Parts
from aftersales.records import JobKind
from aftersales.store import Session

SECONDS_BETWEEN_LOOKS: Final = 1.0
"""A job begins within this of being asked for."""

SECONDS_TO_STOP: Final = 10.0
"""Rounds under way may end; longer than this nobody waits for them."""


@dataclass(frozen=True, kw_only=True)
class EmbeddedJobs:
    """Jobs done beside the web in its own process.

    Attributes:
        terms: leases, attempts and pauses.
        pace: how much faster than by the list the rounds come; tests do not like to wait.
        tasks: what the kinds of jobs mean.
    """

    terms: Terms = field(default_factory=Terms)
    pace: float = 1.0
    tasks: Mapping[JobKind, Task] = field(default_factory=lambda: TASKS)

    def take_on(self, session: Session, errands: Sequence[Errand]) -> None:
        """Nothing to write: the rows of the errands themselves are looked for every second."""

    def work(self, _parts: Parts, *, concurrency: int, stopping: Event) -> None:  # noqa: ARG002 - the contract's words
        """Say who does the work here.

        Raises:
            NotReady: always.
        """
        raise NotReady(
            "On SQLite there is nothing for a worker to do: “aftersales serve” delivers notices, watches the "
            "day and makes plans itself. Workers of their own need PostgreSQL; set AFTERSALES_DATABASE_URL."
        )

    @contextmanager
    def beside(self, parts: Parts) -> Iterator[None]:
        """Do rounds and jobs until the block ends; then nothing new begins, and what runs may end."""
        stopping = Event()
        scheduler = _scheduler(len(rounds()) + 1)
        now = SystemClock().now()
        for each in rounds():
            scheduler.add_job(
                do_rounds,
                "interval",
                (parts, each, stopping),
                seconds=each.seconds / self.pace,
                next_run_time=now,
            )
        scheduler.add_job(
            _look_for_jobs,
            "interval",
            (parts, self, stopping),
            seconds=SECONDS_BETWEEN_LOOKS / self.pace,
            next_run_time=now,
        )
        scheduler.start()
        try:
            yield
        finally:
            stopping.set()
            _shut_down(scheduler)


def _scheduler(threads: int) -> BackgroundScheduler:
    """One thread for each round and one for jobs, so that a long plan holds up no delivery."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a round still under way is no news
    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(threads)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )


def _look_for_jobs(parts: Parts, jobs: EmbeddedJobs, stopping: Event) -> None:
    try:
        run_due_jobs(parts, jobs.terms, stopping, jobs.tasks)
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        structlog.get_logger().error(
            "round_failed", kind="jobs", key="", error=type(error).__name__
        )


def _shut_down(scheduler: BackgroundScheduler) -> None:
    ending = Thread(target=scheduler.shutdown, name="end of rounds", daemon=True)
    ending.start()
    ending.join(SECONDS_TO_STOP)
    if ending.is_alive():
        structlog.get_logger().warning("rounds_still_running", seconds=SECONDS_TO_STOP)
