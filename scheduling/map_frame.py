"""Where things stand on a drawn map: the projection, its frame, and signs pushed apart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.picture import DayPicture, Position

Points = npt.NDArray[np.float64]

KM_NORTH: Final = 110.574
"""Kilometres in a degree of latitude."""
KM_EAST: Final = 111.320
"""Kilometres in a degree of longitude at the equator."""
ROUNDS: Final = 400
"""Rounds of pushing signs apart; a few hundred stops settle well before."""
GOLDEN: Final = math.pi * (3 - math.sqrt(5))
"""Angle by which signs of one place are turned from each other, so that they leave in all directions."""

SIDES: Final = np.array(
    (
        *((0, 0), (1.2, 0), (-1.2, 0), (0, 1.6), (0, -1.6)),
        *((1.8, 0), (-1.8, 0), (0, 2.6), (0, -2.6), (2.5, 0), (-2.5, 0)),
    )
)
"""Where a name may stand, in halves of its size: on its place, then ever farther from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFrame:
    """The piece of the world on the map: its middle, and half its size in kilometres.

    An equirectangular projection, true to scale at the middle latitude.
    """

    lat: float
    lon: float
    half_width: float
    half_height: float

    def at(self, positions: Iterable[Position]) -> Points:
        """Kilometres east and north of the middle, shape (n, 2)."""
        degrees = np.array(tuple(positions), dtype=np.float64).reshape(-1, 2)
        east = (degrees[:, 1] - self.lon) * KM_EAST * math.cos(math.radians(self.lat))
        return np.column_stack((east, (degrees[:, 0] - self.lat) * KM_NORTH))

    def holds(self, x: float, y: float) -> bool:
        """Whether a point in kilometres lies on the map."""
        return abs(x) < self.half_width and abs(y) < self.half_height


def frame_around(day: DayPicture, *, narrowest: float, widest: float) -> MapFrame:
    """The least frame with all places of the day and air around them; width ÷ height within limits."""
    places = [(point.lat, point.lon) for route in day.routes for point in route.points]
    places += [*day.depots, *day.left_out]
    degrees = np.array(places or [(0.0, 0.0)])
    low, high = degrees.min(axis=0), degrees.max(axis=0)
    lat, lon = ((low + high) / 2).tolist()
    height, width = ((high - low) / 2 * (KM_NORTH, KM_EAST * math.cos(math.radians(lat)))).tolist()
    half_height, half_width = (max(0.5, side) * 1.08 + 0.3 for side in (height, width))
    half_width = max(half_width, half_height * narrowest)
    half_height = max(half_height, half_width / widest)
    return MapFrame(lat=lat, lon=lon, half_width=half_width, half_height=half_height)


def pushed_apart(places: Points, distance: float, fixed: Points) -> Points:
    """The places moved as little as needed to stand `distance` apart from each other and the fixed.

    Each round pushes overlapping pairs apart and draws everything a little towards where it belongs.
    Shapes (n, 2) and (m, 2); all in the same unit.
    """
    count = len(places)
    turns = GOLDEN * np.arange(count)
    settled = places + 0.01 * distance * np.column_stack((np.cos(turns), np.sin(turns)))
    for number in range(ROUNDS):
        everything = np.concatenate((settled, fixed))
        between = settled[:, None, :] - everything[None, :, :]
        gaps = np.maximum(np.hypot(between[..., 0], between[..., 1]), 1e-9)
        overlap = np.maximum(0.0, distance - gaps)
        overlap[np.arange(count), np.arange(count)] = 0.0
        overlap[:, count:] *= 2  # the fixed do not give way: all of it is ours to go
        push = (between / gaps[..., None] * overlap[..., None]).sum(axis=1) * 0.4
        pull = 0.03 if number < ROUNDS * 3 // 4 else 0.0
        settled = settled + push + (places - settled) * pull
    return settled


def clear_place(at: Points, half: Points, taken: Points) -> Points | None:
    """Where a name of half this size stands clear of all taken points: at its place or beside it.

    Shapes (2,), (2,) and (n, 2), all in one unit; none if every place near by is taken.
    """
    for side in SIDES:
        middle: Points = at + side * half
        if not (np.abs(taken - middle) < half).all(axis=1).any():
            return middle
    return None
