"""Mending keeps what stands, inserts what is left, and takes out only what no longer fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import (
    QUICK,
    Plan,
    Problem,
    Shift,
    TimeWindow,
    Travel,
    UnplannedReason,
    Visit,
    mended,
    solve,
    violations,
)

HOUR = 3600


def line(places: int = 5, minutes: int = 10) -> Travel:
    apart = np.abs(np.subtract.outer(np.arange(places), np.arange(places))) * minutes
    return Travel(seconds=(apart * 60).astype(np.int32), metres=(apart * 1000).astype(np.int32))


def visit(key: str, place: int, first: int = 8, last: int = 16, *, prize: int = 9000) -> Visit:
    windows = (TimeWindow(first * HOUR, last * HOUR),)
    return Visit(key=key, place=place, service=HOUR, windows=windows, prize=prize)


def shift(key: str, *, hours: int = 9) -> Shift:
    span = TimeWindow(8 * HOUR, (8 + hours) * HOUR)
    return Shift(key=key, technician=key, start_place=0, end_place=0, span=span)


def orders_of(plan: Plan) -> dict[str, list[str]]:
    return {route.shift: [stop.visit for stop in route.stops] for route in plan.routes}


def test_mended_plan_keeps_the_order_that_stands_and_inserts_the_rest() -> None:
    problem = Problem(
        visits=(visit("a", 1), visit("b", 4), visit("new", 2)),
        shifts=(shift("s"), shift("t")),
        travel=line(),
    )

    plan = mended(problem, {"s": ["b", "a"]})

    (order,) = orders_of(plan).values()
    assert [key for key in order if key != "new"] == ["b", "a"]
    assert plan.unplanned == ()
    assert violations(problem, plan) == ()


def test_mended_plan_takes_out_the_visit_of_least_prize_that_no_longer_fits() -> None:
    problem = Problem(
        visits=(visit("dear", 1, 8, 8), visit("cheap", 4, 8, 8, prize=100), visit("late", 2)),
        shifts=(shift("s"),),
        travel=line(),
    )
    early = replace(problem.shifts[0], span=TimeWindow(7 * HOUR, 17 * HOUR))
    problem = replace(problem, shifts=(early,))

    plan = mended(problem, {"s": ["cheap", "dear", "late"]})

    assert orders_of(plan) == {"s": ["dear", "late"]}
    assert [(left.visit, left.reason) for left in plan.unplanned] == [
        ("cheap", UnplannedReason.FULLY_BOOKED)
    ]


def test_mended_plan_takes_out_several_when_one_is_not_enough() -> None:
    visits = tuple(visit(str(at), at % 4 + 1, prize=1000 + at) for at in range(8))
    problem = Problem(visits=visits, shifts=(shift("s", hours=4),), travel=line())

    plan = mended(problem, {"s": [each.key for each in visits]})

    assert violations(problem, plan) == ()
    assert 0 < plan.planned_visits < 8
    assert "0" in {left.visit for left in plan.unplanned}


def test_mended_plan_forgets_a_route_whose_visits_all_left_it() -> None:
    problem = Problem(
        visits=(visit("a", 1, 8, 8), visit("gone", 2, 20, 21)),
        shifts=(shift("s"),),
        travel=line(),
    )

    plan = mended(problem, {"s": ["gone"]})

    assert [(left.visit, left.reason) for left in plan.unplanned] == [
        ("a", UnplannedReason.TOO_FAR),
        ("gone", UnplannedReason.NOBODY_ON_DUTY),
    ]
    assert plan.routes == ()


def test_mended_plan_leaves_out_a_lone_visit_that_its_shift_cannot_reach_in_time() -> None:
    near = visit("near", 1)
    problem = Problem(visits=(near, visit("far", 4)), shifts=(shift("s"),), travel=line())
    standing = mended(problem, {"s": ["near", "far"]})
    tight = replace(near, windows=(TimeWindow(8 * HOUR, 8 * HOUR + 600),))

    plan = mended(replace(problem, visits=(tight, problem.visits[1])), {"s": ["far", "near"]})

    assert standing.unplanned == ()
    assert orders_of(plan) == {"s": ["near", "far"]}


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(8, 13)), min_size=1, max_size=9),
    st.integers(0, 2),
)
def test_mending_what_was_solved_moves_nobody_and_breaks_no_rule(
    places: list[tuple[int, int]], more: int
) -> None:
    visits = tuple(
        visit(f"v{at}", place, first, first + 3) for at, (place, first) in enumerate(places)
    )
    known = Problem(visits=visits, shifts=(shift("s"), shift("t")), travel=line())
    before = solve(known, effort=QUICK)
    extra = tuple(visit(f"new{at}", at + 1) for at in range(more))
    problem = replace(known, visits=visits + extra)

    plan = mended(problem, orders_of(before))

    assert violations(problem, plan) == ()
    hands = {stop.visit: route.shift for route in plan.routes for stop in route.stops}
    for route in before.routes:
        assert {hands[stop.visit] for stop in route.stops} == {route.shift}
