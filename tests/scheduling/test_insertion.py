"""Exact insertion: the cheapest feasible place for one more visit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from scheduling.cost import costs_of
from scheduling.insertion import Insertion, cheapest_group_insertion, cheapest_insertion
from scheduling.joint_times import jointly_timed, visits_of
from scheduling.mending import able_shifts
from scheduling.plan import Route
from scheduling.problem import Prices, Problem, Travel
from scheduling.shift import Shift
from scheduling.timing import timed_route
from scheduling.visit import Link, LinkKind, Published, TimeWindow, Visit
from tests.scheduling.small_problems import small_problems

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
ROUTE = timed_route(PROBLEM, SHIFTS[0], (FAR,))
assert ROUTE is not None
ROUTES = {"one": ROUTE}


def test_cheapest_insertion_lies_on_the_way() -> None:
    insertion = cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS)

    assert insertion is not None
    assert insertion.extra == 0
    assert visits_of(PROBLEM, insertion.routes[0]) == (NEW, FAR)


def test_cheapest_insertion_pays_the_whole_tour_of_an_unused_shift() -> None:
    insertion = cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS[1:])

    assert insertion is not None
    assert (insertion.routes[0].shift, insertion.extra) == ("two", 2400)


def test_cheapest_insertion_weighs_the_drive_by_the_cost_of_the_shift() -> None:
    dear = replace(SHIFTS[1], cost_per_hour=2.0)

    problem = replace(PROBLEM, shifts=(SHIFTS[0], dear))
    insertion = cheapest_insertion(problem, ROUTES, NEW, (dear,))

    assert insertion is not None
    assert insertion.extra == 4800


def test_cheapest_insertion_goes_elsewhere_when_the_cheapest_place_is_too_late() -> None:
    early = replace(NEW, windows=(TimeWindow(0, 1200),))
    promised = replace(FAR, windows=(TimeWindow(1800, 1800),))
    problem = replace(PROBLEM, visits=(promised, early))

    insertion = cheapest_insertion(problem, ROUTES, early, SHIFTS)

    assert insertion is not None
    assert insertion.routes[0].shift == "two"


def test_cheapest_insertion_is_none_when_all_cost_too_much() -> None:
    assert cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS[1:], below=2400) is None


@pytest.mark.parametrize(
    ("of_shift", "of_visit", "extra"),
    [
        ({"fixed_cost": 500.0}, {}, 2900),
        ({"cost_per_km": 2.0}, {}, 2400 + 80),
        ({}, {"preferred": frozenset({"one"})}, 3000),
        ({}, {"published": Published(technician="one", day=1, window=TimeWindow(0, 9))}, 8400),
        ({}, {"published": Published(technician="two", day=0, window=TimeWindow(0, 9))}, 5100),
        ({}, {"due": 0, "lateness_cost": 1.5}, 2400 + 1800),
        ({"span": TimeWindow(0, 5400), "overtime": HOUR, "overtime_cost": 2.0}, {}, 3600),
    ],
)
def test_cheapest_insertion_counts_every_term_of_the_cost(
    of_shift: dict[str, object], of_visit: dict[str, object], extra: float
) -> None:
    shift = replace(SHIFTS[1], **of_shift)  # type: ignore[arg-type]  # any field
    new = replace(NEW, **of_visit)  # type: ignore[arg-type]  # any field
    travel = Travel(seconds=TRAVEL.seconds, metres=TRAVEL.seconds // 60 * 1000)
    problem = Problem(visits=(FAR, new), shifts=(SHIFTS[0], shift), travel=travel)

    insertion = cheapest_insertion(problem, ROUTES, new, (shift,))

    assert insertion is not None
    assert insertion.extra == pytest.approx(extra)


def test_cheapest_insertion_spares_who_works_above_their_share() -> None:
    fair = replace(PROBLEM, prices=Prices(imbalance=1.0))

    insertion = cheapest_insertion(fair, ROUTES, NEW, SHIFTS)

    assert insertion is not None
    assert (insertion.routes[0].shift, insertion.extra) == ("two", 2400)


def test_cheapest_insertion_takes_a_dearer_drive_to_be_in_time() -> None:
    due = replace(NEW, due=1200, lateness_cost=1.0)
    promised = replace(FAR, windows=(TimeWindow(1800, 1800),))
    problem = replace(PROBLEM, visits=(promised, due))

    insertion = cheapest_insertion(problem, ROUTES, due, SHIFTS)

    assert insertion is not None
    assert (insertion.routes[0].shift, insertion.extra) == ("two", 2400)


def linked(kind: LinkKind, first: str = "far", second: str = "new") -> Problem:
    return replace(PROBLEM, links=(Link(kind, first, second),))


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (LinkKind.SAME_TIME, {"two": ["new"]}),
        (LinkKind.SAME_TECHNICIAN, {"one": ["new", "far"]}),
        (LinkKind.SAME_SHIFT, {"one": ["far", "new"]}),
        (LinkKind.BEFORE, {"one": ["far", "new"]}),
    ],
)
def test_cheapest_insertion_keeps_the_link_to_a_standing_visit(
    kind: LinkKind, changed: dict[str, list[str]]
) -> None:
    insertion = cheapest_insertion(linked(kind), ROUTES, NEW, SHIFTS)

    assert orders(insertion) == changed


def test_cheapest_insertion_pushes_back_what_a_link_asks() -> None:
    problem = linked(LinkKind.BEFORE, "new", "far")

    insertion = cheapest_insertion(problem, ROUTES, NEW, SHIFTS[1:])

    assert insertion is not None
    assert orders(insertion) == {"two": ["new"], "one": ["far"]}
    assert [route.stops[0].start for route in insertion.routes] == [1200, 4800]


def orders(insertion: Insertion | None) -> dict[str, list[str]]:
    assert insertion is not None
    return {route.shift: [stop.visit for stop in route.stops] for route in insertion.routes}


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (LinkKind.SAME_TIME, {"one": ["far"], "two": ["new"]}),
        (LinkKind.SAME_SHIFT, {"one": ["far", "new"]}),
        (LinkKind.BEFORE, {"one": ["far", "new"]}),
    ],
)
def test_cheapest_group_insertion_puts_linked_visits_in_together(
    kind: LinkKind, changed: dict[str, list[str]]
) -> None:
    able = dict.fromkeys(("far", "new"), SHIFTS)

    insertion = cheapest_group_insertion(linked(kind), {}, (FAR, NEW), able)

    assert orders(insertion) == changed
    assert insertion is not None
    assert insertion.extra == (6000 if kind is LinkKind.SAME_TIME else 3600)


def test_cheapest_group_insertion_is_none_when_one_of_them_has_no_place() -> None:
    problem = linked(LinkKind.SAME_TIME)

    assert cheapest_group_insertion(problem, {}, (FAR, NEW), {"far": SHIFTS, "new": ()}) is None
    able = dict.fromkeys(("far", "new"), SHIFTS)
    assert cheapest_group_insertion(problem, {}, (FAR, NEW), able, below=6000) is None


def test_cheapest_group_insertion_of_one_is_the_cheapest_insertion() -> None:
    alone = cheapest_group_insertion(PROBLEM, ROUTES, (NEW,), {"new": SHIFTS})

    assert alone == cheapest_insertion(PROBLEM, ROUTES, NEW, SHIFTS)


UNTIMED = ("who", "setup", "dates", "rates", "limits", "loads", "preferred", "balance", "pins")


@settings(derandomize=True, deadline=None, max_examples=100)
@given(small_problems(most_visits=4, features=UNTIMED))
def test_cheapest_insertion_is_the_cheapest_of_all_places(problem: Problem) -> None:
    *known, new = problem.visits
    able = able_shifts(problem)
    routes: dict[str, Route] = {}
    for visit in known:
        found = cheapest_insertion(problem, routes, visit, able[visit.key])
        routes.update({} if found is None else {each.shift: each for each in found.routes})

    insertion = cheapest_insertion(problem, routes, new, able[new.key])

    now = costs_of(problem, tuple(routes.values()), ()).total
    extras = []
    for shift in able[new.key]:
        order = visits_of(problem, routes.get(shift.key))
        for at in range(len(order) + 1):
            changed = jointly_timed(problem, {shift.key: (*order[:at], new, *order[at:])}, routes)
            if changed is not None:
                then = tuple({**routes, **changed}.values())
                extras.append(costs_of(problem, then, ()).total - now)
    best = min(extras, default=None)
    assert (None if insertion is None else insertion.extra) == pytest.approx(best)
