"""What engines take and give: points as longitude and latitude, lists of numbers with gaps."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from aftersales.roads.engine import NO_WAY, Block
from aftersales.roads.places import Columns, IntMatrix


def points(*places: Columns) -> list[tuple[float, float]]:
    """Longitude and latitude of all places, one list after the other."""
    return [
        point
        for each in places
        for point in zip(each.longitudes.tolist(), each.latitudes.tolist(), strict=True)
    ]


def whole(lines: Iterable[Iterable[float | None]]) -> IntMatrix:
    """Rounded numbers, with `NO_WAY` where there is none."""
    numbers: npt.NDArray[np.float64] = np.array([list(line) for line in lines], float)
    return np.where(np.isnan(numbers), NO_WAY, np.rint(numbers)).astype(np.int32)


def nothing(rows: int, columns: int) -> Block:
    """The block of a question without places on one side."""
    empty = np.zeros((rows, columns), np.int32)
    return Block(empty, empty, np.full(rows, np.nan), np.full(columns, np.nan))
