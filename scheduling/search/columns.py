"""The routes that threads kept on their way, as columns for the master."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.search.arrays import Arrays
from scheduling.search.model import CLASS, GROUP, POOLED, Int64, State
from scheduling.search.pool import LENGTH, PRICE, SHIFT

MOST_COLUMNS: Final = 12_000
"""Routes that the master looks at; the newest ones, found at low temperatures, come first."""


@dataclass(frozen=True, slots=True)
class Column:
    """A route to pick: the shift it was made for, its visits in order, its cost, and starts of linked visits."""

    shift: int
    visits: tuple[int, ...]
    cost: int
    spans: tuple[tuple[int, int, int], ...] = ()
    """Visit, first and last start, for the linked ones among them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The routes one thread kept, oldest first.

    Attributes:
        round: in which they were kept; later ones are newer.
        facts: length, shift and cost, (k, 3) int64.
        stops: visits, as many as the length says, (k, W) int64.
        spans: first and last start of each, (k, W, 2) int64; of no use where nothing is linked.
    """

    round: int
    facts: Int64
    stops: Int64
    spans: Int64

    def column(self, arrays: Arrays, row: int) -> Column:
        """One of the routes."""
        length, shift, cost = (int(self.facts[row, at]) for at in (LENGTH, SHIFT, PRICE))
        visits = tuple(self.stops[row, :length].tolist())
        spans = tuple(
            (visit, int(self.spans[row, at, 0]), int(self.spans[row, at, 1]))
            for at, visit in enumerate(visits)
            if arrays.linked and arrays.model.visits[visit, GROUP] >= 0
        )
        return Column(shift, visits, cost, spans)


def kept_in(state: State, number: int, part: tuple[Int64, Int64] | None = None) -> Kept:
    """What a thread kept in a round, in the numbers of the whole problem.

    Args:
        state: of the thread.
        number: of the round.
        part: the visits and the shifts of the part it searched, if it was one.
    """
    many = int(state.figures[POOLED])
    facts, stops = state.pool_facts[:many].copy(), state.pool_stops[:many].copy()
    if part is not None:
        visits, shifts = part
        facts[:, SHIFT] = shifts[facts[:, SHIFT]]
        stops = visits[stops]
    return Kept(number, facts, stops, state.pool_spans[:many].copy())


def newest(arrays: Arrays, kept: Sequence[Kept]) -> list[Column]:
    """As many columns as the master takes, the newest; of those with one class and the same visits the cheapest."""
    sizes = [len(each.facts) for each in kept]
    owners = np.repeat(np.arange(len(kept)), sizes)
    rows = np.concatenate([np.arange(size) for size in sizes]).astype(np.int64)
    rounds = np.repeat([each.round for each in kept], sizes)
    best: dict[tuple[int, frozenset[int]], Column] = {}
    for at in np.lexsort((rows, rounds))[::-1].tolist():
        column = kept[int(owners[at])].column(arrays, int(rows[at]))
        key = (int(arrays.model.shifts[column.shift, CLASS]), frozenset(column.visits))
        if key not in best or column.cost < best[key].cost:
            best[key] = column
        if len(best) == MOST_COLUMNS:
            break
    return list(best.values())
