"""Exact times of one route: earliest starts, late departure, pauses where they cost least."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.plan import Pause, Route, Stop
from scheduling.problem import Break, Shift, TimeWindow, Travel, Visit
from scheduling.timing import could_serve_alone, timed_route

HOUR = 3600
law = settings(derandomize=True, deadline=None, max_examples=150)


def line(*minutes: int) -> Travel:
    """Places on a line, at these minutes of driving; a minute is 1,000 metres."""
    at = np.array(minutes)
    apart = np.abs(at[:, None] - at[None, :])
    return Travel(seconds=(apart * 60).astype(np.int32), metres=(apart * 1000).astype(np.int32))


def visit(
    key: str, place: int, minutes: int, *windows: tuple[int, int], pinned: int | None = None
) -> Visit:
    return Visit(
        key=key,
        place=place,
        service=minutes * 60,
        windows=tuple(TimeWindow(start, end) for start, end in windows),
        pinned_start=pinned,
    )


def shift(start: int = 8 * HOUR, end: int = 17 * HOUR, *breaks: Break) -> Shift:
    return Shift(
        key="s",
        technician="t",
        start_place=0,
        end_place=0,
        span=TimeWindow(start, end),
        breaks=breaks,
    )


def lunch(start: int, end: int, minutes: int = 30) -> Break:
    return Break(window=TimeWindow(start, end), length=minutes * 60)


ALL_DAY = (0, 24 * HOUR)


def test_timed_route_starts_early_and_leaves_late() -> None:
    visits = (visit("a", 1, 60, (9 * HOUR, 10 * HOUR)), visit("b", 2, 30, ALL_DAY))

    route = timed_route(shift(), visits, line(0, 7, 13))

    assert route == Route(
        shift="s",
        stops=(
            Stop(visit="a", arrival=9 * HOUR, start=9 * HOUR, end=10 * HOUR, drive=7 * 60),
            Stop(
                visit="b",
                arrival=10 * HOUR + 6 * 60,
                start=10 * HOUR + 10 * 60,
                end=10 * HOUR + 40 * 60,
                drive=6 * 60,
            ),
        ),
        pauses=(),
        start=9 * HOUR - 7 * 60,
        end=10 * HOUR + 53 * 60,
        driving=26 * 60,
        metres=26_000,
    )


def test_timed_route_waits_for_the_second_window_when_the_first_has_passed() -> None:
    late = visit("b", 2, 30, (8 * HOUR, 9 * HOUR), (14 * HOUR, 15 * HOUR))

    route = timed_route(shift(), (visit("a", 1, 60, ALL_DAY), late), line(0, 7, 13))

    assert route is not None
    assert route.stops[1].start == 14 * HOUR


def test_timed_route_keeps_a_pinned_start() -> None:
    pinned = visit("a", 1, 60, (8 * HOUR, 9 * HOUR), (10 * HOUR, 12 * HOUR), pinned=11 * HOUR)

    route = timed_route(shift(), (pinned,), line(0, 7))

    assert route is not None
    assert route.stops[0].start == 11 * HOUR


def test_timed_route_is_none_when_the_way_back_takes_too_long() -> None:
    until_five = visit("a", 1, 60, (16 * HOUR, 16 * HOUR))

    assert timed_route(shift(), (until_five,), line(0, 0)) is not None
    assert timed_route(shift(), (until_five,), line(0, 1)) is None


def test_timed_route_takes_the_pause_on_arrival_rather_than_on_the_road() -> None:
    visits = (visit("a", 1, 60, (11 * HOUR, 11 * HOUR)), visit("b", 2, 60, ALL_DAY))
    noon = shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR))

    route = timed_route(noon, visits, line(0, 20, 40))

    assert route is not None
    assert route.stops[1].arrival == 12 * HOUR + 20 * 60
    assert route.pauses == (Pause(start=12 * HOUR + 20 * 60, end=12 * HOUR + 50 * 60),)
    assert route.stops[1].start == 12 * HOUR + 50 * 60


def test_timed_route_pauses_on_the_road_when_the_window_forces_it() -> None:
    visits = (visit("a", 1, 60, (11 * HOUR, 11 * HOUR)), visit("b", 2, 60, ALL_DAY))
    strict = shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR + 600, 12 * HOUR + 600))

    route = timed_route(strict, visits, line(0, 20, 40))

    assert route is not None
    assert route.pauses == (Pause(start=12 * HOUR + 600, end=12 * HOUR + 2400),)
    assert route.stops[1].arrival == 12 * HOUR + 50 * 60


def test_timed_route_lets_lunch_precede_the_departure() -> None:
    afternoon = visit("a", 1, 60, (14 * HOUR, 15 * HOUR))

    route = timed_route(
        shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR)), (afternoon,), line(0, 20)
    )

    assert route is not None
    assert route.start == 13 * HOUR + 40 * 60
    assert route.pauses == (Pause(start=12 * HOUR, end=12 * HOUR + 1800),)


def test_timed_route_leaves_before_the_pause_when_there_is_no_time_after_it() -> None:
    at_one = visit("a", 1, 60, (13 * HOUR, 13 * HOUR))

    route = timed_route(
        shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR + 1800, 12 * HOUR + 1800)),
        (at_one,),
        line(0, 20),
    )

    assert route is not None
    assert route.start == 12 * HOUR + 600
    assert route.stops[0].arrival == 12 * HOUR + 1800


def test_timed_route_cuts_the_first_drive_when_it_must() -> None:
    at_nine = visit("a", 1, 60, (9 * HOUR, 9 * HOUR))

    route = timed_route(
        shift(8 * HOUR, 17 * HOUR, lunch(8 * HOUR + 600, 8 * HOUR + 600)), (at_nine,), line(0, 30)
    )

    assert route is not None
    assert (route.start, route.stops[0].arrival) == (8 * HOUR, 9 * HOUR)


def test_timed_route_is_none_when_no_gap_is_free_for_the_pause() -> None:
    long = visit("a", 1, 240, (10 * HOUR, 10 * HOUR))

    assert (
        timed_route(shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR)), (long,), line(0, 5))
        is None
    )


def test_could_serve_alone_refuses_visits_before_and_after_the_span() -> None:
    travel = line(0, 5)

    assert could_serve_alone(shift(), visit("a", 1, 60, ALL_DAY), travel)
    assert not could_serve_alone(shift(), visit("a", 1, 60, (0, HOUR)), travel)
    assert not could_serve_alone(shift(), visit("a", 1, 60, (18 * HOUR, 19 * HOUR)), travel)


def plain_end(
    travel: Travel,
    visits: tuple[Visit, ...],
    pauses: tuple[Break, ...],
    starts: tuple[int, ...],
    span: TimeWindow,
) -> int | None:
    """The end of a route without windows for some pause starts, minute by minute: the slow way."""
    now, place = span.start, 0
    taken = [(at, at + pause.length) for at, pause in zip(starts, pauses, strict=True)]

    def drive(now: int, to: int, place: int) -> int:
        left = int(travel.seconds[place, to])
        while left > 0:
            if not any(begin <= now < end for begin, end in taken):
                left -= 60
            now += 60
        return now

    for one in visits:
        now = drive(now, one.place, place)
        while now % 300 or any(begin < now + one.service and now < end for begin, end in taken):
            now += 60
        now, place = now + one.service, one.place
    end = drive(now, 0, place)
    return end if end <= span.end else None


@law
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from([15, 30, 60])), min_size=1, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True),
    st.sampled_from([3, 4, 5]),
)
def test_timed_route_with_pauses_returns_as_early_as_the_best_of_all_pause_times(
    stops: list[tuple[int, int]], hours: list[int], length: int
) -> None:
    travel = line(0, 7, 13, 21, 34)
    visits = tuple(
        visit(str(at), place, minutes, ALL_DAY) for at, (place, minutes) in enumerate(stops)
    )
    pauses = tuple(lunch(2400 * hour, 2400 * hour + 1200, 15) for hour in sorted(hours))
    worker = shift(0, length * HOUR, *pauses)

    route = timed_route(worker, visits, travel)

    choices = product(*(range(p.window.start, p.window.end + 1, 300) for p in pauses))
    ends = [plain_end(travel, visits, pauses, starts, worker.span) for starts in choices]
    possible = [end for end in ends if end is not None]
    assert (None if route is None else route.end) == min(possible, default=None)


@pytest.mark.parametrize("offset", [0, 60, 299])
def test_timed_route_works_for_spans_off_the_grid(offset: int) -> None:
    worker = shift(8 * HOUR + offset, 10 * HOUR)

    route = timed_route(worker, (visit("a", 1, 60, ALL_DAY),), line(0, 10))

    assert route is not None
    assert route.start >= worker.span.start
    assert route.stops[0].start == 8 * HOUR + 600 + (300 if offset else 0)
