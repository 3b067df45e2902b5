"""In the night to Sunday, 25 October 2026, the clocks of Vaduz go back by an hour."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from aftersales.clock import SetClock
from tests.aftersales.small_city import (
    MORNING,
    City,
    assert_nothing_is_double_booked,
)

FRIDAY, SUNDAY, MONDAY = date(2026, 10, 23), date(2026, 10, 25), date(2026, 10, 26)


@pytest.fixture
def clock() -> SetClock:
    """Thursday before the clocks change."""
    return SetClock(datetime(2026, 10, 22, 6, tzinfo=UTC))


def test_windows_and_cells_follow_the_wall_clock_over_the_change(city: City) -> None:
    days = (FRIDAY, SUNDAY, MONDAY)
    city.hire("T1", *days)
    references = {on: [city.asks((on, MORNING)) for _ in range(2)] for on in days}

    outcome = city.plan(FRIDAY, 4)

    assert outcome.planned == 6
    starts_utc = {FRIDAY: 6, SUNDAY: 7, MONDAY: 7}
    for on in days:
        for reference in references[on]:
            appointment = city.visit(reference).appointment
            assert appointment.window_local_from == datetime.combine(on, time(8))
            assert appointment.window_local_to == datetime.combine(on, time(12))
            assert appointment.window_from_at == datetime(
                on.year, on.month, on.day, starts_utc[on], tzinfo=UTC
            )
            assert appointment.window_to_at - appointment.window_from_at == timedelta(hours=4)
            assert (
                appointment.window_from_at
                <= appointment.planned_start_at
                <= appointment.window_to_at - timedelta(minutes=15)
            )
    assert_nothing_is_double_booked(city.parts)


def test_horizon_of_the_long_day_ends_with_it(city: City) -> None:
    city.hire("T1", SUNDAY, MONDAY)
    sunday = city.asks((SUNDAY, (time(12), time(16))))
    city.asks((MONDAY, MORNING))

    outcome = city.plan(SUNDAY, 1)

    assert (outcome.visits, outcome.planned) == (1, 1)
    assert city.visit(sunday).appointment.window_local_to == datetime.combine(SUNDAY, time(16))
