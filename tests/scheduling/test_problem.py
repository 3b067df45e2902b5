"""Facts check themselves: an impossible problem is refused where it is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from scheduling.plan import Plan
from scheduling.problem import Break, Problem, Shift, TimeWindow, Travel, Visit

HOURS = TimeWindow(0, 7200)
VISIT = Visit(key="v", place=0, service=300, windows=(HOURS,))
SHIFT = Shift(key="s", technician="t", start_place=0, end_place=0, span=HOURS)
TRAVEL = Travel(seconds=np.zeros((1, 1), np.int32), metres=np.zeros((1, 1), np.int32))


@pytest.mark.parametrize(
    "make",
    [
        lambda: TimeWindow(-1, 0),
        lambda: TimeWindow(1, 0),
        lambda: replace(VISIT, service=0),
        lambda: replace(VISIT, service=301),
        lambda: replace(VISIT, windows=()),
        lambda: replace(VISIT, windows=(HOURS, HOURS)),
        lambda: replace(VISIT, crew_size=0),
        lambda: replace(VISIT, prize=-1),
        lambda: replace(VISIT, place=-1),
        lambda: replace(VISIT, pinned_start=1),
        lambda: Break(window=HOURS, length=0),
        lambda: Break(window=TimeWindow(1, 2), length=300),
        lambda: replace(SHIFT, crew_size=0),
        lambda: replace(SHIFT, cost_per_hour=-1.0),
        lambda: replace(SHIFT, start_place=-1),
        lambda: replace(SHIFT, breaks=(Break(window=HOURS, length=300),)),
        lambda: replace(SHIFT, breaks=(Break(window=TimeWindow(300, 600), length=300),) * 2),
        lambda: Travel(seconds=np.zeros((1, 2), np.int32), metres=np.zeros((1, 2), np.int32)),
        lambda: Travel(seconds=np.full((1, 1), -1, np.int32), metres=TRAVEL.metres),
        lambda: Problem(visits=(VISIT, VISIT), shifts=(SHIFT,), travel=TRAVEL),
        lambda: Problem(visits=(VISIT,), shifts=(SHIFT, SHIFT), travel=TRAVEL),
        lambda: Problem(visits=(replace(VISIT, place=1),), shifts=(), travel=TRAVEL),
        lambda: Problem(visits=(replace(VISIT, pinned_shift="x"),), shifts=(SHIFT,), travel=TRAVEL),
    ],
)
def test_facts_refuse_what_cannot_be(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        make()


def test_travel_is_equal_by_its_figures() -> None:
    same = Travel(seconds=TRAVEL.seconds.copy(), metres=TRAVEL.metres.copy())

    assert same == TRAVEL
    assert hash(same) == hash(TRAVEL)
    assert same != Travel(seconds=TRAVEL.seconds, metres=TRAVEL.metres + 1)
    assert same != "travel"


def test_plan_counts_its_planned_visits() -> None:
    assert Plan(routes=(), unplanned=(), cost=0.0).planned_visits == 0
