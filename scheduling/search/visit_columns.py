"""What the search knows of visits: windows, loads, prices of moments and of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from scheduling.cost import MANDATORY
from scheduling.problem import Problem
from scheduling.search import model as columns
from scheduling.search.legs import Nodes
from scheduling.search.model import NEVER, Float, Int64
from scheduling.shift import Shift
from scheduling.visit import Visit

USUAL_LEG: Final = 600.0
"""Seconds of driving that a visit takes beside its work, as long as nothing is planned."""


def windows_of(problem: Problem, shifts: Sequence[Shift], days: Sequence[int]) -> Int64:
    """Possible starts on the grid for each group of days, [number, first, last, …]."""
    grid = problem.grid
    spans = []
    for day in range(max(days) + 1):
        members = [shift for shift, number in zip(shifts, days, strict=True) if number == day]
        spans.append((min(s.span.start for s in members), max(s.latest_end for s in members)))
    found: list[list[list[int]]] = []
    most = 1
    for start, end in spans:
        rows = []
        for visit in problem.visits:
            row: list[int] = []
            for window in visit.windows:
                low = max(window.start, visit.not_before, start)
                high = min(window.end, end)
                if visit.pinned_start is not None:
                    low, high = max(low, visit.pinned_start), min(high, visit.pinned_start)
                low, high = -(-low // grid) * grid, high // grid * grid
                if low <= high:
                    row += [low, high]
            rows.append(row)
            most = max(most, len(row) // 2)
        found.append(rows)
    windows = np.zeros((len(spans), len(problem.visits), 2 * most + 1), np.int64)
    for day, rows in enumerate(found):
        for at, row in enumerate(rows):
            windows[day, at, 0] = len(row) // 2
            windows[day, at, 1 : len(row) + 1] = row
    return windows


def loads_of(visits: Sequence[Visit], carried: dict[str, str], loads: int) -> tuple[Int64, Int64]:
    """Load taken along from the start place, and the change at each stop, (n, loads) each."""
    initial = np.zeros((len(visits), loads), np.int64)
    change = np.zeros((len(visits), loads), np.int64)
    position = {visit.key: at for at, visit in enumerate(visits)}
    for at, visit in enumerate(visits):
        delivery = np.array(visit.delivery or (0,) * loads, np.int64)[:loads]
        change[at] += np.array(visit.pickup or (0,) * loads, np.int64)[:loads] - delivery
        if visit.key in carried:
            change[position[carried[visit.key]]] += delivery
        else:
            initial[at] += delivery
    return initial, change


def extra_of(problem: Problem, shifts: Sequence[Shift], scale: int) -> Int64:
    """What a visit costs on a shift beyond its legs: who comes, and on which day, (n, m)."""
    prices = problem.prices
    extra = np.zeros((len(problem.visits), len(shifts)), np.float64)
    for row, visit in enumerate(problem.visits):
        if not visit.preferred and visit.published is None:
            continue
        for column, shift in enumerate(shifts):
            if visit.preferred and shift.technician not in visit.preferred:
                extra[row, column] += prices.not_preferred
            told = visit.published
            if told is not None:
                extra[row, column] += prices.other_technician * (
                    told.technician != shift.technician
                )
                extra[row, column] += prices.other_day * (told.day != shift.day)
    return np.rint(extra * scale).astype(np.int64)


def _is_timed(visit: Visit) -> bool:
    is_late = visit.due is not None and visit.lateness_cost > 0
    is_wished = visit.wish is not None and visit.wish_cost > 0
    return is_late or is_wished or visit.published is not None


def moments_of(visits: Sequence[Visit]) -> Int64:
    """`Model.moments`: when a visit is due, wished for and told."""
    moments = np.zeros((len(visits), 6), np.int64)
    for row, visit in enumerate(visits):
        wish = (-NEVER, NEVER) if visit.wish is None else (visit.wish.start, visit.wish.end)
        told = visit.published
        window = (
            (-NEVER, NEVER, -1) if told is None else (told.window.start, told.window.end, told.day)
        )
        moments[row] = (NEVER if visit.due is None else visit.due, *wish, *window)
    return moments


def rates_of(problem: Problem, scale: int) -> Float:
    """`Model.rates`: what a second late or beside the wish costs, and another time than told."""
    return np.array(
        [
            (
                visit.lateness_cost * scale,
                visit.wish_cost * scale * (visit.wish is not None),
                problem.prices.other_time * scale * (visit.published is not None),
            )
            for visit in problem.visits
        ],
        np.float64,
    ).reshape(len(problem.visits), 3)


def order_keys_of(
    windows: Int64,
    allowed: np.typing.NDArray[np.bool_],
    nodes: Nodes,
    initial: Int64,
    problem: Problem,
) -> Float:
    """`Model.order_keys`: by what visits are sorted before they are put back."""
    count = windows[:, :, 0]
    first = np.where(count > 0, windows[:, :, 1], NEVER).min(axis=0)
    last_column = np.take_along_axis(windows, np.maximum(2 * count, 0)[:, :, None], axis=2)[:, :, 0]
    last = np.where(count > 0, last_column, -NEVER).max(axis=0)
    lengths = np.zeros(windows.shape[1])
    for number in range((windows.shape[2] - 1) // 2):
        is_there = count > number
        length = windows[:, :, 2 * number + 2] - windows[:, :, 2 * number + 1]
        lengths += np.where(is_there, length, 0).sum(axis=0)
    return np.column_stack(
        [
            lengths,
            nodes.from_start(),
            allowed.sum(axis=1),
            first,
            last,
            initial.sum(axis=1),
            _worth(problem),
        ]
    ).astype(np.float64)


def _worth(problem: Problem) -> Float:
    """What a second given to each visit saves, its prize ÷ its time; all alike if none may be left out."""
    prizes = [visit.prize for visit in problem.visits]
    if all(prize is None for prize in prizes):
        return np.ones(len(prizes))
    times = np.array([visit.service for visit in problem.visits], np.float64) + USUAL_LEG
    return np.array([MANDATORY if prize is None else prize for prize in prizes], np.float64) / times


def visit_facts(problem: Problem, shifts: int, group_of: Int64, scale: int) -> Int64:
    """`Model.visits`: service, prize, group and whether moments cost something; starts and ends have none."""
    visits = len(problem.visits)
    facts = np.zeros((visits + 2 * shifts, 4), np.int64)
    facts[:, columns.GROUP] = -1
    facts[:visits, columns.SERVICE] = [visit.service for visit in problem.visits]
    facts[:visits, columns.PRIZE] = [
        round((MANDATORY if visit.prize is None else visit.prize) * scale)
        for visit in problem.visits
    ]
    facts[:visits, columns.GROUP] = group_of
    facts[:visits, columns.TIMED] = [_is_timed(visit) for visit in problem.visits]
    return facts
