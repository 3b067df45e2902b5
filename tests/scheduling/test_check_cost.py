"""The checker on the cost figure: every term of it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.cost import MANDATORY
from scheduling.problem import Prices
from scheduling.shift import Break
from scheduling.violation import Rule
from scheduling.visit import Published, TimeWindow
from tests.scheduling.good_plan import PLAN, PROBLEM, rules_broken, with_shift, with_visit


def test_cost_figure_refuses_a_wrong_cost() -> None:
    assert rules_broken(replace(PLAN, cost=PLAN.cost + 1)) == [(Rule.COST_FIGURE, "plan")]


@pytest.mark.parametrize(
    ("changes", "units"),
    [
        ({"cost_per_hour": 2.0}, 0.5 * 2700),
        ({"cost_per_km": 3.0}, 3 * 45),
        ({"fixed_cost": 900.0}, 900),
        ({"span": TimeWindow(0, 14_000), "overtime": 1000, "overtime_cost": 0.5}, 500),
    ],
)
def test_cost_figure_counts_what_the_shift_costs(changes: dict[str, object], units: float) -> None:
    breaks = (Break(window=TimeWindow(7200, 9000), length=1800),)
    problem = with_shift(**changes, breaks=breaks)

    assert rules_broken(PLAN, problem) == [(Rule.COST_FIGURE, "plan")]
    assert rules_broken(replace(PLAN, cost=PLAN.cost + units), problem) == []


def told(technician: str, day: int, *window: int) -> Published:
    return Published(technician=technician, day=day, window=TimeWindow(*window))


@pytest.mark.parametrize(
    ("changes", "units"),
    [
        ({"preferred": frozenset({"u"})}, 600),
        ({"preferred": frozenset({"u", "t"})}, 0),
        ({"due": 11_900, "lateness_cost": 2.0}, 200),
        ({"due": 12_000, "lateness_cost": 2.0}, 0),
        ({"wish": TimeWindow(12_060, 13_000), "wish_cost": 0.5}, 30),
        ({"wish": TimeWindow(0, 11_960), "wish_cost": 0.5}, 20),
        ({"wish": TimeWindow(0, 12_000), "wish_cost": 0.5}, 0),
        ({"published": told("t", 0, 12_000, 12_000)}, 0),
        ({"published": told("u", 0, 12_000, 12_000)}, 600),
        ({"published": told("t", 0, 12_001, 12_600)}, 2700),
        ({"published": told("t", 1, 0, 600)}, 5400),
        ({"published": told("u", 1, 0, 600)}, 6000),
    ],
)
def test_cost_figure_counts_disappointments(changes: dict[str, object], units: float) -> None:
    problem = with_visit("b", **changes)

    assert rules_broken(replace(PLAN, cost=PLAN.cost + units), problem) == []
    if units:
        assert rules_broken(PLAN, problem) == [(Rule.COST_FIGURE, "plan")]


def test_cost_figure_counts_a_mandatory_visit_left_out() -> None:
    problem = with_visit("c", prize=None)

    assert rules_broken(PLAN, problem) == [(Rule.COST_FIGURE, "plan")]
    assert rules_broken(replace(PLAN, cost=2700 * 1.5 + MANDATORY), problem) == []


def test_cost_figure_counts_work_above_the_fair_share() -> None:
    """All work is 7,200 s; t has 18,200 s of 38,200 s on duty and works 5,400 s."""
    problem = replace(PROBLEM, prices=Prices(imbalance=2.0))

    above = 5400 - 7200 * 18_200 / 38_200
    assert rules_broken(PLAN, problem) == [(Rule.COST_FIGURE, "plan")]
    assert rules_broken(replace(PLAN, cost=PLAN.cost + 2 * above), problem) == []
