"""Ruins: strings of visits go, the order of the others stays, and linked visits go together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.groups import groups_of
from scheduling.problem import Problem, Travel
from scheduling.reference.ruin import nearest_first, ruined
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, TimeWindow, Visit

law = settings(derandomize=True, deadline=None)
PLACES = 12
APART = np.abs(np.subtract.outer(np.arange(PLACES), np.arange(PLACES))).astype(np.int32) * 60
PROBLEM = Problem(
    visits=tuple(
        Visit(key=f"v{at}", place=at, service=300, windows=(TimeWindow(0, 3600),))
        for at in range(PLACES)
    ),
    shifts=tuple(
        Shift(key=key, technician=key, start_place=0, end_place=0, span=TimeWindow(0, 36_000))
        for key in ("s", "t", "u")
    ),
    travel=Travel(seconds=APART, metres=APART),
    links=(Link(LinkKind.BEFORE, "v1", "v7"), Link(LinkKind.SAME_TIME, "v7", "v11")),
)
NEAR = nearest_first(PROBLEM)
TOGETHER = {
    visit.key: [member.key for member in group]
    for group in groups_of(PROBLEM)
    if len(group) > 1
    for visit in group
}


@st.composite
def orders(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Some visits in three shifts, linked ones all or none."""
    keys = [visit.key for visit in PROBLEM.visits]
    if draw(st.booleans()):
        keys = [key for key in keys if key not in TOGETHER]
    shuffled = draw(st.permutations(keys))
    first, second = sorted((draw(st.integers(0, len(keys))), draw(st.integers(0, len(keys)))))
    return {
        "s": tuple(shuffled[:first]),
        "t": tuple(shuffled[first:second]),
        "u": tuple(shuffled[second:]),
    }


def test_nearest_first_begins_with_the_visit_itself() -> None:
    assert NEAR["v3"] == (
        "v3", "v2", "v4", "v1", "v5", "v0", "v6", "v7", "v8", "v9", "v10", "v11",
    )  # fmt: skip


@law
@given(orders(), st.integers(0, 10**6))
def test_ruined_takes_something_out_and_keeps_the_order_of_the_rest(
    before: dict[str, tuple[str, ...]], seed: int
) -> None:
    after = ruined(PROBLEM, before, NEAR, TOGETHER, np.random.default_rng(seed))

    left = {key for order in after.values() for key in order}
    assert after == {
        shift: tuple(key for key in order if key in left) for shift, order in before.items()
    }
    assert sum(map(len, after.values())) < sum(map(len, before.values()))
    assert left.issuperset(TOGETHER) or left.isdisjoint(TOGETHER)


def test_ruined_of_nothing_is_nothing() -> None:
    nobody: dict[str, tuple[str, ...]] = {"s": (), "t": (), "u": ()}

    assert ruined(PROBLEM, nobody, NEAR, TOGETHER, np.random.default_rng(0)) == nobody
