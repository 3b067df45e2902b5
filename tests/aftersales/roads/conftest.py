"""A real road graph, made once a run where the library can be had, and an engine that is ten lines long."""

import os
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from aftersales.roads import Block, Columns, EngineDown
from aftersales.roads.graph import build

EXTRACT = Path(__file__).parents[2] / "data" / "liechtenstein-2021-10-28.osm.pbf"


@pytest.fixture(scope="session")
def library() -> None:
    """The library of road graphs; its wheels are for Python 3.12 and newer, where CI does not do without it."""
    if find_spec("osrm") is None:
        if os.environ.get("CI") == "true" and sys.version_info >= (3, 12):
            pytest.fail("osrm-bindings is not installed, though this Python has wheels of it.")
        pytest.skip("osrm-bindings is not installed; its wheels are for Python 3.12 and newer.")


@pytest.fixture(scope="session")
def graph(library: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of Liechtenstein; whoever changes it builds one of their own."""
    folder = tmp_path_factory.mktemp("roads")
    build(EXTRACT, folder, tell=lambda _step, _line: None)
    return folder


@dataclass
class Grid:
    """An engine whose roads run along a line: a second for each thousandth of a degree east, two going west.

    Points in the far north lie 400 m from its roads, those in the far south on an island.
    """

    version: str = "grid"
    tile: int = 3
    nearest: int = 1000
    is_away: bool = False
    north: float = 48.0
    south: float = 46.0
    asked: list[tuple[int, int]] = field(default_factory=list)

    def block(self, sources: Columns, destinations: Columns) -> Block:
        self.asked.append((len(sources.rows), len(destinations.rows)))
        if self.is_away:
            raise EngineDown
        east = np.rint(1000 * (destinations.longitudes[None, :] - sources.longitudes[:, None]))
        seconds = np.where(east >= 0, east, -2 * east).astype(np.int32)
        apart = (sources.latitudes < self.south)[:, None] != (destinations.latitudes < self.south)[
            None, :
        ]
        return Block(
            np.where(apart, -1, seconds),
            np.where(apart, -1, 10 * seconds),
            np.where(sources.latitudes > self.north, 400.0, 5.0),
            np.where(destinations.latitudes > self.north, 400.0, 5.0),
        )
