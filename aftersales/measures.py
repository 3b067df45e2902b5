"""What is measured in the rows of an installation, for those who watch over it; nothing of it names anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aftersales.parts import Parts
from aftersales.queries import measures
from aftersales.queries.promises import promise_states
from aftersales.records import (
    DeliveryState,
    JobKind,
    JobState,
    NoticeState,
    PromiseState,
)

A_DAY: Final = timedelta(days=1)

SILENCE_SECONDS: Final = 120.0
"""Workers give a sign of life every 10 seconds; after this nobody works."""

OVERDUE_SECONDS: Final = 300.0
"""A notice that may go out leaves within seconds; after this nobody delivers."""


@dataclass(frozen=True, slots=True)
class EndedJobs:
    """Jobs of one kind that ended in one state within a day: how many, and how many seconds they took in all."""

    count: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NewestPlan:
    """The newest plan of a territory within a day."""

    seconds: float
    visits: int
    unplanned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """An installation at one moment; “last day” are the 24 hours before it.

    Attributes:
        notices_waiting: notices not delivered yet.
        notices_overdue: seconds for which the first of them could have been.
        notices: those written in the last day, by state.
        deliveries: attempts of the last hour, by state.
        live_jobs: jobs that wait or run.
        ended_jobs: jobs of the last day that ended.
        plans: newest plan of the last day, by territory.
        promises: arrival windows that ran out in the last day, by state.
        worker_silence: seconds since a worker gave a sign of life; nothing where there are none.
    """

    notices_waiting: int
    notices_overdue: float
    notices: Mapping[NoticeState, int]
    deliveries: Mapping[DeliveryState, int]
    live_jobs: Mapping[tuple[JobKind, JobState], int]
    ended_jobs: Mapping[tuple[JobKind, JobState], EndedJobs]
    plans: Mapping[str, NewestPlan]
    promises: Mapping[PromiseState, int]
    worker_silence: float | None


def measured(parts: Parts) -> Measures:
    """The measures of this moment, read from one snapshot."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        count, first = measures.waiting_notices(session)
        return Measures(
            notices_waiting=count,
            notices_overdue=_seconds_after(first, now),
            notices=measures.notices_written_since(session, now - A_DAY),
            deliveries=measures.deliveries_since(session, now - timedelta(hours=1)),
            live_jobs=measures.live_jobs(session),
            ended_jobs=_ended(measures.jobs_ended_since(session, now - A_DAY)),
            plans={
                code: NewestPlan(
                    (run.finished_at - run.started_at).total_seconds(),
                    run.visits,
                    run.visits - run.planned,
                )
                for code, run in measures.plan_runs_since(session, now - A_DAY)
            },
            promises=promise_states(session, now - A_DAY, now),
            worker_silence=measures.seconds_since_worker(session),
        )


def troubles(parts: Parts) -> tuple[str, ...]:
    """What does not get done though the web answers, each in one sentence that says what to do."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        overdue = _seconds_after(measures.waiting_notices(session)[1], now)
        silence = measures.seconds_since_worker(session)
    found = []
    if overdue > OVERDUE_SECONDS:
        found.append(
            f"A notice waits for {overdue / 60:,.0f} minutes though it may go out. "
            f"See that {'“aftersales serve”' if parts.store.is_sqlite else '“aftersales worker”'} runs."
        )
    if not parts.store.is_sqlite and (silence is None or silence > SILENCE_SECONDS):
        found.append(
            "No worker gives a sign of life, so nothing is delivered, watched or planned. "
            "Start “aftersales worker”."
        )
    return tuple(found)


def _seconds_after(first: datetime | None, now: datetime) -> float:
    return 0.0 if first is None else max(0.0, (now - first).total_seconds())


def _ended(
    rows: list[tuple[JobKind, JobState, datetime, datetime]],
) -> dict[tuple[JobKind, JobState], EndedJobs]:
    ended: dict[tuple[JobKind, JobState], EndedJobs] = {}
    for kind, state, started, finished in rows:
        former = ended.get((kind, state), EndedJobs())
        took = (finished - started).total_seconds()
        ended[kind, state] = EndedJobs(former.count + 1, former.seconds + took)
    return ended
