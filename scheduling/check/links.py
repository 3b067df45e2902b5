"""Rules of links: what two visits that depend on each other ask of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.plan import Plan, Stop
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.violation import Rule, Violation
from scheduling.visit import Link, LinkKind


@dataclass(frozen=True, slots=True)
class _Served:
    """Where a visit stands: its shift, its place among the stops, and the stop."""

    shift: Shift
    number: int
    stop: Stop


def together_or_not(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Linked visits are planned together or not at all."""
    planned = {stop.visit for route in plan.routes for stop in route.stops}
    for link in problem.links:
        for key, other in ((link.first, link.second), (link.second, link.first)):
            if key in planned and other not in planned:
                sentence = f"It is planned without {other}, which is linked to it."
                yield Violation(Rule.TOGETHER_OR_NOT, key, sentence)


def same_time(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """Two different shifts start them at the same second."""
    for link, first, second in _both(problem, plan, LinkKind.SAME_TIME):
        if first.shift is second.shift or first.stop.start != second.stop.start:
            sentence = f"Another shift must start it together with {link.first}."
            yield Violation(Rule.SAME_TIME, link.second, sentence)


def before(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """The second starts after the end of the first and the lag between them."""
    for link, first, second in _both(problem, plan, LinkKind.BEFORE):
        if second.stop.start < first.stop.end + link.lag:
            sentence = f"It must start {link.lag} seconds after the end of {link.first} or later."
            yield Violation(Rule.BEFORE, link.second, sentence)


def same_technician(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """One technician serves both."""
    for link, first, second in _both(problem, plan, LinkKind.SAME_TECHNICIAN):
        if first.shift.technician != second.shift.technician:
            sentence = (
                f"Technician {first.shift.technician}, who serves {link.first}, must serve it."
            )
            yield Violation(Rule.SAME_TECHNICIAN, link.second, sentence)


def same_shift(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """One shift serves the first and later the second."""
    for link, first, second in _both(problem, plan, LinkKind.SAME_SHIFT):
        if first.shift is not second.shift or first.number > second.number:
            sentence = f"The shift of {link.first} must serve it, and after it."
            yield Violation(Rule.SAME_SHIFT, link.second, sentence)


def _both(problem: Problem, plan: Plan, kind: LinkKind) -> Iterator[tuple[Link, _Served, _Served]]:
    """The links of one kind whose visits are both planned, on shifts that exist."""
    served = {
        stop.visit: _Served(problem.shift_by_key[route.shift], number, stop)
        for route in plan.routes
        if route.shift in problem.shift_by_key
        for number, stop in enumerate(route.stops)
    }
    for link in problem.links:
        if link.kind is kind and link.first in served and link.second in served:
            yield link, served[link.first], served[link.second]
