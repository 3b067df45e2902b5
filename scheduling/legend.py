"""The column beside a drawn day: title, one row for each technician, and the key to the signs."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from scheduling.pen import (
    FAINT,
    INK,
    PALETTE,
    draw_depot,
    draw_left_out,
    draw_sign,
    letter_of,
    write,
)
from scheduling.picture import DayPicture, PointState

COLUMN: Final = 3.9
"""Inches of the width of the column with title and legend."""
ROWS: Final = 40
"""Rows in the legend; further routes are counted in one line."""
NAME: Final = 24
"""Characters of a name that fit into the legend."""


def draw_legend(axes: Axes, day: DayPicture, *, height: float) -> None:
    """Title, legend and key, measured in inches from the lower left corner of the column."""
    axes.set_xlim(0, COLUMN)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    axes.add_patch(Polygon(((0, 0), (COLUMN, 0), (COLUMN, height), (0, height)), fc="white"))
    write(axes, (0.35, height - 0.6), day.title, fontsize=17, color=INK, weight="bold")
    write(axes, (0.35, height - 0.95), day.subtitle, fontsize=9, color=FAINT)
    y = height - 1.5
    _draw_row(axes, y, ("Technician", "Visits", "Driving"), color=FAINT, fontsize=8)
    step = min(0.34, (y - 2.3) / max(1, min(len(day.routes), ROWS)))
    for index, route in enumerate(day.routes[:ROWS]):
        y -= step
        colour = PALETTE[route.colour % len(PALETTE)]
        draw_sign(axes, (0.45, y), letter_of(index), colour, None)
        cells = (_shortened(route.label), str(route.visits), hours_of(route.driving))
        _draw_row(axes, y, cells, color=INK, fontsize=min(10.0, 30 * step))
    if len(day.routes) > ROWS:
        y -= step
        write(axes, (0.7, y), f"and {len(day.routes) - ROWS} more", fontsize=7, color=FAINT)
    axes.plot([0.35, COLUMN - 0.35], [y - 0.22] * 2, color="#dcd6ca", lw=0.8)
    visits = sum(route.visits for route in day.routes)
    driving = sum(route.driving for route in day.routes)
    cells = ("All routes", str(visits), hours_of(driving))
    _draw_row(axes, y - 0.42, cells, color=INK, fontsize=10, weight="bold")
    _draw_key(axes)


def _draw_row(axes: Axes, y: float, cells: tuple[str, str, str], **style: Any) -> None:
    """One row of the legend: a name and two numbers."""
    for x, text, side in zip(
        (0.7, 2.72, COLUMN - 0.35), cells, ("left", "right", "right"), strict=True
    ):
        write(axes, (x, y), text, ha=side, **style)


def _draw_key(axes: Axes) -> None:
    """What the signs mean, at the foot of the column."""
    rows = (("Planned", PointState.PLANNED), ("Done", PointState.DONE), ("Late", PointState.LATE))
    for number, (text, state) in enumerate(rows):
        x = 0.45 + 1.05 * number
        draw_sign(axes, (x, 0.85), "1", INK, state)
        write(axes, (x + 0.2, 0.85), text, fontsize=8, color=FAINT)
    draw_depot(axes, 0.45, 0.45)
    write(axes, (0.65, 0.45), "Depot", fontsize=8, color=FAINT)
    draw_left_out(axes, 1.5, 0.45)
    write(axes, (1.7, 0.45), "Left out", fontsize=8, color=FAINT)


def hours_of(seconds: int) -> str:
    """A length in hours and minutes, such as 1:05 h."""
    hours, minutes = divmod((seconds + 30) // 60, 60)
    return f"{hours}:{minutes:02d} h"


def _shortened(name: str) -> str:
    """The name, cut where the column ends."""
    return name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"
