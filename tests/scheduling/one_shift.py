"""One shift and some visits along one road: what the tests of exact times are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from scheduling.plan import Route
from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.timing import timed_route
from scheduling.visit import TimeWindow, Visit

HOUR: Final = 3600
ALL_DAY: Final = (0, 24 * HOUR)


def line(*minutes: int) -> Travel:
    """Places on a line, at these minutes of driving; a minute is 1,000 metres."""
    at = np.array(minutes)
    apart = np.abs(at[:, None] - at[None, :])
    return Travel(seconds=(apart * 60).astype(np.int32), metres=(apart * 1000).astype(np.int32))


def visit(
    key: str, place: int, minutes: int, *windows: tuple[int, int], pinned: int | None = None
) -> Visit:
    return Visit(
        key=key,
        place=place,
        service=minutes * 60,
        windows=tuple(TimeWindow(start, end) for start, end in windows),
        pinned_start=pinned,
    )


def shift(start: int = 8 * HOUR, end: int = 17 * HOUR, *breaks: Break) -> Shift:
    return Shift(
        key="s",
        technician="t",
        start_place=0,
        end_place=0,
        span=TimeWindow(start, end),
        breaks=breaks,
    )


def lunch(start: int, end: int, minutes: int = 30) -> Break:
    return Break(window=TimeWindow(start, end), length=minutes * 60)


def problem_of(visits: Sequence[Visit], worker: Shift, travel: Travel) -> Problem:
    return Problem(visits=tuple(visits), shifts=(worker,), travel=travel)


def timed(worker: Shift, visits: Sequence[Visit], travel: Travel) -> Route | None:
    return timed_route(problem_of(visits, worker, travel), worker, visits)


def starts(route: Route | None) -> list[int] | None:
    return None if route is None else [stop.start for stop in route.stops]
