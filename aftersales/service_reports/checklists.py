"""Checklists: what is checked and measured at every visit of a kind of work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.service_reports import points_of
from aftersales.records import ChecklistPoint, WorkType
from aftersales.records.columns import LINE, SHORT
from aftersales.store import lock_rows

MOST_POINTS: Final = 40
"""What nobody reads to its end is ticked without a look."""

READING: Final = re.compile(r"(?P<text>.*\S)\s*\[(?P<unit>[^\[\]]+)\]")
"""A point that asks for a reading, as it is written in a line: “Water pressure [bar]”."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to check; with a `unit`, such as bar, to measure."""

    text: str
    unit: str = ""

    @property
    def line(self) -> str:
        """As it is written in a line."""
        return f"{self.text} [{self.unit}]" if self.unit else self.text


def points_in(text: str) -> list[Point]:
    """The points of a text with one in each line; a unit in square brackets asks for a reading."""
    return [_point(line) for line in map(str.strip, text.splitlines()) if line]


def set_checklist(deed: Deed, work_type: WorkType, points: Sequence[Point]) -> bool:
    """Let these points be checked from now on, in this order; answers whether that is news.

    What visits of the past have answered stays with them.

    Raises:
        NotUnderstood: a point is too long, or stands there twice, or they are too many.
    """
    _check(points)
    lock_rows(deed.session, "work_type", [work_type.id])
    known = {
        Point(row.text, row.unit): row
        for row in points_of(deed.session, [work_type.id]).get(work_type.id, ())
    }
    was = [each for each, row in known.items() if row.position is not None]
    if was == list(points):
        return False
    for row in known.values():
        row.position = None
    for position, point in enumerate(points):
        row = known.get(point) or ChecklistPoint(
            id=deed.new_id(), work_type_id=work_type.id, text=point.text, unit=point.unit
        )
        row.position = position
        known[point] = row
    deed.add(*known.values())
    deed.note("checklist_set", work_type, facts={"points": len(points)})
    return True


def _point(line: str) -> Point:
    found = READING.fullmatch(line)
    return Point(line) if found is None else Point(found["text"], found["unit"].strip())


def _check(points: Sequence[Point]) -> None:
    problems = [
        Problem(f"points[{at}]", f"write 1 to {LINE} characters, a unit of at most {SHORT}")
        for at, each in enumerate(points)
        if not 0 < len(each.text) <= LINE or len(each.unit) > SHORT
    ]
    if len(set(points)) < len(points):
        problems.append(Problem("points", "name each only once"))
    if len(points) > MOST_POINTS:
        problems.append(Problem("points", f"name {MOST_POINTS} at most"))
    if problems:
        raise NotUnderstood("This checklist cannot be kept as it is. Correct it.", problems)
