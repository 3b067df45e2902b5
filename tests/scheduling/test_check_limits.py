"""The checker on limits: how far a shift drives, how often it stops, what its van holds."""

from __future__ import annotations

from dataclasses import replace

from scheduling.check import violations
from scheduling.problem import Problem
from scheduling.violation import Rule, Violation
from scheduling.visit import Link, LinkKind
from tests.scheduling.good_plan import PLAN, PROBLEM, rules_broken, with_shift


def test_max_driving_refuses_a_route_with_too_much_of_it() -> None:
    assert rules_broken(PLAN, with_shift(max_driving=2700)) == []
    assert violations(with_shift(max_driving=2699), PLAN) == (
        Violation(Rule.MAX_DRIVING, "s", "It drives 2700 seconds, 2699 are allowed."),
    )


def test_max_stops_refuses_a_route_with_too_many() -> None:
    assert rules_broken(PLAN, with_shift(max_stops=2)) == []
    assert violations(with_shift(max_stops=1), PLAN) == (
        Violation(Rule.MAX_STOPS, "s", "It has 2 stops, 1 are allowed."),
    )


def loaded(capacity: tuple[int, ...], *links: Link) -> Problem:
    """A takes 2 along and gives back 4 of the first load, B takes 3 and gives 1; 1 of the second."""
    a, b, c = PROBLEM.visits
    a, b = replace(a, delivery=(2, 0), pickup=(4, 0)), replace(b, delivery=(3, 1), pickup=(1, 0))
    shifts = with_shift(capacity=capacity).shifts
    return replace(PROBLEM, visits=(a, b, c), shifts=shifts, links=links)


def test_capacity_refuses_a_van_that_is_too_small() -> None:
    assert rules_broken(PLAN, loaded((7, 1))) == []
    assert violations(loaded((6, 1)), PLAN) == (
        Violation(Rule.CAPACITY, "s", "Its van carries 7 of load 1 and holds 6."),
    )
    assert violations(loaded((7, 0)), PLAN) == (
        Violation(Rule.CAPACITY, "s", "Its van carries 1 of load 2 and holds 0."),
    )


def test_capacity_counts_what_is_loaded_on_the_way() -> None:
    """B's 3 lie in the van from A on only: 2 at first, 7 after A; without A's pickup it is 3."""
    problem = loaded((3, 1), Link(LinkKind.SAME_SHIFT, "a", "b"))
    a, b, c = problem.visits
    lighter = replace(problem, visits=(replace(a, pickup=()), b, c))

    assert rules_broken(PLAN, problem) == [(Rule.CAPACITY, "s")]
    assert rules_broken(PLAN, lighter) == []
    assert rules_broken(PLAN, replace(lighter, links=())) == [(Rule.CAPACITY, "s")]
