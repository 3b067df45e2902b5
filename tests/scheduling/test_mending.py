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
from scheduling.visit import Link, LinkKind
from tests.scheduling.small_problems import small_problems

HOUR = 3600
law = settings(deadline=None, derandomize=True, max_examples=150)


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


def tied(*links: Link, visits: tuple[Visit, ...] | None = None) -> Problem:
    known = visits or tuple(visit(key, at) for at, key in enumerate("abc", start=1))
    return Problem(visits=known, shifts=(shift("s"), shift("t")), travel=line(), links=links)


def test_mended_plan_puts_a_linked_visit_in_with_its_twin_or_not_at_all() -> None:
    links = (Link(LinkKind.SAME_TIME, "a", "b"),)
    alone = replace(tied(*links), shifts=(shift("s"),))

    plan, nobody = mended(tied(*links), {}), mended(alone, {})

    assert violations(tied(*links), plan) == ()
    assert plan.unplanned == ()
    assert orders_of(nobody) == {"s": ["c"]}
    assert [(left.visit, left.reason) for left in nobody.unplanned] == [
        ("a", UnplannedReason.LINKED_VISIT_OUT),
        ("b", UnplannedReason.LINKED_VISIT_OUT),
    ]


def test_mended_plan_takes_a_lone_linked_visit_out_and_plans_the_pair_anew() -> None:
    problem = tied(Link(LinkKind.SAME_SHIFT, "a", "b"))

    plan = mended(problem, {"s": ["c", "a"]})

    assert violations(problem, plan) == ()
    assert plan.unplanned == ()


def test_mended_plan_takes_linked_visits_out_of_wrong_hands() -> None:
    problem = tied(Link(LinkKind.SAME_TECHNICIAN, "a", "b"))

    plan = mended(problem, {"s": ["a"], "t": ["c", "b"]})

    assert violations(problem, plan) == ()
    assert plan.unplanned == ()
    assert orders_of(plan) == {"t": ["a", "b", "c"]}


def test_mended_plan_takes_out_the_cheapest_pair_that_is_in_the_way() -> None:
    """Of two crossed pairs that of the lower prize goes, and comes back where it fits."""
    visits = tuple(
        visit(key, 1, prize=prize)
        for key, prize in zip("abcd", (9000, 9000, 5000, 5000), strict=True)
    )
    links = (Link(LinkKind.SAME_TIME, "a", "b"), Link(LinkKind.SAME_TIME, "c", "d"))
    problem = tied(*links, visits=visits)

    plan = mended(problem, {"s": ["a", "c"], "t": ["d", "b"]})

    assert violations(problem, plan) == ()
    assert plan.unplanned == ()
    assert orders_of(plan) in (
        {"s": ["a", "c"], "t": ["b", "d"]},
        {"s": ["c", "a"], "t": ["d", "b"]},
    )


def test_mended_plan_gives_pairs_up_one_by_one_until_the_rest_holds() -> None:
    """Three pairs, each crossed with both others: two have to go."""
    visits = tuple(visit(key, 1, prize=9000 + at) for at, key in enumerate("abcdef"))
    links = tuple(Link(LinkKind.SAME_TIME, *pair) for pair in ("ad", "be", "cf"))
    problem = tied(*links, visits=visits)

    plan = mended(problem, {"s": ["a", "b", "c"], "t": ["f", "e", "d"]})

    assert violations(problem, plan) == ()
    assert plan.unplanned == ()


def test_mended_plan_leaves_no_mandatory_visit_out_for_a_dear_one() -> None:
    must = replace(visit("must", 4, 8, 8), prize=None)
    problem = Problem(
        visits=(visit("dear", 4, 8, 8, prize=10**8), must),
        shifts=(replace(shift("s"), span=TimeWindow(7 * HOUR, 17 * HOUR)),),
        travel=line(),
    )

    assert orders_of(mended(problem, {})) == {"s": ["must"]}
    assert orders_of(mended(problem, {"s": ["dear", "must"]})) == {"s": ["must"]}


@law
@given(small_problems(most_visits=6))
def test_mending_an_empty_plan_breaks_no_rule_and_mending_it_again_moves_nobody(
    problem: Problem,
) -> None:
    plan = mended(problem, {})
    again = mended(problem, orders_of(plan))

    assert violations(problem, plan) == ()
    assert violations(problem, again) == ()
    hands = {stop.visit: route.shift for route in again.routes for stop in route.stops}
    for route in plan.routes:
        assert {hands[stop.visit] for stop in route.stops} == {route.shift}


@law
@given(small_problems(most_visits=6), st.data())
def test_mending_whatever_stands_breaks_no_rule(problem: Problem, data: st.DataObject) -> None:
    keys = [each.key for each in problem.shifts]
    standing: dict[str, list[str]] = {}
    for one in problem.visits:
        standing.setdefault(data.draw(st.sampled_from(keys)), []).append(one.key)

    assert violations(problem, mended(problem, standing)) == ()
