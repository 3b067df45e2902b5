"""Planning again while a route runs late: whoever is at work keeps their visits, and nobody's told window is moved for it."""

from __future__ import annotations

from datetime import datetime

import pytest

from aftersales.clock import SetClock
from aftersales.day_watch.events import Said, say
from aftersales.day_watch.watch import watch_territory
from aftersales.parts import Parts
from aftersales.queries.planning import routes_on
from aftersales.records import Priority, Report
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    NOON,
    City,
    assert_nothing_is_double_booked,
    found_city,
    minutes,
)
from tests.conftest import STAFF

NEAR = (47.1663, 9.5102)
FAR = (47.0669, 9.5046)


@pytest.fixture
def city(parts: Parts, clock: SetClock) -> City:
    """A day of one technician whose first visit takes until one o'clock instead of ten."""
    city = found_city(parts, clock)
    city.hire("T1", MONDAY)
    return city


def late_day(city: City) -> list[str]:
    """Visits promised for the morning, noon and afternoon; the first still lasts at a quarter to one."""
    asked = [
        city.asks((MONDAY, window), place=place, minutes=90)
        for window, place in ((MORNING, NEAR), (MORNING, FAR), (NOON, NEAR), (AFTERNOON, FAR))
    ]
    city.plan(MONDAY, 1)
    first = min(asked, key=lambda each: city.visit(each).appointment.planned_start_at)
    for what in (Report.ON_THE_WAY, Report.ARRIVED):
        city.clock.move_to(city.visit(first).appointment.planned_start_at)
        with city.parts.doing(STAFF) as deed:
            say(deed, city.visit(first).appointment.id, Said(what=what, at=deed.now))
    city.clock.move_to(city.clock.now() + minutes(240))
    watch_territory(city.parts, "li")
    return [each for each in asked if each != first]


def windows(city: City, references: list[str]) -> list[tuple[datetime, datetime]]:
    rows = [city.visit(each).appointment for each in references]
    return [(row.window_from_at, row.window_to_at) for row in rows]


def starts(city: City, references: list[str]) -> list[datetime]:
    return [city.visit(each).appointment.planned_start_at for each in references]


@pytest.mark.parametrize("has_emergency", [False, True])
def test_windows_stay_and_nobody_is_pushed_further_back(city: City, *, has_emergency: bool) -> None:
    rest = sorted(late_day(city), key=lambda each: starts(city, [each]))
    before = windows(city, rest)
    told = [city.notices(city.visit(each).appointment.id) for each in rest]
    city.plan(MONDAY, 1, is_frozen=True)
    calm = starts(city, rest)
    assert calm == sorted(calm)
    if has_emergency:
        city.asks((MONDAY, AFTERNOON), place=NEAR, minutes=30, priority=Priority.EMERGENCY)

    city.clock.move_to(city.clock.now() + minutes(1))
    outcome = city.plan(MONDAY, 1, is_frozen=True)

    assert outcome.rewindowed == 0
    assert windows(city, rest) == before
    assert [city.notices(city.visit(each).appointment.id) for each in rest] == told
    assert all(now <= then + minutes(5) for now, then in zip(starts(city, rest), calm, strict=True))
    assert {city.visit(each).lead.code for each in rest} == {"T1"}
    assert_nothing_is_double_booked(city.parts)


def test_a_pause_that_is_over_is_not_planned_again(city: City) -> None:
    rest = late_day(city)
    territory_id = city.visit(rest[0]).territory.id

    def pauses() -> list[tuple[datetime | None, datetime | None]]:
        with city.parts.store.reading() as session:
            routes = routes_on(session, territory_id, MONDAY)
        return [(route.pause_from_at, route.pause_to_at) for route, _who in routes]

    [(_from_at, over_at)] = pauses()
    assert over_at is not None
    city.clock.move_to(over_at + minutes(5))

    city.plan(MONDAY, 1, is_frozen=True)

    assert pauses() == [(None, None)]
