"""Random service days: the same seed gives the same day, and the troubles matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.service_day import NOON, DayStop, ServiceDay, service_day

law = settings(derandomize=True, deadline=None)


@st.composite
def planned_days(draw: st.DrawFn) -> tuple[DayStop, ...]:
    stops: list[DayStop] = []
    for route in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 13 * 3600))
        for number in range(draw(st.integers(1, 6))):
            drive, service = draw(st.integers(0, 1800)), draw(st.integers(300, 7200))
            start += drive
            stops.append(
                DayStop(
                    key=f"{route}-{number}",
                    shift=f"s{route}",
                    start=start,
                    service=service,
                    drive=drive,
                )
            )
            start += service
    return tuple(draw(st.permutations(stops)))


def day_of(stops: tuple[DayStop, ...], seed: int) -> ServiceDay:
    return service_day(stops, rng=np.random.default_rng(seed))


def route(shift: str, starts: tuple[int, ...], *, service: int = 3600) -> tuple[DayStop, ...]:
    return tuple(
        DayStop(key=f"{shift}-{start}", shift=shift, start=start, service=service, drive=600)
        for start in starts
    )


@law
@given(planned_days(), st.integers(0, 2**32))
def test_service_day_is_the_same_for_the_same_seed(stops: tuple[DayStop, ...], seed: int) -> None:
    assert day_of(stops, seed) == day_of(stops, seed)


@law
@given(planned_days(), st.integers(0, 2**32))
def test_service_day_tells_of_every_stop_and_its_troubles_matter(
    stops: tuple[DayStop, ...], seed: int
) -> None:
    day = day_of(stops, seed)

    assert [actual.key for actual in day.stops] == [stop.key for stop in stops]
    assert all(actual.service >= 60 and actual.drive >= 0 for actual in day.stops)
    shift_of = {stop.key: stop.shift for stop in stops}
    if day.overrun is not None:
        (overrun,) = (stop for stop in stops if stop.key == day.overrun.stop)
        later = [s for s in stops if s.shift == overrun.shift and s.start > overrun.start]
        assert overrun.start < NOON
        assert len(later) >= 2
        assert 40 * 60 <= day.overrun.extra <= 90 * 60
    if day.sickness is not None:
        route_of = [stop for stop in stops if stop.shift == day.sickness.shift]
        first = min(route_of, key=lambda stop: stop.start)
        assert len(route_of) >= 3
        assert 0 <= day.sickness.at <= max(0, first.start - first.drive - 1200)
        assert day.overrun is None or shift_of[day.overrun.stop] != day.sickness.shift


@pytest.mark.parametrize("seed", range(5))
def test_service_day_has_both_troubles_when_two_routes_are_long_enough(seed: int) -> None:
    stops = route("a", (28800, 36000, 43200)) + route("b", (28800, 36000, 43200, 50400))

    day = day_of(stops, seed)

    assert day.overrun is not None
    assert day.sickness is not None


def test_service_day_has_only_the_overrun_when_one_route_is_long_enough() -> None:
    day = day_of(route("a", (28800, 36000, 43200)) + route("b", (28800, 36000)), 1)

    assert day.overrun is not None
    assert day.overrun.stop == "a-28800"
    assert day.sickness is None


def test_service_day_has_only_a_sickness_when_nobody_works_in_the_morning() -> None:
    day = day_of(route("a", (50000, 54000, 58000)), 1)

    assert day.overrun is None
    assert day.sickness is not None


def test_service_day_counts_the_overrun_in_the_works_length() -> None:
    stops = route("a", (28800, 36000, 43200))

    day = service_day(stops, rng=np.random.default_rng(1), work_spread=0.0, drive_spread=0.0)

    assert day.overrun is not None
    assert [actual.service for actual in day.stops] == [3600 + day.overrun.extra, 3600, 3600]
    assert [actual.drive for actual in day.stops] == [600, 600, 600]


def test_service_day_lengths_spread_around_the_planned_ones_as_documented() -> None:
    day = day_of(route("a", tuple(range(NOON, NOON + 5000))), 1)

    works = np.array([actual.service for actual in day.stops]) / 3600
    drives = np.array([actual.drive for actual in day.stops]) / 600
    assert works.mean() == pytest.approx(1.0, abs=0.02)
    assert np.quantile(works, (0.05, 0.95)) == pytest.approx((0.64, 1.46), abs=0.04)
    assert np.quantile(drives, (0.05, 0.95)) == pytest.approx((0.77, 1.27), abs=0.03)
