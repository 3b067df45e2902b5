"""The delay forecast: laws of carrying reports forward, then one example for each cause."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.forecast import (
    ON_PLAN,
    Cause,
    CauseKind,
    Expected,
    ExpectedStop,
    Felt,
    RouteFacts,
    came_down,
    expected_starts,
)
from scheduling.plan import Pause
from tests.scheduling.forecast.days_heard import reported, three_stops

law = settings(derandomize=True, deadline=None, max_examples=200)

MINUTE = 60
EIGHT = 8 * 3600


@st.composite
def routes_on_plan(draw: st.DrawFn) -> RouteFacts:
    """A route whose planned times hold together: drives, slack and pauses fit between the works."""
    free = ready_at = draw(st.integers(0, 50_000))
    stops: list[ExpectedStop] = []
    pauses: list[Pause] = []
    for number in range(draw(st.integers(1, 6))):
        drive, slack = draw(st.integers(0, 2000)), draw(st.integers(0, 3000))
        start = free + drive + slack
        if draw(st.booleans()):
            length = draw(st.integers(1, 3600))
            begins = draw(st.integers(free, free + drive + slack))
            pauses.append(Pause(start=begins, end=begins + length))
            start = max(start, free + drive) + length
        stops.append(
            ExpectedStop(
                key=f"v{number}",
                drive=drive,
                planned_start=start,
                service=draw(st.integers(1, 7200)),
                earliest=draw(st.integers(0, start)),
                window_end=start + draw(st.integers(0, 7200)),
            )
        )
        free = start + stops[-1].service
    return RouteFacts(stops=tuple(stops), ready_at=ready_at, pauses=tuple(pauses))


@st.composite
def routes_under_way(draw: st.DrawFn) -> tuple[RouteFacts, int]:
    """A route with some stops reported, kept to the plan or not, and a moment after the reports."""
    facts = draw(routes_on_plan())
    reported = draw(st.integers(0, len(facts.stops)))
    now = facts.ready_at
    stops = list(facts.stops)
    for number in range(reported):
        stop = stops[number]
        departed = now + draw(st.integers(0, 1800))
        arrived = departed + draw(st.integers(0, 3600))
        now = arrived + draw(st.integers(0, 9000))
        last = number == reported - 1
        stops[number] = replace(
            stop,
            departed_at=draw(st.sampled_from((departed, None))),
            arrived_at=draw(st.sampled_from((arrived, None))),
            done_at=None if last and draw(st.booleans()) else now,
        )
    absent_until = draw(st.none() | st.integers(now, now + 20_000))
    facts = replace(facts, stops=tuple(stops), absent_until=absent_until)
    return facts, now + draw(st.integers(0, 4000))


def none_earlier(later: tuple[Expected, ...], earlier: tuple[Expected, ...]) -> bool:
    return all(
        one.key == two.key
        and one.arrival >= two.arrival
        and one.start >= two.start
        and one.end >= two.end
        and one.lateness >= two.lateness
        for one, two in zip(later, earlier, strict=True)
    )


@law
@given(routes_on_plan())
def test_expected_starts_are_all_on_plan_when_nothing_is_late(facts: RouteFacts) -> None:
    answer = expected_starts(facts, now=facts.ready_at)

    assert [one.key for one in answer] == [stop.key for stop in facts.stops]
    assert {one.cause for one in answer} == {ON_PLAN}
    assert {one.lateness for one in answer} == {0}
    assert all(
        one.start <= stop.planned_start for one, stop in zip(answer, facts.stops, strict=True)
    )


@law
@given(routes_under_way(), st.data())
def test_expected_starts_never_get_earlier_by_an_overrun(
    under_way: tuple[RouteFacts, int], data: st.DataObject
) -> None:
    facts, now = under_way
    number = data.draw(st.integers(0, len(facts.stops) - 1))
    stop = facts.stops[number]
    extra = data.draw(st.integers(0, 7200))
    if stop.done_at is None:
        longer = replace(stop, service=stop.service + extra)
    else:
        longer = replace(stop, done_at=stop.done_at + extra)
    stops = (*facts.stops[:number], longer, *facts.stops[number + 1 :])

    overrun = expected_starts(replace(facts, stops=stops), now=now)

    assert none_earlier(overrun, expected_starts(facts, now=now))


@law
@given(routes_under_way(), st.integers(0, 7200))
def test_expected_starts_never_get_earlier_by_silence(
    under_way: tuple[RouteFacts, int], silence: int
) -> None:
    facts, now = under_way

    assert none_earlier(expected_starts(facts, now=now + silence), expected_starts(facts, now=now))


@law
@given(routes_under_way())
def test_expected_keeps_reports_lies_not_in_the_past_and_names_a_stop_of_the_route(
    under_way: tuple[RouteFacts, int],
) -> None:
    facts, now = under_way
    open_stops = [stop for stop in facts.stops if stop.done_at is None]

    answer = expected_starts(facts, now=now)

    keys = [stop.key for stop in facts.stops]
    for one, stop in zip(answer, open_stops, strict=True):
        assert one.arrival == stop.arrived_at or (stop.arrived_at is None and one.arrival >= now)
        assert one.start >= max(one.arrival, stop.earliest)
        assert one.end >= max(one.start + stop.service, now)
        assert one.lateness == max(0, one.arrival - stop.window_end)
        assert (one.cause == ON_PLAN) == (one.start - stop.planned_start < MINUTE)
        if one.cause.stop is not None:
            assert keys.index(one.cause.stop) <= keys.index(one.key)
            assert one.cause.minutes >= 1


@law
@given(routes_under_way())
def test_expected_starts_are_on_plan_again_when_the_day_recovers(
    under_way: tuple[RouteFacts, int],
) -> None:
    facts, now = under_way
    shift = now + 100_000
    later = tuple(
        replace(
            stop,
            key=f"later-{stop.key}",
            planned_start=stop.planned_start + shift,
            window_end=stop.window_end + shift,
            departed_at=None,
            arrived_at=None,
            done_at=None,
        )
        for stop in facts.stops
    )
    finished = tuple(
        replace(stop, arrived_at=now, done_at=now) for stop in facts.stops if stop.done_at
    )
    recovered = replace(facts, stops=(*finished, *later), pauses=())

    answer = expected_starts(recovered, now=now)

    assert {(one.cause, one.lateness) for one in answer} == {(ON_PLAN, 0)}


def day(*, absent_until: int | None = None, **first: int | None) -> RouteFacts:
    """Three stops of an hour with 20 minutes' drive and 10 minutes' slack before each, from eight."""
    stops = tuple(
        ExpectedStop(
            key=key,
            drive=20 * MINUTE,
            planned_start=EIGHT + 30 * MINUTE + number * 90 * MINUTE,
            service=60 * MINUTE,
            earliest=EIGHT,
            window_end=EIGHT + 45 * MINUTE + number * 90 * MINUTE,
        )
        for number, key in enumerate(("a", "b", "c"))
    )
    a, b, c = stops
    a = replace(
        a,
        departed_at=first.get("departed_at"),
        arrived_at=first.get("arrived_at"),
        done_at=first.get("done_at"),
    )
    return RouteFacts(stops=(a, b, c), ready_at=EIGHT, absent_until=absent_until)


def causes(facts: RouteFacts, *, now: int) -> dict[str, Cause]:
    return {one.key: one.cause for one in expected_starts(facts, now=now)}


def test_an_overrun_is_blamed_for_later_stops_and_fades_with_the_slack() -> None:
    facts = day(arrived_at=EIGHT + 20 * MINUTE, done_at=EIGHT + 105 * MINUTE)

    answer = expected_starts(facts, now=EIGHT + 105 * MINUTE)

    overrun = Cause(CauseKind.OVERRUN, "a", 25)
    assert answer == (
        Expected(
            key="b",
            arrival=EIGHT + 125 * MINUTE,
            start=EIGHT + 125 * MINUTE,
            end=EIGHT + 185 * MINUTE,
            lateness=0,
            cause=overrun,
        ),
        Expected(
            key="c",
            arrival=EIGHT + 205 * MINUTE,
            start=EIGHT + 205 * MINUTE,
            end=EIGHT + 265 * MINUTE,
            lateness=0,
            cause=ON_PLAN,
        ),
    )


def test_a_work_that_should_be_done_by_now_counts_as_an_overrun_up_to_now() -> None:
    now = EIGHT + 130 * MINUTE

    answer = expected_starts(day(arrived_at=EIGHT + 20 * MINUTE), now=now)

    assert [one.end for one in answer[:2]] == [now, now + 80 * MINUTE]
    assert [one.cause for one in answer] == [
        ON_PLAN,
        Cause(CauseKind.OVERRUN, "a", 50),
        Cause(CauseKind.OVERRUN, "a", 50),
    ]
    assert answer[1].lateness == 15 * MINUTE


def test_a_missing_check_in_delays_the_stop_and_those_after_it() -> None:
    assert causes(day(), now=EIGHT + 60 * MINUTE) == dict.fromkeys(
        "abc", Cause(CauseKind.NO_CHECK_IN, "a", 30)
    )


def test_a_late_departure_is_a_late_start_and_the_drive_still_counts() -> None:
    answer = expected_starts(day(departed_at=EIGHT + 40 * MINUTE), now=EIGHT + 41 * MINUTE)

    assert answer[0].arrival == EIGHT + 60 * MINUTE
    assert answer[0].cause == Cause(CauseKind.LATE_START, "a", 30)


def test_a_route_that_began_late_is_a_late_start() -> None:
    facts = replace(day(), ready_at=EIGHT + 30 * MINUTE)

    assert causes(facts, now=EIGHT)["a"] == Cause(CauseKind.LATE_START, "a", 20)


def test_an_absence_is_blamed_while_it_lasts() -> None:
    facts = day(absent_until=EIGHT + 120 * MINUTE)

    assert causes(facts, now=EIGHT) == dict.fromkeys("abc", Cause(CauseKind.ABSENT, "a", 90))
    assert causes(facts, now=EIGHT + 121 * MINUTE)["a"].kind is CauseKind.NO_CHECK_IN


def test_the_greatest_trouble_is_blamed() -> None:
    facts = day(arrived_at=EIGHT + 50 * MINUTE, done_at=EIGHT + 120 * MINUTE)

    assert causes(facts, now=EIGHT + 120 * MINUTE)["b"] == Cause(CauseKind.LATE_START, "a", 20)


def test_a_finished_stop_without_an_arrival_ends_when_it_was_reported_done() -> None:
    answer = expected_starts(day(done_at=EIGHT + 10 * MINUTE), now=EIGHT + 10 * MINUTE)

    assert answer[0].arrival == EIGHT + 30 * MINUTE


def test_a_pause_waits_until_after_a_stop_that_is_already_driven_to() -> None:
    facts = day()
    a, b, c = facts.stops
    lunch = Pause(start=EIGHT, end=EIGHT + 30 * MINUTE)
    facts = RouteFacts(stops=(replace(a, departed_at=EIGHT), b, c), ready_at=EIGHT, pauses=(lunch,))

    answer = expected_starts(facts, now=EIGHT)

    assert [one.arrival for one in answer] == [
        EIGHT + 20 * MINUTE,
        EIGHT + 130 * MINUTE,
        EIGHT + 210 * MINUTE,
    ]


def test_came_down_names_every_stop_between_a_trouble_and_who_feels_it() -> None:
    facts = three_stops()
    facts = reported(facts, "a", departed_at=0, arrived_at=20, done_at=125)

    found = came_down(facts, now=EIGHT + 125 * MINUTE)

    assert found == {"b": (Felt("b", 40),), "c": (Felt("b", 40), Felt("c", 35))}


def test_came_down_says_nothing_where_all_is_on_plan() -> None:
    assert came_down(three_stops(), now=EIGHT) == {}
