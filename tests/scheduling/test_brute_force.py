"""The brute force by example: it finds what anybody can work out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.visit import Link, LinkKind, TimeWindow, Visit
from tests.scheduling.brute_force import best_plan, is_feasible

HOUR = 3600
MINUTES = np.array([[0, 10, 20], [10, 0, 10], [20, 10, 0]], dtype=np.int32)
ALL_DAY = TimeWindow(0, 8 * HOUR)
PROBLEM = Problem(
    visits=(
        Visit(key="near", place=1, service=HOUR, windows=(ALL_DAY,)),
        Visit(key="far", place=2, service=HOUR, windows=(ALL_DAY,)),
    ),
    shifts=tuple(
        Shift(key=key, technician=key, start_place=0, end_place=0, span=ALL_DAY) for key in "st"
    ),
    travel=Travel(seconds=MINUTES * 60, metres=MINUTES * 800),
)


def served_in(problem: Problem) -> list[list[str]]:
    """The visits of every route of the best plan."""
    return [[stop.visit for stop in route.stops] for route in best_plan(problem).routes]


def test_best_plan_drives_one_way_for_both() -> None:
    best = best_plan(PROBLEM)

    assert best.cost == 40 * 60
    assert len(best.routes) == 1


def test_best_plan_sends_two_where_two_are_needed_at_once() -> None:
    problem = replace(PROBLEM, links=(Link(LinkKind.SAME_TIME, "near", "far"),))

    best = best_plan(problem)

    assert best.cost == 60 * 60
    assert {stop.start for route in best.routes for stop in route.stops} == {20 * 60}


def test_best_plan_leaves_out_what_is_not_worth_the_drive() -> None:
    near, far = PROBLEM.visits

    assert served_in(replace(PROBLEM, visits=(near, replace(far, prize=600)))) == [["near"]]


def test_is_feasible_finds_the_only_gap_for_a_pause() -> None:
    """Two hours of work and 40 minutes of driving leave 20 minutes of three hours for the pause."""
    span = TimeWindow(0, 3 * HOUR)
    pause = Break(window=TimeWindow(4200, 4800), length=1200)
    crew = replace(PROBLEM.shifts[0], span=span, breaks=(pause,))
    both = {"s": ("near", "far")}

    assert is_feasible(replace(PROBLEM, shifts=(crew,)), both)
    too_early = replace(pause, window=TimeWindow(1200, 1800))
    assert not is_feasible(replace(PROBLEM, shifts=(replace(crew, breaks=(too_early,)),)), both)
