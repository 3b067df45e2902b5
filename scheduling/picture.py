"""What a drawn day shows: routes, depots and the pale map behind them, without a word about drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Position = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""


class PointState(StrEnum):
    """How a stop stands at the moment of the picture."""

    PLANNED = "planned"
    DONE = "done"
    LATE = "late"


class LineKind(StrEnum):
    """Classes of lines in the backdrop, the faintest first."""

    RIVER = "river"
    MINOR = "minor"
    MIDDLE = "middle"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPoint:
    """One place of a route; without a number it is no stop: the place where the route begins or ends."""

    lat: float
    lon: float
    number: int | None = None
    state: PointState = PointState.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRoute:
    """One technician's route.

    Attributes:
        label: the technician's name.
        colour: index into the palette; routes of equal index look alike but for their letters.
        points: in order.
        driving: seconds of driving in all.
    """

    label: str
    colour: int
    points: tuple[DrawnPoint, ...]
    driving: int = 0

    @property
    def visits(self) -> int:
        """How many of the points are stops."""
        return sum(point.number is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class BackdropLine:
    """A road or river."""

    kind: LineKind
    points: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The name of a town or village and where it stands."""

    text: str
    at: Position
    is_town: bool = field(kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """The pale map: lines by class, the rings of the country, and names of settlements."""

    lines: tuple[BackdropLine, ...] = ()
    country: tuple[tuple[Position, ...], ...] = ()
    names: tuple[PlaceName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPicture:
    """Everything on one picture.

    Attributes:
        title: one short line, such as the day.
        subtitle: one line beneath it.
        routes: in the order of the legend.
        depots: places drawn as houses.
        left_out: places of visits that no route serves.
        backdrop: the map behind, if there is one.
        attribution: who made the map; always drawn.
    """

    title: str
    routes: tuple[DrawnRoute, ...]
    depots: tuple[Position, ...]
    attribution: str
    subtitle: str = ""
    left_out: tuple[Position, ...] = ()
    backdrop: Backdrop | None = None


class BarKind(StrEnum):
    """What a technician is doing in a piece of a timeline; time that is not drawn is waiting."""

    DRIVING = "driving"
    WORK = "work"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a timeline from one second to another, with a word for those that are work."""

    kind: BarKind
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """What one technician does; the colour is an index into the palette, as in `DrawnRoute`."""

    label: str
    colour: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A Gantt chart: one row for each route, in seconds from any midnight."""

    rows: tuple[TimelineRow, ...]


def backdrop_from(document: Mapping[str, Any]) -> Backdrop:
    """The backdrop in a GeoJSON document (RFC 7946) as `docs/data/make_backdrop.py` writes it."""
    lines: list[BackdropLine] = []
    country: list[tuple[Position, ...]] = []
    names: list[PlaceName] = []
    for feature in document["features"]:
        kind, geometry = feature["properties"]["class"], feature["geometry"]
        match geometry["type"]:
            case "Point":
                lon, lat = geometry["coordinates"]
                name = feature["properties"]["name"]
                names.append(PlaceName(name, (lat, lon), is_town=kind != "village"))
            case "MultiPolygon":
                country += [_positions(polygon[0]) for polygon in geometry["coordinates"]]
            case _:
                parts = geometry["coordinates"]
                lines += [BackdropLine(LineKind(kind), _positions(part)) for part in parts]
    return Backdrop(lines=tuple(lines), country=tuple(country), names=tuple(names))


def _positions(coordinates: list[list[float]]) -> tuple[Position, ...]:
    """GeoJSON's longitude and latitude the other way round."""
    return tuple((lat, lon) for lon, lat in coordinates)
