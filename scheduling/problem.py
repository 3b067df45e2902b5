"""The problem a planner is asked to solve: visits, shifts and the travel between places.

Everything inside is counted in whole seconds from the start of the horizon and in indices into one
list of places; moments, zones and customers stay outside. Service starts and lengths lie on a grid of
`Problem.grid` seconds, so that a technician's occupied time can be kept in whole cells. Travel lies
between the cells and needs no grid of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, Visit

GRID: Final = 300
"""Seconds in one cell of occupied time: planned starts and lengths are multiples of it."""

IntMatrix = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Driving between places: two square int32 matrices [from, to], not necessarily symmetric.

    Attributes:
        seconds: driving time, shape (n, n).
        metres: driving distance, shape (n, n).
    """

    seconds: IntMatrix
    metres: IntMatrix

    def __post_init__(self) -> None:
        shape = self.seconds.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.metres.shape != shape:  # noqa: PLR2004 - a matrix
            raise ValueError(
                f"Travel needs two square matrices of one size, got {shape} and {self.metres.shape}."
            )
        if self.seconds.size and (self.seconds.min() < 0 or self.metres.min() < 0):
            raise ValueError(
                "Travel times and distances must not be negative; an unreachable pair must not reach here."
            )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Travel)
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
        )

    def __hash__(self) -> int:
        return hash((self.seconds.tobytes(), self.metres.tobytes()))

    @property
    def places(self) -> int:
        """How many places the matrices join."""
        return int(self.seconds.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What it costs to disappoint somebody, in units; the defaults are minutes of driving.

    Attributes:
        not_preferred: somebody comes whom the customer did not ask for.
        other_technician: somebody comes whom the customer was not told of.
        other_day: they come on another day than published.
        other_time: they come on the published day, but outside the published window.
        imbalance: for each second that a technician works on site above the fair share of all work.
    """

    not_preferred: float = 10 * 60.0
    other_technician: float = 10 * 60.0
    other_day: float = 90 * 60.0
    other_time: float = 45 * 60.0
    imbalance: float = 0.0

    def __post_init__(self) -> None:
        prices = (self.not_preferred, self.other_technician, self.other_day, self.other_time)
        if not all(0 <= price < inf for price in (*prices, self.imbalance)):
            raise ValueError("Prices must be finite and not negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Visits, shifts and travel, checked against each other; immutable and picklable.

    Attributes:
        visits: what is to be planned.
        shifts: who could do it.
        travel: the drives between all places.
        links: what ties two visits together.
        prices: what disappointments cost.
        grid: seconds; starts and lengths of work and pauses are multiples of it.
    """

    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    travel: Travel
    links: tuple[Link, ...] = ()
    prices: Prices = field(default_factory=Prices)
    grid: int = GRID
    visit_by_key: dict[str, Visit] = field(init=False, repr=False, compare=False)
    shift_by_key: dict[str, Shift] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "visit_by_key", {visit.key: visit for visit in self.visits})
        object.__setattr__(self, "shift_by_key", {shift.key: shift for shift in self.shifts})
        if len(self.visit_by_key) != len(self.visits) or len(self.shift_by_key) != len(self.shifts):
            raise ValueError("Every visit and every shift needs a key of its own.")
        highest = max(_places_of(self), default=-1)
        if highest >= self.travel.places:
            raise ValueError(
                f"Place {highest} is not in the travel matrix of {self.travel.places} places."
            )
        _check_grid(self)
        _check_loads(self)
        for visit in self.visits:
            if visit.pinned_shift is not None and visit.pinned_shift not in self.shift_by_key:
                raise ValueError(
                    f"Visit {visit.key} is pinned to shift {visit.pinned_shift}, which is not there."
                )
        _check_links(self)

    @property
    def loads(self) -> int:
        """How many kinds of load are counted."""
        return len(next((shift.capacity for shift in self.shifts if shift.capacity), ()))


def _places_of(problem: Problem) -> Iterable[int]:
    for visit in problem.visits:
        yield visit.place
    for shift in problem.shifts:
        yield shift.start_place
        yield shift.end_place


def _check_grid(problem: Problem) -> None:
    grid = problem.grid
    if grid < 1:
        raise ValueError(f"The grid is at least one second, not {grid}.")
    for visit in problem.visits:
        if visit.service % grid:
            raise ValueError(f"Visit {visit.key}: service must be a multiple of {grid} seconds.")
        if visit.pinned_start is not None and visit.pinned_start % grid:
            raise ValueError(
                f"Visit {visit.key}: a pinned start must lie on the grid of {grid} seconds."
            )
    for shift in problem.shifts:
        if any(pause.length % grid or pause.window.start % grid for pause in shift.breaks):
            raise ValueError(
                f"Shift {shift.key}: a break's start and length must be multiples of {grid} seconds."
            )


def _check_loads(problem: Problem) -> None:
    for shift in problem.shifts:
        if shift.capacity and len(shift.capacity) != problem.loads:
            raise ValueError(
                f"Shift {shift.key}: its capacity counts {len(shift.capacity)} kinds of load, "
                f"another one {problem.loads}."
            )
    for visit in problem.visits:
        for load in (visit.delivery, visit.pickup):
            if load and problem.loads and len(load) != problem.loads:
                raise ValueError(
                    f"Visit {visit.key}: it counts {len(load)} kinds of load, the vans {problem.loads}."
                )


def _check_links(problem: Problem) -> None:
    later: dict[str, set[str]] = {}
    for link in problem.links:
        for key in (link.first, link.second):
            if key not in problem.visit_by_key:
                raise ValueError(f"A link names visit {key}, which is not there.")
        if link.kind in (LinkKind.BEFORE, LinkKind.SAME_SHIFT):
            later.setdefault(link.first, set()).add(link.second)
    try:
        TopologicalSorter(later).prepare()
    except CycleError as error:
        raise ValueError(
            f"Visits wait for each other in a circle: {', '.join(error.args[1])}."
        ) from error
