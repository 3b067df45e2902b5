"""The day on a map: each technician's way from stop to stop, with stops that do not hide each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from web.pages.backdrop import Backdrop, backdrop_in
from web.pages.crowd import RADIUS, apart, readable
from web.pages.frame import WIDTH, Frame, Point, frame_of

COARSE: Final = (0.005, 0.0075)
"""Degrees of latitude and longitude to which a buyer's place is rounded: about 550 metres."""

NEIGHBOURHOOD_KM: Final = 0.7
"""Radius of the disc that a buyer's page shows: the place lies inside, but nobody knows where."""

AROUND: Final = 0.012
"""Degrees shown around that disc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFact:
    """A stop to be drawn: its label, such as “A3”, and the words of its tooltip."""

    place: Point
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFact:
    """A technician's way: the number of its colour, where it begins and ends, and its stops."""

    colour: int
    start: Point | None
    stops: tuple[StopFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A stop as it is drawn; the thread leads to its true place if it was pushed aside."""

    x: float
    y: float
    true_x: float
    true_y: float
    is_aside: bool
    colour: int
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMap:
    """Everything that the template draws."""

    width: float
    height: float
    backdrop: Backdrop | None
    ways: tuple[tuple[int, str], ...]
    depots: tuple[Point, ...]
    discs: tuple[Disc, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMap:
    """A neighbourhood: the disc in which a place lies."""

    width: float
    height: float
    backdrop: Backdrop
    x: float
    y: float
    radius: float


def day_map(routes: Sequence[RouteFact], table: str | None) -> DayMap | None:
    """The routes of a day as they are drawn; nothing if there is no place to show."""
    starts = sorted({route.start for route in routes if route.start is not None})
    places = [*starts, *(stop.place for route in routes for stop in route.stops)]
    if not places:
        return None
    frame = frame_of(places)
    depots = [frame.at(*start) for start in starts]
    discs = _discs(routes, frame, depots)
    backdrop = backdrop_in(table, frame)
    if backdrop is not None:
        marks = [*depots, *((disc.x, disc.y) for disc in discs)]
        backdrop = replace(backdrop, names=readable(backdrop.names, marks))
    return DayMap(
        width=WIDTH,
        height=frame.height,
        backdrop=backdrop,
        ways=tuple((route.colour, _way(route, frame)) for route in routes if route.stops),
        depots=tuple(map(_rounded, depots)),
        discs=discs,
    )


def area_map(latitude: float, longitude: float, table: str | None) -> AreaMap | None:
    """The neighbourhood of a place, rounded so that the place itself stays private."""
    middle = (
        round(round(latitude / COARSE[0]) * COARSE[0], 4),
        round(round(longitude / COARSE[1]) * COARSE[1], 4),
    )
    corners = [(middle[0] + side * AROUND, middle[1] + side * 2 * AROUND) for side in (-1, 1)]
    frame = frame_of(corners, flattest=0.5)
    backdrop = backdrop_in(table, frame)
    if backdrop is None:
        return None
    x, y = _rounded(frame.at(*middle))
    return AreaMap(
        width=WIDTH,
        height=frame.height,
        backdrop=backdrop,
        x=x,
        y=y,
        radius=round(frame.units(NEIGHBOURHOOD_KM), 1),
    )


def _way(route: RouteFact, frame: Frame) -> str:
    places = [stop.place for stop in route.stops]
    if route.start is not None:
        places = [route.start, *places, route.start]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(*place) for place in places))


def _discs(routes: Sequence[RouteFact], frame: Frame, depots: list[Point]) -> tuple[Disc, ...]:
    facts = [(route.colour, stop) for route in routes for stop in route.stops]
    true = [frame.at(*stop.place) for _colour, stop in facts]
    drawn = apart(true, depots, frame)
    return tuple(
        Disc(
            x=round(x, 1),
            y=round(y, 1),
            true_x=round(true_x, 1),
            true_y=round(true_y, 1),
            is_aside=hypot(x - true_x, y - true_y) > RADIUS / 2,
            colour=colour,
            label=stop.label,
            title=stop.title,
        )
        for (colour, stop), (true_x, true_y), (x, y) in zip(facts, true, drawn, strict=True)
    )


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)
