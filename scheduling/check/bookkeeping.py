"""Rules of bookkeeping: everything that a plan names exists, and nothing is lost or counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.violation import Rule, Violation


def known_keys(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Every visit and shift named in a plan exists in the problem."""
    for route in plan.routes:
        if route.shift not in problem.shift_by_key:
            yield Violation(Rule.KNOWN_KEYS, route.shift, "The problem has no such shift.")
    named = [stop.visit for route in plan.routes for stop in route.stops]
    for key in named + [left_out.visit for left_out in plan.unplanned]:
        if key not in problem.visit_by_key:
            yield Violation(Rule.KNOWN_KEYS, key, "The problem has no such visit.")


def each_visit_once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Every visit of the problem is planned or explained, exactly once."""
    times = Counter(stop.visit for route in plan.routes for stop in route.stops)
    times.update(left_out.visit for left_out in plan.unplanned)
    for visit in problem.visits:
        if times[visit.key] != 1:
            sentence = f"It is planned or explained {times[visit.key]} times instead of once."
            yield Violation(Rule.EACH_VISIT_ONCE, visit.key, sentence)


def one_route_per_shift(plan: Plan) -> Iterator[Violation]:
    """A shift has at most one route."""
    for shift, times in Counter(route.shift for route in plan.routes).items():
        if times > 1:
            yield Violation(Rule.ONE_ROUTE_PER_SHIFT, shift, f"It has {times} routes.")


def no_empty_route(plan: Plan) -> Iterator[Violation]:
    """An unused shift has no route."""
    for route in plan.routes:
        if not route.stops:
            yield Violation(Rule.NO_EMPTY_ROUTE, route.shift, "Its route serves nobody.")
