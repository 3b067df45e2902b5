"""Road tables that come with the package: measured driving between the places of a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np

from scheduling import KnownRoads, learned_scale

SHIPPED_TABLES: Final = {"liechtenstein": "demo/data/matrix_301_osrm.npz"}
"""Road tables that come with the package, by the name that a territory gives."""


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
