"""The master looks at the newest routes that threads kept, and of equal ones at the cheapest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduling.problem import Problem
from scheduling.search import columns
from scheduling.search.annealer import Annealer, Found
from scheduling.search.arrays import arrays_of
from scheduling.search.columns import Column, Kept, newest
from scheduling.search.decompose import part_of
from scheduling.visit import Link, LinkKind
from tests.scheduling.one_shift import ALL_DAY, line, shift, visit

WORKER = shift()
TWIN = replace(WORKER, key="twin", technician="twin")
PROBLEM = Problem(
    visits=tuple(visit(key, 1 + at, 60, ALL_DAY) for at, key in enumerate("abc")),
    shifts=(WORKER, TWIN),
    travel=line(0, 10, 30, 60),
)


def kept(number: int, *routes: tuple[int, int, tuple[int, ...]]) -> Kept:
    """Routes of a round: shift, cost, visits."""
    stops = np.zeros((len(routes), 5), np.int64)
    for row, (_, _, visits) in enumerate(routes):
        stops[row, : len(visits)] = visits
    facts = [(len(visits), worker, cost) for worker, cost, visits in routes]
    return Kept(number, np.array(facts, np.int64), stops, np.zeros((1, 1, 2), np.int64))


def test_of_routes_with_the_same_visits_on_equal_shifts_the_cheapest_is_looked_at() -> None:
    arrays = arrays_of(PROBLEM)

    found = newest(arrays, [kept(1, (0, 9, (0, 1)), (1, 8, (1, 0)), (0, 7, (0,)), (0, 9, (1, 0)))])

    assert set(found) == {Column(1, (1, 0), 8), Column(0, (0,), 7)}


def test_the_newest_routes_come_first_and_the_oldest_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(columns, "MOST_COLUMNS", 3)
    arrays = arrays_of(PROBLEM)
    old, new = kept(1, (0, 1, (0,)), (1, 2, (1,))), kept(2, (0, 3, (2,)), (1, 4, (0, 1)))

    assert newest(arrays, [new, old]) == [
        Column(1, (0, 1), 4),
        Column(0, (2,), 3),
        Column(1, (1,), 2),
    ]


def test_routes_of_a_part_are_told_in_the_numbers_of_the_whole() -> None:
    arrays = arrays_of(PROBLEM)
    part = (np.array([0, 2]), np.array([1]))
    annealer = Annealer(part_of(arrays, *part), seed=0, pool=4)
    annealer.construct()
    annealer.keep_routes()

    (column,) = newest(arrays, [annealer.hand_over(1, part)])

    assert (column.shift, sorted(column.visits)) == (1, [0, 2])
    assert column.cost == annealer.best.cost


def test_a_full_pool_is_handed_over_and_keeps_what_comes_then() -> None:
    annealer = Annealer(arrays_of(PROBLEM), seed=0, pool=2)
    annealer.construct()
    annealer.keep_routes()
    first = annealer.hand_over(1)
    annealer.stand_at(Found(((2,), (1,)), {}, 0))
    annealer.keep_routes()
    second = annealer.hand_over(2)

    assert {column.visits for column in newest(annealer.arrays, [second])} == {(2,), (1,)}
    assert newest(annealer.arrays, [first])
    assert not newest(annealer.arrays, [annealer.hand_over(3)])


def test_routes_say_when_their_linked_visits_may_start() -> None:
    linked = replace(PROBLEM, links=(Link(LinkKind.SAME_TECHNICIAN, "a", "c"),))
    annealer = Annealer(arrays_of(linked), seed=0, pool=4)
    annealer.construct()
    annealer.keep_routes()

    found = newest(annealer.arrays, [annealer.hand_over(1)])

    spans = {visit: (first, last) for column in found for visit, first, last in column.spans}
    assert set(spans) == {0, 2}
    assert all(0 < first <= last for first, last in spans.values())
