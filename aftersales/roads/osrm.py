"""OSRM inside this process, on a graph that was built before."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from aftersales.roads.answers import nothing, points, whole
from aftersales.roads.engine import Block, EngineDown
from aftersales.roads.graph import base_of, card_of
from aftersales.roads.places import Columns, FloatArray


class OsrmEngine:
    """The library in this process; while it searches no other thread runs, so it is asked in small tiles."""

    tile: Final = 300
    """300 to 300 takes less than a tenth of a second, in which other threads wait."""

    nearest: Final = 300
    """300 there and back take about 30 ms on two shared cores; in a city they stand within a few kilometres."""

    def __init__(self, folder: Path) -> None:
        """Take the graph of a folder; its files are read with the first question.

        Raises:
            NotReady: the library is not installed, or the folder holds no graph that it can read.
        """
        card = card_of(folder)
        self._base = base_of(folder, card)
        self.version = card.key

    @cached_property
    def _osrm(self) -> Any:
        library = import_module("osrm")
        try:
            return library, library.OSRM(
                storage_config=str(self._base.with_suffix(".osrm")),
                algorithm="CH",
                use_shared_memory=False,
                max_locations_distance_table=-1,
            )
        except RuntimeError as error:
            raise EngineDown from error

    def block(self, sources: Columns, destinations: Columns) -> Block:
        """All pairs; the library moves a place to its road over any distance, so that distance comes along.

        Raises:
            EngineDown: the graph cannot be read, or the library refuses.
        """
        library, engine = self._osrm
        rows, columns = len(sources.rows), len(destinations.rows)
        if not rows or not columns:
            return nothing(rows, columns)
        question = library.TableParameters(
            coordinates=points(sources, destinations),
            sources=list(range(rows)),
            destinations=list(range(rows, rows + columns)),
            annotations=["duration", "distance"],
            generate_hints=False,
        )
        try:
            answer = engine.Table(question)
        except RuntimeError as error:
            raise EngineDown from error
        return Block(
            whole(answer["durations"]),
            whole(answer["distances"]),
            _snaps(answer["sources"]),
            _snaps(answer["destinations"]),
        )


def _snaps(waypoints: Any) -> FloatArray:
    return np.array([waypoint["distance"] for waypoint in waypoints], float)
