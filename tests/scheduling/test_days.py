"""Working days: shifts clustered by their gaps, and the visits offered to a day."""

from __future__ import annotations

import numpy as np

from scheduling.days import Offer, offer_to, working_days
from scheduling.problem import Break, Problem, Shift, TimeWindow, Travel, Visit

HOUR = 3600
DAY = 24 * HOUR


def shift(key: str, start: int, hours: int, *breaks: Break) -> Shift:
    return Shift(
        key=key,
        technician=key,
        start_place=0,
        end_place=0,
        span=TimeWindow(start, start + hours * HOUR),
        breaks=breaks,
    )


def keys(days: tuple[tuple[Shift, ...], ...]) -> list[list[str]]:
    return [[one.key for one in day] for day in days]


def test_working_days_of_no_shifts_are_none() -> None:
    assert working_days(()) == ()


def test_working_days_part_at_the_night_and_keep_the_given_order_inside() -> None:
    shifts = (
        shift("tue", DAY + 8 * HOUR, 8),
        shift("mon late", 12 * HOUR, 9),
        shift("mon early", 6 * HOUR, 8),
    )

    assert keys(working_days(shifts)) == [["mon late", "mon early"], ["tue"]]


def test_working_days_join_an_evening_that_follows_within_two_hours() -> None:
    shifts = (
        shift("day", 8 * HOUR, 8),
        shift("evening", 17 * HOUR, 4),
        shift("night", 23 * HOUR, 6),
    )

    assert keys(working_days(shifts)) == [["day", "evening"], ["night"]]


def test_working_days_part_after_24_hours_when_shifts_never_pause() -> None:
    around = [shift(str(at), at * 6 * HOUR, 8) for at in range(8)]

    assert keys(working_days(around)) == [["0", "1", "2", "3"], ["4", "5", "6", "7"]]


def visit(key: str, place: int, hours: int, *days: int) -> Visit:
    windows = tuple(TimeWindow(day * DAY, day * DAY + 8 * HOUR) for day in days)
    return Visit(key=key, place=place, service=hours * HOUR, windows=windows, prize=5000)


def offered(visits: tuple[Visit, ...]) -> Offer:
    """What the first of three days with one four-hour shift each is offered."""
    lunch = Break(window=TimeWindow(HOUR, 2 * HOUR), length=HOUR)
    shifts = (shift("d0", 0, 5, lunch), shift("d1", DAY, 5), shift("d2", 2 * DAY, 5))
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4))).astype(np.int32)
    problem = Problem(
        visits=visits, shifts=shifts, travel=Travel(seconds=apart * 600, metres=apart)
    )
    able = {
        one.key: tuple(
            shifts[day]
            for day in range(3)
            if any(window.start == day * DAY for window in one.windows)
        )
        for one in visits
    }
    return offer_to(shifts[:1], frozenset({"d1", "d2"}), visits, able, problem)


def test_offer_to_takes_fixed_visits_in_full_and_flexible_ones_at_a_share() -> None:
    visits = (visit("flexible", 1, 1, 0, 1), visit("fixed", 1, 1, 0), visit("not today", 1, 10, 1))

    offer = offered(visits)

    assert [one.key for one in offer.visits] == ["flexible", "fixed"]
    assert offer.penalties == (500, 5000)


def test_offer_to_takes_the_most_urgent_and_nearest_while_there_is_room() -> None:
    visits = (
        visit("two days left", 0, 1, 0, 1, 2),
        visit("far", 3, 1, 0, 1),
        visit("near", 2, 1, 0, 1),
        visit("fixed", 1, 2, 0),
        visit("not today", 1, 10, 1),
    )

    offer = offered(visits)

    assert [one.key for one in offer.visits] == ["far", "near", "fixed"]


def test_offer_to_leaves_flexible_visits_to_emptier_days_when_the_day_has_its_share() -> None:
    visits = (visit("flexible", 1, 1, 0, 1, 2), visit("fixed", 1, 2, 0))

    assert [one.key for one in offered(visits).visits] == ["fixed"]


def test_offer_to_offers_every_fixed_visit_however_many() -> None:
    visits = tuple(visit(str(at), 1, 3, 0) for at in range(5))

    assert offered(visits).visits == visits
