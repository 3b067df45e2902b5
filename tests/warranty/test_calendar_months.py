"""Adding months to a date, and the last day of a term."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import last_day_of_term, months_after

days = st.dates(date(1990, 1, 1), date(2200, 12, 31))
months = st.integers(0, 600)
law = settings(derandomize=True, deadline=None)


@law
@given(days, months, months)
def test_months_after_never_goes_back_when_months_are_added(
    day: date, fewer: int, more: int
) -> None:
    earlier, later = sorted((fewer, more))

    assert day <= months_after(day, earlier) <= months_after(day, later)


@law
@given(days, days, months)
def test_months_after_keeps_the_order_of_days(one: date, other: date, count: int) -> None:
    first, last = sorted((one, other))

    assert months_after(first, count) <= months_after(last, count)


@law
@given(days, months)
def test_months_after_lands_in_the_right_month_on_the_same_date_or_its_last_day(
    day: date, count: int
) -> None:
    moved = months_after(day, count)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(1)).day == 1)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 3, 9), 24, date(2026, 3, 9)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_months_after_keeps_the_date_or_takes_the_last_day_when_the_month_is_short(
    day: date, count: int, expected: date
) -> None:
    assert months_after(day, count) == expected


def test_last_day_of_term_is_the_same_date_when_the_term_is_over() -> None:
    assert last_day_of_term(date(2024, 3, 9), 24) == date(2026, 3, 9)


def test_last_day_of_term_is_not_moved_when_it_falls_on_a_sunday() -> None:
    ends_on = last_day_of_term(date(2024, 3, 8), 24)

    assert ends_on == date(2026, 3, 8)
    assert ends_on.isoweekday() == 7


def test_months_after_refuses_to_count_backwards() -> None:
    with pytest.raises(ValueError, match="forwards only: -1"):
        months_after(date(2024, 3, 9), -1)


def test_last_day_of_term_refuses_an_empty_term() -> None:
    with pytest.raises(ValueError, match="at least one month: 0"):
        last_day_of_term(date(2024, 3, 9), 0)
