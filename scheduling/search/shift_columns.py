"""What the search knows of shifts: which are alike, their days, limits and fair shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from scheduling.problem import Problem
from scheduling.search.model import NEVER, Int64
from scheduling.shift import Shift
from scheduling.visit import LinkKind


def traits_of(problem: Problem) -> dict[str, tuple[object, ...]]:
    """What tells shifts apart; those with the same traits can be exchanged for each other."""
    is_somebody = problem.prices.imbalance > 0 or any(
        visit.forbidden or visit.preferred or visit.pinned_technician or visit.published
        for visit in problem.visits
    )
    is_linked = any(link.kind is LinkKind.SAME_TECHNICIAN for link in problem.links)
    pinned = {visit.pinned_shift for visit in problem.visits}
    facts = [field.name for field in fields(Shift) if field.name not in ("key", "technician")]
    return {
        shift.key: (
            shift.technician if is_somebody or is_linked else None,
            shift.key if shift.key in pinned else None,
            *(getattr(shift, name) for name in facts),
        )
        for shift in problem.shifts
    }


def day_groups(shifts: Sequence[Shift]) -> list[int]:
    """For each shift the number of its group of shifts that overlap in time."""
    groups = [0] * len(shifts)
    number, until = -1, -1
    for at in sorted(range(len(shifts)), key=lambda at: shifts[at].span.start):
        if shifts[at].span.start > until:
            number += 1
        until = max(until, shifts[at].latest_end)
        groups[at] = number
    return groups


def shift_facts(
    problem: Problem,
    shifts: Sequence[Shift],
    days: Sequence[int],
    cost_classes: Sequence[int],
    technicians: Sequence[str],
    classes: dict[tuple[object, ...], int],
    traits: dict[str, tuple[object, ...]],
    scale: int,
) -> Int64:
    """`Model.shifts`."""
    facts = np.zeros((len(shifts), 13), np.int64)
    for row, shift in enumerate(shifts):
        facts[row] = (
            shift.span.start,
            shift.latest_end,
            shift.span.end,
            len(shift.breaks),
            cost_classes[row],
            days[row],
            shift.day,
            technicians.index(shift.technician),
            len(problem.visits) if shift.max_stops is None else shift.max_stops,
            NEVER if shift.max_driving is None else shift.max_driving,
            round(shift.fixed_cost * scale),
            classes[traits[shift.key]],
            shift.overtime,
        )
    return facts


def fair_shares(problem: Problem, technicians: Sequence[str]) -> Int64:
    """Seconds of work on site that are fair for each technician: by their hours on duty."""
    hours = dict.fromkeys(technicians, 0)
    for shift in problem.shifts:
        pauses = sum(pause.length for pause in shift.breaks)
        hours[shift.technician] += shift.span.end - shift.span.start - pauses
    work = sum(visit.service for visit in problem.visits)
    on_duty = max(1, sum(hours.values()))
    return np.array([work * hours[name] // on_duty for name in technicians], np.int64)


def most_stops(problem: Problem, shifts: Sequence[Shift], time: np.typing.NDArray[np.int32]) -> int:
    """The most stops for which any shift has the time, by the shortest works and drives."""
    visits = len(problem.visits)
    legs = (
        time[:visits, :visits].astype(np.int64)
        + np.array([visit.service for visit in problem.visits], np.int64)[:, None]
    )
    np.fill_diagonal(legs, NEVER)
    shortest = np.sort(legs.min(axis=1)) if visits > 1 else np.zeros(1, np.int64)
    span = max(shift.latest_end - shift.span.start for shift in shifts)
    return min(visits, int(np.searchsorted(np.cumsum(shortest), span, side="right")) + 2)


def breaks_of(shifts: Sequence[Shift]) -> Int64:
    """`Model.breaks`."""
    pauses = max((len(shift.breaks) for shift in shifts), default=0)
    breaks = np.zeros((len(shifts), max(1, pauses), 3), np.int64)
    for row, shift in enumerate(shifts):
        for number, pause in enumerate(shift.breaks):
            breaks[row, number] = pause.window.start, pause.window.end, pause.length
    return breaks


def capacity_of(shifts: Sequence[Shift], loads: int) -> Int64:
    """`Model.capacity`; a shift without a capacity has no limit."""
    rows = [list(shift.capacity) or [NEVER] * loads for shift in shifts]
    return np.array(rows, np.int64).reshape(len(shifts), loads)
