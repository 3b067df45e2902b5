"""Maintenance is due on days that people expect: month ends, leap days, seasons, and never twice or in the past."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty import months_after
from warranty.maintenance.schedules import Counting, Schedule, Season

YEARLY = Schedule(every_months=12)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SEASONS = st.builds(Season, st.integers(1, 12), st.integers(1, 12))
SCHEDULES = st.builds(
    Schedule,
    every_months=st.integers(1, 120),
    counting=st.sampled_from(Counting),
    lead_days=st.integers(0, 366),
    grace_days=st.integers(0, 366),
    season=st.none() | SEASONS,
    most_put_offs=st.integers(0, 3),
)


def first(schedule: Schedule, base: date, number: int) -> list[date]:
    return list(islice(schedule.due_days(base), number))


@pytest.mark.parametrize(
    ("every", "base", "expected"),
    [
        # A leap day comes back to itself; in the years between, February's last day stands for it.
        (12, date(2024, 2, 29), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
        # A month's end does not drift through short months.
        (1, date(2026, 1, 31), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (6, date(2025, 8, 31), [date(2026, 2, 28), date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)]),
    ],
)  # fmt: skip
def test_days_are_counted_in_calendar_months(every: int, base: date, expected: list[date]) -> None:
    assert first(Schedule(every_months=every), base, 4) == expected


@pytest.mark.parametrize(
    ("season", "day", "after", "expected"),
    [
        (Season(5, 9), date(2026, 7, 4), date(2025, 7, 4), date(2026, 7, 4)),
        (Season(5, 9), date(2026, 12, 1), date(2025, 12, 1), date(2026, 9, 30)),
        (Season(5, 9), date(2026, 3, 30), date(2025, 9, 30), date(2026, 5, 1)),
        (Season(5, 9), date(2026, 9, 30), date(2025, 9, 30), date(2026, 9, 30)),
        (Season(11, 2), date(2027, 1, 15), date(2026, 1, 15), date(2027, 1, 15)),
        (Season(11, 2), date(2028, 5, 5), date(2027, 5, 5), date(2028, 2, 29)),
        (Season(11, 2), date(2028, 5, 5), date(2028, 2, 29), date(2028, 11, 1)),
        (Season(6, 6), date(2026, 6, 30), date(2025, 6, 30), date(2026, 6, 30)),
        (Season(1, 12), date(2026, 6, 30), date(2025, 6, 30), date(2026, 6, 30)),
    ],
)
def test_season_moves_a_day_rather_earlier_than_later(
    season: Season, day: date, after: date, expected: date
) -> None:
    assert season.placed(day, after) == expected


def test_boiler_that_was_installed_in_winter_is_maintained_each_summer() -> None:
    boiler = Schedule(every_months=12, season=Season(5, 9))

    assert first(boiler, date(2025, 12, 3), 3) == [
        date(2026, 9, 30),
        date(2027, 9, 30),
        date(2028, 9, 30),
    ]


def test_next_one_is_counted_from_where_the_schedule_says() -> None:
    base, done = date(2025, 3, 10), date(2026, 4, 20)

    fixed = YEARLY.next_due(base, after=date(2026, 3, 10), not_before=done)
    from_done = YEARLY.next_due(done, after=done, not_before=done)

    assert (fixed, from_done) == (date(2027, 3, 10), date(2027, 4, 20))


def test_what_was_due_before_anybody_could_be_asked_is_let_go() -> None:
    found = YEARLY.next_due(date(2015, 6, 1), after=date(2015, 6, 1), not_before=date(2026, 6, 2))

    assert found == date(2027, 6, 1)


def test_nothing_is_due_beyond_the_calendar() -> None:
    assert YEARLY.next_due(date(9998, 1, 1), after=date(9998, 1, 1), not_before=date.min) is None


def test_owner_is_asked_before_and_may_wait_until_the_last_day() -> None:
    schedule = Schedule(every_months=6, lead_days=21, grace_days=14, most_put_offs=1)
    due_on = date(2026, 3, 1)

    found = (
        schedule.asked_on(due_on),
        schedule.last_day(due_on),
        schedule.may_wait_until(due_on, 0),
        schedule.may_wait_until(due_on, 1),
    )

    assert found == (date(2026, 2, 8), date(2026, 3, 15), date(2026, 3, 15), None)


@pytest.mark.parametrize(
    "changes",
    [
        {"every_months": 0},
        {"every_months": 121},
        {"every_months": 12, "lead_days": -1},
        {"every_months": 12, "lead_days": 367},
        {"every_months": 12, "grace_days": -1},
        {"every_months": 12, "grace_days": 367},
        {"every_months": 12, "most_put_offs": -1},
    ],
)
def test_schedule_that_makes_no_sense_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Maintenance comes|Lead and grace|put off"):
        replace(YEARLY, **changes)  # type: ignore[arg-type] # all of them are numbers


@pytest.mark.parametrize("months", [(0, 5), (5, 13)])
def test_season_names_months(months: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="month from 1 to 12"):
        Season(*months)


@given(SCHEDULES, DAYS)
def test_days_ascend_lie_in_the_season_and_after_the_base(schedule: Schedule, base: date) -> None:
    days = first(schedule, base, 12)

    assert all(earlier < later for earlier, later in pairwise([base, *days]))
    assert schedule.season is None or all(map(schedule.season.holds, days))


@given(SCHEDULES, DAYS, st.integers(0, 4_000), st.integers(0, 4_000))
def test_next_one_is_later_than_what_is_done_with_and_not_past(
    schedule: Schedule, base: date, done: int, today: int
) -> None:
    after, not_before = base + timedelta(done), base + timedelta(today)

    found = schedule.next_due(base, after=after, not_before=not_before)

    assert found is not None
    assert found > after
    assert found >= not_before


@given(SEASONS, DAYS, st.integers(1, 800))
def test_season_moves_a_day_by_less_than_a_year_and_not_before_the_last_one(
    season: Season, day: date, gap: int
) -> None:
    after = day - timedelta(gap)

    placed = season.placed(day, after)

    assert season.holds(placed)
    assert placed > after
    assert abs((placed - day).days) < 366


@given(st.integers(1, 120), DAYS)
def test_without_a_season_every_day_is_counted_from_the_base_alone(every: int, base: date) -> None:
    days = first(Schedule(every_months=every), base, 5)

    assert days == [months_after(base, every * number) for number in range(1, 6)]
