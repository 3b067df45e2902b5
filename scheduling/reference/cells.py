"""The problem in whole cells of time, as the routing model counts it.

Work starts and lasts on the grid, so between two visits a drive rounded up to whole cells is exact. The
drives from and to a shift's own places take in the part of a cell at which its span begins or ends, which is
why every shift has two nodes of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduling.groups import groups_of
from scheduling.limits import fits_alone, may_serve
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.timing import starts_of
from scheduling.visit import Visit

Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of the routing model: visits, then the starts of all shifts, then their ends.

    Attributes:
        problem: where they come from.
        visits: those that some shift could serve at all, in the order of their nodes.
    """

    problem: Problem
    visits: tuple[Visit, ...]

    @property
    def count(self) -> int:
        """How many nodes there are in all."""
        return len(self.visits) + 2 * len(self.problem.shifts)

    @property
    def starts(self) -> range:
        """The nodes at which the shifts start."""
        return range(len(self.visits), len(self.visits) + len(self.problem.shifts))

    @property
    def ends(self) -> range:
        """The nodes at which the shifts end."""
        return range(len(self.visits) + len(self.problem.shifts), self.count)

    def places(self) -> list[int]:
        """The place of every node."""
        shifts = self.problem.shifts
        return [
            *(visit.place for visit in self.visits),
            *(shift.start_place for shift in shifts),
            *(shift.end_place for shift in shifts),
        ]

    def between(self, matrix: npt.NDArray[np.int32]) -> Matrix:
        """What a matrix over places says between all nodes; an unused shift drives nowhere."""
        places = self.places()
        values: Matrix = matrix[np.ix_(places, places)].astype(np.int64)
        values[self.starts, self.ends] = 0
        return values


@dataclass(frozen=True, slots=True)
class Horizon:
    """Cells of `grid` seconds from the earliest start of all shifts to their latest end.

    Attributes:
        grid: seconds in a cell.
        origin: number of the first cell, counted from second 0.
        last: number of the last cell, counted from the first.
    """

    grid: int
    origin: int
    last: int

    def before(self, second: int) -> int:
        """The cell that begins at this second or before."""
        return second // self.grid - self.origin

    def after(self, second: int) -> int:
        """The cell that begins at this second or after."""
        return -(-second // self.grid) - self.origin

    def second(self, cell: int) -> int:
        """The second at which a cell begins."""
        return (cell + self.origin) * self.grid


def horizon_of(problem: Problem) -> Horizon:
    """The cells that cover all shifts, of which there is at least one."""
    origin = min(shift.span.start for shift in problem.shifts) // problem.grid
    last = max(-(-shift.latest_end // problem.grid) for shift in problem.shifts)
    return Horizon(problem.grid, origin, last - origin)


def cells_between(nodes: Nodes, horizon: Horizon) -> Matrix:
    """Cells from the start of work at one node to that at the next: work, drive and setup."""
    problem, visits, grid = nodes.problem, nodes.visits, horizon.grid
    places = np.array(nodes.places())
    seconds = nodes.between(problem.travel.seconds)
    setups = np.array([visit.setup for visit in visits], dtype=np.int64)
    moved = places[:, None] != places[None, : len(visits)]
    seconds[:, : len(visits)] += moved * setups[None, :]
    for start, end, shift in zip(nodes.starts, nodes.ends, problem.shifts, strict=True):
        seconds[start, :] += shift.span.start % grid
        seconds[:, end] += -shift.latest_end % grid
        seconds[start, end] = 0
    cells: Matrix = -(-seconds // grid)
    cells[: len(visits)] += np.array([visit.service // grid for visit in visits])[:, None]
    return cells


def start_cells(problem: Problem, visit: Visit, horizon: Horizon) -> list[tuple[int, int]]:
    """First and last cell of every span of time in which the visit may start while anybody works."""
    spans = [
        (max(0, horizon.before(first)), min(horizon.last, horizon.before(last)))
        for first, last in starts_of(problem, visit)
    ]
    return [(first, last) for first, last in spans if first <= last]


def able_shifts(problem: Problem, visit: Visit) -> tuple[int, ...]:
    """Positions of the shifts that may serve the visit and work at a time when it may start."""
    return tuple(
        at
        for at, shift in enumerate(problem.shifts)
        if may_serve(shift, visit)
        and fits_alone(shift, visit)
        and _is_on_duty(problem, shift, visit)
    )


def _is_on_duty(problem: Problem, shift: Shift, visit: Visit) -> bool:
    return any(
        first <= shift.latest_end - visit.service and last >= shift.span.start
        for first, last in starts_of(problem, visit)
    )


def nodes_of(problem: Problem, able: Mapping[str, Sequence[int]], order: Sequence[int]) -> Nodes:
    """The nodes for all visits that can be served with all that they are linked to, in this order."""
    possible = {
        visit.key
        for group in groups_of(problem)
        if all(able[member.key] for member in group)
        for visit in group
    }
    visits = (problem.visits[at] for at in order)
    return Nodes(problem, tuple(visit for visit in visits if visit.key in possible))
