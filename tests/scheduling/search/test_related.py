"""Near each other are visits that a route serves one after the other without losing time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.arrays import arrays_of
from scheduling.search.related import near_within
from scheduling.visit import TimeWindow
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit
from tests.scheduling.small_problems import DAY, small_problems

law = settings(derandomize=True, deadline=None, max_examples=40)
WORKER = shift()
TUESDAY = replace(WORKER, key="tue", day=1, span=TimeWindow(DAY + 8 * HOUR, DAY + 17 * HOUR))


def near(problem: Problem, key: str) -> str:
    """The other visits, nearest first."""
    keys = [each.key for each in problem.visits]
    return "".join(keys[at] for at in arrays_of(problem).model.near[keys.index(key)])


def test_visits_with_the_same_hours_are_near_by_the_drive() -> None:
    visits = tuple(visit(key, 1 + at, 60, ALL_DAY) for at, key in enumerate("abcd"))
    problem = Problem(visits=visits, shifts=(WORKER,), travel=line(0, 10, 100, 15, 55))

    assert (near(problem, "a"), near(problem, "b")) == ("cdb", "dca")


def test_visits_are_farther_if_one_waits_for_the_other_or_comes_too_late() -> None:
    first = visit("a", 1, 60, (8 * HOUR, 9 * HOUR))
    others = [
        visit("d", 2, 60, (8 * HOUR + 1800, 8 * HOUR + 1800)),
        visit("c", 2, 60, (15 * HOUR, 16 * HOUR)),
        visit("b", 2, 60, (10 * HOUR, 11 * HOUR)),
        visit("e", 3, 60, (10 * HOUR, 11 * HOUR)),
    ]
    problem = Problem(visits=(first, *others), shifts=(WORKER,), travel=line(0, 10, 20, 70))

    # b follows at once; e is an hour away; c waits five hours, which count an hour; d, or a after it, is late
    assert near(problem, "a") == "bdec"


def test_visits_of_other_days_or_other_people_stand_behind_all_others() -> None:
    visits = (
        visit("a", 1, 60, ALL_DAY),
        replace(visit("d", 1, 60, ALL_DAY), skills=frozenset({"gas"})),
        visit("e", 2, 60, (DAY + 9 * HOUR, DAY + 10 * HOUR)),
        visit("b", 3, 60, ALL_DAY),
    )
    worker = replace(WORKER, skills=frozenset({"any"}))
    gas = replace(WORKER, key="gas", technician="gas", skills=frozenset({"gas"}))
    travel = line(0, 10, 20, 90)
    plain = tuple(replace(one, skills=one.skills - {"x"}) for one in visits)
    problem = Problem(visits=plain, shifts=(worker, gas, TUESDAY), travel=travel)

    assert near(problem, "e")[-1] in "abd"
    assert near(problem, "a")[-1] == "e"


@law
@given(small_problems(), st.integers(0, 99))
def test_the_near_ones_within_a_part_are_those_of_the_whole_in_their_order(
    problem: Problem, seed: int
) -> None:
    model = arrays_of(problem).model
    count = len(problem.visits)
    chosen = np.flatnonzero(np.random.default_rng(seed).random(count) < 0.6)

    found = near_within(model.near, chosen, count)

    for row, one in zip(found, chosen, strict=True):
        expected = [at for at in model.near[one] if at in chosen]
        assert [int(chosen[at]) for at in row if at >= 0] == expected
        assert (row[len(expected) :] == -1).all()
