r"""Make the pale map behind a drawn day from an OpenStreetMap extract.

Run by hand when the demo's region changes; the product only reads the result. `osmium` is not one of
the project's dependencies, so give it an environment of its own:

    python3 -m venv /tmp/osm
    /tmp/osm/bin/pip install osmium
    /tmp/osm/bin/python docs/data/make_backdrop.py \
        liechtenstein-2021-10-28.osm.pbf Liechtenstein aftersales/demo/data/backdrop.json

The first argument is the extract, the second the name of the country's boundary relation, the third
the file to write. The result is GeoJSON (RFC 7946, longitude first): one MultiLineString feature for
each class of road and for the rivers, one MultiPolygon for the country, one Point for each town or
village. It stays under the licence of its source: © OpenStreetMap contributors, ODbL 1.0.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import osmium  # type: ignore[import-not-found] # lives in an environment of its own, see above

TOLERANCE: Final = 15.0
"""Metres by which a simplified line may leave the true one: less than a pen's width on the picture."""

MARGIN: Final = 0.004
"""Degrees drawn beyond the country's box, so that roads run out of the picture and not into nothing."""

CLASSES: Final = {
    "motorway": "major",
    "motorway_link": "major",
    "trunk": "major",
    "trunk_link": "major",
    "primary": "major",
    "primary_link": "major",
    "secondary": "middle",
    "secondary_link": "middle",
    "tertiary": "middle",
    "residential": "minor",
    "unclassified": "minor",
    "living_street": "minor",
}
SETTLEMENTS: Final = ("city", "town", "village")

Point = tuple[float, float]
Line = list[Point]


def joined(lines: Iterable[Line]) -> list[Line]:
    """Lines joined end to end wherever exactly two of one class meet, so that they simplify better."""
    pieces = {number: line for number, line in enumerate(lines) if len(line) > 1}
    ends: dict[Point, set[int]] = defaultdict(set)
    for number, line in pieces.items():
        ends[line[0]].add(number)
        ends[line[-1]].add(number)
    for meeting in list(ends):
        if len(ends[meeting]) != 2:  # noqa: PLR2004 - a pair
            continue
        first, second = sorted(ends[meeting])
        head, tail = pieces[first], pieces[second]
        head = head if head[-1] == meeting else head[::-1]
        tail = tail if tail[0] == meeting else tail[::-1]
        pieces[first] = head + tail[1:]
        del pieces[second]
        ends[tail[-1]].discard(second)
        ends[tail[-1]].add(first)
        ends[meeting].clear()
    return list(pieces.values())


def simplified(line: Sequence[Point]) -> Line:
    """The line with as few of its points as `TOLERANCE` allows (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, far_at = 0.0, first
        for at in range(first + 1, last):
            distance = metres_from(line[at], line[first], line[last])
            if distance > far:
                far, far_at = distance, at
        if far > TOLERANCE:
            keep.add(far_at)
            spans += [(first, far_at), (far_at, last)]
    return [line[at] for at in sorted(keep)]


def metres_from(point: Point, start: Point, end: Point) -> float:
    """How far the point lies from the straight piece between start and end."""
    scale_x = 111_320.0 * math.cos(math.radians(point[1]))
    scale_y = 110_574.0
    to_x, to_y = (end[0] - start[0]) * scale_x, (end[1] - start[1]) * scale_y
    x, y = (point[0] - start[0]) * scale_x, (point[1] - start[1]) * scale_y
    length = to_x * to_x + to_y * to_y
    along = 0.0 if length == 0 else max(0.0, min(1.0, (x * to_x + y * to_y) / length))
    return math.hypot(x - along * to_x, y - along * to_y)


def clipped(line: Line, box: tuple[float, float, float, float]) -> list[Line]:
    """The parts of a line inside the box, each with one point beyond it, if there is one."""
    west, south, east, north = box
    inside = [west <= lon <= east and south <= lat <= north for lon, lat in line]
    parts: list[Line] = []
    open_part: Line = []
    for at, point in enumerate(line):
        if inside[at] or any(inside[max(0, at - 1) : at + 2]):
            open_part.append(point)
        elif open_part:
            parts.append(open_part)
            open_part = []
    return [part for part in (*parts, open_part) if len(part) > 1]


def gathered(extract: Path, country: str) -> tuple[dict[str, list[Line]], list[dict[str, object]]]:
    """Lines by class (the country's border among them) and the settlements of an extract."""
    outer: set[int] = set()
    for relation in osmium.FileProcessor(str(extract), osmium.osm.RELATION):
        tags = relation.tags
        if tags.get("admin_level") == "2" and tags.get("name") == country:
            outer |= {member.ref for member in relation.members if member.type == "w"}
    lines: dict[str, list[Line]] = defaultdict(list)
    names: list[dict[str, object]] = []
    for thing in osmium.FileProcessor(str(extract)).with_locations():
        tags = thing.tags
        if thing.is_node() and tags.get("place") in SETTLEMENTS:
            point = [round(thing.location.lon, 5), round(thing.location.lat, 5)]
            names.append(
                feature({"type": "Point", "coordinates": point}, tags["place"], tags["name"])
            )
        elif thing.is_way():
            line = [(n.location.lon, n.location.lat) for n in thing.nodes if n.location.valid()]
            if tags.get("highway") in CLASSES:
                lines[CLASSES[tags["highway"]]].append(line)
            if tags.get("waterway") == "river":
                lines["river"].append(line)
            if thing.id in outer:
                lines["country"].append(line)
    return lines, names


def feature(geometry: dict[str, object], kind: str, name: str = "") -> dict[str, object]:
    """One GeoJSON feature that knows its class and, if it has one, its name."""
    properties = {"class": kind} | ({"name": name} if name else {})
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def backdrop_of(extract: Path, country: str) -> dict[str, object]:
    """The whole GeoJSON document."""
    lines, names = gathered(extract, country)
    border = joined(lines.pop("country"))
    lons, lats = zip(*(point for line in border for point in line), strict=True)
    box = (min(lons) - MARGIN, min(lats) - MARGIN, max(lons) + MARGIN, max(lats) + MARGIN)
    polygons = [[rounded(simplified(ring))] for ring in border if ring[0] == ring[-1]]
    features = [feature({"type": "MultiPolygon", "coordinates": polygons}, "country", country)]
    for kind in ("river", "minor", "middle", "major"):
        parts = [part for line in joined(lines[kind]) for part in clipped(line, box)]
        coordinates = [rounded(simplified(part)) for part in parts]
        features.append(feature({"type": "MultiLineString", "coordinates": coordinates}, kind))
    return {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL 1.0",
        "source": extract.name,
        "bbox": [round(edge, 5) for edge in box],
        "features": features + sorted(names, key=json.dumps),
    }


def rounded(line: Line) -> list[list[float]]:
    """The line with five decimals, about a metre."""
    return [[round(lon, 5), round(lat, 5)] for lon, lat in line]


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("extract", type=Path)
    parser.add_argument("country")
    parser.add_argument("written", type=Path)
    options = parser.parse_args()
    document = backdrop_of(options.extract, options.country)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    options.written.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
