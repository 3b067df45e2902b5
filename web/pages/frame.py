"""From degrees to the units of a drawing: a flat map, good to a hair's breadth within a territory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians
from typing import Final

WIDTH: Final = 480.0
"""Units across every map; on a phone a unit is three quarters of a pixel."""

KM_PER_DEGREE: Final = 111.2
"""Kilometres in one degree of latitude."""

LEAST_KM: Final = 3.0
"""A map never shows less than this across, so that one stop still stands among its roads."""

MARGIN: Final = 1.16
"""How much wider the map is than what stands on it, so that no mark is cut."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The piece of the world that a map shows; `height` is in units, the width is `WIDTH`."""

    west: float
    north: float
    units_east: float
    units_south: float
    height: float

    def at(self, latitude: float, longitude: float) -> Point:
        """Where a place stands in the drawing: units from its left and upper edge."""
        return (longitude - self.west) * self.units_east, (self.north - latitude) * self.units_south

    def units(self, km: float) -> float:
        """How long a distance is in the drawing."""
        return km * self.units_south / KM_PER_DEGREE


def frame_of(places: Collection[Point], *, flattest: float = 0.75, tallest: float = 1.75) -> Frame:
    """The frame around some places, latitude first; its height is between these shares of its width."""
    south, north = min(place[0] for place in places), max(place[0] for place in places)
    west, east = min(place[1] for place in places), max(place[1] for place in places)
    latitude, longitude = (south + north) / 2, (west + east) / 2
    km_east = KM_PER_DEGREE * cos(radians(latitude))
    across = max((east - west) * km_east * MARGIN, LEAST_KM)
    down = max((north - south) * KM_PER_DEGREE * MARGIN, across * flattest)
    across = max(across, down / tallest)
    units = WIDTH / across
    return Frame(
        west=longitude - across / km_east / 2,
        north=latitude + down / KM_PER_DEGREE / 2,
        units_east=units * km_east,
        units_south=units * KM_PER_DEGREE,
        height=round(units * down, 1),
    )
