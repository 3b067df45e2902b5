"""Waiting for wishes and published windows: as long as all that follows still fits, and no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.plan import Pause
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.timing import starts_of, timed_route
from scheduling.visit import Published, TimeWindow, Visit
from tests.scheduling.one_shift import (
    ALL_DAY,
    HOUR,
    line,
    lunch,
    shift,
    starts,
    timed,
    visit,
)
from tests.scheduling.small_problems import small_problems

law = settings(derandomize=True, deadline=None, max_examples=150)


def told(day: int, start: int) -> Published:
    return Published(technician="t", day=day, window=TimeWindow(start, start + HOUR))


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"wish": TimeWindow(10 * HOUR, 11 * HOUR), "wish_cost": 0.1}, 10 * HOUR),
        ({"wish": TimeWindow(10 * HOUR, 11 * HOUR), "wish_cost": 0.0}, 8 * HOUR + 600),
        ({"wish": TimeWindow(0, 11 * HOUR), "wish_cost": 0.1}, 8 * HOUR + 600),
        ({"wish": TimeWindow(10 * HOUR + 1, 11 * HOUR), "wish_cost": 0.1}, 10 * HOUR + 300),
        ({"wish": TimeWindow(16 * HOUR, 17 * HOUR), "wish_cost": 0.1}, 14 * HOUR + 1500),
        ({"wish": TimeWindow(30 * HOUR, 31 * HOUR), "wish_cost": 0.1}, 14 * HOUR + 1500),
        ({"published": told(0, 9 * HOUR)}, 9 * HOUR),
        ({"published": told(1, 9 * HOUR)}, 8 * HOUR + 600),
        (
            {
                "published": told(0, 9 * HOUR),
                "wish": TimeWindow(10 * HOUR, 11 * HOUR),
                "wish_cost": 0.1,
            },
            10 * HOUR,
        ),
        (
            {
                "published": told(0, 11 * HOUR),
                "wish": TimeWindow(10 * HOUR, 11 * HOUR),
                "wish_cost": 0.1,
            },
            11 * HOUR,
        ),
    ],
)
def test_timed_route_waits_for_a_wish_as_long_as_the_rest_fits(
    changes: dict[str, object], start: int
) -> None:
    """Work elsewhere has to begin by 15:35 and to be over by five: until 14:25 there is time."""
    wished = replace(visit("a", 1, 60, ALL_DAY), **changes)  # type: ignore[arg-type]  # any field
    rest = visit("b", 2, 60, (0, 15 * HOUR + 2100))

    route = timed(shift(), (wished, rest), line(0, 7, 13))

    reached = start + HOUR + 6 * 60
    assert starts(route) == [start, -(-reached // 300) * 300]


def test_timed_route_leaves_time_for_the_pause_after_a_wish() -> None:
    wish = {"wish": TimeWindow(14 * HOUR, 15 * HOUR), "wish_cost": 1.0}
    wished = replace(visit("a", 1, 60, ALL_DAY), **wish)  # type: ignore[arg-type]  # any field

    route = timed(shift(8 * HOUR, 17 * HOUR, lunch(9 * HOUR, 12 * HOUR)), (wished,), line(0, 7))

    assert route is not None
    assert starts(route) == [11 * HOUR]
    assert route.pauses == (Pause(start=12 * HOUR, end=12 * HOUR + 1800),)


@law
@given(small_problems(most_visits=4, features=("wishes", "published", "setup", "rates")))
def test_timed_route_waits_as_long_as_it_may_and_no_longer(problem: Problem) -> None:
    for worker in problem.shifts:
        patient = timed_route(problem, worker, problem.visits)
        hasty = timed_route(problem, worker, problem.visits, waits=False)

        assert (patient is None) == (hasty is None)
        if patient is None or hasty is None:
            continue
        held: dict[str, TimeWindow] = {}
        for one, stop in zip(problem.visits, patient.stops, strict=True):
            earliest = timed_route(problem, worker, problem.visits, held, waits=False)
            assert earliest is not None
            begun = earliest.stops[patient.stops.index(stop)].start
            wanted = wanted_start(worker, one)
            later = starts_of(problem, one, TimeWindow(max(begun, wanted), 2**40))
            assert stop.start == begun if begun >= wanted else begun <= stop.start
            if stop.start < wanted:
                longer = {**held, one.key: TimeWindow(stop.start + 1, 2**40)}
                assert timed_route(problem, worker, problem.visits, longer, waits=False) is None
            elif begun < wanted:
                assert stop.start == later[0][0]
            held[one.key] = TimeWindow(stop.start, stop.start)


def wanted_start(worker: Shift, one: Visit) -> int:
    """The second before which nobody wants the visit."""
    wanted = [0]
    if one.wish is not None and one.wish_cost > 0:
        wanted.append(one.wish.start)
    if one.published is not None and one.published.day == worker.day:
        wanted.append(one.published.window.start)
    return max(wanted)
