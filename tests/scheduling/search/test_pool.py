"""The pool keeps a route once for each class of shifts and set of visits: the cheapest of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduling.problem import Problem
from scheduling.search.model import POOLED, Int64, State
from scheduling.search.pool import LENGTH, PRICE, SHIFT, keep_routes
from scheduling.visit import Link, LinkKind
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit
from tests.scheduling.search.standing import Standing, plain_python, standing

pytestmark = plain_python

NEAR, FAR, OTHER = (visit(key, place, 60, ALL_DAY) for key, place in (("n", 1), ("f", 2), ("o", 3)))
WORKER = shift()
TWIN, DEARER = replace(WORKER, key="twin"), replace(WORKER, key="dearer", cost_per_hour=2.0)
PROBLEM = Problem(
    visits=(NEAR, FAR, OTHER), shifts=(WORKER, TWIN, DEARER), travel=line(0, 10, 30, 60)
)


def kept(state: State) -> list[tuple[int, int, tuple[int, ...]]]:
    """Shift, price and visits of every route in the pool."""
    rows = []
    for row in range(int(state.figures[POOLED])):
        length, worker, price = (int(state.pool_facts[row, at]) for at in (LENGTH, SHIFT, PRICE))
        rows.append((worker, price, tuple(int(stop) for stop in state.pool_stops[row, :length])))
    return rows


def keep(routes: Standing, state: State | None = None) -> State:
    """Keep all routes, in the pool of the standing ones or in another one."""
    pool = state or routes.state
    own = routes.state._replace(
        pool_stops=pool.pool_stops,
        pool_facts=pool.pool_facts,
        pool_spans=pool.pool_spans,
        pool_table=pool.pool_table,
        pool_keys=pool.pool_keys,
    )
    own.figures[POOLED] = pool.figures[POOLED]
    all_shifts: Int64 = np.arange(len(routes.arrays.shifts))
    keep_routes(routes.model, own, all_shifts, len(all_shifts))
    return own


def test_the_pool_keeps_used_routes_only() -> None:
    routes = standing(PROBLEM, {"s": [NEAR, FAR], "dearer": [OTHER]})

    assert kept(keep(routes)) == [(0, 3600, (0, 1)), (2, 14400, (2,))]


def test_the_pool_keeps_the_cheaper_order_of_the_same_visits_on_shifts_of_a_class() -> None:
    def dear() -> Standing:
        return standing(PROBLEM, {"s": [FAR, NEAR, OTHER]})

    def cheap() -> Standing:
        return standing(PROBLEM, {"twin": [NEAR, FAR, OTHER]})

    assert kept(keep(dear())) == [(0, 160 * 60, (1, 0, 2))]
    assert kept(keep(cheap(), keep(dear()))) == [(1, 120 * 60, (0, 1, 2))]
    assert kept(keep(dear(), keep(cheap()))) == [(1, 120 * 60, (0, 1, 2))]


def test_the_pool_takes_no_more_than_it_has_room_for() -> None:
    routes = standing(PROBLEM, {"s": [NEAR], "twin": [FAR], "dearer": [OTHER]}, pool=2)

    assert [worker for worker, _, _ in kept(keep(routes))] == [0, 1]


def test_routes_that_meet_in_a_slot_are_told_apart() -> None:
    routes = standing(PROBLEM, {"s": [NEAR], "twin": [FAR], "dearer": [OTHER]})
    routes.model.twins[:] = 2 ** np.arange(len(routes.model.twins))  # the slot is in higher bits

    assert len(kept(keep(routes, keep(routes)))) == 3


def test_the_pool_keeps_when_linked_visits_may_start() -> None:
    linked = replace(PROBLEM, links=(Link(LinkKind.SAME_TECHNICIAN, "n", "f"),))

    state = keep(standing(linked, {"s": [NEAR, FAR]}))

    # the shift lasts from 8 to 17 o'clock; 10 minutes there, 20 between, 30 back, an hour of work at each
    first = 8 * HOUR + 600
    last = 17 * HOUR - 1800 - HOUR
    assert state.pool_spans[0, :2].tolist() == [
        [first, last - 1200 - HOUR],
        [first + HOUR + 1200, last],
    ]
