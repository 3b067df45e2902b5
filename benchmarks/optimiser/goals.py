"""What the project promises to reach: geometric means of cost ratio, own ÷ peer, with the floor that was measured before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LUNCH: Final = frozenset({"technicians"})
NO_LUNCH: Final = frozenset({"technicians without lunch"})
VRPTW: Final = frozenset({"solomon", "homberger 200", "homberger 400"})
EVERYTHING: Final = LUNCH | NO_LUNCH | VRPTW | {"city"}
LARGE: Final = 400
"""Visits from which an instance counts as large."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One promised ratio.

    Attributes:
        label: what is compared.
        families: whose instances count.
        peer: name of the solver.
        seconds: time limit.
        floor: what a first prototype reached; None if it was not measured.
        goal: what is wanted.
        smallest: visits that an instance must have.
    """

    label: str
    families: frozenset[str]
    peer: str
    seconds: float
    floor: float | None
    goal: float
    smallest: int = 0


GOALS: Final = (
    Goal("technician routing with lunch", LUNCH, "ortools-tuned", 10, 0.63, 0.60),
    Goal("technician routing with lunch", LUNCH, "vroom", 10, 0.86, 0.85),
    Goal("the same from 400 visits", LUNCH, "vroom", 10, 0.80, 0.78, LARGE),
    Goal("technician routing without lunch", NO_LUNCH, "pyvrp", 10, 0.86, 0.85),
    Goal("time windows only (Solomon, Homberger)", VRPTW, "pyvrp", 10, 0.998, 0.997),
    Goal("time windows only (Solomon, Homberger)", VRPTW, "vroom", 10, 0.98, 0.98),
    Goal("the first second, all kinds", EVERYTHING, "vroom", 1, None, 1.00),
)

SOLOMON_GAP: Final = 0.35
"""Per cent above the best known distance at 10 s that is wanted; a first prototype reached 0.38."""

SOLOMON_FLOOR: Final = 0.38

OVERTAKING: Final = 0.3
"""CPU seconds in which 250 visits are to be planned better than VROOM ever plans them."""
