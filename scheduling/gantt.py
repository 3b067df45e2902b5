"""The Gantt chart of a plan: one row for each route, driving as a line, work and pauses as boxes."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from scheduling.pen import FAINT, INK, PALETTE, letter_of, write
from scheduling.picture import Bar, BarKind, Timeline, TimelineRow

ROW: Final = 0.36
"""Inches from one row to the next."""
ROWS: Final = 60
"""Rows that are drawn; further routes are counted in one line."""
NAME: Final = 24
"""Characters of a name that fit before its row."""
LEFT, RIGHT, HEAD, FOOT = 2.3, 0.4, 0.65, 0.25
DAY: Final = 24 * 3600
STEPS: Final = (60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY)
"""Seconds from one mark of the hours to the next; the least that needs no more than `MARKS` is taken."""
MARKS: Final = 13
LETTER: Final = 0.075
"""Inches of the width of a letter in a box."""


def timeline_height(timeline: Timeline) -> float:
    """Inches that the timeline needs from top to bottom."""
    rows = min(len(timeline.rows), ROWS) + (len(timeline.rows) > ROWS)
    return HEAD + FOOT + ROW * max(1, rows)


def draw_timeline(axes: Axes, timeline: Timeline, *, width: float, height: float) -> None:
    """All rows with the hours above them, measured in inches from the lower left corner."""
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    axes.add_patch(Polygon(corners, fc="white", ec="none", zorder=0))
    bars = [bar for row in timeline.rows for bar in row.bars]
    first = min((bar.start for bar in bars), default=0)
    last = max((bar.end for bar in bars), default=first)
    scale = (width - LEFT - RIGHT) / max(1, last - first)
    _draw_hours(axes, first, last, scale, height)
    y = height - HEAD - ROW / 2
    for index, row in enumerate(timeline.rows[:ROWS]):
        _draw_row(axes, y, index, row, first, scale)
        y -= ROW
    if len(timeline.rows) > ROWS:
        rest = f"and {len(timeline.rows) - ROWS} more"
        write(axes, (LEFT - 1.6, y), rest, fontsize=7, color=FAINT)


def hour_step(seconds: int) -> int:
    """Seconds between the marks of the hours for a timeline this long."""
    fitting = (step for step in STEPS if seconds <= step * MARKS)
    return next(fitting, -(-seconds // (DAY * MARKS)) * DAY)


def _draw_hours(axes: Axes, first: int, last: int, scale: float, height: float) -> None:
    step = hour_step(last - first)
    for moment in range(-(-first // step) * step, last + 1, step):
        x = LEFT + (moment - first) * scale
        axes.plot([x, x], [FOOT, height - HEAD], color="#e8e3da", lw=0.8, zorder=1)
        write(
            axes,
            (x, height - HEAD + 0.18),
            _named(moment, first, last),
            fontsize=8,
            color=FAINT,
            ha="center",
        )


def _named(moment: int, first: int, last: int) -> str:
    """Hours and minutes, and before them the number of the day if there are several."""
    hours, minutes = divmod(moment % DAY // 60, 60)
    clock = f"{hours}:{minutes:02d}"
    return clock if first // DAY == last // DAY else f"{moment // DAY - first // DAY + 1}/{clock}"


def _draw_row(axes: Axes, y: float, index: int, row: TimelineRow, first: int, scale: float) -> None:
    colour = PALETTE[row.colour % len(PALETTE)]
    name = row.label if len(row.label) <= NAME else row.label[: NAME - 1].rstrip() + "…"
    write(axes, (0.35, y), letter_of(index), fontsize=8, color=colour, weight="bold")
    write(axes, (0.7, y), name, fontsize=8, color=INK)
    for bar in row.bars:
        left, length = LEFT + (bar.start - first) * scale, (bar.end - bar.start) * scale
        _draw_bar(axes, bar, (left, y), length, colour)


def _draw_bar(axes: Axes, bar: Bar, at: tuple[float, float], length: float, colour: str) -> None:
    (left, y), half = at, 0.32 * ROW
    if bar.kind is BarKind.DRIVING:
        axes.plot([left, left + length], [y, y], color=colour, lw=1.6, alpha=0.7, zorder=2)
        return
    is_work = bar.kind is BarKind.WORK
    fill = colour if is_work else "#d8d3c8"
    corner, size = (left, y - half), max(length, 0.02)
    axes.add_patch(Rectangle(corner, size, 2 * half, fc=fill, ec="white", lw=0.5, zorder=3))
    if bar.text and len(bar.text) * LETTER < length:
        ink = "white" if is_work else INK
        middle = (left + length / 2, y)
        write(axes, middle, bar.text, fontsize=7, color=ink, ha="center", zorder=4)
