"""Plans read as courses: drives, pauses, what is waited for, and what was promised."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.shift import Break, Shift
from scheduling.uncertainty import Courses, Spread, courses_of
from scheduling.visit import Link, LinkKind, Published, TimeWindow, Visit
from tests.scheduling.uncertainty.days import HOUR, line, planned, shift, visit

SPREAD = Spread(drives={"b": 0.4}, works={"b": 0.6})


def plan_of(problem: Problem, *orders: tuple[str, ...]) -> Plan:
    plan = planned(problem, *orders)
    assert plan is not None
    return plan


def columns(given: Courses, *names: str, route: int = 0) -> list[list[float]]:
    return [getattr(given, name)[route].tolist() for name in names]


def read_alone(
    asked: Visit, worker: Shift | None = None, *, start: int | None = None
) -> tuple[float, float]:
    """Opening and promise of a visit that one shift serves alone, as planned or at a given start."""
    problem = Problem(visits=(asked,), shifts=(worker or shift(),), travel=line(0, 20))
    plan = plan_of(problem, (asked.key,))
    if start is not None:
        stop = replace(plan.routes[0].stops[0], start=start)
        plan = replace(plan, routes=(replace(plan.routes[0], stops=(stop,)),))
    given = courses_of(problem, plan, Spread())
    return float(given.opening[0, 0]), float(given.latest[0, 0])


def test_a_route_is_its_stops_its_pause_and_its_return() -> None:
    lunch = Break(window=TimeWindow(12 * HOUR, 13 * HOUR), length=HOUR // 2)
    visits = (
        visit("a", 1, 180, end=9 * HOUR),
        replace(visit("b", 2, 60, start=13 * HOUR, end=14 * HOUR), setup=300),
    )
    problem = Problem(visits=visits, shifts=(shift(lunch),), travel=line(0, 20, 30))
    plan = plan_of(problem, ("a", "b"))

    given = courses_of(problem, plan, SPREAD)

    assert given.begins.tolist() == [plan.routes[0].start]
    assert columns(given, "drive", "drive_percent", "setup") == [
        [1200, 600, 0, 1800],
        [25, 40, 0, 25],
        [0, 300, 0, 0],
    ]
    assert columns(given, "opening", "work", "work_percent") == [
        [plan.routes[0].start, 12 * HOUR, 13 * HOUR, plan.routes[0].start],
        [3 * HOUR, HOUR / 2, HOUR, 0],
        [35, 0, 60, 0],
    ]
    assert columns(given, "latest", "number", "is_asked") == [
        [9 * HOUR, inf, 14 * HOUR, 17 * HOUR],
        [0, 1, 1, 2],
        [True, False, True, True],
    ]


def test_pauses_at_home_before_and_after_the_route_are_left_out() -> None:
    early = Break(window=TimeWindow(8 * HOUR, 8 * HOUR), length=HOUR // 2)
    late = Break(window=TimeWindow(16 * HOUR, 16 * HOUR), length=HOUR // 2)
    problem = Problem(
        visits=(visit("a", 1, 60, start=10 * HOUR),),
        shifts=(shift(early, late),),
        travel=line(0, 20),
    )

    given = courses_of(problem, plan_of(problem, ("a",)), Spread())

    assert columns(given, "work", "number") == [[HOUR, 0], [0, 1]]


def test_a_pause_on_the_way_home_delays_the_return() -> None:
    lunch = Break(window=TimeWindow(12 * HOUR, 12 * HOUR), length=HOUR // 2)
    problem = Problem(
        visits=(visit("a", 1, 60, start=10 * HOUR + 1800),),
        shifts=(shift(lunch),),
        travel=line(0, 50),
    )

    given = courses_of(problem, plan_of(problem, ("a",)), Spread())

    assert columns(given, "drive", "opening", "work", "number") == [
        [3000, 3000, 0],
        [10.5 * HOUR, 12 * HOUR, given.begins[0]],
        [HOUR, HOUR / 2, 0],
        [0, 1, 1],
    ]


def test_shorter_routes_are_padded_with_events_that_cost_nothing() -> None:
    visits = (visit("a", 1, 60), visit("b", 1, 60), visit("c", 2, 60))
    problem = Problem(
        visits=visits, shifts=(shift(key="s"), shift(key="t")), travel=line(0, 20, 30)
    )

    given = courses_of(problem, plan_of(problem, ("a", "b"), ("c",)), Spread())

    assert columns(given, "drive", "work", "is_asked", route=1) == [
        [1800, 1800, 0],
        [HOUR, 0, 0],
        [True, True, False],
    ]
    assert given.opening[1, 2] == given.begins[1]


def test_a_plan_without_routes_has_courses_without_rows() -> None:
    problem = Problem(visits=(), shifts=(), travel=line(0))

    given = courses_of(problem, Plan(routes=(), unplanned=(), cost=0.0), Spread())

    assert (given.begins.shape, given.drive.shape) == ((0,), (0, 0))


def test_the_technician_waits_for_window_parts_pin_wish_and_what_was_told() -> None:
    plain = visit("a", 1, 60, start=9 * HOUR, end=12 * HOUR)
    wish = TimeWindow(11 * HOUR, 12 * HOUR)
    told = Published(technician="x", day=0, window=wish)

    openings = {
        "window": read_alone(plain)[0],
        "parts": read_alone(replace(plain, not_before=10 * HOUR))[0],
        "pin": read_alone(replace(plain, pinned_start=10 * HOUR))[0],
        "wish": read_alone(replace(plain, wish=wish, wish_cost=1.0))[0],
        "wish without a price": read_alone(replace(plain, wish=wish))[0],
        "told": read_alone(replace(plain, published=told))[0],
        "told of another day": read_alone(replace(plain, published=replace(told, day=1)))[0],
    }

    assert {name: opening / HOUR for name, opening in openings.items()} == {
        "window": 9,
        "parts": 10,
        "pin": 10,
        "wish": 11,
        "wish without a price": 9,
        "told": 11,
        "told of another day": 9,
    }


def test_nobody_waits_longer_for_a_wish_than_the_plan_does() -> None:
    wished = replace(
        visit("a", 1, 60, start=9 * HOUR), wish=TimeWindow(16 * HOUR, 17 * HOUR), wish_cost=1.0
    )

    opening, _ = read_alone(wished, shift(end=13 * HOUR))

    assert opening == 13 * HOUR - 20 * 60 - HOUR  # home in time


def test_the_promise_is_the_published_window_or_else_the_visits_own() -> None:
    plain = Visit(
        key="a",
        place=1,
        service=HOUR,
        windows=(TimeWindow(9 * HOUR, 10 * HOUR), TimeWindow(13 * HOUR, 15 * HOUR)),
    )
    told = Published(technician="x", day=0, window=TimeWindow(9 * HOUR, 9 * HOUR + 1800))

    promises = {
        "own": read_alone(plain)[1],
        "own in the afternoon": read_alone(plain, shift(start=11 * HOUR))[1],
        "told": read_alone(replace(plain, published=told))[1],
        "told of another day": read_alone(replace(plain, published=replace(told, day=1)))[1],
        "told, but broken": read_alone(replace(plain, published=told), shift(start=11 * HOUR))[1],
        "missed": read_alone(plain, start=12 * HOUR)[1],
        "too early": read_alone(plain, start=8 * HOUR)[1],
    }

    assert {name: promise / HOUR for name, promise in promises.items()} == {
        "own": 10,
        "own in the afternoon": 15,
        "told": 9.5,
        "told of another day": 10,
        "told, but broken": 15,
        "missed": 10,
        "too early": 10,
    }


def test_what_was_promised_to_the_customer_counts_first() -> None:
    problem = Problem(visits=(visit("a", 1, 60),), shifts=(shift(),), travel=line(0, 20))

    given = courses_of(problem, plan_of(problem, ("a",)), Spread(), {"a": 9 * HOUR})

    assert given.latest.tolist() == [[9 * HOUR, 17 * HOUR]]


@pytest.mark.parametrize(
    ("kind", "waiting"),
    [
        (LinkKind.SAME_TIME, ["first", "second"]),
        (LinkKind.BEFORE, ["second"]),
        (LinkKind.SAME_TECHNICIAN, []),
    ],
)
def test_where_another_shift_has_a_say_nobody_begins_before_the_plan(
    kind: LinkKind, waiting: list[str]
) -> None:
    problem = Problem(
        visits=(visit("first", 1, 60), visit("second", 1, 60)),
        shifts=(shift(key="s"), shift(key="t")),
        travel=line(0, 20),
        links=(Link(kind, "first", "second"),),
    )
    plan = plan_of(problem, ("first",), ("second",))

    given = courses_of(problem, plan, Spread())

    assert [
        route.stops[0].visit
        for route, opening in zip(plan.routes, given.opening[:, 0], strict=True)
        if opening == route.stops[0].start
    ] == waiting
    assert np.all(given.opening[:, 0] >= 8 * HOUR)
