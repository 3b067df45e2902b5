"""The reference engine by example: what it is told, when it stops, and what must not end the process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduling.problem import Problem, Travel
from scheduling.reference import Found, Orders, reference_orders
from scheduling.shift import Break, Shift
from scheduling.stopwatch import Stopwatch
from scheduling.visit import Link, LinkKind, TimeWindow, Visit

HOUR = 3600
FOREVER = 10**9
AT = np.array([0, 10, 20, 30])
MINUTES = np.abs(np.subtract.outer(AT, AT))
PROBLEM = Problem(
    visits=tuple(
        Visit(
            key=f"v{place}",
            place=place,
            service=HOUR,
            windows=(TimeWindow((4 - place) * HOUR, (4 - place) * HOUR),),
            prize=5000,
        )
        for place in (1, 2, 3)
    ),
    shifts=tuple(
        Shift(key=key, technician=key, start_place=0, end_place=0, span=TimeWindow(0, 8 * HOUR))
        for key in ("s", "t")
    ),
    travel=Travel(seconds=(MINUTES * 60).astype(np.int32), metres=(MINUTES * 800).astype(np.int32)),
)
# Ten minutes of driving don't fit between two hours: the middle visit needs a shift of its own.
OUTER, MIDDLE = ("v3", "v1"), ("v2",)


def test_reference_orders_follow_windows_and_tell_what_they_find() -> None:
    found: list[Found] = []

    orders = reference_orders(PROBLEM, solutions=50, on_found=found.append)

    assert sorted(orders.visits.values()) == sorted([OUTER, MIDDLE])
    assert orders.spans == {}
    assert (found[-1].cost, found[-1].left_out) == (6000.0, 0)
    assert [each.cost for each in found] == sorted({each.cost for each in found}, reverse=True)


def test_reference_orders_serve_only_whom_they_may() -> None:
    visits = tuple(replace(visit, pinned_technician="t") for visit in PROBLEM.visits)

    orders = reference_orders(replace(PROBLEM, visits=visits), solutions=50)

    assert orders == Orders({"s": (), "t": OUTER}, {})


def test_reference_orders_serve_what_is_mandatory_first() -> None:
    visits = tuple(
        replace(visit, pinned_technician="t", prize=None if visit.key == "v2" else 5000)
        for visit in PROBLEM.visits
    )

    orders = reference_orders(replace(PROBLEM, visits=visits), solutions=50)

    assert orders == Orders({"s": (), "t": MIDDLE}, {})


def test_reference_orders_say_when_linked_visits_start() -> None:
    at_will = TimeWindow(0, 4 * HOUR)
    visits = tuple(replace(visit, windows=(at_will,)) for visit in PROBLEM.visits)
    links = (Link(LinkKind.SAME_TIME, "v1", "v2"), Link(LinkKind.BEFORE, "v2", "v3", 600))

    orders = reference_orders(replace(PROBLEM, visits=visits, links=links), solutions=50)

    start = orders.spans["v1"].start
    assert orders.spans["v1"] == orders.spans["v2"] == TimeWindow(start, start)
    assert orders.spans["v3"].start == start + HOUR + 600
    assert sorted(map(len, orders.visits.values())) == [1, 2]


def test_reference_orders_begin_with_their_start() -> None:
    start = {"s": MIDDLE, "t": OUTER}

    orders = reference_orders(PROBLEM, solutions=1, start=start)

    assert orders == Orders(start, {})


def test_reference_orders_do_without_a_start_that_cannot_be() -> None:
    impossible = {"s": ("v1", "v3")}

    orders = reference_orders(PROBLEM, solutions=50, start=impossible)

    assert sorted(orders.visits.values()) == sorted([OUTER, MIDDLE])


def test_reference_orders_keep_their_start_when_no_time_is_left() -> None:
    start = {"s": ("v1",), "t": ()}

    assert reference_orders(PROBLEM, solutions=50, deadline=0.0, start=start) == Orders(start, {})


def test_reference_orders_end_at_their_deadline() -> None:
    watch = Stopwatch()

    reference_orders(PROBLEM, solutions=FOREVER, deadline=0.2)

    assert watch.elapsed < 5


@pytest.mark.parametrize("asked_until", [1, 2, 20])
def test_reference_orders_stop_when_somebody_wants_it(asked_until: int) -> None:
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) == asked_until

    orders = reference_orders(PROBLEM, solutions=FOREVER, should_stop=should_stop)

    assert set(orders.visits) == {"s", "t"}
    assert len(asked) == asked_until


def test_reference_orders_tell_nothing_cheaper_than_what_they_give() -> None:
    found: list[Found] = []

    def should_stop() -> bool:
        return bool(found)

    orders = reference_orders(
        PROBLEM, solutions=FOREVER, on_found=found.append, should_stop=should_stop
    )

    assert sum(map(len, orders.visits.values())) == 3 - found[-1].left_out


# What follows once ended a process of OR-Tools or might: answers matter less than that there is one.

NOBODY = Orders({"s": (), "t": ()}, {})


def test_reference_orders_of_no_visits_and_of_no_shifts_are_empty() -> None:
    assert reference_orders(replace(PROBLEM, visits=()), solutions=5) == NOBODY
    assert reference_orders(replace(PROBLEM, shifts=()), solutions=5) == Orders({}, {})


@pytest.mark.parametrize(
    "windows",
    [
        (TimeWindow(90 * HOUR, 99 * HOUR),),
        (TimeWindow(1, 2),),
        (TimeWindow(7 * HOUR + 1, 8 * HOUR), TimeWindow(9 * HOUR, 9 * HOUR)),
    ],
)
def test_reference_orders_leave_out_what_nobody_can_do(windows: tuple[TimeWindow, ...]) -> None:
    visits = tuple(replace(visit, windows=windows) for visit in PROBLEM.visits)

    assert reference_orders(replace(PROBLEM, visits=visits), solutions=5) == NOBODY


def test_reference_orders_serve_in_windows_that_touch() -> None:
    touching = (TimeWindow(0, 300), TimeWindow(301, HOUR), TimeWindow(HOUR + 1, 2 * HOUR))
    visits = tuple(replace(visit, windows=touching) for visit in PROBLEM.visits)

    orders = reference_orders(replace(PROBLEM, visits=visits), solutions=50)

    assert sum(map(len, orders.visits.values())) == 3


@pytest.mark.parametrize("grid", [1, 300])
def test_reference_orders_serve_nobody_in_a_shift_that_is_all_pause(grid: int) -> None:
    pause = Break(window=TimeWindow(0, 0), length=8 * HOUR)
    shifts = tuple(replace(shift, breaks=(pause,)) for shift in PROBLEM.shifts)

    assert reference_orders(replace(PROBLEM, shifts=shifts, grid=grid), solutions=5) == NOBODY


def test_reference_orders_do_without_shifts_that_are_too_short_to_cross() -> None:
    far = replace(
        PROBLEM.shifts[0], end_place=3, span=TimeWindow(0, 60), max_driving=0, max_stops=0
    )

    orders = reference_orders(replace(PROBLEM, shifts=(far, PROBLEM.shifts[1])), solutions=50)

    assert orders == Orders({"s": (), "t": OUTER}, {})


def test_reference_orders_stand_prices_beyond_all_measure() -> None:
    visits = tuple(
        replace(visit, prize=10**30, due=0, lateness_cost=1e300) for visit in PROBLEM.visits
    )
    shifts = tuple(
        replace(
            shift,
            cost_per_hour=1e300,
            cost_per_km=1e300,
            fixed_cost=1e300,
            overtime=HOUR,
            overtime_cost=1e300,
        )
        for shift in PROBLEM.shifts
    )

    orders = reference_orders(replace(PROBLEM, visits=visits, shifts=shifts), solutions=20)

    assert set(orders.visits) == {"s", "t"}


@pytest.mark.parametrize("kind", list(LinkKind))
def test_reference_orders_leave_out_linked_visits_that_never_fit_together(kind: LinkKind) -> None:
    """The visits have no hour in common, only two shifts have the skill of one each, and there are two."""
    first, second, other = PROBLEM.visits
    visits = (
        replace(first, skills=frozenset({"gas"})),
        replace(second, skills=frozenset({"water"})),
        other,
    )
    gas, water = (
        replace(shift, skills=frozenset({skill}))
        for shift, skill in zip(PROBLEM.shifts, ("gas", "water"), strict=True)
    )

    orders = reference_orders(
        replace(PROBLEM, visits=visits, shifts=(gas, water), links=(Link(kind, "v1", "v2"),)),
        solutions=50,
    )

    assert sorted(key for order in orders.visits.values() for key in order) == ["v3"]


def test_reference_orders_leave_out_what_is_linked_to_something_impossible() -> None:
    first, second, _ = PROBLEM.visits
    visits = (replace(first, crew_size=9), second)
    links = (Link(LinkKind.SAME_TECHNICIAN, "v1", "v2"),)

    orders = reference_orders(replace(PROBLEM, visits=visits, links=links), solutions=5)

    assert orders == NOBODY
