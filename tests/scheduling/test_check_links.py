"""The checker on links: each rule of two visits is broken alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.check import violations
from scheduling.plan import Route, Stop
from scheduling.problem import Problem
from scheduling.violation import Rule, Violation
from scheduling.visit import Link, LinkKind, TimeWindow
from tests.scheduling.good_plan import PLAN, PROBLEM, ROUTE, A, C, rules_broken

OTHER = Route(
    shift="other",
    stops=(Stop(visit="b", arrival=12_000, start=12_000, end=13_800, drive=1200),),
    pauses=(),
    start=10_800,
    end=15_000,
    driving=2400,
    metres=40_000,
)
SPLIT = replace(
    PLAN,
    routes=(replace(ROUTE, stops=(A,), driving=1200, metres=20_000), OTHER),
    cost=1200 * 1.5 + 2400 + 5000,
)


def linked(kind: LinkKind, first: str, second: str, lag: int = 0) -> Problem:
    return replace(PROBLEM, links=(Link(kind, first, second, lag),))


@pytest.mark.parametrize(("first", "second"), [("a", "c"), ("c", "a")])
def test_together_or_not_refuses_half_a_link(first: str, second: str) -> None:
    assert violations(linked(LinkKind.BEFORE, first, second), PLAN) == (
        Violation(Rule.TOGETHER_OR_NOT, "a", "It is planned without c, which is linked to it."),
    )


def test_together_or_not_allows_both_visits_left_out() -> None:
    links = (Link(LinkKind.SAME_TIME, "c", "d"),)
    twin = replace(PROBLEM.visits[2], key="d")
    problem = replace(PROBLEM, visits=(*PROBLEM.visits, twin), links=links)
    plan = replace(PLAN, unplanned=(C, replace(C, visit="d")), cost=PLAN.cost + 5000)

    assert rules_broken(plan, problem) == []


def test_same_time_refuses_two_starts() -> None:
    problem = linked(LinkKind.SAME_TIME, "a", "b")

    assert violations(problem, SPLIT) == (
        Violation(Rule.SAME_TIME, "b", "Another shift must start it together with a."),
    )


def test_same_time_accepts_two_shifts_at_one_second_and_refuses_one_shift() -> None:
    a = replace(PROBLEM.visits[0], windows=(TimeWindow(0, 20_000),))
    b = replace(PROBLEM.visits[1], pinned_start=None)
    problem = replace(linked(LinkKind.SAME_TIME, "a", "b"), visits=(a, b, PROBLEM.visits[2]))
    together = replace(OTHER.stops[0], arrival=3600, start=3600, end=5400)
    other = replace(OTHER, stops=(together,), start=2400, end=6600)

    assert rules_broken(replace(SPLIT, routes=(SPLIT.routes[0], other)), problem) == []
    assert rules_broken(PLAN, problem) == [(Rule.SAME_TIME, "b")]


def test_before_refuses_a_second_visit_that_starts_too_soon() -> None:
    assert rules_broken(PLAN, linked(LinkKind.BEFORE, "a", "b", 4800)) == []
    assert rules_broken(SPLIT, linked(LinkKind.BEFORE, "a", "b", 4800)) == []
    assert violations(linked(LinkKind.BEFORE, "a", "b", 4801), SPLIT) == (
        Violation(Rule.BEFORE, "b", "It must start 4801 seconds after the end of a or later."),
    )


def test_same_technician_refuses_another_one() -> None:
    problem = linked(LinkKind.SAME_TECHNICIAN, "a", "b")

    assert rules_broken(PLAN, problem) == []
    assert violations(problem, SPLIT) == (
        Violation(Rule.SAME_TECHNICIAN, "b", "Technician t, who serves a, must serve it."),
    )


def test_same_shift_refuses_another_shift_and_the_wrong_order() -> None:
    assert rules_broken(PLAN, linked(LinkKind.SAME_SHIFT, "a", "b")) == []
    assert rules_broken(SPLIT, linked(LinkKind.SAME_SHIFT, "a", "b")) == [(Rule.SAME_SHIFT, "b")]
    assert violations(linked(LinkKind.SAME_SHIFT, "b", "a"), PLAN) == (
        Violation(Rule.SAME_SHIFT, "a", "The shift of b must serve it, and after it."),
    )


def test_links_leave_shifts_that_are_not_there_to_the_rule_of_keys() -> None:
    stranger = replace(SPLIT, routes=(SPLIT.routes[0], replace(OTHER, shift="x")))

    broken = rules_broken(stranger, linked(LinkKind.SAME_SHIFT, "a", "b"))

    assert broken == [(Rule.KNOWN_KEYS, "x"), (Rule.COST_FIGURE, "plan")]
