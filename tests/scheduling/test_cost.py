"""The cost of a plan: every term alone, and all of them together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.check import violations
from scheduling.cost import (
    MANDATORY,
    Costs,
    costs_of,
    fair_shares,
    prize_of,
    route_costs,
    sum_of,
    work_of,
)
from scheduling.mending import mended
from scheduling.problem import Prices, Problem
from scheduling.shift import Shift
from scheduling.visit import Published, TimeWindow, Visit
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, lunch, shift, timed, visit
from tests.scheduling.small_problems import small_problems

law = settings(derandomize=True, deadline=None, max_examples=60)

ONE = visit("a", 1, 60, ALL_DAY)
START = 8 * HOUR + 600


def costs(of_shift: dict[str, object], of_visit: dict[str, object]) -> Costs:
    """What a day costs with one visit ten minutes away."""
    worker: Shift = replace(shift(), **of_shift)  # type: ignore[arg-type]  # any field
    one: Visit = replace(ONE, **of_visit)  # type: ignore[arg-type]  # any field
    problem = Problem(visits=(one,), shifts=(worker,), travel=line(0, 10))
    route = timed(worker, (one,), line(0, 10))
    assert route is not None
    assert route.stops[0].start == START
    return route_costs(problem, route)


def told(technician: str = "t", day: int = 0, start: int = START) -> Published:
    return Published(technician=technician, day=day, window=TimeWindow(start - 600, start))


@pytest.mark.parametrize(
    ("of_shift", "of_visit", "expected"),
    [
        ({}, {}, Costs(driving=1200)),
        ({"cost_per_hour": 1.5}, {}, Costs(driving=1800)),
        ({"cost_per_hour": 0.0, "cost_per_km": 0.25}, {}, Costs(distance=5)),
        ({"fixed_cost": 99.5}, {}, Costs(driving=1200, fixed=99.5)),
        (
            {"span": TimeWindow(8 * HOUR, 9 * HOUR), "overtime": HOUR, "overtime_cost": 2.0},
            {},
            Costs(driving=1200, overtime=2400),
        ),
        ({}, {"preferred": frozenset({"u"})}, Costs(driving=1200, not_preferred=600)),
        ({}, {"preferred": frozenset({"u", "t"})}, Costs(driving=1200)),
        ({}, {"due": START - 100, "lateness_cost": 0.5}, Costs(driving=1200, lateness=50)),
        ({}, {"due": START, "lateness_cost": 0.5}, Costs(driving=1200)),
        (
            {},
            {"wish": TimeWindow(0, START - 100), "wish_cost": 0.5},
            Costs(driving=1200, wishes=50),
        ),
        ({}, {"wish": TimeWindow(0, START), "wish_cost": 0.5}, Costs(driving=1200)),
        ({}, {"published": told()}, Costs(driving=1200)),
        ({}, {"published": told("u")}, Costs(driving=1200, changes=600)),
        ({}, {"published": told("u", day=1)}, Costs(driving=1200, changes=6000)),
        ({}, {"published": told(day=1, start=9999)}, Costs(driving=1200, changes=5400)),
        ({}, {"published": told(start=START - 1)}, Costs(driving=1200, changes=2700)),
    ],
)
def test_route_costs_name_every_term(
    of_shift: dict[str, object], of_visit: dict[str, object], expected: Costs
) -> None:
    assert costs(of_shift, of_visit) == expected


def test_a_start_before_the_wish_costs_as_much_as_one_after_it() -> None:
    early = replace(
        ONE, windows=(TimeWindow(0, START),), wish=TimeWindow(START + 60, START + 90), wish_cost=2.0
    )
    problem = Problem(visits=(early,), shifts=(shift(),), travel=line(0, 10))
    route = timed(shift(), (early,), line(0, 10))
    assert route is not None

    assert route_costs(problem, route).wishes == 120


def test_costs_of_a_plan_add_prizes_and_imbalance() -> None:
    """Of three hours of work each falls two to t, who has lunch, and one to u by their hours on duty."""
    workers = (
        replace(shift(8 * HOUR, 16 * HOUR + 1800, lunch(12 * HOUR, 13 * HOUR))),
        replace(shift(8 * HOUR, 12 * HOUR), key="other", technician="u"),
    )
    visits = tuple(
        replace(ONE, key=key, prize=prize) for key, prize in zip("abc", (1, 2, None), strict=True)
    )
    problem = Problem(
        visits=visits, shifts=workers, travel=line(0, 10), prices=Prices(imbalance=0.5)
    )
    both = timed(workers[1], visits[:2], line(0, 10))
    assert both is not None

    plan = costs_of(problem, (both,), visits[2:])

    assert fair_shares(problem) == {"t": 2 * HOUR, "u": HOUR}
    assert work_of(problem, (both, replace(both, stops=both.stops[:1]))) == {"u": 3 * HOUR}
    assert plan == Costs(driving=1200, unplanned=MANDATORY, imbalance=0.5 * HOUR)
    assert plan.total == 1200 + MANDATORY + 1800
    assert [prize_of(each) for each in visits] == [1, 2, MANDATORY]
    assert costs_of(problem, (), visits[:2]) == Costs(unplanned=3)


def test_sum_of_costs_adds_term_by_term() -> None:
    assert sum_of([Costs(driving=1, fixed=2), Costs(driving=3, lateness=4)]) == Costs(
        driving=4, fixed=2, lateness=4
    )
    assert list(Costs().terms()) == [
        "driving",
        "distance",
        "fixed",
        "overtime",
        "unplanned",
        "not_preferred",
        "lateness",
        "wishes",
        "changes",
        "imbalance",
    ]


@law
@given(small_problems())
def test_the_cost_of_every_plan_is_the_one_the_checker_finds(problem: Problem) -> None:
    plan = mended(problem, {})

    left_out = [problem.visit_by_key[each.visit] for each in plan.unplanned]
    assert plan.cost == costs_of(problem, plan.routes, left_out).total
    assert violations(problem, plan) == ()
