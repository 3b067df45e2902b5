"""Exact times of one route: earliest starts, late departure, pauses where they cost least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.plan import Pause, Route, Stop
from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.timing import could_serve_alone, timed_route
from scheduling.visit import TimeWindow, Visit
from tests.scheduling.one_shift import (
    ALL_DAY,
    HOUR,
    line,
    lunch,
    problem_of,
    shift,
    starts,
    timed,
    visit,
)
from tests.scheduling.small_problems import small_problems

law = settings(derandomize=True, deadline=None, max_examples=150)


def test_timed_route_starts_early_and_leaves_late() -> None:
    visits = (visit("a", 1, 60, (9 * HOUR, 10 * HOUR)), visit("b", 2, 30, ALL_DAY))

    route = timed(shift(), visits, line(0, 7, 13))

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

    route = timed(shift(), (visit("a", 1, 60, ALL_DAY), late), line(0, 7, 13))

    assert route is not None
    assert route.stops[1].start == 14 * HOUR


def test_timed_route_keeps_a_pinned_start() -> None:
    pinned = visit("a", 1, 60, (8 * HOUR, 9 * HOUR), (10 * HOUR, 12 * HOUR), pinned=11 * HOUR)

    route = timed(shift(), (pinned,), line(0, 7))

    assert route is not None
    assert route.stops[0].start == 11 * HOUR


def test_timed_route_is_none_when_the_way_back_takes_too_long() -> None:
    until_five = visit("a", 1, 60, (16 * HOUR, 16 * HOUR))

    assert timed(shift(), (until_five,), line(0, 0)) is not None
    assert timed(shift(), (until_five,), line(0, 1)) is None


def test_timed_route_takes_the_pause_on_arrival_rather_than_on_the_road() -> None:
    visits = (visit("a", 1, 60, (11 * HOUR, 11 * HOUR)), visit("b", 2, 60, ALL_DAY))
    noon = shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR))

    route = timed(noon, visits, line(0, 20, 40))

    assert route is not None
    assert route.stops[1].arrival == 12 * HOUR + 20 * 60
    assert route.pauses == (Pause(start=12 * HOUR + 20 * 60, end=12 * HOUR + 50 * 60),)
    assert route.stops[1].start == 12 * HOUR + 50 * 60


def test_timed_route_pauses_on_the_road_when_the_window_forces_it() -> None:
    visits = (visit("a", 1, 60, (11 * HOUR, 11 * HOUR)), visit("b", 2, 60, ALL_DAY))
    strict = shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR + 600, 12 * HOUR + 600))

    route = timed(strict, visits, line(0, 20, 40))

    assert route is not None
    assert route.pauses == (Pause(start=12 * HOUR + 600, end=12 * HOUR + 2400),)
    assert route.stops[1].arrival == 12 * HOUR + 50 * 60


def test_timed_route_lets_lunch_precede_the_departure() -> None:
    afternoon = visit("a", 1, 60, (14 * HOUR, 15 * HOUR))

    route = timed(
        shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR)), (afternoon,), line(0, 20)
    )

    assert route is not None
    assert route.start == 13 * HOUR + 40 * 60
    assert route.pauses == (Pause(start=12 * HOUR, end=12 * HOUR + 1800),)


def test_timed_route_leaves_before_the_pause_when_there_is_no_time_after_it() -> None:
    at_one = visit("a", 1, 60, (13 * HOUR, 13 * HOUR))

    route = timed(
        shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR + 1800, 12 * HOUR + 1800)),
        (at_one,),
        line(0, 20),
    )

    assert route is not None
    assert route.start == 12 * HOUR + 600
    assert route.stops[0].arrival == 12 * HOUR + 1800


def test_timed_route_cuts_the_first_drive_when_it_must() -> None:
    at_nine = visit("a", 1, 60, (9 * HOUR, 9 * HOUR))

    route = timed(
        shift(8 * HOUR, 17 * HOUR, lunch(8 * HOUR + 600, 8 * HOUR + 600)), (at_nine,), line(0, 30)
    )

    assert route is not None
    assert (route.start, route.stops[0].arrival) == (8 * HOUR, 9 * HOUR)


def test_timed_route_is_none_when_no_gap_is_free_for_the_pause() -> None:
    long = visit("a", 1, 240, (10 * HOUR, 10 * HOUR))

    assert (
        timed(shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 13 * HOUR)), (long,), line(0, 5)) is None
    )


def test_could_serve_alone_refuses_visits_before_and_after_the_span() -> None:
    travel = line(0, 5)

    assert could_serve_alone(problem_of((), shift(), travel), shift(), visit("a", 1, 60, ALL_DAY))
    assert not could_serve_alone(
        problem_of((), shift(), travel), shift(), visit("a", 1, 60, (0, HOUR))
    )
    assert not could_serve_alone(
        problem_of((), shift(), travel), shift(), visit("a", 1, 60, (18 * HOUR, 19 * HOUR))
    )


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

    route = timed(worker, visits, travel)

    choices = product(*(range(p.window.start, p.window.end + 1, 300) for p in pauses))
    ends = [plain_end(travel, visits, pauses, starts, worker.span) for starts in choices]
    possible = [end for end in ends if end is not None]
    assert (None if route is None else route.end) == min(possible, default=None)


@pytest.mark.parametrize("offset", [0, 60, 299])
def test_timed_route_works_for_spans_off_the_grid(offset: int) -> None:
    worker = shift(8 * HOUR + offset, 10 * HOUR)

    route = timed(worker, (visit("a", 1, 60, ALL_DAY),), line(0, 10))

    assert route is not None
    assert route.start >= worker.span.start
    assert route.stops[0].start == 8 * HOUR + 600 + (300 if offset else 0)


def test_timed_route_needs_setup_at_another_place_only() -> None:
    first, second = visit("a", 1, 60, ALL_DAY), visit("b", 1, 60, ALL_DAY)
    visits = (replace(first, setup=600), replace(second, setup=900))

    route = timed(shift(), visits, line(0, 10))

    assert route is not None
    assert [(stop.arrival, stop.start) for stop in route.stops] == [
        (8 * HOUR + 600, 8 * HOUR + 1200),
        (9 * HOUR + 1200, 9 * HOUR + 1200),
    ]
    assert (route.start, route.end) == (8 * HOUR, 10 * HOUR + 1800)


def test_timed_route_leaves_in_time_to_set_up() -> None:
    at_nine = replace(visit("a", 1, 60, (9 * HOUR, 9 * HOUR)), setup=700)

    route = timed(shift(), (at_nine,), line(0, 10))

    assert route is not None
    assert (route.start, route.stops[0].arrival) == (9 * HOUR - 1300, 9 * HOUR - 700)


@pytest.mark.parametrize(
    ("window", "arrival", "pause"),
    [
        ((12 * HOUR, 13 * HOUR), 12 * HOUR + 1200, 12 * HOUR + 1800),
        ((12 * HOUR, 12 * HOUR + 1500), 12 * HOUR + 3000, 12 * HOUR),
        ((12 * HOUR + 1500, 12 * HOUR + 1500), 12 * HOUR + 1200, 12 * HOUR + 1500),
        ((12 * HOUR + 600, 12 * HOUR + 600), 12 * HOUR + 3000, 12 * HOUR + 600),
    ],
)
def test_timed_route_pauses_after_setting_up_before_it_or_on_the_road(
    window: tuple[int, int], arrival: int, pause: int
) -> None:
    """Twenty minutes of driving and ten of setup from noon on, with half an hour of lunch."""
    visits = (
        visit("a", 1, 60, (11 * HOUR, 11 * HOUR)),
        replace(visit("b", 2, 60, ALL_DAY), setup=600),
    )

    route = timed(shift(8 * HOUR, 17 * HOUR, lunch(*window)), visits, line(0, 20, 40))

    assert route is not None
    stop = route.stops[1]
    assert (stop.arrival, stop.start) == (arrival, 13 * HOUR)
    assert route.pauses == (Pause(start=pause, end=pause + 1800),)


def test_timed_route_waits_for_the_parts() -> None:
    late = replace(visit("a", 1, 60, ALL_DAY), not_before=11 * HOUR + 1)

    assert starts(timed(shift(), (late,), line(0, 7))) == [11 * HOUR + 300]


def test_timed_route_keeps_the_grid_of_the_problem() -> None:
    one = visit("a", 1, 60, ALL_DAY)
    problem = replace(problem_of((one,), shift(), line(0, 7)), grid=60)

    assert starts(timed_route(problem, shift(), (one,))) == [8 * HOUR + 420]


def test_timed_route_may_end_in_overtime() -> None:
    late = visit("a", 1, 60, (16 * HOUR, 16 * HOUR))
    longer = replace(shift(), overtime=420)

    assert timed(replace(longer, overtime=419), (late,), line(0, 7)) is None
    route = timed(longer, (late,), line(0, 7))
    assert route is not None
    assert route.end == 17 * HOUR + 420


def test_timed_route_drives_no_longer_than_it_may() -> None:
    visits = (visit("a", 1, 60, ALL_DAY),)

    assert timed(replace(shift(), max_driving=840), visits, line(0, 7)) is not None
    assert timed(replace(shift(), max_driving=839), visits, line(0, 7)) is None


def test_timed_route_keeps_the_spans_that_links_leave() -> None:
    visits = (visit("a", 1, 60, ALL_DAY), visit("b", 1, 60, ALL_DAY))
    problem = problem_of(visits, shift(), line(0, 7))

    later = timed_route(problem, shift(), visits, {"b": TimeWindow(11 * HOUR, 12 * HOUR)})
    early = timed_route(problem, shift(), visits, {"b": TimeWindow(0, 9 * HOUR)})

    assert starts(later) == [8 * HOUR + 600, 11 * HOUR]
    assert early is None


def slow_starts(problem: Problem, worker: Shift, visits: Sequence[Visit]) -> list[int] | None:
    """The starts without pauses, by looking at every cell of the grid in turn."""
    now, place, begun, driving = worker.span.start, worker.start_place, [], 0
    for one in visits:
        drive = int(problem.travel.seconds[place, one.place])
        ready = now + drive + (one.setup if place != one.place else 0)
        ready = max(
            ready + -ready % problem.grid, -(-one.not_before // problem.grid) * problem.grid
        )
        last = one.windows[-1].end
        while ready <= last and not any(w.start <= ready <= w.end for w in one.windows):
            ready += problem.grid
        if ready > last:
            return None
        begun.append(ready)
        now, place, driving = ready + one.service, one.place, driving + drive
    home = int(problem.travel.seconds[place, worker.end_place])
    fits = now + home <= worker.span.end + worker.overtime
    limit = worker.max_driving
    return begun if fits and (limit is None or driving + home <= limit) else None


PLAIN = ("setup", "dates", "overtime", "limits")


@law
@given(small_problems(most_visits=4, features=PLAIN))
def test_timed_route_starts_as_early_as_looking_at_every_cell_finds(problem: Problem) -> None:
    for worker in (replace(each, max_stops=None) for each in problem.shifts):
        route = timed_route(problem, worker, problem.visits)

        assert starts(route) == slow_starts(problem, worker, problem.visits)
