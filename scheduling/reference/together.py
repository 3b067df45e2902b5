"""Visits that are planned together or not at all, put into routes together.

OR-Tools' moves put one visit in at a time, which a pair that must be served together forbids. So a group of
linked visits is put in here, one visit after the other at its cheapest detours, and the model is asked about
the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from scheduling.groups import Group, may_join
from scheduling.problem import Problem
from scheduling.reference.model import Model
from scheduling.shift import Shift
from scheduling.visit import Visit

PLACES_TRIED: Final = 4
"""Cheapest places tried for each visit of a group, given those of the visits before it, in each shift."""

TRIALS: Final = 200
"""Most combinations of places that the model is asked about for one group, about 0.1 s on a small day."""

Orders = dict[str, tuple[str, ...]]


def with_groups(model: Model, orders: Orders, groups: Sequence[Group]) -> Orders:
    """The orders with every group of linked visits that fits somewhere, at the cheapest place found first."""
    served = {key for order in orders.values() for key in order}
    for group in groups:
        if not any(visit.key in served for visit in group):
            trials = islice(_placed(model, orders, group, {}), TRIALS)
            fitting = (trial for trial in trials if model.assignment_of(trial) is not None)
            orders = next(fitting, orders)
    return orders


def _placed(
    model: Model, orders: Orders, group: Group, hands: Mapping[str, Shift]
) -> Iterator[Orders]:
    """The orders with the group in them, in one way after the other."""
    if not group:
        yield orders
        return
    visit, *others = group
    shifts = [model.problem.shifts[at] for at in model.able[visit.key]]
    possible = [shift for shift in shifts if may_join(model.problem, shift, visit, hands)]
    for shift, trial in _with_one(model.problem, orders, visit, possible):
        yield from _placed(model, trial, tuple(others), {**hands, visit.key: shift})


def _with_one(
    problem: Problem, orders: Orders, visit: Visit, shifts: Sequence[Shift]
) -> Iterator[tuple[Shift, Orders]]:
    """The orders with one visit more, at its cheapest places in each shift, by the length of the detour."""
    found: list[tuple[int, int, int]] = []
    for number, shift in enumerate(shifts):
        stops = [problem.visit_by_key[key].place for key in orders[shift.key]]
        legs = zip([shift.start_place, *stops], [*stops, shift.end_place], strict=True)
        detours = (
            (_detour(problem, leg, visit.place), number, gap) for gap, leg in enumerate(legs)
        )
        found += sorted(detours)[:PLACES_TRIED]
    for _, number, gap in sorted(found):
        shift = shifts[number]
        order = orders[shift.key]
        yield shift, {**orders, shift.key: (*order[:gap], visit.key, *order[gap:])}


def _detour(problem: Problem, leg: tuple[int, int], place: int) -> int:
    here, there = leg
    seconds = problem.travel.seconds
    return int(seconds[here, place]) + int(seconds[place, there]) - int(seconds[here, there])
