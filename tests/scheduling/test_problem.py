"""Facts check themselves: an impossible problem is refused where it is written down."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.plan import Plan
from scheduling.problem import Prices, Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.visit import Link, LinkKind, Published, TimeWindow, Visit

HOURS = TimeWindow(0, 7200)
VISIT = Visit(key="v", place=0, service=300, windows=(HOURS,))
SHIFT = Shift(key="s", technician="t", start_place=0, end_place=0, span=HOURS)
TRAVEL = Travel(seconds=np.zeros((1, 1), np.int32), metres=np.zeros((1, 1), np.int32))


def problem(
    *visits: Visit, shifts: tuple[Shift, ...] = (SHIFT,), links: tuple[Link, ...] = ()
) -> Problem:
    return Problem(visits=visits, shifts=shifts, travel=TRAVEL, links=links)


def paused(start: int, end: int, length: int) -> Shift:
    return replace(SHIFT, breaks=(Break(window=TimeWindow(start, end), length=length),))


REFUSED: dict[str, Callable[[], object]] = {
    "window before the horizon": lambda: TimeWindow(-1, 0),
    "window reversed": lambda: TimeWindow(1, 0),
    "negative service": lambda: replace(VISIT, service=-1),
    "negative setup": lambda: replace(VISIT, setup=-1),
    "negative not_before": lambda: replace(VISIT, not_before=-1),
    "no window": lambda: replace(VISIT, windows=()),
    "windows that overlap": lambda: replace(VISIT, windows=(HOURS, HOURS)),
    "nobody in the crew": lambda: replace(VISIT, crew_size=0),
    "negative prize": lambda: replace(VISIT, prize=-1),
    "negative place": lambda: replace(VISIT, place=-1),
    "negative lateness": lambda: replace(VISIT, lateness_cost=-0.5),
    "lateness no number": lambda: replace(VISIT, lateness_cost=nan),
    "wish no number": lambda: replace(VISIT, wish_cost=nan),
    "negative delivery": lambda: replace(VISIT, delivery=(1, -1)),
    "negative pickup": lambda: replace(VISIT, pickup=(-1,)),
    "link to itself": lambda: Link(LinkKind.BEFORE, "v", "v"),
    "negative lag": lambda: Link(LinkKind.BEFORE, "v", "w", -1),
    "lag of two at one time": lambda: Link(LinkKind.SAME_TIME, "v", "w", 300),
    "break without length": lambda: Break(window=HOURS, length=0),
    "shift without crew": lambda: replace(SHIFT, crew_size=0),
    "negative overtime": lambda: replace(SHIFT, overtime=-1),
    "negative hour": lambda: replace(SHIFT, cost_per_hour=-1.0),
    "negative kilometre": lambda: replace(SHIFT, cost_per_km=-1.0),
    "negative fixed cost": lambda: replace(SHIFT, fixed_cost=-1.0),
    "overtime no number": lambda: replace(SHIFT, overtime_cost=nan),
    "negative start place": lambda: replace(SHIFT, start_place=-1),
    "negative end place": lambda: replace(SHIFT, end_place=-1),
    "negative driving": lambda: replace(SHIFT, max_driving=-1),
    "negative stops": lambda: replace(SHIFT, max_stops=-1),
    "negative capacity": lambda: replace(SHIFT, capacity=(3, -1)),
    "break too late": lambda: paused(0, 7200, 300),
    "break too early": lambda: replace(paused(0, 300, 300), span=TimeWindow(300, 7200)),
    "breaks that overlap": lambda: replace(SHIFT, breaks=paused(300, 600, 300).breaks * 2),
    "travel not square": lambda: Travel(
        seconds=np.zeros((1, 2), np.int32), metres=np.zeros((1, 2), np.int32)
    ),
    "travel of two sizes": lambda: Travel(
        seconds=TRAVEL.seconds, metres=np.zeros((2, 2), np.int32)
    ),
    "travel of one dimension": lambda: Travel(
        seconds=np.zeros(1, np.int32), metres=np.zeros(1, np.int32)
    ),
    "negative travel": lambda: Travel(
        seconds=np.full((1, 1), -1, np.int32), metres=TRAVEL.metres
    ),
    "negative metres": lambda: Travel(
        seconds=TRAVEL.seconds, metres=np.full((1, 1), -1, np.int32)
    ),
    "negative price": lambda: Prices(other_day=-1.0),
    "price no number": lambda: Prices(imbalance=nan),
    "one visit twice": lambda: problem(VISIT, VISIT),
    "one shift twice": lambda: problem(VISIT, shifts=(SHIFT, SHIFT)),
    "visit off the matrix": lambda: problem(replace(VISIT, place=1), shifts=()),
    "shift off the matrix": lambda: problem(shifts=(replace(SHIFT, end_place=1),)),
    "pinned to nobody": lambda: problem(replace(VISIT, pinned_shift="x")),
    "no grid": lambda: replace(problem(), grid=0),
    "service off the grid": lambda: problem(replace(VISIT, service=301)),
    "pinned start off the grid": lambda: problem(replace(VISIT, pinned_start=1)),
    "break off the grid": lambda: problem(shifts=(paused(1, 2, 300),)),
    "length of a break off the grid": lambda: problem(shifts=(paused(0, 300, 301),)),
    "two ways to count loads": lambda: problem(
        shifts=(replace(SHIFT, capacity=(1, 2)), replace(SHIFT, key="t", capacity=(1,)))
    ),
    "delivery counted otherwise": lambda: problem(
        replace(VISIT, delivery=(1,)), shifts=(replace(SHIFT, capacity=(1, 2)),)
    ),
    "pickup counted otherwise": lambda: problem(
        replace(VISIT, pickup=(1, 2, 3)), shifts=(replace(SHIFT, capacity=(1, 2)),)
    ),
    "link to nobody": lambda: problem(VISIT, links=(Link(LinkKind.SAME_TIME, "v", "x"),)),
    "circle": lambda: problem(
        *(replace(VISIT, key=key) for key in "abc"),
        links=(
            Link(LinkKind.BEFORE, "a", "b"),
            Link(LinkKind.SAME_SHIFT, "b", "c"),
            Link(LinkKind.BEFORE, "c", "a"),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_facts_refuse_what_cannot_be(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        make()


def test_problem_takes_what_is_odd_but_possible() -> None:
    early = Break(window=TimeWindow(0, 300), length=300)
    late = (early, Break(window=TimeWindow(600, 6900), length=600))
    odd = problem(
        replace(VISIT, service=0, prize=None, delivery=(1, 2)),
        replace(VISIT, key="w", pickup=(0, 7)),
        shifts=(
            replace(SHIFT, breaks=late, overtime=300, capacity=(1, 1), max_stops=0),
            replace(SHIFT, key="unlimited", max_driving=0),
        ),
        links=tuple(
            Link(kind, *pair)
            for kind, pair in (
                (LinkKind.SAME_TECHNICIAN, ("v", "w")),
                (LinkKind.SAME_TECHNICIAN, ("w", "v")),
                (LinkKind.BEFORE, ("w", "v")),
            )
        ),
    )

    assert (odd.loads, odd.shifts[0].latest_end) == (2, 7500)
    assert odd.visit_by_key["w"] is odd.visits[1]
    assert odd.shift_by_key["unlimited"] is odd.shifts[1]


def test_problem_without_limits_counts_no_loads() -> None:
    assert problem(replace(VISIT, delivery=(1, 2, 3))).loads == 0


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 1000), st.integers(0, 20), st.integers(0, 1000))
def test_grid_takes_its_multiples_only(grid: int, cells: int, off: int) -> None:
    visit = replace(VISIT, service=cells * grid + off, pinned_start=None)

    def make() -> Problem:
        return Problem(visits=(visit,), shifts=(), travel=TRAVEL, grid=grid)

    if off % grid:
        with pytest.raises(ValueError, match=f"multiple of {grid} seconds"):
            make()
    else:
        assert make().visits == (visit,)


def test_problem_travels_between_processes_unchanged() -> None:
    told = Published(technician="t", day=0, window=HOURS)
    whole = problem(replace(VISIT, published=told, wish=HOURS, wish_cost=1.5))

    assert pickle.loads(pickle.dumps(whole)) == whole


def test_travel_is_equal_by_its_figures() -> None:
    same = Travel(seconds=TRAVEL.seconds.copy(), metres=TRAVEL.metres.copy())

    assert same == TRAVEL
    assert hash(same) == hash(TRAVEL)
    assert same != Travel(seconds=TRAVEL.seconds, metres=TRAVEL.metres + 1)
    assert same != "travel"


def test_plan_counts_its_planned_visits() -> None:
    assert Plan(routes=(), unplanned=(), cost=0.0).planned_visits == 0
