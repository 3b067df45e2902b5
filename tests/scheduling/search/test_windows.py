"""Windows and pauses, second by second."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.search.model import NEVER, Int64
from scheduling.search.windows import (
    arrival,
    arrival_home,
    clip,
    departure,
    first_start,
    last_start,
    uniform,
)
from tests.scheduling.search.standing import plain_python

pytestmark = plain_python
law = settings(derandomize=True, deadline=None, max_examples=100)

SECONDS = range(-5, 45)
spans = st.lists(st.integers(0, 40), max_size=6, unique=True).map(
    lambda ends: list(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


def windows_of(*spans_of_days: list[tuple[int, int]]) -> Int64:
    windows = np.zeros((len(spans_of_days), 1, 7), np.int64)
    for day, spans_of_day in enumerate(spans_of_days):
        windows[day, 0, 0] = len(spans_of_day)
        flat = [end for span in spans_of_day for end in span]
        windows[day, 0, 1 : len(flat) + 1] = flat
    return windows


def seconds_in(windows: Int64, day: int) -> set[int]:
    ends = windows[day, 0]
    return {
        second
        for number in range(int(ends[0]))
        for second in range(int(ends[2 * number + 1]), int(ends[2 * number + 2]) + 1)
    }


@law
@given(spans, st.integers(-5, 45))
def test_the_first_and_the_last_start_are_the_nearest_open_seconds(
    open_at: list[tuple[int, int]], second: int
) -> None:
    windows = windows_of(open_at)
    seconds = seconds_in(windows, 0)

    assert first_start(windows, 0, 0, second) == min(
        (each for each in seconds if each >= second), default=NEVER
    )
    assert last_start(windows, 0, 0, second) == max(
        (each for each in seconds if each <= second), default=-NEVER
    )


@law
@given(spans, spans, st.integers(0, 40), st.integers(0, 40))
def test_a_clip_leaves_the_seconds_between_its_ends_and_can_be_undone(
    monday: list[tuple[int, int]], tuesday: list[tuple[int, int]], first: int, last: int
) -> None:
    allowed = windows_of(monday, tuesday)
    windows, clips = allowed.copy(), np.array([[-NEVER, NEVER]])

    clip(allowed, windows, clips, 0, first, last)

    assert clips.tolist() == [[first, last]]
    for day in (0, 1):
        assert seconds_in(windows, day) == {
            second for second in seconds_in(allowed, day) if first <= second <= last
        }

    clip(allowed, windows, clips, 0, -NEVER, NEVER)

    assert [seconds_in(windows, day) for day in (0, 1)] == [
        seconds_in(allowed, day) for day in (0, 1)
    ]


@law
@given(
    st.integers(0, 20), st.integers(0, 20), st.integers(0, 5), st.integers(1, 5), st.integers(0, 8)
)
def test_whoever_is_free_until_the_departure_arrives_before_the_limit(
    limit: int, first: int, width: int, length: int, drive: int
) -> None:
    breaks = np.array([[[first, first + width, length], [first + 15, first + 17, 2]]])

    for then in range(3):
        free_at = departure(breaks, 0, 0, then, limit, drive)
        in_time = {
            second for second in SECONDS if arrival(breaks, 0, 0, then, second, drive) <= limit
        }
        assert in_time == {second for second in SECONDS if second <= free_at}


def test_a_pause_at_the_end_place_does_not_put_the_arrival_off() -> None:
    breaks = np.array([[[10, 12, 5]]])

    assert arrival(breaks, 0, 0, 1, 0, 11) == 16
    assert arrival_home(breaks, 0, 0, 1, 0, 11, 1) == 11
    assert arrival_home(breaks, 0, 0, 1, 0, 13, 1) == 18
    assert (
        arrival_home(breaks, 0, 0, 1, 0, 11, 10) == 16
    )  # the pause would begin on the grid: too late
    assert arrival_home(breaks, 0, 0, 1, 13, 1, 1) == NEVER
    assert arrival_home(breaks, 0, 1, 1, 13, 1, 1) == 14


def test_random_numbers_are_spread_over_the_unit_interval() -> None:
    chance = np.array([88172645463325252], np.uint64)

    drawn = [uniform(chance) for _ in range(4000)]

    assert min(drawn) >= 0
    assert max(drawn) < 1
    assert np.allclose(np.histogram(drawn, bins=4, range=(0, 1))[0] / 4000, 0.25, atol=0.03)
