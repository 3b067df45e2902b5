"""The pale map behind routes: shipped GeoJSON (RFC 7946, longitude first) as paths of a drawing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from web.pages.frame import WIDTH, Frame, Point

SHIPPED: Final = {"liechtenstein": "demo/data/backdrop.json"}
"""Backdrops that come with the package, by the name of the territory's road table."""

LAYERS: Final = ("country", "river", "minor", "middle", "major")
"""What is drawn, the lowest first."""

SETTLEMENTS: Final = ("town", "village")
"""Whose names are written, the larger first."""

LETTER: Final = 7.2
LINE: Final = 17.0
"""Units that one letter takes across and one name takes down."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a settlement where it is written."""

    x: float
    y: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind the routes: a path for each layer, names, and whom it is owed to."""

    layers: tuple[tuple[str, str], ...]
    names: tuple[Name, ...]
    attribution: str


@lru_cache(maxsize=64)
def backdrop_in(table: str | None, frame: Frame) -> Backdrop | None:
    """The backdrop of a road table in a frame; none if the package ships none."""
    if table not in SHIPPED:
        return None
    document = _document(table)
    lines: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    names: dict[str, list[tuple[Point, str]]] = {kind: [] for kind in SETTLEMENTS}
    for feature in document["features"]:
        kind = feature["properties"]["class"]
        if kind in names:
            longitude, latitude = feature["geometry"]["coordinates"]
            names[kind].append((frame.at(latitude, longitude), feature["properties"]["name"]))
        else:
            lines[kind] += (
                _path(points, is_closed=kind == "country")
                for points in _drawn(feature["geometry"], frame)
            )
    return Backdrop(
        layers=tuple((layer, "".join(lines[layer])) for layer in LAYERS),
        names=tuple(_placed(names, frame)),
        attribution=document["attribution"],
    )


def features_around(table: str | None, middle: Point, reach: Point) -> list[dict[str, Any]]:
    """The lines and settlements of a road table around a place, latitude first; none if none ships."""
    if table not in SHIPPED:
        return []
    document = _document(table)
    found = []
    for feature in document["features"]:
        kind, geometry = feature["properties"]["class"], feature["geometry"]
        if kind in SETTLEMENTS:
            if not _is_near(geometry["coordinates"], middle, reach):
                continue
        elif kind != "country":
            lines = [
                line
                for line in geometry["coordinates"]
                if any(_is_near(point, middle, reach) for point in line)
            ]
            geometry = {**geometry, "coordinates": lines}
        found.append({"type": "Feature", "properties": feature["properties"], "geometry": geometry})
    return found


def attribution_of(table: str | None) -> str:
    """Whom the backdrop of a road table is owed to; nobody if the package ships none."""
    return str(_document(table)["attribution"]) if table in SHIPPED else ""


def _is_near(point: Sequence[float], middle: Point, reach: Point) -> bool:
    longitude, latitude = point
    return abs(latitude - middle[0]) <= reach[0] and abs(longitude - middle[1]) <= reach[1]


@lru_cache(maxsize=4)
def _document(table: str) -> dict[str, Any]:
    text = (files("aftersales") / SHIPPED[table]).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _drawn(geometry: dict[str, Any], frame: Frame) -> Iterator[list[Point]]:
    """The lines of a feature of which anything is inside the frame."""
    lines = geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        lines = [ring for polygon in lines for ring in polygon]
    for line in lines:
        points = [frame.at(latitude, longitude) for longitude, latitude in line]
        if (
            min(x for x, _y in points) <= WIDTH
            and max(x for x, _y in points) >= 0
            and min(y for _x, y in points) <= frame.height
            and max(y for _x, y in points) >= 0
        ):
            yield points


def _path(points: Iterable[Point], *, is_closed: bool) -> str:
    steps = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{steps}Z" if is_closed else f"M{steps}"


def _placed(names: dict[str, list[tuple[Point, str]]], frame: Frame) -> Iterator[Name]:
    """The names that fit without touching each other; towns come before villages."""
    taken: list[tuple[float, float, float]] = []
    for kind in SETTLEMENTS:
        for (x, y), text in sorted(names[kind], key=lambda each: each[1]):
            half = len(text) * LETTER / 2
            is_inside = half <= x <= WIDTH - half and LINE <= y <= frame.height - LINE
            is_free = all(
                abs(x - other_x) > half + other_half or abs(y - other_y) > LINE
                for other_x, other_y, other_half in taken
            )
            if is_inside and is_free:
                taken.append((x, y, half))
                yield Name(round(x, 1), round(y, 1), text, kind)
