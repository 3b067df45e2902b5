"""Rules of moments: when the work of one visit starts, and how long it lasts."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.plan import Stop
from scheduling.problem import Problem
from scheduling.violation import Rule, Violation
from scheduling.visit import Visit


def in_window(visit: Visit, stop: Stop) -> Iterator[Violation]:
    """The work starts inside one of the visit's windows."""
    if not any(window.start <= stop.start <= window.end for window in visit.windows):
        yield Violation(Rule.IN_WINDOW, visit.key, "It starts outside all its windows.")


def not_before(visit: Visit, stop: Stop) -> Iterator[Violation]:
    """The work does not start before what it waits for has come."""
    if stop.start < visit.not_before:
        sentence = f"It starts {visit.not_before - stop.start} seconds before it may."
        yield Violation(Rule.NOT_BEFORE, visit.key, sentence)


def on_grid(problem: Problem, stop: Stop) -> Iterator[Violation]:
    """The work starts on the grid."""
    if stop.start % problem.grid:
        yield Violation(Rule.ON_GRID, stop.visit, "It does not start on the grid.")


def service_length(visit: Visit, stop: Stop) -> Iterator[Violation]:
    """The work lasts as long as the visit needs."""
    if stop.end - stop.start != visit.service:
        yield Violation(Rule.SERVICE_LENGTH, visit.key, "Its work is not as long as it must be.")


def pinned_start(visit: Visit, stop: Stop) -> Iterator[Violation]:
    """A visit with a published start starts then."""
    if visit.pinned_start not in (None, stop.start):
        yield Violation(Rule.PINNED_START, visit.key, "It does not start when it was promised.")
