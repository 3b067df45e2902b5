"""Roads: driving between places, from a known table where it has them, else from the travel model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final, Protocol

import numpy as np

from scheduling import KnownRoads, PowerLaw, Travel, learned_scale, travel_between

SHIPPED_TABLES: Final = {"liechtenstein": "demo/data/matrix_301_osrm.npz"}
"""Road tables that come with the package, by the name that a territory gives."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS 84 degrees, with its row in the territory's road table if it has one."""

    latitude: float
    longitude: float
    road_row: int | None = None


class Roads(Protocol):
    """Something that knows how long it takes from place to place."""

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs of places; `scale` multiplies the travel model."""
        ...


class ModelRoads:
    """The travel model everywhere, and a shipped road table between the places it holds."""

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs: the table where both ends are in it, else the model."""
        return travel_between(
            [place.latitude for place in places],
            [place.longitude for place in places],
            model=PowerLaw(scale),
            known=None if table is None else road_table(table).roads,
            rows=[place.road_row for place in places] if table is not None else None,
        )


@dataclass(frozen=True, slots=True)
class RoadTable:
    """A measured matrix with the places of its rows, degrees, shape (n,)."""

    roads: KnownRoads
    latitudes: np.ndarray
    longitudes: np.ndarray

    def scale(self) -> tuple[float, int]:
        """What the travel model must be multiplied by here, and from how many trips that is known."""
        rows = len(self.latitudes)
        return (
            learned_scale(self.roads.seconds, self.latitudes, self.longitudes),
            rows * (rows - 1),
        )


@lru_cache(maxsize=4)
def road_table(name: str) -> RoadTable:
    """A shipped road table, read once a process.

    Raises:
        ValueError: the package ships no table of that name.
    """
    if name not in SHIPPED_TABLES:
        raise ValueError(f"There is no road table called {name}.")
    with as_file(files("aftersales") / SHIPPED_TABLES[name]) as path, np.load(path) as stored:
        roads = KnownRoads(seconds=stored["seconds"], metres=stored["metres"])
        return RoadTable(roads, stored["lat"].astype(float), stored["lon"].astype(float))
