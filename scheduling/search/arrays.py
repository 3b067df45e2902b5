"""A problem becomes the arrays of the search, and its routes become orders of keys again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.problem import Problem
from scheduling.search import model as columns
from scheduling.search.legs import Nodes, cost_of_legs, time_of_legs
from scheduling.search.links import grouped
from scheduling.search.model import NEVER, Int32, Int64, Model
from scheduling.search.related import near_of
from scheduling.search.shift_columns import (
    breaks_of,
    capacity_of,
    day_groups,
    fair_shares,
    most_stops,
    shift_facts,
    traits_of,
)
from scheduling.search.visit_columns import (
    extra_of,
    loads_of,
    moments_of,
    order_keys_of,
    rates_of,
    visit_facts,
    windows_of,
)
from scheduling.shift import Shift
from scheduling.timing import may_serve
from scheduling.visit import LinkKind

NEAR: Final = 400
"""Neighbours listed for each visit: ruins reach no further."""

BY_REGRET: Final = 0.4
"""Share of the steps by regret where visits may be left out; where none may, it gained nothing."""

FINE: Final = 16
"""Cost of one unit where prices are not whole numbers."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """The model of a problem, with its shifts in the order in which the model numbers them.

    Attributes:
        model: the arrays.
        shifts: so that equal ones stand beside each other.
        most_stops: no route can have more.
        linked: visits with links.
    """

    problem: Problem
    model: Model
    shifts: tuple[Shift, ...]
    most_stops: int
    linked: tuple[int, ...]

    @property
    def visits(self) -> int:
        """How many visits there are."""
        return int(self.model.windows.shape[1])


def arrays_of(problem: Problem) -> Arrays:
    """The arrays for a problem with at least one visit and one shift."""
    traits = traits_of(problem)
    position = {shift.key: at for at, shift in enumerate(problem.shifts)}
    first: dict[tuple[object, ...], int] = {}
    for shift in problem.shifts:
        first.setdefault(traits[shift.key], position[shift.key])
    shifts = tuple(
        sorted(
            problem.shifts,
            key=lambda shift: (shift.day, first[traits[shift.key]], position[shift.key]),
        )
    )
    classes = {
        trait: number
        for number, trait in enumerate(dict.fromkeys(traits[shift.key] for shift in shifts))
    }
    nodes = Nodes.of(problem, shifts)
    scale = _scale(problem)
    time = time_of_legs(nodes)
    cost, cost_classes = cost_of_legs(nodes, scale)
    if len(cost) == 1 and np.array_equal(cost[0], time):
        cost = time.reshape(
            1, *time.shape
        )  # one matrix in the cache of the processor instead of two
    days = day_groups(shifts)
    technicians = list(dict.fromkeys(shift.technician for shift in shifts))
    visits = problem.visits
    links = grouped(problem)
    windows = windows_of(problem, shifts, days)
    loads = max((len(shift.capacity) for shift in shifts), default=0)
    carried = {
        link.second: link.first for link in problem.links if link.kind is LinkKind.SAME_SHIFT
    }
    initial, change = loads_of(visits, carried, loads)
    allowed = _allowed(problem, shifts, days, windows, time, traits)
    drives = nodes.drives.astype(np.int32)
    extra = extra_of(problem, shifts, scale)
    facts = visit_facts(problem, len(shifts), links.group_of, scale)
    chance = np.random.default_rng(20_200_101)
    model = Model(
        time=time,
        cost=cost,
        drive=drives
        if any(shift.max_driving is not None for shift in shifts)
        else np.zeros((1, 1), np.int32),
        windows=windows,
        visits=facts,
        shifts=shift_facts(
            problem, shifts, days, cost_classes, technicians, classes, traits, scale
        ),
        breaks=breaks_of(shifts),
        allowed=allowed,
        able=able_shifts(allowed),
        extra=extra if extra.any() else np.zeros((1, 1), np.int64),
        near=near_of(
            windows, facts, time[: len(visits), : len(visits)], allowed, min(NEAR, len(visits) - 1)
        ),
        order_keys=order_keys_of(windows, allowed, nodes, initial, problem),
        initial=initial,
        change=change,
        capacity=capacity_of(shifts, loads),
        moments=moments_of(visits),
        rates=rates_of(problem, scale),
        over_rate=np.array([shift.overtime_cost * scale for shift in shifts], np.float64),
        share=fair_shares(problem, technicians),
        group_start=links.group_start,
        group_members=links.members,
        link_start=links.link_start,
        links=links.links,
        twins=chance.integers(1, 2**63, len(facts) + len(shifts), dtype=np.uint64),
        grid=problem.grid,
        imbalance=problem.prices.imbalance * scale,
        regret=BY_REGRET if any(visit.prize is not None for visit in problem.visits) else 0.0,
        has_extra=bool(extra.any()),
        has_timed=bool(facts[:, columns.TIMED].any() or any(shift.overtime for shift in shifts)),
        has_profile=bool((change > 0).any()),
        scale=scale,
    )
    return Arrays(
        problem,
        model,
        shifts,
        most_stops(problem, shifts, time),
        tuple(int(visit) for visit in links.members),
    )


def _scale(problem: Problem) -> int:
    """1 if every price is a whole number of units, else `FINE`."""
    prices = problem.prices
    figures: list[float] = [prices.imbalance]
    for shift in problem.shifts:
        figures += [
            shift.cost_per_hour,
            shift.fixed_cost,
            shift.overtime_cost * bool(shift.overtime),
        ]
        figures.append(shift.cost_per_km / 1000)
    if any(visit.published for visit in problem.visits):
        figures += [prices.other_day, prices.other_time, prices.other_technician]
    if any(visit.preferred for visit in problem.visits):
        figures.append(prices.not_preferred)
    for visit in problem.visits:
        figures += [visit.lateness_cost, visit.wish_cost]
    return 1 if all(float(figure).is_integer() for figure in figures) else FINE


def able_shifts(allowed: np.typing.NDArray[np.bool_]) -> Int32:
    """For each visit how many shifts could serve it, and which, ascending, (n, most + 1)."""
    counts = allowed.sum(axis=1)
    able = np.full((len(allowed), int(counts.max(initial=0)) + 1), -1, np.int32)
    able[:, 0] = counts
    for visit, shifts in enumerate(allowed):
        able[visit, 1 : counts[visit] + 1] = np.flatnonzero(shifts)
    return able


def _allowed(
    problem: Problem,
    shifts: Sequence[Shift],
    days: Sequence[int],
    windows: Int64,
    time: np.typing.NDArray[np.int32],
    traits: dict[str, tuple[object, ...]],
) -> np.typing.NDArray[np.bool_]:
    """Whether a shift may serve a visit and, but for its pauses, has the time for it, (n, m)."""
    visits = len(problem.visits)
    service = np.array([visit.service for visit in problem.visits], np.int64)
    allowed = np.zeros((visits, len(shifts)), np.bool_)
    known: dict[tuple[object, ...], list[bool]] = {}
    for column, (shift, day) in enumerate(zip(shifts, days, strict=True)):
        own = traits[shift.key]
        if own not in known:
            known[own] = [may_serve(shift, visit) for visit in problem.visits]
        ready = shift.span.start + time[visits + column, :visits].astype(np.int64)
        start = np.full(visits, NEVER, np.int64)
        for number in range((windows.shape[2] - 1) // 2 - 1, -1, -1):
            opens, closes = windows[day, :, 2 * number + 1], windows[day, :, 2 * number + 2]
            is_open = (windows[day, :, 0] > number) & (ready <= closes)
            start = np.where(is_open, np.maximum(ready, opens), start)
        back = time[:visits, visits + len(shifts) + column]
        allowed[:, column] = (start + service + back <= shift.latest_end) & np.array(known[own])
    return allowed
