"""Small problems and courses for the tests of lateness, and one plain simulation to compare with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduling.plan import Plan
from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.timing import timed_route
from scheduling.uncertainty import Courses
from scheduling.visit import TimeWindow, Visit

HOUR = 3600


def line(*minutes: int) -> Travel:
    """Places on a line, at these minutes of driving; a minute is 1,000 metres."""
    at = np.array(minutes)
    apart = np.abs(at[:, None] - at[None, :])
    return Travel(seconds=(apart * 60).astype(np.int32), metres=(apart * 1000).astype(np.int32))


def shift(
    *breaks: Break, key: str = "s", start: int = 8 * HOUR, end: int = 17 * HOUR, overtime: int = 0
) -> Shift:
    return Shift(
        key=key,
        technician=f"technician of {key}",
        start_place=0,
        end_place=0,
        span=TimeWindow(start, end),
        breaks=breaks,
        overtime=overtime,
    )


def visit(key: str, place: int, minutes: int, start: int = 8 * HOUR, end: int = 17 * HOUR) -> Visit:
    return Visit(key=key, place=place, service=minutes * 60, windows=(TimeWindow(start, end),))


def planned(problem: Problem, *orders: Sequence[str]) -> Plan | None:
    """The plan in which each shift serves these visits in this order; None if one cannot."""
    routes = [
        timed_route(problem, worker, [problem.visit_by_key[key] for key in order])
        for worker, order in zip(problem.shifts, orders, strict=True)
    ]
    found = [route for route in routes if route is not None]
    if len(found) < len(routes):
        return None
    return Plan(routes=tuple(found), unplanned=(), cost=0.0)


def courses(
    *,
    drive: Sequence[Sequence[float]],
    opening: Sequence[Sequence[float]],
    work: Sequence[Sequence[float]],
    latest: Sequence[Sequence[float]] | None = None,
    percent: tuple[int, int] = (25, 35),
    begins: float = 8 * HOUR,
) -> Courses:
    """Routes of stops only, all asked about."""
    drives = np.array(drive, dtype=np.float64)
    shape = drives.shape
    ends = np.full(shape, np.inf) if latest is None else np.array(latest, dtype=np.float64)
    return Courses(
        begins=np.full(shape[0], float(begins)),
        drive=drives,
        drive_percent=np.full(shape, percent[0]),
        setup=np.zeros(shape),
        opening=np.maximum(np.array(opening, dtype=np.float64), begins),
        work=np.array(work, dtype=np.float64),
        work_percent=np.full(shape, percent[1]),
        latest=ends,
        number=np.tile(np.arange(shape[1]), (shape[0], 1)),
        is_asked=np.ones(shape, dtype=np.bool_),
    )


def random_courses(seed: int, routes: int, events: int) -> Courses:
    """Working days with openings on full hours that are sometimes waited for and sometimes missed."""
    rng = np.random.default_rng(seed)
    shape = (routes, events)
    opening = np.sort(8 * HOUR + rng.integers(0, 8, shape) * HOUR, axis=1)
    return courses(
        drive=rng.integers(300, 1800, shape).tolist(),
        opening=opening.tolist(),
        work=rng.integers(1800, 5400, shape).tolist(),
        latest=(opening + 2 * HOUR).tolist(),
    )


def plain_starts(given: Courses, route: int, samples: int, seed: int) -> list[list[float]]:
    """All starts of one route on plain random days: one list an event, shares no code with the package."""
    rng = np.random.default_rng(seed)
    starts: list[list[float]] = [[] for _ in range(given.drive.shape[1])]
    for _ in range(samples):
        now = float(given.begins[route])
        for event in range(given.drive.shape[1]):
            now += _lognormal(rng, given.drive[route, event], given.drive_percent[route, event])
            now = max(now + given.setup[route, event], given.opening[route, event])
            starts[event].append(now)
            now += _lognormal(rng, given.work[route, event], given.work_percent[route, event])
    return starts


def _lognormal(rng: np.random.Generator, mean: float, percent: int) -> float:
    variance = float(np.log(1 + (percent / 100) ** 2))
    return float(mean * rng.lognormal(-variance / 2, variance**0.5))
