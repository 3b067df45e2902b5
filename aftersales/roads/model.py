"""The travel model everywhere, and a road table between the places that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from aftersales.roads.places import NO_ROW, IntArray, IntMatrix, Place, Reach, Row, columns_of
from aftersales.roads.tables import road_table
from scheduling import PowerLaw, Travel, crow_km, travel_between


class ModelRoads:
    """The travel model everywhere, and a shipped road table between the places it holds."""

    version: Final = "model"

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs: the table where both ends are in it, else the model."""
        return travel_between(
            [place.latitude for place in places],
            [place.longitude for place in places],
            model=PowerLaw(scale),
            known=None if table is None else road_table(table).roads,
            rows=[place.road_row for place in places] if table is not None else None,
        )

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        """Driving to one place and back, the same numbers as in the matrix of `between`."""
        columns = columns_of(places)
        km = crow_km(columns.latitudes, columns.longitudes, place.latitude, place.longitude)
        modelled = PowerLaw(scale).seconds(km).astype(np.int64)
        if table is None or place.road_row is None:
            return Row(to=modelled, back=modelled.copy())
        known = road_table(table).roads.seconds
        return Row(
            to=_known_or(modelled, known[:, place.road_row], columns.rows),
            back=_known_or(modelled, known[place.road_row], columns.rows),
        )

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        """Driving along each way, the same numbers as beside the diagonal of the matrix of `between`."""
        start = columns_of([place for way in ways for place in way[:-1]])
        end = columns_of([place for way in ways for place in way[1:]])
        km = crow_km(start.latitudes, start.longitudes, end.latitudes, end.longitudes)
        seconds = PowerLaw(scale).seconds(km).astype(np.int64)
        if table is not None:
            known = road_table(table).roads.seconds[start.rows, end.rows]
            is_known = (start.rows != NO_ROW) & (end.rows != NO_ROW) & (known >= 0)
            seconds = np.where(is_known, known, seconds)
        ends = np.cumsum([max(len(way) - 1, 0) for way in ways])
        return np.split(seconds, ends)[: len(ways)]

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:  # noqa: ARG002 - it knows no roads
        """Nothing: the model knows distances, and a table its own places only."""
        return Reach()


def _known_or(modelled: IntArray, known: IntMatrix, rows: IntArray) -> IntArray:
    """What a line of the table says for each place, shape (n,), and the model where it says nothing."""
    line = np.append(known, NO_ROW).astype(np.int64)[
        rows
    ]  # NO_ROW picks the last, which says nothing
    return np.where(line >= 0, line, modelled)
