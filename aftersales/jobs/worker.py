"""One worker process: it takes entries out of Procrastinate's queue and does what they say.

Deliveries and rounds have one queue and jobs that people follow another, each with slots of its own, so
that no delivery waits for a plan. No task raises into the queue: what went wrong stands in our own rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any, Final
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from aftersales.clock import SystemClock
from aftersales.deed import SYSTEM
from aftersales.jobs.asking import hand_out
from aftersales.jobs.rounds import Round, do_round, rounds
from aftersales.jobs.running import Task, run_job
from aftersales.jobs.terms import Terms
from aftersales.notices.delivery import send_notice
from aftersales.parts import Parts
from aftersales.queries.jobs import due_jobs
from aftersales.records import JobKind
from aftersales.store import ADD_TO_PATH

DELIVER: Final = "deliver"
FOLLOWED: Final = "job"
ROUND: Final = "round"
"""Names of tasks in the queue; entries of the last version may still wait there, so they never change."""

QUICK: Final = "quick"
SLOW: Final = "slow"

OVERDUE: Final = timedelta(seconds=30)
"""Each notice has an entry of its own; the round of delivery takes those that nobody came for."""

SECONDS_BETWEEN_SWEEPS: Final = 5
"""What a dead worker left behind, jobs whose time has come and those that lost their entry begin within this."""

SECONDS_TO_STOP: Final = 10.0
"""Tasks under way may end; then they are only waited for if they cannot be left."""

SECONDS_BETWEEN_LOOKS: Final = 1.0
"""Entries that wait for their time or turn begin within this; all others at once."""

SECONDS_BEFORE_ANOTHER_TRY: Final = 2.0
"""A worker that lost its database connects again after this."""

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the tasks of one worker work with."""

    parts: Parts
    terms: Terms
    tasks: Mapping[JobKind, Task]
    stopping: Event


def work(bench: Bench, concurrency: int) -> None:
    """Take entries, so many of the quick ones at once, until `stopping` is set."""
    logging.getLogger("procrastinate").setLevel(
        logging.WARNING
    )  # a line for each entry is too much
    asyncio.run(_work(bench, concurrency))


async def _work(bench: Bench, concurrency: int) -> None:
    slow = bench.parts.settings.solver_processes + 1
    threads = ThreadPoolExecutor(concurrency + slow, thread_name_prefix="task")
    asyncio.get_running_loop().set_default_executor(threads)
    workers = [
        asyncio.create_task(_keep_working(bench, _quick_app(bench), QUICK, concurrency)),
        asyncio.create_task(_keep_working(bench, _slow_app(bench), SLOW, slow)),
    ]
    while not bench.stopping.is_set():
        await asyncio.sleep(0.1)
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def _keep_working(bench: Bench, app: App, queue: str, concurrency: int) -> None:
    """Work on a queue until cancelled; one that fails, because the database is away, begins again."""
    lease = bench.terms.lease.total_seconds()
    while True:
        try:
            async with app.open_async():
                await app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=concurrency,
                    fetch_job_polling_interval=SECONDS_BETWEEN_LOOKS,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=SECONDS_TO_STOP,
                    update_heartbeat_interval=lease / 4,
                    stalled_worker_timeout=lease,
                )
        except Exception as error:  # noqa: BLE001 - the outermost loop of a worker
            _LOG.error("worker_lost", queue=queue, error=type(error).__name__)
        await asyncio.sleep(SECONDS_BEFORE_ANOTHER_TRY)


def _slow_app(bench: Bench) -> App:
    app = App(connector=_connector(bench.parts))

    @app.task(name=FOLLOWED, queue=SLOW)
    def job(job_id: str) -> None:
        _guarded(
            FOLLOWED,
            job_id,
            lambda: run_job(bench.parts, UUID(job_id), bench.terms, bench.stopping, bench.tasks),
        )

    return app


def _quick_app(bench: Bench) -> App:
    app = App(connector=_connector(bench.parts))

    @app.task(name=DELIVER, queue=QUICK)
    def deliver(notice_id: str) -> None:
        _guarded(DELIVER, notice_id, lambda: send_notice(bench.parts, UUID(notice_id)))

    _add_rounds(app, bench)
    _add_sweeps(app, bench)
    return app


def _add_rounds(app: App, bench: Bench) -> None:
    """Each round comes by the clock, whole or spread over the territories; never twice at once."""
    by_kind = {each.kind.value: each for each in rounds(overdue=OVERDUE)}

    @app.task(name=ROUND, queue=QUICK)
    def one(timestamp: int, kind: str, key: str) -> None:  # noqa: ARG001 - the queue hands it over
        do_round(bench.parts, by_kind[kind], key, bench.stopping)

    @app.task(name="spread", queue=QUICK)
    async def spread(timestamp: int, kind: str) -> None:
        for key in await asyncio.to_thread(by_kind[kind].keys, bench.parts):
            lock = f"{ROUND}:{kind}:{key}"
            try:
                entry = one.configure(lock=lock, queueing_lock=lock)
                await entry.defer_async(timestamp=timestamp, kind=kind, key=key)
            except AlreadyEnqueued:
                continue

    for kind, each in by_kind.items():
        lock = f"{ROUND}:{kind}"
        cron = _cron(each)
        if each.is_by_territory:
            app.periodic(
                cron=cron, periodic_id=kind, queueing_lock=lock, task_kwargs={"kind": kind}
            )(spread)
        else:
            app.periodic(
                cron=cron,
                periodic_id=kind,
                lock=lock,
                queueing_lock=lock,
                task_kwargs={"kind": kind, "key": ""},
            )(one)


def _add_sweeps(app: App, bench: Bench) -> None:
    """Find what nobody works on any more: entries of dead workers, jobs without an entry because they had to wait or lost it."""
    cron = f"* * * * * */{SECONDS_BETWEEN_SWEEPS}"

    @app.periodic(cron=cron)
    @app.task(name="recover", queue=QUICK, queueing_lock="recover", priority=2)
    async def recover(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        left = await app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=bench.terms.lease.total_seconds()
        )
        for entry in left:
            await _begin_again(app, entry.id or 0)

    @app.periodic(cron=cron)
    @app.task(name="sweep", queue=QUICK, queueing_lock="sweep", priority=2)
    def sweep(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
        _guarded("sweep", "", lambda: _hand_out_due(bench))


async def _begin_again(app: App, entry_id: int) -> None:
    """Put the entry of a dead worker back; one whose double already waits is thrown away."""
    try:
        await app.job_manager.retry_job_by_id_async(entry_id, retry_at=SystemClock().now())
    except ConnectorException:
        await app.job_manager.finish_job_by_id_async(
            entry_id, status=Status.FAILED, delete_job=True
        )


def _hand_out_due(bench: Bench) -> None:
    parts, now = bench.parts, bench.parts.clock.now()
    with parts.store.reading() as session:
        due = due_jobs(session, now, bench.terms.last_lease_at(now))
    if due:
        with parts.doing(SYSTEM) as deed:
            for job in due:
                hand_out(deed, job)


def _guarded(task: str, key: str, do: Callable[[], object]) -> None:
    try:
        do()
    except Exception as error:  # noqa: BLE001 - the outermost loop of a job
        _LOG.error("entry_failed", kind=task, key=key, error=type(error).__name__)


def _cron(each: Round) -> str:
    return f"* * * * * */{each.seconds}" if each.seconds < 60 else f"*/{each.seconds // 60} * * * *"  # noqa: PLR2004 - a minute


def _connector(parts: Parts) -> PsycopgConnector:
    """A small pool of its own for the queue, which finds the library's tables as our store does."""
    url = parts.store.url.set(drivername="postgresql")

    async def find_tables(connection: Any) -> None:
        await connection.execute(ADD_TO_PATH)
        await connection.commit()

    return PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        min_size=1,
        max_size=4,
        configure=find_tables,
    )
