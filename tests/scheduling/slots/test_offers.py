"""What a slot is worth: the score and its parts, what is shown as green, and why there is none."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from scheduling.slots import (
    Ask,
    Offer,
    Refusal,
    RefusalReason,
    Routes,
    SlotPrices,
    offers,
    refusals,
)
from scheduling.uncertainty import Spread
from tests.scheduling.slots.towns import HOUR, MINUTE, ask, routes

CERTAIN = Spread(drive=0, work=0)


def only(found: tuple[Offer, ...]) -> Offer:
    (offer,) = found
    return offer


def test_offer_on_the_way_is_green_and_drives_nothing_more() -> None:
    offer = only(offers(routes(), ask(minutes=20), spread=CERTAIN))

    assert offer == Offer(
        window=0,
        routes=(0,),
        positions=(1,),
        start=9 * HOUR + 40 * MINUTE,
        extra=0,
        lateness=0.0,
        harm=0.0,
        load=2.0,
        score=600.0,
        is_green=True,
        pushed=0,
    )


def test_offer_far_from_everybody_is_not_green() -> None:
    offer = only(offers(routes(), ask(minutes=36), spread=CERTAIN))

    assert (offer.extra, offer.is_green) == (12 * MINUTE, False)


def test_trip_of_its_own_is_not_green_however_short() -> None:
    nobody = replace(ask(minutes=2), allowed=np.array([False, True]))

    offer = only(offers(routes(), nobody, spread=CERTAIN))

    assert (offer.extra, offer.is_green) == (4 * MINUTE, False)


def test_score_is_the_sum_of_driving_and_priced_parts() -> None:
    prices = SlotPrices(late=1000, harm=100, balance=10, pushed=1)
    tight = replace(routes(), promised=np.array([9 * HOUR + 50 * MINUTE]))
    early = replace(ask(minutes=36), windows=np.array([[8 * HOUR, 9 * HOUR]]))
    first = replace(early, promised=np.array([9 * HOUR]), allowed=np.array([True, False]))

    offer = only(offers(tight, first, prices=prices))

    parts = [offer.extra, 1000 * offer.lateness, 100 * offer.harm, 10 * (offer.load - 1)]
    assert all(part > 0 for part in parts)
    assert offer.score == pytest.approx(sum(parts) + offer.pushed)


@pytest.mark.parametrize(("balance", "route"), [(0.0, 0), (3600.0, 1)])
def test_balance_sends_the_technician_with_less_work(balance: float, route: int) -> None:
    prices = SlotPrices(late=0, harm=0, balance=balance, pushed=0)

    offer = only(offers(routes(), ask(minutes=20), prices=prices))

    assert offer.routes == (route,)


@pytest.mark.parametrize(("pushed", "position"), [(0.0, 0), (60.0, 1)])
def test_whoever_is_planned_already_is_pushed_only_if_it_is_cheaper(
    pushed: float, position: int
) -> None:
    prices = SlotPrices(pushed=pushed)

    offer = only(offers(routes(), ask(minutes=20), prices=prices, spread=CERTAIN))

    assert (offer.positions, offer.pushed) == ((position,), 1 - position)


def test_harm_sends_somebody_who_breaks_no_promise() -> None:
    tight = replace(routes(), promised=np.array([9 * HOUR + 30 * MINUTE]))
    early = replace(ask(minutes=20), windows=np.array([[8 * HOUR, 9 * HOUR]]))
    prices = SlotPrices(late=0, harm=2 * HOUR, balance=0, pushed=0)

    careless = only(offers(tight, early, prices=replace(prices, harm=0)))
    careful = only(offers(tight, early, prices=prices))

    assert (careless.routes, round(careless.harm, 1)) == ((0,), 0.5)
    assert (careful.routes, careful.harm) == ((1,), 0.0)


def test_price_of_a_technicians_driving_counts() -> None:
    dear = replace(routes(), price=np.array([1.0, 0.0]))

    offer = only(offers(dear, ask(minutes=36), prices=SlotPrices(balance=0)))

    assert (offer.routes, offer.extra) == ((1,), 72 * MINUTE)


def test_offers_come_by_score_with_their_own_windows() -> None:
    days = replace(
        ask(minutes=36),
        windows=np.array([[12 * HOUR, 15 * HOUR], [8 * HOUR, 12 * HOUR]]),
        promised=np.array([15 * HOUR, 12 * HOUR]),
        day=np.array([1, 0]),
    )

    found = offers(replace(routes(), day=np.array([0, 1])), days, prices=SlotPrices(balance=0))

    assert [(offer.window, offer.routes) for offer in found] == [(1, (0,)), (0, (1,))]


def test_without_spread_a_start_after_the_promise_is_late_for_certain() -> None:
    hasty = replace(ask(minutes=20), promised=np.array([8 * HOUR + 10 * MINUTE]))

    offer = only(offers(routes(), hasty, spread=CERTAIN))

    assert offer.lateness == 1.0


def test_two_people_start_at_the_same_second_each_on_a_route() -> None:
    offer = only(offers(routes(), replace(ask(minutes=20), people=2), spread=CERTAIN))

    assert (offer.routes, offer.start) == ((0, 1), 8 * HOUR + 20 * MINUTE)
    assert offer.extra == 40 * MINUTE
    assert offer.load == 1.0


def test_three_people_are_the_three_cheapest() -> None:
    five = many([0, 1, 2, 3, 3])

    offer = only(offers(five, replace(ask(minutes=20), people=3, allowed=np.ones(5, np.bool_))))

    assert set(offer.routes) == {1, 2, 3}


@pytest.mark.parametrize(("people", "cheapest"), [(1, {7}), (2, {6, 7})])
def test_of_many_the_cheapest_are_offered(people: int, cheapest: set[int]) -> None:
    nine = many(list(range(9)))

    offer = only(
        offers(nine, replace(ask(minutes=20), people=people, allowed=np.ones(9, np.bool_)))
    )

    assert set(offer.routes) == cheapest


def many(technicians: list[int]) -> Routes:
    """Empty routes like those of the town, one a technician; driving costs less for some than for others."""
    count = len(technicians)
    columns: dict[str, Any] = {
        field.name: np.zeros(0, np.int64)
        if field.name in OF_STOPS
        else np.repeat(getattr(routes(), field.name)[1:2], count)
        for field in fields(Routes)
    }
    columns |= {"technician": technicians, "first": [0] * (count + 1)}
    return Routes(**{**columns, "price": np.array(PRICES[:count])})


PRICES = (1.9, 1.8, 1.5, 1.6, 1.7, 1.4, 1.3, 1.2, 2.0)
OF_STOPS = ("place", "earliest", "latest", "start", "service", "setup", "leg", "promised")


def test_nobody_comes_twice_to_one_visit() -> None:
    twice = replace(routes(), technician=np.array([4, 4]))

    assert offers(twice, replace(ask(minutes=20), people=2)) == ()


def reasons(standing: Routes, wanted: Ask) -> tuple[Refusal, ...]:
    return refusals(standing, wanted, offers(standing, wanted))


def test_refusals_tell_the_nearest_reason() -> None:
    windows = np.array([[8, 12], [8, 12], [20, 22], [8, 8]]) * HOUR
    wanted = replace(
        ask(minutes=20),
        windows=windows,
        promised=windows[:, 1],
        day=np.array([0, 5, 0, 0]),
        allowed=np.array([True, False]),
    )

    assert reasons(routes(), wanted) == (
        Refusal(window=1, reason=RefusalReason.NO_ROUTE),
        Refusal(window=2, reason=RefusalReason.TOO_LONG),
        Refusal(window=3, reason=RefusalReason.TOO_LONG),
    )


def test_refusal_of_what_an_empty_day_could_is_full() -> None:
    busy = replace(routes(), service=np.array([9 * HOUR - 40 * MINUTE]))

    assert reasons(busy, replace(ask(minutes=20), allowed=np.array([True, False]))) == (
        Refusal(window=0, reason=RefusalReason.FULL),
    )


def test_two_people_are_refused_where_one_is_allowed() -> None:
    one = replace(ask(minutes=20), people=2, allowed=np.array([True, False]))

    assert reasons(routes(), one) == (Refusal(window=0, reason=RefusalReason.NO_ROUTE),)


def test_nothing_is_refused_where_everything_is_offered() -> None:
    assert reasons(routes(), ask(minutes=20)) == ()


def test_route_that_cannot_be_kept_as_it_stands_gets_nothing_more() -> None:
    late = replace(routes(), latest=np.array([8 * HOUR]), earliest=np.array([7 * HOUR]))

    offer = only(offers(late, ask(minutes=20)))

    assert offer.routes == (1,)


def test_without_routes_nothing_is_offered_and_everything_refused() -> None:
    none = many([])
    wanted = replace(ask(minutes=20), allowed=np.zeros(0, np.bool_))

    assert offers(none, wanted) == ()
    assert reasons(none, wanted) == (Refusal(window=0, reason=RefusalReason.NO_ROUTE),)


def test_without_work_everybody_is_loaded_alike() -> None:
    offer = only(offers(many([0, 1]), replace(ask(minutes=20), allowed=np.ones(2, np.bool_))))

    assert offer.load == 1.0
