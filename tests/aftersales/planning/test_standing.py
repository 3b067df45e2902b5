"""Planning again changes only what pays: whoever was told somebody keeps them."""

from __future__ import annotations

import pytest

from aftersales.choices import move_visit
from aftersales.clock import SetClock
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.planning.facts import Snapshot
from aftersales.planning.gather import snapshot_of
from aftersales.planning.rehousing import standing_orders
from aftersales.planning.translate import translated
from scheduling import Published, TimeWindow, mended
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    ZONE,
    City,
    found_city,
    minutes,
)
from tests.conftest import STAFF

HOUR = 3600


@pytest.fixture
def city(parts: Parts, clock: SetClock) -> City:
    """Three technicians who can do the same."""
    city = found_city(parts, clock)
    for code in ("T1", "T2", "T3"):
        city.hire(code, MONDAY, TUESDAY, WEDNESDAY)
    return city


def ask(city: City, visits: int) -> list[str]:
    return [city.asks((TUESDAY, MORNING), (WEDNESDAY, AFTERNOON)) for _ in range(visits)]


def snapshot(city: City, *, is_frozen: bool = False) -> Snapshot:
    with city.parts.store.reading() as session:
        return snapshot_of(session, "li", MONDAY, 3, city.clock.now(), is_frozen=is_frozen)


def standing(city: City, references: list[str]) -> list[tuple[object, ...]]:
    visits = [city.visit(reference) for reference in references]
    return [
        (visit.lead.code, visit.appointment.planned_start_at, visit.appointment.window_from_at)
        for visit in visits
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_search_changes_nothing_when_nothing_else_did(city: City, seed: int) -> None:
    references = ask(city, 6)
    city.plan()
    before = standing(city, references)
    city.clock.move_to(city.clock.now() + minutes(10))

    again = city.plan(seed=seed)

    assert standing(city, references) == before
    assert (again.booked, again.rewindowed) == (0, 0)


def test_somebody_else_comes_only_where_that_saves_more_than_it_costs(city: City) -> None:
    references = ask(city, 6)
    city.plan()
    before = [city.visit(reference).lead.code for reference in references]
    city.clock.move_to(city.clock.now() + minutes(10))
    ask(city, 3)
    present = snapshot(city)
    problem = translated(present, city.parts.roads).problem
    nobody_changes = mended(problem, standing_orders(present))

    again = city.plan(seed=5)

    after = [city.visit(reference).lead.code for reference in references]
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert (again.booked, again.rewindowed, again.left_out) == (3, 0, ())
    saved = nobody_changes.cost - again.driving.total_seconds()
    assert changed * problem.prices.other_technician <= saved


def test_what_was_told_stands_in_the_problem(city: City) -> None:
    (told,) = ask(city, 1)
    city.plan()
    (new,) = ask(city, 1)
    visit = city.visit(told)
    problem = translated(snapshot(city), city.parts.roads).problem
    zero = city.at(MONDAY, 0)

    assert problem.visit_by_key[str(visit.work_order.id)].published == Published(
        technician=str(visit.lead.id),
        day=(visit.appointment.planned_start_at - zero).days,
        window=TimeWindow(
            int((visit.appointment.window_from_at - zero).total_seconds()),
            int((visit.appointment.window_to_at - zero).total_seconds()),
        ),
    )
    assert problem.visit_by_key[str(city.order(new).id)].published is None
    assert [shift.day for shift in problem.shifts] == [
        (shift.span.start // HOUR) // 24 for shift in problem.shifts
    ]
    assert {shift.day for shift in problem.shifts} == {0, 1, 2}


def test_who_asks_for_another_time_or_is_pinned_was_told_nothing_that_counts(city: City) -> None:
    asking, pinned = ask(city, 2)
    city.plan()
    with city.parts.doing(STAFF) as deed:
        move_visit(deed, city.visit(asking), WEDNESDAY, 0)

    free, frozen = (
        translated(snapshot(city, is_frozen=is_frozen), city.parts.roads).problem
        for is_frozen in (False, True)
    )

    moving, staying = (str(city.order(reference).id) for reference in (asking, pinned))
    assert free.visit_by_key[moving].published is None
    assert free.visit_by_key[staying].published is not None
    assert free.visit_by_key[staying].pinned_shift is None
    assert frozen.visit_by_key[staying].published is None
    assert frozen.visit_by_key[staying].pinned_shift is not None


def test_search_begins_with_what_stands(city: City) -> None:
    first, second = ask(city, 2)
    city.plan()
    ask(city, 1)
    begun = standing_orders(snapshot(city))

    visits = {reference: city.visit(reference) for reference in (first, second)}
    assert sorted(key for order in begun.values() for key in order) == sorted(
        str(visit.work_order.id) for visit in visits.values()
    )
    for visit in visits.values():
        on = wall_of(visit.appointment.planned_start_at, ZONE).date()
        assert str(visit.work_order.id) in begun[f"{visit.lead.code}@{on}"]
