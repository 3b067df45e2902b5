"""Pauses are taken by the clock, and known to be over from gaps between what was reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling.forecast import RouteFacts, Stray, forecast
from scheduling.forecast.pauses import free_after, still_to_take
from scheduling.plan import Pause
from tests.scheduling.forecast.days_heard import EIGHT, MINUTE, reported, route, stop

PLAIN = Stray(1.0, 0.0)


def lunch(at: int, length: int = 30) -> Pause:
    """A pause so many minutes after eight."""
    return Pause(start=EIGHT + at * MINUTE, end=EIGHT + (at + length) * MINUTE)


def day(*pauses: Pause) -> RouteFacts:
    """Three hours of work, twenty minutes apart, without any luck; a pause is planned at noon."""
    facts = route(stop("a", 20), stop("b", 140), stop("c", 270), pauses=pauses or [lunch(240)])
    return replace(
        facts, stops=tuple(replace(each, drives=PLAIN, works=PLAIN) for each in facts.stops)
    )


@pytest.mark.parametrize(
    ("left", "set_out", "is_over"),
    [
        pytest.param(200, 232, True, id="a little early"),
        pytest.param(200, 205, False, id="gone on at once"),
        pytest.param(150, 205, True, id="before a new plan moved it"),
        pytest.param(280, 300, True, id="a short one, late"),
        pytest.param(280, 290, False, id="no time for it yet"),
    ],
)
def test_gap_tells_whether_a_pause_is_over(left: int, set_out: int, *, is_over: bool) -> None:
    facts = reported(day(), "a", departed_at=0, arrived_at=20, done_at=80)
    facts = reported(facts, "b", departed_at=80, arrived_at=140, done_at=left)

    facts = reported(facts, "c", departed_at=set_out)

    assert still_to_take(facts) == (() if is_over else (lunch(240),))


def test_gap_in_the_morning_is_no_pause_at_noon() -> None:
    facts = reported(day(), "a", departed_at=0, arrived_at=20, done_at=80)

    assert still_to_take(reported(facts, "b", departed_at=118)) == (lunch(240),)


def test_pause_is_known_to_be_over_where_only_arrivals_are_heard() -> None:
    facts = reported(day(), "b", arrived_at=140)

    assert still_to_take(facts) == (lunch(240),)
    assert still_to_take(reported(facts, "c", arrived_at=270)) == ()


def test_pause_is_known_to_be_over_where_nobody_knows_when_the_work_before_it_ended() -> None:
    """Gone on at 12:10 from work of which no end was heard: whoever does that at such a time has had the pause."""
    facts = reported(day(), "b", departed_at=100, arrived_at=140, done_at=250)
    facts = reported(facts, "c", departed_at=250)
    guessed = replace(facts.stops[1], is_end_guessed=True)

    assert still_to_take(facts) == (lunch(240),)
    assert still_to_take(replace(facts, stops=(facts.stops[0], guessed, facts.stops[2]))) == ()


def test_each_gap_is_one_pause() -> None:
    facts = reported(day(lunch(200), lunch(240)), "b", arrived_at=140, done_at=200)

    facts = reported(facts, "c", departed_at=250)

    assert still_to_take(facts) == (lunch(240),)


def test_pause_comes_before_a_stop_that_would_run_into_it() -> None:
    facts = day()

    early = free_after(facts.pauses, EIGHT + 200 * MINUTE, facts.stops[2])
    on_the_hour = free_after(facts.pauses, EIGHT + 220 * MINUTE, facts.stops[2])

    assert facts.stops[2].drive == 20 * MINUTE
    assert early == (EIGHT + 200 * MINUTE, facts.pauses)
    assert on_the_hour == (EIGHT + 250 * MINUTE, ())


def test_who_is_at_their_pause_is_expected_back_when_it_is_over() -> None:
    """Done at 11:40, the pause from then on: the next start is 20 minutes after 12:10, whatever the time of the look."""
    facts = reported(day(), "b", departed_at=100, arrived_at=140, done_at=220)

    starts = [
        forecast([facts], now=EIGHT + now * MINUTE, shares=(0.5,))[0][0].starts[0]
        for now in (221, 235, 245)
    ]

    assert starts == [EIGHT + 270 * MINUTE] * 3


def test_pause_that_had_to_wait_is_taken_after_the_work() -> None:
    """At work until two, the pause of noon still comes: a drive of 20 minutes and 30 of pause."""
    facts = reported(day(), "b", departed_at=100, arrived_at=140, done_at=360)

    (found,) = forecast([facts], now=EIGHT + 361 * MINUTE, shares=(0.5,))[0]

    assert found.starts[0] == pytest.approx(EIGHT + 410 * MINUTE, abs=60)


def test_nobody_is_missed_before_they_need_to_leave() -> None:
    """Free since 9:20 for a window that opens at 13:00: not heard of at 12:00 is no news."""
    facts = route(stop("a", 20), replace(stop("b", 300), earliest=EIGHT + 300 * MINUTE))
    facts = reported(facts, "a", departed_at=0, arrived_at=20, done_at=80)

    (quiet,) = forecast([facts], now=EIGHT + 240 * MINUTE)[0]

    assert quiet.starts == (EIGHT + 300 * MINUTE,) * 5


@pytest.mark.parametrize(("set_out", "is_over"), [(290, False), (300, True)])
def test_pause_long_past_is_not_waited_for_any_more(set_out: int, *, is_over: bool) -> None:
    """Gone on at once to a stop reached three quarters of an hour after its end: taken unheard, or given up."""
    facts = reported(day(), "b", departed_at=80, arrived_at=140, done_at=set_out)

    facts = reported(facts, "c", departed_at=set_out)

    assert still_to_take(facts) == (() if is_over else (lunch(240),))
