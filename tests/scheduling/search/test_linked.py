"""Linked visits go in together, keep what their links ask for, or stay out together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from scheduling.problem import Problem
from scheduling.search.linked import bounds_of, earliest_of, latest_of
from scheduling.search.model import ABSENT, CLIPPED, NEVER, NONE, STEP, ZERO
from scheduling.search.together import best_pair, best_shift, insert_group
from scheduling.shift import Break, Shift
from scheduling.visit import Link, LinkKind, TimeWindow, Visit
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit
from tests.scheduling.search.standing import Standing, plain_python, standing

pytestmark = plain_python

ONE, OTHER, THIRD = (visit(key, 1, 60, ALL_DAY) for key in "abc")
FIRST, SECOND = (replace(shift(), key=key, technician=key) for key in ("s", "u"))
PROBLEM = Problem(visits=(ONE, OTHER, THIRD), shifts=(FIRST, SECOND), travel=line(0, 10))
NOBODY = np.empty(0, np.int64)


def problem(
    *links: Link, visits: Sequence[Visit] = PROBLEM.visits, shifts: Sequence[Shift] = PROBLEM.shifts
) -> Problem:
    return replace(PROBLEM, links=links, visits=tuple(visits), shifts=tuple(shifts))


def put_in_together(routes: Standing) -> dict[str, list[str]]:
    """The orders after the group of the first visit was put in."""
    state = routes.state
    state.figures[STEP] += 1
    state.figures[CLIPPED] = 0
    state.figures[ABSENT] = 0
    touched = np.empty(len(routes.arrays.shifts), np.int64)
    first = cast("int", routes.model.group_members[0])
    insert_group(routes.model, state, first, 0.0, ZERO, touched, ZERO)
    orders = {each.key: [one.key for one in routes.order(each)] for each in routes.problem.shifts}
    return {key: order for key, order in orders.items() if order}


def span(routes: Standing, key: str) -> tuple[int, int]:
    """Between which seconds a planned visit may start."""
    number = [each.key for each in routes.problem.visits].index(key)
    return (
        earliest_of(routes.model, routes.state, number),
        latest_of(routes.model, routes.state, number),
    )


def test_two_visits_at_one_time_go_to_two_shifts() -> None:
    routes = standing(problem(Link(LinkKind.SAME_TIME, "a", "b")), {})

    assert put_in_together(routes) == {"s": ["a"], "u": ["b"]}
    assert span(routes, "a") == span(routes, "b")
    assert len(set(span(routes, "a"))) == 1


def test_two_visits_at_one_time_stay_out_if_only_one_shift_can_come() -> None:
    routes = standing(problem(Link(LinkKind.SAME_TIME, "a", "b"), shifts=[FIRST]), {})

    assert put_in_together(routes) == {}
    assert routes.state.figures[ABSENT] == 2


def test_two_visits_wait_for_a_second_that_suits_both() -> None:
    """One has windows at 9 and from 10:10 on; the other shift has a pause that lasts until 10:15."""
    early = visit("a", 1, 60, (9 * HOUR, 9 * HOUR), (10 * HOUR + 600, 16 * HOUR))
    late = visit("b", 1, 60, (9 * HOUR + 300, 16 * HOUR))
    pause = Break(window=TimeWindow(9 * HOUR + 600, 9 * HOUR + 1500), length=3000)
    tired = replace(SECOND, breaks=(pause,))
    asked = problem(
        Link(LinkKind.SAME_TIME, "a", "b"),
        visits=[replace(early, pinned_shift="s"), replace(late, pinned_shift="u")],
        shifts=[FIRST, tired],
    )
    routes = standing(asked, {})

    assert put_in_together(routes) == {"s": ["a"], "u": ["b"]}
    assert span(routes, "a") == span(routes, "b") == (10 * HOUR + 600,) * 2


def test_two_visits_that_never_meet_stay_out() -> None:
    """Every start of one lies in a gap of the other, and their routes cannot know that."""
    hours = range(9, 16)
    one = visit("a", 1, 60, *((hour * HOUR, hour * HOUR) for hour in hours))
    other = visit("b", 1, 60, *((hour * HOUR + 600, hour * HOUR + 900) for hour in hours))
    routes = standing(problem(Link(LinkKind.SAME_TIME, "a", "b"), visits=[one, other]), {})

    assert put_in_together(routes) == {}
    assert routes.state.figures[ABSENT] == 2


def test_the_second_visit_waits_for_the_end_of_the_first_and_the_lag_on_the_grid() -> None:
    routes = standing(problem(Link(LinkKind.BEFORE, "a", "b", lag=100)), {})

    put_in_together(routes)

    (first, last), (then, _) = span(routes, "a"), span(routes, "b")
    assert then == 8 * HOUR + 600 + HOUR + 300
    assert (first, last) == (8 * HOUR + 600, 8 * HOUR + 800)


def test_of_two_visits_without_work_at_one_place_the_second_stands_behind_the_first() -> None:
    """In time both orders are the same; which stands in front is told by the link alone."""
    at_once = [replace(each, service=0) for each in (ONE, OTHER)]
    asked = problem(Link(LinkKind.BEFORE, "a", "b"), visits=at_once, shifts=[FIRST])

    assert put_in_together(standing(asked, {})) == {"s": ["a", "b"]}


def test_one_technician_serves_both_visits_on_whatever_shift() -> None:
    late = replace(FIRST, key="late", span=TimeWindow(18 * HOUR, 22 * HOUR))
    evening = replace(OTHER, windows=(TimeWindow(18 * HOUR, 20 * HOUR),))
    asked = problem(
        Link(LinkKind.SAME_TECHNICIAN, "a", "b"),
        visits=[ONE, evening],
        shifts=[SECOND, FIRST, late, replace(late, key="other", technician="u", fixed_cost=9.0)],
    )

    orders = put_in_together(standing(asked, {}))

    assert orders in ({"u": ["a"], "other": ["b"]}, {"s": ["a"], "late": ["b"]})


def test_one_shift_serves_both_of_a_pair_for_least() -> None:
    nearer = replace(SECOND, start_place=1, end_place=1)
    asked = problem(Link(LinkKind.SAME_SHIFT, "a", "b"), shifts=[FIRST, nearer])

    assert put_in_together(standing(asked, {"u": [THIRD]})) in (
        {"u": ["c", "a", "b"]},
        {"u": ["a", "c", "b"]},
        {"u": ["a", "b", "c"]},
    )


def test_a_pair_goes_where_there_is_room_for_both() -> None:
    link = Link(LinkKind.SAME_SHIFT, "a", "b")
    heavy = [replace(each, delivery=(2,)) for each in PROBLEM.visits]

    # no stop, one stop, no room for what is brought along, no time for both
    for change in (
        {"max_stops": 0},
        {"max_stops": 1},
        {"capacity": (1,)},
        {"span": TimeWindow(8 * HOUR, 10 * HOUR)},
        {"skills": frozenset[str]()},
    ):
        small = replace(FIRST, **change)
        large = replace(SECOND, fixed_cost=999.0, capacity=(9,), skills=frozenset({"x"}))
        small = replace(small, capacity=small.capacity or (9,))
        visits = [replace(each, skills=frozenset({"x"})) for each in heavy]
        needed = visits if "skills" in change else heavy
        asked = problem(link, visits=needed, shifts=[small, large])

        assert put_in_together(standing(asked, {})) == {"u": ["a", "b"]}


def test_three_visits_of_one_shift_stand_in_their_order() -> None:
    asked = problem(Link(LinkKind.SAME_SHIFT, "a", "b"), Link(LinkKind.SAME_SHIFT, "b", "c"))

    assert list(put_in_together(standing(asked, {})).values()) == [["a", "b", "c"]]


def test_a_member_that_is_not_the_first_waits_for_it() -> None:
    routes = standing(problem(Link(LinkKind.BEFORE, "a", "b")), {})

    untouched = insert_group(routes.model, routes.state, 1, 0.0, 5, NOBODY, 3)

    assert untouched == (3, 5)


def test_what_is_planned_already_bounds_the_first_of_two_visits_as_well() -> None:
    routes = standing(problem(Link(LinkKind.BEFORE, "a", "b", lag=100)), {"s": [OTHER]})
    _, latest = span(routes, "b")

    assert bounds_of(routes.model, routes.state, 0) == (
        -NEVER,
        latest - 100 - HOUR,
        NONE,
        NONE,
        NONE,
    )


def test_a_place_for_a_member_costs_less_than_what_is_left() -> None:
    routes = standing(problem(Link(LinkKind.SAME_TECHNICIAN, "a", "b")), {})

    assert best_shift(routes.model, routes.state, 0, 1200, 0.0, 0)[1:] == (-1, -1, 0)
    assert best_shift(routes.model, routes.state, 0, 1201, 0.0, 0)[1:] == (0, 0, 0)


def test_a_pair_costs_less_than_what_is_left() -> None:
    routes = standing(problem(Link(LinkKind.SAME_SHIFT, "a", "b")), {})
    touched = np.empty(2, np.int64)

    for left, where in ((1200, -1), (1201, 0)):
        found = best_pair(routes.model, routes.state, 0, 1, left, 0.0, 0, touched, 0)
        assert found[0] == where
