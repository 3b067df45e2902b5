from datetime import time

import pytest

from aftersales.imports.works import Pause, pause_of, week_of
from aftersales.technicians import DayPlan

LONG = DayPlan(from_time=time(8), to_time=time(16, 30))
SHORT = DayPlan(from_time=time(9), to_time=time(13))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri 08:00-16:30", dict.fromkeys(range(5), LONG)),
        ("Mon 8:00 - 16:30", {0: LONG}),
        ("mon,wed,sun 08:00-16:30", {0: LONG, 2: LONG, 6: LONG}),
        ("mon-tue 08:00-16:30; sat 09:00-13:00", {0: LONG, 1: LONG, 5: SHORT}),
        ("mon 08:00-16:30|tue 09:00-13:00", {0: LONG, 1: SHORT}),
    ],
)
def test_week_has_the_hours_of_each_named_day(text: str, days: dict[int, DayPlan]) -> None:
    assert week_of(text).days == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daily", "is no working week; write it as mon-fri 08:00-16:30."),
        ("mon-xyz 08:00-16:30", "is no working week"),
        ("mon-fri", "is no working week"),
        ("mon 8-16", "is no working week"),
        ("mon 08:00-16:30, tue", "is no working week"),
        ("fri-mon 08:00-16:30", "runs backwards; a week begins on mon."),
        ("mon 16:00-08:00", "has a day that ends before it starts; correct its times."),
        ("mon 08:00-24:30", "has a time that no clock shows: 24:30."),
        ("mon-wed 08:00-16:30, wed 09:00-13:00", "names wed twice; leave one out."),
        ("mon,mon 08:00-16:30", "names mon twice; leave one out."),
    ],
)
def test_week_is_refused_when_it_is_unclear(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"“{text}” {said}"):
        week_of(text)


def test_pause_is_when_it_may_begin_and_its_minutes() -> None:
    assert pause_of("11:30-13:30/30") == Pause(time(11, 30), time(13, 30), 30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("noon", "is not a pause; write it as 11:30-13:30/30"),
        ("11:30-13:30", "is not a pause"),
        ("13:30-11:30/30", "is impossible"),
        ("11:30-13:30/0", "is impossible"),
        ("11:30-13:30/241", "is impossible"),
    ],
)
def test_pause_is_refused_when_it_is_unclear(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"“{text}” {said}"):
        pause_of(text)


@pytest.mark.parametrize(
    ("pause", "fits"),
    [
        (Pause(time(9), time(12, 30), 30), True),
        (Pause(time(9), time(12, 31), 30), False),
        (Pause(time(8, 59), time(12), 30), False),
    ],
)
def test_pause_fits_a_day_that_contains_it_even_when_it_begins_late(
    pause: Pause, *, fits: bool
) -> None:
    assert pause.fits(SHORT) is fits
