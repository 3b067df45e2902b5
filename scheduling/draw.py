"""Draw a day as a picture: routes on a pale map, a legend beside it, a Gantt chart below. Writes PNG or SVG.

Legs are slightly bent straight lines, not roads. The same picture gives the same bytes on the same
machine; nothing outside the figure is changed.
"""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Final

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from scheduling.gantt import draw_timeline, timeline_height
from scheduling.legend import COLUMN, draw_legend
from scheduling.map_frame import MapFrame, Points, clear_place, frame_around, pushed_apart
from scheduling.pen import (
    CIRCLE,
    FAINT,
    LAND,
    PALETTE,
    PAPER,
    draw_depot,
    draw_left_out,
    draw_sign,
    letter_of,
    write,
)
from scheduling.picture import Backdrop, DayPicture, DrawnRoute, LineKind, PointState, Timeline

HEIGHT: Final = 11.5
"""Inches of the picture's height; its width follows from the map."""
WIDTHS: Final = (6.0, 13.0)
"""Least and greatest width of the map in inches."""
ALONE: Final = 12.0
"""Inches of the width of a timeline without a map."""
DOTS: Final = 160
"""Dots in an inch of a PNG."""
LINES: Final = {
    LineKind.RIVER: ("#c5dae6", 3.4),
    LineKind.MINOR: ("#e8e3da", 0.7),
    LineKind.MIDDLE: ("#dcd6ca", 1.3),
    LineKind.MAJOR: ("#d0c9bb", 2.3),
}


def draw_day(day: DayPicture, path: FilePath) -> None:
    """Draw the day into a file, PNG or SVG by its suffix.

    Raises:
        ValueError: the suffix is neither .png nor .svg.
    """
    _draw(path, day, None)


def draw_plan(day: DayPicture | None, timeline: Timeline, path: FilePath) -> None:
    """Draw the day with its timeline below, or the timeline alone where places are not known.

    Raises:
        ValueError: the suffix is neither .png nor .svg.
    """
    _draw(path, day, timeline)


def _draw(path: FilePath, day: DayPicture | None, timeline: Timeline | None) -> None:
    """Map and legend above, timeline below, whichever there are."""
    suffix = path.suffix.lower()
    if suffix not in {".png", ".svg"}:
        raise ValueError(f"A picture is written as .png or .svg, not as {path.name}.")
    frame = None if day is None else _frame_of(day)
    map_width = 0.0 if frame is None else HEIGHT * frame.half_width / frame.half_height
    width = ALONE if frame is None else map_width + COLUMN
    above = 0.0 if frame is None else HEIGHT
    below = 0.0 if timeline is None else timeline_height(timeline)
    height, share = above + below, map_width / width
    with rc_context({"svg.hashsalt": "day", "svg.fonttype": "path"}):
        figure = Figure(figsize=(width, height), dpi=DOTS, facecolor=PAPER)
        FigureCanvasAgg(figure)
        if day is not None and frame is not None:
            foot = below / height
            _draw_map(figure.add_axes((0, foot, share, 1 - foot)), day, frame)
            column = figure.add_axes((share, foot, 1 - share, 1 - foot))
            draw_legend(column, day, height=HEIGHT)
        if timeline is not None:
            axes = figure.add_axes((0, 0, 1, below / height))
            draw_timeline(axes, timeline, width=width, height=below)
        metadata = {"Date": None} if suffix == ".svg" else {"Software": None}
        figure.savefig(path, format=suffix[1:], facecolor=PAPER, metadata=metadata)


def _frame_of(day: DayPicture) -> MapFrame:
    narrowest, widest = (width / HEIGHT for width in WIDTHS)
    return frame_around(day, narrowest=narrowest, widest=widest)


def _draw_map(axes: Axes, day: DayPicture, frame: MapFrame) -> None:
    """The map with everything on it."""
    axes.set_xlim(-frame.half_width, frame.half_width)
    axes.set_ylim(-frame.half_height, frame.half_height)
    axes.set_axis_off()
    if day.backdrop is not None:
        _draw_backdrop(axes, day.backdrop, frame)
    for route in day.routes:
        _draw_legs(axes, route, frame)
    for x, y in frame.at(day.left_out):
        draw_left_out(axes, x, y)
    for x, y in frame.at(day.depots):
        draw_depot(axes, x, y)
    taken = _draw_signs(axes, day, frame)
    if day.backdrop is not None:
        _draw_names(axes, day.backdrop, frame, taken)
    _draw_scale(axes, frame)
    corner = (0.97 * frame.half_width, 0.012 * frame.half_height - frame.half_height)
    write(axes, corner, day.attribution, fontsize=7.5, color=FAINT, ha="right", zorder=10)


def _draw_backdrop(axes: Axes, backdrop: Backdrop, frame: MapFrame) -> None:
    """The country, rivers and roads."""
    for ring in backdrop.country:
        axes.add_patch(Polygon(frame.at(ring), fc=LAND, ec="none", zorder=0))
    for kind, (colour, width) in LINES.items():
        parts = [frame.at(line.points) for line in backdrop.lines if line.kind is kind]
        lines = LineCollection(
            parts, colors=colour, linewidths=width, capstyle="round", joinstyle="round", zorder=1
        )
        axes.add_collection(lines, autolim=False)
    for ring in backdrop.country:
        border = Polygon(frame.at(ring), fc="none", ec="#b8b0a3", lw=0.9, ls=(0, (6, 3)))
        axes.add_patch(border)


def _draw_names(axes: Axes, backdrop: Backdrop, frame: MapFrame, taken: Points) -> None:
    """The names of settlements where there is room, towns first."""
    scale = _points_per_km(frame)
    for name in sorted(backdrop.names, key=lambda name: not name.is_town):
        (at,) = frame.at((name.at,))
        size = 10.5 if name.is_town else 7.5
        half = np.array((0.3 * size * len(name.text) + CIRCLE / 2, size / 2 + CIRCLE / 2)) / scale
        place = clear_place(at, half, taken)
        if place is not None and frame.holds(place[0], place[1]):
            style = {"color": "#9a9284", "ha": "center", "zorder": 4.5}
            write(axes, (place[0], place[1]), name.text, fontsize=size, **style)
            ends = half * ((-1, 0), (-0.5, 0), (0, 0), (0.5, 0), (1, 0))
            taken = np.concatenate((taken, place + ends))


def _draw_legs(axes: Axes, route: DrawnRoute, frame: MapFrame) -> None:
    """Bent legs with an arrow in the middle, fainter where the route begins and ends."""
    colour = PALETTE[route.colour % len(PALETTE)]
    places = frame.at((point.lat, point.lon) for point in route.points)
    is_stop = [point.number is not None for point in route.points]
    for number, (start, end) in enumerate(pairwise(places)):
        along = end - start
        is_inner = is_stop[number] and is_stop[number + 1]
        width, alpha = (1.7, 0.95) if is_inner else (0.9, 0.5)
        bend = _bend(start, end)
        leg = Path(np.array((start, bend, end)), (Path.MOVETO, Path.CURVE3, Path.CURVE3))
        axes.add_patch(PathPatch(leg, fc="none", ec="white", lw=width + 1.4, alpha=0.7, zorder=3))
        axes.add_patch(PathPatch(leg, fc="none", ec=colour, lw=width, alpha=alpha, zorder=4))
        if math.hypot(*along) * _points_per_km(frame) > 2 * CIRCLE:
            x, y = start / 4 + bend / 2 + end / 4
            arrow = (3, 0, math.degrees(math.atan2(along[1], along[0])) - 90)
            axes.plot([x], [y], marker=arrow, ms=5.5, color=colour, mew=0, alpha=alpha, zorder=4)


def _draw_signs(axes: Axes, day: DayPicture, frame: MapFrame) -> Points:
    """A numbered circle at each stop, the route's letter on the way to the first; all places taken."""
    signs: list[tuple[str, str, PointState | None]] = []
    places: list[Points] = []
    for index, route in enumerate(day.routes):
        colour = PALETTE[route.colour % len(PALETTE)]
        stops = [point for point in route.points if point.number is not None]
        if stops:
            begin, first = frame.at((p.lat, p.lon) for p in (route.points[0], stops[0]))
            signs.append((letter_of(index), colour, None))
            places.append(begin / 9 + _bend(begin, first) * 4 / 9 + first * 4 / 9)
        signs += [(str(stop.number), colour, stop.state) for stop in stops]
        places += list(frame.at((stop.lat, stop.lon) for stop in stops))
    scale = _points_per_km(frame)
    true, depots = np.array(places).reshape(-1, 2), frame.at(day.depots)
    apart = pushed_apart(true * scale, CIRCLE, depots * scale) / scale
    for (text, colour, state), (x, y), place in zip(signs, apart, true, strict=True):
        if state is not None and math.dist((x, y), place) * scale > CIRCLE / 3:
            axes.plot([place[0], x], [place[1], y], color=colour, lw=0.7, zorder=5)
            axes.plot(
                [place[0]], [place[1]], "o", ms=3, color=colour, mec="white", mew=0.4, zorder=5
            )
        draw_sign(axes, (x, y), text, colour, state)
    return np.concatenate((apart, depots, frame.at(day.left_out)))


def _bend(start: Points, end: Points) -> Points:
    """The point that a leg bends towards, a little left of its middle."""
    along = end - start
    return (start + end) / 2 + 0.09 * np.array((-along[1], along[0]))


def _draw_scale(axes: Axes, frame: MapFrame) -> None:
    """A bar of a round number of kilometres, about a fifth of the map's width."""
    wanted = frame.half_width * 0.4
    power = 10.0 ** math.floor(math.log10(wanted))
    length = power * max(step for step in (1, 2, 5) if step * power <= wanted)
    left, low = -0.95 * frame.half_width, -0.98 * frame.half_height
    axes.plot([left, left + length], [low, low], color=FAINT, lw=2, zorder=10)
    at = (left, low + 0.016 * frame.half_height)
    write(axes, at, f"{length:g} km", fontsize=7.5, color=FAINT, zorder=10)


def _points_per_km(frame: MapFrame) -> float:
    """Typographic points in a kilometre of the map."""
    return HEIGHT * 36 / frame.half_height
