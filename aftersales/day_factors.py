"""Day-part factors of a territory and its habits: learned every day from how long drives and works really took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from aftersales.deed import SYSTEM
from aftersales.habits import learned_habits
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.drives import Called, calls_since
from aftersales.queries.places import territory_by_code
from aftersales.records import Territory
from aftersales.roads import Place
from aftersales.roads.day_parts import DayFactors, Drive, learned_factors

HISTORY: Final = timedelta(days=56)
"""Eight weeks: long enough for every part of the week, short enough to follow a new bypass or the winter."""

MOST_CALLS: Final = 5000
"""The latest so many visits tell it all; an engine elsewhere is asked for each route of theirs."""


def factors_of(territory: Territory) -> DayFactors:
    """The factors that hold in a territory."""
    return DayFactors(
        {key: (float(factor), drives) for key, (factor, drives) in territory.day_factors.items()},
        territory.zone,
    )


def learn_day_factors(parts: Parts, territory_code: str) -> bool:
    """Learn a territory's factors anew, once a day; answers whether they were due.

    What a drive is reckoned to take is asked of the roads again, from the visit before it to this one: what
    stands in the plan holds the factors of its own day.
    """
    now = parts.clock.now()
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            return False
        today = wall_of(now, territory.zone).date()
        if territory.factors_on is not None and territory.factors_on >= today:
            return False
        calls = calls_since(session, territory.id, now - HISTORY, MOST_CALLS)
        habits = learned_habits(session, territory, now)
    learned = learned_factors(_drives(parts, territory, calls), territory.zone)
    with parts.doing(SYSTEM) as deed:
        row = deed.session.get_one(Territory, territory.id)
        row.day_factors = {
            key: (round(factor, 4), drives) for key, (factor, drives) in learned.items()
        }
        row.habits = habits
        row.factors_on = today
        deed.add(row)
    return True


def _drives(parts: Parts, territory: Territory, calls: Sequence[Called]) -> Iterator[Drive]:
    """Each drive from one visit to the next of the same technician on the same day."""
    for route in _routes(calls, territory.zone):
        seconds = parts.roads.between(
            [Place(call.latitude, call.longitude, call.road_row) for call in route],
            scale=territory.travel_scale,
            table=territory.road_table,
        ).seconds
        for number, (before, call) in enumerate(pairwise(route)):
            left_at = call.departed_at
            if left_at is not None and (before.done_at or before.arrived_at) <= left_at:
                yield Drive(
                    departed_at=left_at,
                    took=(call.arrived_at - left_at).total_seconds(),
                    reckoned=float(seconds[number, number + 1]),
                )


def _routes(calls: Sequence[Called], zone: str) -> Iterator[list[Called]]:
    """Runs of visits of one technician on one local day, where there are two or more."""
    route: list[Called] = []
    for call in calls:
        if route and _whose_day(call, zone) != _whose_day(route[-1], zone):
            if len(route) > 1:
                yield route
            route = []
        route.append(call)
    if len(route) > 1:
        yield route


def _whose_day(call: Called, zone: str) -> tuple[object, object]:
    return call.technician_id, wall_of(call.arrived_at, zone).date()
