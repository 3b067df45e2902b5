"""The forecast's distributions against plain days and known figures, and its laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.forecast import RouteFacts, StopForecast, Stray, forecast
from scheduling.plan import Pause
from tests.scheduling.forecast.days_heard import (
    EIGHT,
    HOUR,
    MINUTE,
    plain_days,
    reported,
    route,
    stop,
    three_stops,
)

law = settings(derandomize=True, deadline=None, max_examples=60)
NINE_TENTHS = (0.1, 0.5, 0.9)
CLOSE, SURE = 5 * MINUTE, 0.04
"""The forecast looks at 512 courses and the plain days are some thousands: this much apart is chance."""


def one(facts: RouteFacts, *, now: int, silence: float = 0.0) -> dict[str, StopForecast]:
    found = forecast([facts], now=EIGHT + now * MINUTE, shares=NINE_TENTHS, silence=silence)
    return {each.key: each for each in found[0]}


def agrees(found: StopForecast, starts: list[float], window_end: int) -> None:
    by = np.quantile(starts, NINE_TENTHS)
    assert np.abs(np.array(found.starts) - by).max() < CLOSE
    assert abs(found.late - np.mean(np.array(starts) > window_end)) < SURE


def test_forecast_of_a_day_that_has_not_begun_agrees_with_plain_days() -> None:
    facts = route(
        stop("a", 20),
        stop("b", 105, wait=0),
        stop("c", 220),
        stop("d", 370),
        pauses=[Pause(start=EIGHT + 170 * MINUTE, end=EIGHT + 200 * MINUTE)],
    )

    found = one(facts, now=0)

    days = plain_days(facts, now=EIGHT, wanted=8000, is_heard=lambda _day: True)
    for each in facts.stops:
        agrees(found[each.key], days[each.key], each.window_end)


def test_forecast_knows_that_the_work_is_not_done_yet() -> None:
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20)
    now = EIGHT + 110 * MINUTE

    found = one(facts, now=110)

    days = plain_days(facts, now=now, wanted=5000, is_heard=lambda day: day["end a"] > now)
    for each in facts.stops[1:]:
        agrees(found[each.key], days[each.key], each.window_end)


def test_forecast_knows_that_nobody_has_arrived_yet() -> None:
    facts = reported(three_stops(), "a", departed_at=0)
    now = EIGHT + 26 * MINUTE

    found = one(facts, now=26)

    days = plain_days(facts, now=now, wanted=5000, is_heard=lambda day: day["reach a"] > now)
    for each in facts.stops:
        agrees(found[each.key], days[each.key], each.window_end)


def test_forecast_lets_nobody_leave_in_the_past_who_was_not_heard_to_leave() -> None:
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20, done_at=80)
    now = EIGHT + 82 * MINUTE

    found = one(facts, now=82)

    days = plain_days(facts, now=now, wanted=5000, is_heard=lambda _day: True)
    assert list(found) == ["b", "c"]
    for each in facts.stops[1:]:
        agrees(found[each.key], days[each.key], each.window_end)


def test_forecast_lets_nobody_arrive_before_they_are_back() -> None:
    facts = replace(three_stops(), absent_until=EIGHT + 150 * MINUTE)

    found = one(facts, now=0)

    days = plain_days(facts, now=EIGHT, wanted=5000, is_heard=lambda _day: True)
    assert found["a"].starts == (EIGHT + 150 * MINUTE,) * 3
    assert found["a"].late == 1
    for each in facts.stops[1:]:
        agrees(found[each.key], days[each.key], each.window_end)


def test_forecast_weighs_that_an_arrival_may_not_have_been_reported() -> None:
    """Half of all drives of a median of 20 minutes end within 20: (q/2) / (q/2 + 1/2) have ended unheard."""
    facts = route(replace(stop("a", 20, drive=20), drives=Stray(1.03077640, 0.25)))
    facts = reported(facts, "a", departed_at=0)

    found = forecast(
        [facts], now=EIGHT + 20 * MINUTE, shares=(1 / 11 - 0.01, 1 / 11 + 0.01), silence=0.1
    )

    before, after = found[0][0].starts
    assert before <= EIGHT + 20 * MINUTE <= after


def test_forecast_weighs_that_the_leaving_may_not_have_been_reported() -> None:
    """Ten minutes after they could have left: ½ against ½ · (0.99/e + 0.01), so 73 % are on their way."""
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20, done_at=80)
    plain = Stray(1.0, 0.0)
    facts = replace(facts, stops=tuple(replace(each, drives=plain) for each in facts.stops))

    ((found, _c),) = forecast([facts], now=EIGHT + 90 * MINUTE, shares=(0.72, 0.74), silence=0.5)

    assert found.starts == pytest.approx((EIGHT + 100 * MINUTE, EIGHT + 110 * MINUTE), abs=2)


def test_forecast_of_somebody_who_should_have_left_long_ago_is_a_trouble_that_lasts() -> None:
    """After two hours it is all but sure that something is wrong; half of all troubles last ln 2 hours more."""
    facts = replace(three_stops(), stops=(replace(stop("a", 20), drives=Stray(1.0, 0.0)),))

    found = one(facts, now=120)["a"]

    expected = EIGHT + (120 + 20 + 41.6) * MINUTE
    assert found.starts[1] == pytest.approx(expected, abs=CLOSE)


def test_forecast_hardly_believes_that_many_reports_were_forgotten() -> None:
    """After two hours of a work of one, who has gone on should have been heard of several times."""
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20)

    sure, forgetful = one(facts, now=140)["b"], one(facts, now=140, silence=0.1)["b"]

    assert forgetful.starts == pytest.approx(sure.starts, abs=CLOSE)


def test_forecast_of_a_finished_work_nobody_spoke_of_ends_now_at_the_earliest() -> None:
    facts = reported(three_stops(), "a", departed_at=0)

    found = one(facts, now=300, silence=0.1)

    assert found["a"].starts[0] < EIGHT + 60 * MINUTE
    assert found["b"].starts[0] >= EIGHT + 300 * MINUTE


def test_forecast_of_what_lasts_beyond_all_measure_ends_soon() -> None:
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20)

    found = one(facts, now=20 + 60 * 40)

    assert found["a"].starts == (EIGHT + 20 * MINUTE,) * 3
    assert EIGHT + (20 + 60 * 40) * MINUTE <= found["a"].end < EIGHT + (20 + 60 * 60) * MINUTE


def test_forecast_without_strays_is_the_plan() -> None:
    plain = Stray(1.0, 0.0)
    facts = three_stops()
    facts = replace(
        facts,
        stops=tuple(replace(each, drives=plain, works=plain) for each in facts.stops),
        pauses=(Pause(start=EIGHT + 82 * MINUTE, end=EIGHT + 84 * MINUTE),),
    )

    found = one(facts, now=0)

    assert [each.starts[0] for each in found.values()] == [
        EIGHT + at * MINUTE for at in (20, 102, 182)
    ]
    assert [each.late for each in found.values()] == [0, 0, 0]


def test_forecast_leaves_out_what_lies_before_the_last_report() -> None:
    facts = reported(three_stops(), "b", departed_at=90)

    assert list(one(facts, now=95)) == ["b", "c"]


def test_forecast_of_nothing_is_nothing() -> None:
    over = reported(three_stops(), "c", done_at=240)

    assert forecast([], now=EIGHT) == ()
    assert forecast([over], now=EIGHT + 5 * HOUR) == ((),)


def test_forecast_of_a_route_does_not_depend_on_the_others() -> None:
    facts, longer = three_stops(), route(*(stop(str(n), 20 + 90 * n) for n in range(6)))

    alone = forecast([facts], now=EIGHT)
    among = forecast([longer, facts, longer], now=EIGHT)

    assert among[1] == alone[0]
    assert among[0] == among[2]


@law
@given(now=st.integers(0, 400), silence=st.floats(0, 0.5))
def test_forecast_percentiles_never_fall_and_nobody_starts_before_the_window(
    now: int, silence: float
) -> None:
    facts = reported(three_stops(), "a", departed_at=0)

    found = one(facts, now=now, silence=silence)

    for each in facts.stops:
        starts = found[each.key].starts
        assert starts == tuple(sorted(starts))
        assert starts[0] >= each.earliest
        assert found[each.key].end >= starts[0]
        assert 0 <= found[each.key].late <= 1


@law
@given(early=st.integers(30, 200), more=st.integers(1, 60))
def test_forecast_grows_later_while_nothing_is_heard(early: int, more: int) -> None:
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20)

    before, after = one(facts, now=early), one(facts, now=early + more)

    for key in "bc":
        assert all(x <= y + 1 for x, y in zip(before[key].starts, after[key].starts, strict=True))
        assert before[key].late <= after[key].late


@pytest.mark.parametrize(("shares", "silence"), [((0.0,), 0.1), ((1.1,), 0.1), ((0.5,), 1.0)])
def test_forecast_refuses_shares_and_silence_that_make_no_sense(
    shares: tuple[float, ...], silence: float
) -> None:
    with pytest.raises(ValueError, match="Shares lie between"):
        forecast([], now=0, shares=shares, silence=silence)


def test_forecast_believes_whoever_says_how_long_it_still_takes() -> None:
    facts = reported(three_stops(), "a", departed_at=0, arrived_at=20)
    told = replace(facts.stops[0], told_end=EIGHT + 260 * MINUTE)
    longer = replace(facts, stops=(told, *facts.stops[1:]))

    (usual,), (found,) = (
        [each for each in forecast([route], now=EIGHT + 30 * MINUTE)[0] if each.key == "b"]
        for route in (facts, longer)
    )

    assert usual.late < 0.1
    assert found.late == 1
    assert abs(found.starts[2] - EIGHT - 280 * MINUTE) < 10 * MINUTE
    assert found.starts[4] - found.starts[0] < 2 * HOUR


def test_forecast_counts_with_visits_at_which_nobody_is_met() -> None:
    facts = three_stops()

    found = forecast([facts], now=EIGHT, unmet=0.4)[0]
    sure = forecast([facts], now=EIGHT)[0]

    shorter = (1 - 0.4) * 60 + 0.4 * 15 - 60
    assert (found[0].end - sure[0].end) / MINUTE == pytest.approx(shorter, abs=1.5)
    assert found[0].starts == sure[0].starts


def test_forecast_does_not_believe_an_arrival_reported_after_any_drive_can_have_lasted() -> None:
    in_time = reported(three_stops(), "a", departed_at=0, arrived_at=21)
    late = reported(three_stops(), "a", departed_at=0, arrived_at=70)
    slow = reported(three_stops(), "a", departed_at=0, arrived_at=40)

    found, believed, known = (one(each, now=75)["b"].starts[1] for each in (late, slow, in_time))

    assert abs(found - known) < 3 * MINUTE
    assert believed > known + 5 * MINUTE


def test_arrival_after_a_pause_on_the_road_is_believed() -> None:
    late = reported(three_stops(), "a", departed_at=0, arrived_at=70)
    lunch = Pause(start=EIGHT + 20 * MINUTE, end=EIGHT + 50 * MINUTE)

    assert one(late, now=75)["a"].starts[0] < EIGHT + 30 * MINUTE
    assert one(replace(late, pauses=(lunch,)), now=75)["a"].starts[0] == EIGHT + 70 * MINUTE
