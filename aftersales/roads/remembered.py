"""Rows that were asked for lately, so that the same address costs nothing when it is asked again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np

from aftersales.roads.places import IntArray, Place, Reach, Roads, Row, columns_of
from scheduling import Travel

ROWS_KEPT: Final = 128
"""Some 60 MB with 28,000 places in each: buyers who look at a few weeks while they decide."""

RowKey = tuple[str, Place, bytes, float, str | None]


class RememberedRoads:
    """Other roads, with the rows asked for lately kept in this process."""

    def __init__(self, roads: Roads, *, rows: int = ROWS_KEPT) -> None:
        """Keep so many rows of `roads`."""
        self._roads = roads
        self._most = rows
        self._lock = Lock()
        self._rows: OrderedDict[RowKey, Row] = OrderedDict()

    @property
    def version(self) -> str:
        """That of the roads behind."""
        return self._roads.version

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs, asked each time: a plan is made of other places every time."""
        return self._roads.between(places, scale=scale, table=table)

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        """Driving to one place and back, from memory if the same was asked lately; not to be written to."""
        key = (self.version, place, columns_of(places).key, scale, table)
        with self._lock:
            if key in self._rows:
                self._rows.move_to_end(key)
                return self._rows[key]
        row = self._roads.row(place, places, scale=scale, table=table)
        kept = Row(_sealed(row.to), _sealed(row.back))
        with self._lock:
            self._rows[key] = kept
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)
        return kept

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        """Driving along each way, asked each time: whoever asks keeps the answer."""
        return self._roads.along(ways, scale=scale, table=table)

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        """Asked each time: a place is kept once."""
        return self._roads.reach(place, depots)


def _sealed(seconds: IntArray) -> IntArray:
    """The same, but a mistake cannot change what others will be told."""
    seconds = np.asarray(seconds)
    seconds.flags.writeable = False
    return seconds
