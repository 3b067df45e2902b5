"""When news of a delay is worth telling: its borders, and laws of what is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.notices.delay_policy import (
    HALF_HOUR,
    DelayPolicy,
    Prospect,
    news_of,
    next_update_at,
    window_of,
)
from aftersales.notices.kinds import NoticeKind

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DELAYED, RECOVERED = NoticeKind.DELAYED, NoticeKind.RECOVERED
POLICY = DelayPolicy(
    sure=0.8,
    likely=0.5,
    lead=45 * MINUTE,
    most=3,
    kept=0.9,
    window=HOUR,
    next_update=HOUR,
)
FIRST = Prospect(to_at=NOON, late=0.0, middle_at=NOON - HOUR, quiet_until_at=NOON - 3 * HOUR)
TOLD = replace(FIRST, said=(DELAYED,), first_to_at=NOON - HOUR, late_at_first=1.0)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("late", "minutes_left", "news"),
    [
        (0.79, 46, None),
        (0.80, 46, DELAYED),
        (0.49, 45, None),
        (0.50, 45, DELAYED),
        (1.0, -5, DELAYED),
    ],
)
def test_delay_is_told_at_once_if_sure_and_in_time_if_likely(
    late: float, minutes_left: int, news: NoticeKind | None
) -> None:
    assert news_of(POLICY, replace(FIRST, late=late), NOON - minutes_left * MINUTE) is news


@pytest.mark.parametrize(
    ("late", "minutes_left", "news"),
    [(0.6, 6, None), (0.7, 6, DELAYED), (0.5, 5, DELAYED), (0.49, 5, None)],
)
def test_shortly_before_the_end_even_chances_are_enough(
    late: float, minutes_left: int, news: NoticeKind | None
) -> None:
    policy, prospect = replace(POLICY, likely=0.7), replace(FIRST, late=late)

    assert news_of(policy, prospect, NOON - minutes_left * MINUTE) is news


@pytest.mark.parametrize(("late", "news"), [(0.49, None), (0.5, DELAYED)])
def test_what_a_technician_said_is_told_at_once_if_it_makes_a_delay_likely(
    late: float, news: NoticeKind | None
) -> None:
    prospect = replace(FIRST, late=late, is_said=True)

    assert news_of(POLICY, prospect, NOON - 2 * HOUR) is news


@pytest.mark.parametrize(
    ("late", "minutes_left", "missed_by", "news"),
    [
        (0.5, 16, -1, None),
        (0.5, 15, -1, DELAYED),
        (0.49, 15, -1, None),
        (0.8, 60, 14, None),
        (0.8, 60, 15, DELAYED),
        (0.79, 60, 15, None),
    ],
)
def test_delay_is_told_again_when_its_window_runs_out_or_is_far_from_kept(
    late: float, minutes_left: int, missed_by: int, news: NoticeKind | None
) -> None:
    prospect = replace(TOLD, late=late, middle_at=NOON + missed_by * MINUTE)

    assert news_of(POLICY, prospect, NOON - minutes_left * MINUTE) is news


@pytest.mark.parametrize(("late", "news"), [(0.49, None), (0.5, DELAYED)])
def test_delay_that_is_likely_is_told_when_news_was_promised(
    late: float, news: NoticeKind | None
) -> None:
    prospect = replace(TOLD, late=late, is_update_due=True)

    assert news_of(POLICY, prospect, NOON - 60 * MINUTE) is news


@pytest.mark.parametrize(
    ("late_at_first", "minutes_left", "news"),
    [(0.03, 45, RECOVERED), (0.031, 45, None), (0.03, 44, None)],
)
def test_delay_is_called_off_if_the_first_window_is_kept_and_its_customer_can_be_there(
    late_at_first: float, minutes_left: int, news: NoticeKind | None
) -> None:
    prospect = replace(TOLD, late_at_first=late_at_first)

    assert news_of(POLICY, prospect, NOON - HOUR - minutes_left * MINUTE) is news


@pytest.mark.parametrize(("late", "news"), [(0.94, None), (0.95, DELAYED)])
def test_delay_that_was_called_off_is_told_again_only_if_certain(
    late: float, news: NoticeKind | None
) -> None:
    prospect = replace(TOLD, said=(DELAYED, RECOVERED), late=late, first_to_at=None)

    assert news_of(POLICY, prospect, NOON - HOUR) is news


def test_nothing_is_told_once_the_most_was_said() -> None:
    prospect = replace(TOLD, said=(DELAYED,) * 3, late=1.0, middle_at=NOON + HOUR)

    assert news_of(POLICY, prospect, NOON) is None
    assert news_of(replace(POLICY, most=4), prospect, NOON) is DELAYED


@pytest.mark.parametrize(("minutes_after", "news"), [(45, DELAYED), (46, None)])
def test_delay_waits_for_the_end_of_quiet_hours_if_that_is_early_enough(
    minutes_after: int, news: NoticeKind | None
) -> None:
    prospect = replace(FIRST, late=1.0, quiet_until_at=NOON - minutes_after * MINUTE)

    assert news_of(POLICY, prospect, NOON - 3 * HOUR) is news


@given(
    late=st.floats(0, 1),
    late_at_first=st.floats(0, 1),
    left=st.integers(-60, 300),
    said=st.sampled_from([(), (DELAYED,), (DELAYED, DELAYED), (DELAYED, RECOVERED)]),
)
def test_delay_is_called_off_at_most_once_and_only_if_one_was_told(
    late: float, late_at_first: float, left: int, said: tuple[NoticeKind, ...]
) -> None:
    prospect = replace(
        FIRST, late=late, late_at_first=late_at_first, said=said, first_to_at=NOON if said else None
    )

    news = news_of(POLICY, prospect, NOON - left * MINUTE)

    assert news is not RECOVERED or said[-1:] == (DELAYED,)


@given(MOMENTS, st.integers(0, 300))
def test_window_holds_both_percentiles_on_half_hours(early_at: datetime, spread: int) -> None:
    late_at = early_at + spread * MINUTE

    start, end = window_of(POLICY, early_at, late_at)

    assert start <= early_at <= late_at <= end
    assert start.timestamp() % 1800 == end.timestamp() % 1800 == 0
    assert POLICY.window <= end - start < max(POLICY.window, late_at - early_at) + 2 * HALF_HOUR


@pytest.mark.parametrize(
    ("minutes_to_end", "expected"), [(40, 40), (60, 60), (80, 60), (90, 60), (180, 150)]
)
def test_next_update_is_soon_or_shortly_before_the_window_ends(
    minutes_to_end: int, expected: int
) -> None:
    by = next_update_at(POLICY, NOON + minutes_to_end * MINUTE, NOON)

    assert by == NOON + expected * MINUTE


def test_percentiles_leave_as_much_before_the_window_as_behind_it() -> None:
    assert POLICY.shares == pytest.approx((0.05, 0.5, 0.95))
