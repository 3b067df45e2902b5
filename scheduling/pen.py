"""The signs and letters of a picture: circles, squares, the house, and text that always can be drawn."""

from __future__ import annotations

from typing import Any, Final

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.path import Path

from scheduling.picture import PointState

PALETTE: Final = (
    "#332288",
    "#b8506a",
    "#117733",
    "#a03f90",
    "#0072b2",
    "#7a7a1f",
    "#882255",
    "#1f8074",
    "#b8541a",
)
"""After Paul Tol's muted colours (SRON/EPS/TN/09-002), darkened until white letters on them read well."""

CIRCLE: Final = 13.0
"""Points from one stop's circle to the next, when they touch."""

PAPER, LAND, INK, FAINT, WARNING = "#f0ede6", "#fcfbf8", "#2b2a28", "#857f73", "#b3261e"
BLANK: Final = "\N{WHITE SQUARE}"
"""Stands for a character that no font at hand can draw."""


def letter_of(index: int) -> str:
    """The sign of a route: A to Z, then AA, AB and so on."""
    before, within = divmod(index, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + within)


def draw_sign(
    axes: Axes, at: tuple[float, float], text: str, colour: str, state: PointState | None
) -> None:
    """A circle with a stop's number or, without a state, a square with a route's letter."""
    x, y = at
    if state is PointState.LATE:
        axes.plot([x], [y], "o", ms=CIRCLE + 3, color="white", mec=WARNING, mew=1.8, zorder=6)
    fill, edge, shape = colour, "white", "s" if state is None else "o"
    if state is PointState.DONE:
        fill, edge = "white", colour
    axes.plot([x], [y], shape, ms=CIRCLE - 1.2, color=fill, mec=edge, mew=0.9, zorder=6)
    size = 7 if len(text) == 1 else 6.2 if len(text) == 2 else 4.8  # noqa: PLR2004 - characters
    write(axes, at, text, fontsize=size, color=edge, weight="bold", ha="center", zorder=7)


def draw_left_out(axes: Axes, x: float, y: float) -> None:
    """A grey cross where a visit is left out."""
    axes.plot([x], [y], marker="X", ms=8, color=FAINT, mec="white", mew=0.8, zorder=5)


def draw_depot(axes: Axes, x: float, y: float) -> None:
    """A small house."""
    axes.plot([x], [y], "o", ms=17, color=INK, mec="white", mew=1.4, zorder=8)
    house = Path(((-4, -4), (-4, 1), (-6, 1), (0, 6), (6, 1), (4, 1), (4, -4), (-4, -4)))
    axes.plot([x], [y], marker=house, ms=8.5, color="white", mew=0, zorder=9)


def write(axes: Axes, at: tuple[float, float], text: str, **style: Any) -> None:
    """Write text in fonts that have its characters, vertically centred and never read as mathematics."""
    drawable, families = drawable_text(text)
    given: dict[str, Any] = {
        "va": "center_baseline",
        "family": families,
        "parse_math": False,
    } | style
    axes.text(*at, drawable, **given)


def drawable_text(text: str, *, further: str = "Noto Sans") -> tuple[str, tuple[str, ...]]:
    """The text with `BLANK` for what no font can draw, and the fonts to draw the rest with.

    Matplotlib's own font comes first; fonts of the machine whose names begin with `further` are added
    only if they have what is missing.
    """
    families = ["DejaVu Sans"]
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    missing = set(text) - _characters_of(font_manager.findfont(families[0]))
    for font in sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname)):
        if not missing:
            break
        if font.name.startswith(further) and missing & _characters_of(font.fname):
            families.append(font.name)
            missing -= _characters_of(font.fname)
    return "".join(BLANK if letter in missing else letter for letter in text), tuple(families)


def _characters_of(font: str) -> set[str]:
    """All characters that a font file can draw."""
    return {chr(code) for code in font_manager.get_font(font).get_charmap()}
