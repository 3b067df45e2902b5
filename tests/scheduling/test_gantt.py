"""The Gantt chart: the same bytes twice, alone or under a map, with hours that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.draw import draw_plan
from scheduling.gantt import MARKS, ROW, ROWS, hour_step, timeline_height
from scheduling.picture import (
    Bar,
    BarKind,
    DayPicture,
    DrawnPoint,
    DrawnRoute,
    Timeline,
    TimelineRow,
)

HOUR = 3600
BARS = (
    Bar(BarKind.DRIVING, 8 * HOUR, 9 * HOUR),
    Bar(BarKind.WORK, 9 * HOUR, 11 * HOUR, "7"),
    Bar(BarKind.WORK, 11 * HOUR, 11 * HOUR, "a name too long for its box"),
    Bar(BarKind.PAUSE, 12 * HOUR, 13 * HOUR),
)
DAY = Timeline((TimelineRow(label="Līga Bērziņa with a very long name", colour=1, bars=BARS),))
TWO_DAYS = Timeline(
    tuple(
        TimelineRow(label="Anna", colour=at, bars=(Bar(BarKind.WORK, at * HOUR, (at + 30) * HOUR),))
        for at in range(ROWS + 2)
    )
)
MAP = DayPicture(
    title="1 route",
    routes=(
        DrawnRoute(
            label="Anna",
            colour=0,
            points=tuple(DrawnPoint(lat=47.1 + at / 50, lon=9.5, number=at) for at in (1, 2)),
        ),
    ),
    depots=(),
    attribution="Straight lines, not roads",
)


def drawn(day: DayPicture | None, timeline: Timeline, path: Path) -> bytes:
    draw_plan(day, timeline, path)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", ["png", "svg"])
@pytest.mark.parametrize("day", [None, MAP])
def test_draw_plan_gives_the_same_bytes_twice(
    day: DayPicture | None, suffix: str, tmp_path: Path
) -> None:
    first = drawn(day, DAY, tmp_path / f"first.{suffix}")

    assert drawn(day, DAY, tmp_path / f"second.{suffix}") == first
    assert drawn(day, TWO_DAYS, tmp_path / f"third.{suffix}") != first


def test_an_empty_timeline_can_be_drawn(tmp_path: Path) -> None:
    assert drawn(None, Timeline(()), tmp_path / "empty.svg")


def test_a_timeline_is_as_high_as_its_rows_and_a_line_for_the_rest() -> None:
    assert timeline_height(TWO_DAYS) - timeline_height(DAY) == pytest.approx(ROWS * ROW)


@given(st.integers(0, 10**9))
def test_the_marks_of_the_hours_never_stand_too_close(seconds: int) -> None:
    assert seconds <= hour_step(seconds) * MARKS
