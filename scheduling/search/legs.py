"""The legs between all nodes of the search: how long they take and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.problem import Problem
from scheduling.search.model import Float, Int32, Int64
from scheduling.shift import Shift

MOST: Final = 2**31 - 1
"""What a leg may take or cost at most, so that it fits 32 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Visits, starts and ends of shifts as places.

    Attributes:
        problem: the facts.
        shifts: in the order of the search.
        drives: driving seconds between nodes, (N, N).
        metres: metres between nodes, (N, N).
        is_same_place: whether nodes are at one place, (N, N).
    """

    problem: Problem
    shifts: tuple[Shift, ...]
    drives: Int64
    metres: Int64
    is_same_place: np.typing.NDArray[np.bool_]

    @staticmethod
    def of(problem: Problem, shifts: tuple[Shift, ...]) -> Nodes:
        """The nodes of a problem."""
        places = np.array(
            [
                *(visit.place for visit in problem.visits),
                *(shift.start_place for shift in shifts),
                *(shift.end_place for shift in shifts),
            ],
            np.intp,
        )
        pairs = np.ix_(places, places)
        return Nodes(
            problem,
            shifts,
            problem.travel.seconds[pairs].astype(np.int64),
            problem.travel.metres[pairs].astype(np.int64),
            places[:, None] == places[None, :],
        )

    def from_start(self) -> Float:
        """For each visit the seconds from the nearest start of a shift."""
        visits, shifts = len(self.problem.visits), len(self.shifts)
        return np.asarray(self.drives[visits : visits + shifts, :visits].min(axis=0), np.float64)


def time_of_legs(nodes: Nodes) -> Int32:
    """Seconds from the end of work at one node to the first possible start at another, (N, N).

    Set-up at the next place belongs to it, and everything that ends at a visit is rounded up so that work
    starts on the grid.
    """
    problem, shifts = nodes.problem, nodes.shifts
    visits, grid = len(problem.visits), problem.grid
    time = nodes.drives.copy()
    setup = np.array([visit.setup for visit in problem.visits], np.int64)
    time[:, :visits] += np.where(nodes.is_same_place[:, :visits], 0, setup[None, :])
    time[:visits, :visits] = -(-time[:visits, :visits] // grid) * grid
    starts = np.array([shift.span.start for shift in shifts], np.int64)[:, None]
    rows = slice(visits, visits + len(shifts))
    time[rows, :visits] = -(-(time[rows, :visits] + starts) // grid) * grid - starts
    return np.minimum(time, MOST).astype(np.int32)


def cost_of_legs(nodes: Nodes, scale: int) -> tuple[Int32, Sequence[int]]:
    """The cost of every leg for each kind of shift, (kinds, N, N), and the kind of each shift."""
    kinds = list(dict.fromkeys((shift.cost_per_hour, shift.cost_per_km) for shift in nodes.shifts))
    costs = np.empty((len(kinds), *nodes.drives.shape), np.int32)
    for number, (per_hour, per_km) in enumerate(kinds):
        exact = nodes.drives * (per_hour * scale) + nodes.metres * (per_km * scale / 1000)
        costs[number] = np.minimum(np.rint(exact), MOST)
    return costs, [kinds.index((shift.cost_per_hour, shift.cost_per_km)) for shift in nodes.shifts]
