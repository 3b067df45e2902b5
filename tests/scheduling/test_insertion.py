"""Exact insertion: the cheapest feasible place for one more visit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduling.insertion import cheapest_insertion, visits_of
from scheduling.problem import Problem, Shift, TimeWindow, Travel, Visit
from scheduling.timing import timed_route

HOUR = 3600
AT = np.array([0, 10, 20, 30])
TRAVEL = Travel(
    seconds=(np.abs(np.subtract.outer(AT, AT)) * 60).astype(np.int32),
    metres=np.zeros((4, 4), np.int32),
)


def visit(key: str, place: int, start: int, end: int) -> Visit:
    return Visit(key=key, place=place, service=HOUR, windows=(TimeWindow(start, end),))


SHIFTS = tuple(
    Shift(key=key, technician=key, start_place=0, end_place=0, span=TimeWindow(0, 5 * HOUR))
    for key in ("one", "two")
)
FAR = visit("far", 3, 0, 5 * HOUR)
NEW = visit("new", 2, 0, 5 * HOUR)
PROBLEM = Problem(visits=(FAR, NEW), shifts=SHIFTS, travel=TRAVEL)
ROUTE = timed_route(SHIFTS[0], (FAR,), TRAVEL)
assert ROUTE is not None
ROUTES = {"one": ROUTE}


def test_cheapest_insertion_lies_on_the_way() -> None:
    insertion = cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS)

    assert insertion is not None
    assert insertion.extra == 0
    assert visits_of(PROBLEM, insertion.route) == (NEW, FAR)


def test_cheapest_insertion_pays_the_whole_tour_of_an_unused_shift() -> None:
    insertion = cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS[1:])

    assert insertion is not None
    assert (insertion.route.shift, insertion.extra) == ("two", 2400)


def test_cheapest_insertion_weighs_the_drive_by_the_cost_of_the_shift() -> None:
    dear = replace(SHIFTS[1], cost_per_hour=2.0)

    insertion = cheapest_insertion(PROBLEM, ROUTES, NEW, (dear,))

    assert insertion is not None
    assert insertion.extra == 4800


def test_cheapest_insertion_goes_elsewhere_when_the_cheapest_place_is_too_late() -> None:
    early = replace(NEW, windows=(TimeWindow(0, 1200),))
    promised = replace(FAR, windows=(TimeWindow(1800, 1800),))
    problem = replace(PROBLEM, visits=(promised, early))

    insertion = cheapest_insertion(problem, ROUTES, early, SHIFTS)

    assert insertion is not None
    assert insertion.route.shift == "two"


def test_cheapest_insertion_is_none_when_all_cost_too_much() -> None:
    assert cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS[1:], below=2400) is None
