"""Marks and names that stand too close on a map: pushed apart, moved aside, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot
from typing import Final

from web.pages.backdrop import LETTER, LINE, Name
from web.pages.frame import WIDTH, Frame, Point

RADIUS: Final = 10.5
"""Units from the middle of a stop's disc to its edge."""

ROUNDS: Final = 40
"""How often discs that overlap are pushed apart; a crowd of twenty is apart after thirty."""


def apart(points: list[Point], fixed: list[Point], frame: Frame) -> list[Point]:
    """The points pushed apart until their discs touch at most; the fixed ones stay where they are."""
    moving = [list(point) for point in points]
    least = 2 * RADIUS + 1
    for _round in range(ROUNDS):
        has_moved = False
        for first, one in enumerate(moving):
            for other in (*moving[first + 1 :], *([x, y] for x, y in fixed)):
                away = hypot(one[0] - other[0], one[1] - other[1])
                if away >= least:
                    continue
                has_moved = True
                # two at the very same place part sideways, each pair in its own direction
                east, south = (
                    ((one[0] - other[0]) / away, (one[1] - other[1]) / away)
                    if away > 0
                    else (1.0, 0.3 * (first % 5 - 2))
                )
                push = (least - away) / 2
                one[0] += east * push
                one[1] += south * push
                other[0] -= east * push
                other[1] -= south * push
        if not has_moved:
            break
    edge = RADIUS + 1
    return [
        (min(max(x, edge), WIDTH - edge), min(max(y, edge), frame.height - edge)) for x, y in moving
    ]


def readable(names: Sequence[Name], marks: Sequence[Point]) -> tuple[Name, ...]:
    """The names moved up, down or aside until no mark hides them; left out where that fails."""
    placed: list[Name] = []
    for name in names:
        half = len(name.text) * LETTER / 2
        aside = half + 2 * RADIUS
        for east, south in ((0, 0), (0, -LINE), (0, LINE), (aside, 0), (-aside, 0)):
            x, y = name.x + east, name.y + south
            is_inside = half <= x <= WIDTH - half
            is_free = all(
                abs(x - mark_x) > half + RADIUS or abs(y - mark_y) > LINE / 2 + RADIUS
                for mark_x, mark_y in marks
            ) and all(
                abs(x - other.x) > half + len(other.text) * LETTER / 2 or abs(y - other.y) > LINE
                for other in placed
            )
            if is_inside and is_free:
                placed.append(replace(name, x=round(x, 1), y=round(y, 1)))
                break
    return tuple(placed)
