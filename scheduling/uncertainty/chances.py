"""When the stops of a plan will be reached, and which promises are in danger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.plan import Plan, Route
from scheduling.problem import Problem
from scheduling.uncertainty.closed_form import moments_of
from scheduling.uncertainty.monte_carlo import SAMPLES, simulated
from scheduling.uncertainty.planned import courses_of
from scheduling.uncertainty.spread import Spread

SHARES: Final = (0.1, 0.5, 0.9)
"""What is usually told: a start that is early, one in the middle, and one to be safe with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopChances:
    """What may happen at one stop.

    Attributes:
        visit: key of the visit.
        latest: the last second that was promised for the start of the work.
        starts: seconds by which the work has started with the asked probabilities, in their order, rounded up.
        late: probability that it starts after `latest`.
    """

    visit: str
    latest: int
    starts: tuple[int, ...]
    late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChances:
    """What may happen on one route.

    Attributes:
        shift: key of the shift.
        stops: in the order of the route.
        ends: seconds by which the technician is back with the asked probabilities, rounded up.
        overtime: probability that it is after the end of the shift's span.
    """

    shift: str
    stops: tuple[StopChances, ...]
    ends: tuple[int, ...]
    overtime: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRisk:
    """How certain the promise to one customer is, by the closed form.

    Attributes:
        shift: key of the shift.
        visit: key of the visit.
        latest: the last second that was promised for the start of the work.
        mean: mean second of the start.
        deviation: standard deviation of the start, in seconds.
        late: probability of a start after `latest`.
    """

    shift: str
    visit: str
    latest: int
    mean: float
    deviation: float
    late: float


def arrival_chances(
    problem: Problem,
    plan: Plan,
    spread: Spread,
    *,
    seed: int,
    samples: int = SAMPLES,
    shares: Sequence[float] = SHARES,
    promised: Mapping[str, int] | None = None,
    threads: int = 2,
) -> tuple[RouteChances, ...]:
    """What to promise: percentiles of all starts and the chances of being late, by simulation.

    Args:
        problem: what the plan was made for.
        plan: with all pauses of its shifts.
        spread: how far times stray.
        seed: of all luck; plans asked about with one seed and one number of samples have the same luck.
        samples: simulated days.
        shares: probabilities inside (0, 1] for which to give the second of the start.
        promised: by key of a visit, the latest start that was promised; see `courses_of`.
        threads: threads that share the routes; they do not change the answer.

    Returns:
        One for each route, in the order of the plan.
    """
    courses = courses_of(problem, plan, spread, promised)
    days = simulated(courses, shares=shares, samples=samples, seed=seed, threads=threads)
    asked = courses.is_asked
    latest = courses.latest[asked].tolist()
    starts = np.ceil(days.starts_by[:, asked]).astype(np.int64).T.tolist()
    events = iter(zip(latest, starts, days.late[asked].tolist(), strict=True))
    return tuple(_route_chances(route, events) for route in plan.routes)


def ranked_by_risk(
    problem: Problem, plan: Plan, spread: Spread, *, promised: Mapping[str, int] | None = None
) -> tuple[StopRisk, ...]:
    """All stops of a plan, the promise in greatest danger first, by the closed form.

    Stops of equal risk follow by how much time is left between the mean start and the promise.

    Args:
        problem: what the plan was made for.
        plan: with all pauses of its shifts.
        spread: how far times stray.
        promised: by key of a visit, the latest start that was promised; see `courses_of`.
    """
    courses = courses_of(problem, plan, spread, promised)
    moments = moments_of(courses)
    asked = courses.is_asked
    columns = (courses.latest, moments.mean, moments.deviation, moments.late)
    events = iter(zip(*(column[asked].tolist() for column in columns), strict=True))
    risks: list[StopRisk] = []
    for route in plan.routes:
        for stop in route.stops:
            latest, mean, deviation, late = next(events)
            risks.append(
                StopRisk(
                    shift=route.shift,
                    visit=stop.visit,
                    latest=int(latest),
                    mean=mean,
                    deviation=deviation,
                    late=late,
                )
            )
        next(events)  # the return
    return tuple(sorted(risks, key=lambda risk: (-risk.late, risk.latest - risk.mean)))


_Events = Iterator[tuple[float, list[int], float]]


def _route_chances(route: Route, events: _Events) -> RouteChances:
    """The next events are those of the route: its stops and its return."""
    stops = []
    for stop in route.stops:
        latest, starts, late = next(events)
        stops.append(
            StopChances(visit=stop.visit, latest=int(latest), starts=tuple(starts), late=late)
        )
    _, ends, overtime = next(events)
    return RouteChances(shift=route.shift, stops=tuple(stops), ends=tuple(ends), overtime=overtime)
