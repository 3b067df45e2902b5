"""Figures for Prometheus: how requests go in this process, and how the installation stands by its rows.

Labels are route templates, methods, statuses, kinds, states and territory codes: nothing of them names
anybody. Figures read from rows are those of the whole installation, whichever process is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from aftersales import __version__
from aftersales.errors import NotThere
from aftersales.identifiers import is_same
from aftersales.measures import Measures, measured
from aftersales.parts import Parts
from aftersales.solving import ProcessPlanner
from web.parts import PartsIn

router = APIRouter(tags=["health"])

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Callers of this machine; the last is the test client's."""

THROUGH_A_PROXY: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""A header of these means that the caller is somebody else than the proxy on this machine."""

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Upper bounds of the histogram: pages take 5 to 50 ms, a plan of a small day some seconds."""


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(self, parts: Parts) -> None:
        """Count from zero; rows are read when somebody asks."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "aftersales_requests",
            "Requests answered by this process.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "aftersales_request_seconds",
            "How long this process took to answer.",
            ["method", "route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._passed_over = Counter(
            "aftersales_events_passed_over",
            "Events of messengers that were nothing to us, passed over by this process.",
            registry=self._registry,
        )
        self._registry.register(_Installation(parts))
        ProcessCollector(registry=self._registry)

    def count_request(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def count_passed_over(self, number: int) -> None:
        """So many events of a messenger were nothing to us."""
        self._passed_over.inc(number)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={
        404: {"description": "They are shown to programs of this machine, or with the token."}
    },
)
def metrics(request: Request, parts: PartsIn) -> Response:
    """Answers programs of this machine, or whoever shows the token of the settings."""
    if not _may_see(request, parts):
        raise NotThere(
            "The figures are shown to programs of this machine, or with the right bearer token. "
            "Set AFTERSALES_METRICS_TOKEN and send it as “Authorization: Bearer …”."
        )
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), media_type=CONTENT_TYPE_LATEST)


def _may_see(request: Request, parts: Parts) -> bool:
    token = parts.settings.metrics_token
    if token is not None:
        shown = request.headers.get("authorization", "")
        return is_same(shown, f"Bearer {token.get_secret_value()}")
    if urlsplit(parts.settings.public_url).hostname not in LOOPBACK:
        return False
    is_relayed = any(name in request.headers for name in THROUGH_A_PROXY)
    return not is_relayed and request.client is not None and request.client.host in LOOPBACK


class _Installation(Collector):
    """Reads the rows once a scrape; a database that does not answer is a figure too."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def describe(self) -> list[Metric]:
        """Nothing: otherwise the registry would read the rows to see which names there are."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "aftersales", "What runs here.", {"version": __version__, "database": self._database()}
        )
        planner = self.parts.planner
        if isinstance(planner, ProcessPlanner):
            yield _gauge("solver_processes", "Solver processes there may be.", planner.processes)
            yield _gauge("solver_processes_busy", "Solver processes at work.", planner.busy)
            yield _gauge("solver_callers_waiting", "Plans that wait for one.", planner.waiting)
        try:
            present = measured(self.parts)
        except Exception as error:  # noqa: BLE001 - whatever keeps the database away, the other figures come
            structlog.get_logger().warning("measures_failed", error=type(error).__name__)
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from _notices(present)
        yield from _jobs(present)
        yield from _plans(present)

    def _database(self) -> str:
        return "sqlite" if self.parts.store.is_sqlite else "postgresql"


def _notices(present: Measures) -> Iterator[Metric]:
    yield _gauge("notices_waiting", "Notices not delivered yet.", present.notices_waiting)
    yield _gauge(
        "notices_overdue_seconds",
        "How long the first waiting notice could have gone out.",
        present.notices_overdue,
    )
    notices = _family("notices_last_day", "Notices written in the last day.", "state")
    for state, count in present.notices.items():
        notices.add_metric([state.value], count)
    yield notices
    deliveries = _family("deliveries_last_hour", "Attempts to deliver in the last hour.", "state")
    for attempt, count in present.deliveries.items():
        deliveries.add_metric([attempt.value], count)
    yield deliveries


def _jobs(present: Measures) -> Iterator[Metric]:
    live = _family("jobs", "Jobs that wait or are worked on.", "kind", "state")
    for (kind, state), count in present.live_jobs.items():
        live.add_metric([kind.value, state.value], count)
    yield live
    ended = _family("jobs_ended_last_day", "Jobs of the last day that ended.", "kind", "state")
    seconds = _family("jobs_ended_last_day_seconds", "What they took in all.", "kind", "state")
    for (kind, state), jobs in present.ended_jobs.items():
        ended.add_metric([kind.value, state.value], jobs.count)
        seconds.add_metric([kind.value, state.value], jobs.seconds)
    yield ended
    yield seconds
    if present.worker_silence is not None:
        yield _gauge(
            "worker_silence_seconds", "Since a worker gave a sign of life.", present.worker_silence
        )


def _plans(present: Measures) -> Iterator[Metric]:
    seconds = _family("plan_seconds", "What the newest plan of the last day took.", "territory")
    visits = _family("plan_visits", "Visits it was asked to place.", "territory")
    unplanned = _family("plan_unplanned_visits", "Visits it could not place.", "territory")
    for code, plan in present.plans.items():
        seconds.add_metric([code], plan.seconds)
        visits.add_metric([code], plan.visits)
        unplanned.add_metric([code], plan.unplanned)
    yield from (seconds, visits, unplanned)
    promises = _family(
        "promises_last_day", "Arrival windows that ran out in the last day.", "state"
    )
    for state, count in present.promises.items():
        promises.add_metric([state.value], count)
    yield promises


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"aftersales_{name}", what, value=value)


def _family(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"aftersales_{name}", what, labels=labels)
