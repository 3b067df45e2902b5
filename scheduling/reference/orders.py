"""What the reference engine answers: who serves whom in which order, and what links leave of the times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.visit import TimeWindow


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of visits of a whole plan; `timed_route` with the spans gives each its exact times.

    Attributes:
        visits: for every shift of the problem the keys of its visits, in order of service.
        spans: by key of a linked visit, when it may start, so that every route may be timed by itself.
    """

    visits: Mapping[str, tuple[str, ...]]
    spans: Mapping[str, TimeWindow]


@dataclass(frozen=True, slots=True)
class Found:
    """A solution seen on the way, better than all before.

    Attributes:
        cost: units, by the prices that the engine knows.
        left_out: visits of the problem that it leaves out.
        solutions: solutions seen so far.
    """

    cost: float
    left_out: int
    solutions: int
