"""The master picks the cheapest routes that fit together, and starts that keep what links them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from scheduling.problem import Problem
from scheduling.search.arrays import arrays_of
from scheduling.search.columns import Column
from scheduling.search.master import pick
from scheduling.search.state import Borders, Orders
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit

VISITS = tuple(visit(key, 1, 60, ALL_DAY) for key in "abcd")


def worker(key: str, technician: str, *, skill: str = "any") -> Shift:
    return replace(shift(), key=key, technician=technician, skills=frozenset({skill}))


def problem(*shifts: Shift, links: Sequence[Link] = ()) -> Problem:
    return Problem(visits=VISITS, shifts=shifts, travel=line(0, 10), links=tuple(links))


def picked(
    asked: Problem, columns: Sequence[Column], *, seconds: float | None = None
) -> tuple[Orders, Borders] | None:
    arrays = arrays_of(asked)
    return pick(
        arrays,
        columns,
        best=tuple(() for _ in arrays.shifts),
        seconds=seconds,
        effort=1.0 if seconds is None else None,
        threads=1,
        seed=0,
    )


@pytest.mark.parametrize("seconds", [None, 5.0])
def test_the_master_picks_the_cheapest_partition(seconds: float | None) -> None:
    two = problem(worker("s", "t"), worker("u", "v", skill="other"))
    columns = [
        Column(0, (0, 1), 100),
        Column(1, (2, 3), 100),
        Column(0, (0, 1, 2), 110),
        Column(1, (3,), 50),
        Column(0, (0, 1, 2, 3), 1000),
    ]

    assert picked(two, columns, seconds=seconds) == (((0, 1, 2), (3,)), {})


def test_the_master_leaves_out_what_costs_more_than_its_prize() -> None:
    columns = [Column(0, (0, 1, 2), 14400 * 4 + 1), Column(0, (0,), 14399), Column(0, (1,), 14400)]

    assert picked(problem(worker("s", "t")), columns) == (((0,),), {})


def test_the_master_uses_equal_shifts_as_often_as_there_are_some() -> None:
    twins = problem(worker("s", "t"), worker("u", "v"))
    columns = [Column(0, (at,), 100) for at in range(4)] + [Column(0, (2, 3), 300)]

    found = picked(twins, columns)

    assert found is not None
    assert sorted(len(order) for order in found[0]) == [1, 2]


def test_linked_visits_are_picked_together_and_start_at_one_time() -> None:
    two = problem(
        worker("s", "t"),
        worker("u", "v", skill="other"),
        links=[Link(LinkKind.SAME_TIME, "a", "b")],
    )
    columns = [
        Column(0, (0, 1), 1, ((0, 0, 9 * HOUR), (1, 0, 9 * HOUR))),
        Column(0, (0,), 10, ((0, 9 * HOUR, 10 * HOUR),)),
        Column(1, (1,), 10, ((1, 11 * HOUR, 12 * HOUR),)),
        Column(1, (1, 2), 90, ((1, 10 * HOUR, 12 * HOUR),)),
    ]

    assert picked(two, columns) == (
        ((0,), (1, 2)),
        {0: (10 * HOUR, 10 * HOUR), 1: (10 * HOUR, 10 * HOUR)},
    )
    assert picked(two, columns[:3]) == (((), ()), {})


def test_the_second_of_two_visits_waits_for_the_first() -> None:
    two = problem(
        worker("s", "t"),
        worker("u", "v", skill="other"),
        links=[Link(LinkKind.BEFORE, "a", "b", lag=100)],
    )
    early = Column(1, (1,), 10, ((1, 8 * HOUR, 9 * HOUR + 299),))
    late = Column(1, (1, 2), 500, ((1, 8 * HOUR, 9 * HOUR + 300),))
    first = Column(0, (0,), 10, ((0, 8 * HOUR, 12 * HOUR),))

    assert picked(two, [early, first]) == (((), ()), {})
    assert picked(two, [early, first, late]) == (
        ((0,), (1, 2)),
        {0: (8 * HOUR, 8 * HOUR), 1: (9 * HOUR + 300, 9 * HOUR + 300)},
    )


def test_what_could_never_follow_is_left_out_and_the_rest_is_picked() -> None:
    endless = problem(worker("s", "t"), links=[Link(LinkKind.BEFORE, "a", "b", lag=100 * HOUR)])

    assert picked(endless, [Column(0, (2, 3), 100)]) == (((2, 3),), {})


def test_one_technician_serves_both_of_two_visits() -> None:
    three = problem(
        worker("s", "t"),
        worker("u", "v"),
        worker("late", "t", skill="other"),
        links=[Link(LinkKind.SAME_TECHNICIAN, "a", "b")],
    )
    shifts = [each.key for each in arrays_of(three).shifts]
    s, u, late = (shifts.index(key) for key in ("s", "u", "late"))
    spans = ((0, 0, 0),), ((1, 0, 0),)
    apart = [Column(s, (0,), 1, spans[0]), Column(u, (1,), 1, spans[1])]

    found = picked(three, [*apart, Column(late, (1,), 700, spans[1])])

    assert picked(three, apart) == (((), (), ()), {})
    assert found is not None
    assert {at: order for at, order in enumerate(found[0]) if order} == {s: (0,), late: (1,)}


def test_one_shift_serves_both_of_two_visits() -> None:
    two = problem(
        worker("s", "t"),
        worker("u", "v", skill="other"),
        links=[Link(LinkKind.SAME_SHIFT, "a", "b")],
    )
    spans = (0, 0, 0), (1, 0, 0)
    apart = [Column(0, (0,), 1, spans[:1]), Column(1, (1,), 1, spans[1:])]

    assert picked(two, apart) == (((), ()), {})
    assert picked(two, [*apart, Column(1, (0, 1), 900, spans)]) == (((), (0, 1)), {})


def test_the_master_gives_up_without_time() -> None:
    arrays = arrays_of(problem(worker("s", "t")))
    chance = np.random.default_rng(1)
    columns = [
        Column(0, tuple(sorted(chance.permutation(4)[:2].tolist())), int(cost))
        for cost in chance.integers(1, 999, 50)
    ]

    found = pick(arrays, columns, best=((),), seconds=None, effort=0.0, threads=1, seed=0)

    assert found is None
