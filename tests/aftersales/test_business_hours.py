"""Business hours: what counts is what the office is open, whatever clocks, midnights and holidays do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.business_hours import (
    BusinessHours,
    OpenSpan,
    after_work,
    open_on,
    resumed,
    worked_between,
)
from aftersales.moments import utc_of

HOUR = timedelta(hours=1)
OFFICE = OpenSpan(time(8), time(17))
CLOSED: tuple[OpenSpan, ...] = ()
WEEK = (*(((OFFICE,),) * 5), CLOSED, CLOSED)
RIGA = BusinessHours(zone="Europe/Riga", week=WEEK, holidays=frozenset({date(2026, 11, 18)}))
ALWAYS = BusinessHours(zone="Europe/Riga", week=(((OpenSpan(time(0), time(0)),),) * 7))


def riga(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return utc_of(datetime(2026, month, day, hour, minute), "Europe/Riga")


moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)
)
amounts = st.integers(min_value=0, max_value=60 * 60).map(lambda each: timedelta(minutes=each))
spans = st.timedeltas(timedelta(0), timedelta(days=30))
zones = st.sampled_from(
    ["Europe/Riga", "Europe/Vaduz", "America/St_Johns", "Australia/Lord_Howe", "Asia/Dhaka", "UTC"]
)


@st.composite
def offices(draw: st.DrawFn) -> BusinessHours:
    """Any office that opens at all."""
    week = []
    for _day in range(7):
        edges = sorted(
            draw(st.lists(st.integers(0, 23), min_size=0, max_size=4, unique=True).filter(_is_even))
        )
        spans = [
            OpenSpan(time(first), time(second))
            for first, second in zip(edges[::2], edges[1::2], strict=True)
        ]
        week.append(tuple(spans))
    week[draw(st.integers(0, 6))] = (OpenSpan(time(22), time(0)),)
    days = draw(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20))
    return BusinessHours(zone=draw(zones), week=tuple(week), holidays=frozenset(days))


def _is_even(edges: list[int]) -> bool:
    return len(edges) % 2 == 0


@given(offices(), moments, spans, spans)
def test_time_that_counts_adds_up(
    hours: BusinessHours, first: datetime, before: timedelta, after: timedelta
) -> None:
    second = first + before
    third = second + after

    whole = worked_between(hours, first, third)

    assert whole == worked_between(hours, first, second) + worked_between(hours, second, third)
    assert timedelta(0) <= whole <= third - first
    assert worked_between(hours, third, first) == timedelta(0)


@given(offices(), moments, amounts)
def test_moment_after_work_is_the_first_by_which_so_much_counted(
    hours: BusinessHours, start: datetime, amount: timedelta
) -> None:
    due = after_work(hours, start, amount)

    assert due >= start
    assert worked_between(hours, start, due) == amount
    if amount:
        assert worked_between(hours, start, due - timedelta(microseconds=1)) < amount


@given(offices(), moments, amounts, amounts, amounts)
def test_pause_shifts_what_is_due_by_nothing_but_itself(
    hours: BusinessHours, start: datetime, amount: timedelta, before: timedelta, length: timedelta
) -> None:
    due = after_work(hours, start, amount)
    paused_at = start + before
    resumed_at = paused_at + length

    anew = resumed(hours, due, paused_at, resumed_at)

    assert anew >= due
    if due > paused_at and length:
        assert worked_between(hours, resumed_at, anew) == worked_between(hours, paused_at, due)
    else:
        assert anew == due
    if worked_between(hours, paused_at, resumed_at) == timedelta(0) and anew > resumed_at:
        assert anew == due


@given(offices(), moments, amounts, amounts, amounts)
def test_two_pauses_that_touch_are_one(
    hours: BusinessHours, start: datetime, amount: timedelta, first: timedelta, second: timedelta
) -> None:
    due = after_work(hours, start, amount + HOUR)
    middle, end = start + first, start + first + second

    once = resumed(hours, due, start, end)

    assert resumed(hours, resumed(hours, due, start, middle), middle, end) == once


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (riga(16, 9), 4, riga(16, 13)),
        (riga(16, 15), 4, riga(17, 10)),
        (riga(17, 16), 2, riga(19, 9)),  # the 18th is a holiday
        (riga(20, 16, 30), 1, riga(23, 8, 30)),  # a Friday evening
        (riga(21, 12), 1, riga(23, 9)),  # a Saturday
        (riga(16, 3), 1, riga(16, 9)),
        (riga(16, 8), 9, riga(16, 17)),  # a whole day ends with it
    ],
)
def test_hours_that_people_would_count(start: datetime, hours: int, expected: datetime) -> None:
    assert after_work(RIGA, start, hours * HOUR) == expected


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)],
)
def test_day_on_which_the_clocks_change_is_as_long_as_it_is(on: date, hours: int) -> None:
    ((opens_at, closes_at),) = open_on(ALWAYS, on)

    assert closes_at - opens_at == hours * HOUR


def test_midnight_does_not_interrupt_who_is_always_open() -> None:
    assert after_work(ALWAYS, riga(16, 23), 2 * HOUR) == riga(17, 1)
    assert worked_between(ALWAYS, riga(16, 0), riga(18, 0)) == 48 * HOUR


def test_span_that_the_clocks_swallow_counts_nothing() -> None:
    night = BusinessHours(
        zone="Europe/Riga", week=(CLOSED,) * 6 + ((OpenSpan(time(3), time(3, 30)),),)
    )

    assert worked_between(night, riga(28, 0, month=3), riga(30, 0, month=3)) <= timedelta(
        minutes=30
    )


def test_waiting_for_the_customer_stops_the_clock() -> None:
    due = after_work(RIGA, riga(16, 9), 8 * HOUR)  # 16th, 17:00

    assert resumed(RIGA, due, riga(16, 15), riga(19, 9)) == riga(19, 11)
    assert resumed(RIGA, due, riga(16, 18), riga(19, 9)) == due  # it was overdue before


@pytest.mark.parametrize(
    "week",
    [
        WEEK[:6],
        ((OFFICE, OpenSpan(time(12), time(18))), *WEEK[1:]),
        ((OpenSpan(time(9), time(0)), OpenSpan(time(10), time(11))), *WEEK[1:]),
    ],
)
def test_week_of_another_shape_is_refused(week: tuple[tuple[OpenSpan, ...], ...]) -> None:
    with pytest.raises(ValueError, match="week has seven|order"):
        BusinessHours(zone="UTC", week=week)


def test_office_that_never_opens_says_so() -> None:
    with pytest.raises(ValueError, match="never open"):
        after_work(BusinessHours(zone="UTC", week=(CLOSED,) * 7), riga(16, 9), HOUR)
    with pytest.raises(ValueError, match="closes after"):
        OpenSpan(time(9), time(9))
