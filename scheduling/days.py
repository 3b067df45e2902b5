"""Working days: which shifts belong to one day, and which visits are offered to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scheduling.problem import Problem, Shift, Visit

NIGHT: Final = 2 * 3600
"""Seconds: a gap this long between the end of all shifts and the next start parts two working days."""

LONGEST_DAY: Final = 24 * 3600
"""Seconds: shifts that start this long after the first of a day belong to the next one, gap or no gap."""

OFFER: Final = 1.1
"""Work offered to a day over its hours on duty; more can't be done, and every candidate costs search time."""

FLEXIBLE_SHARE: Final = 0.1
"""Part of its prize that a visit is worth on a day if it can still be served later: 24 minutes of driving for
an ordinary one, so that it is taken where it is near and seldom pushes out one that has no later day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one working day is asked to plan.

    Attributes:
        shifts: the day's shifts, in the order of the problem.
        visits: candidates, in the order of the problem.
        penalties: what leaving each candidate to a later day or to nobody costs, in seconds.
    """

    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    penalties: tuple[int, ...]


def working_days(shifts: Sequence[Shift]) -> tuple[tuple[Shift, ...], ...]:
    """Shifts clustered into working days, in order of time; inside a day in the given order."""
    days: list[list[int]] = []
    latest_end = first_start = 0
    for at in sorted(range(len(shifts)), key=lambda at: (shifts[at].span.start, at)):
        span = shifts[at].span
        if not days or span.start >= min(latest_end + NIGHT, first_start + LONGEST_DAY):
            days.append([])
            first_start, latest_end = span.start, span.end
        days[-1].append(at)
        latest_end = max(latest_end, span.end)
    return tuple(tuple(shifts[at] for at in sorted(day)) for day in days)


def offer_to(
    day: Sequence[Shift],
    later: frozenset[str],
    waiting: Sequence[Visit],
    able: Mapping[str, tuple[Shift, ...]],
    problem: Problem,
) -> Offer:
    """The visits that one day is asked to plan.

    Every visit that has no later day is offered at its full prize. Those that have one follow in order of
    the days left to them and then of their distance from the fixed ones and the shifts' places, until the
    day has its share of all the work that waits.

    Args:
        day: its shifts.
        later: keys of the shifts of all later days.
        waiting: visits not planned yet, in the order of the problem.
        able: for each visit the shifts that could serve it alone.
        problem: the whole problem.
    """
    today = {shift.key for shift in day}
    fixed: list[Visit] = []
    flexible: list[Visit] = []
    for visit in waiting:
        keys = [shift.key for shift in able[visit.key]]
        if not today.isdisjoint(keys):
            (flexible if not later.isdisjoint(keys) else fixed).append(visit)
    room = _room(day, later, waiting, problem) - sum(visit.service for visit in fixed)
    chosen = {visit.key: visit.prize for visit in fixed}
    for visit in _nearest_first(flexible, fixed, day, later, able, problem):
        room -= visit.service
        if room < 0:
            break
        chosen[visit.key] = round(FLEXIBLE_SHARE * visit.prize)
    offered = tuple(visit for visit in waiting if visit.key in chosen)
    return Offer(
        shifts=tuple(day),
        visits=offered,
        penalties=tuple(chosen[visit.key] for visit in offered),
    )


def _room(
    day: Sequence[Shift], later: frozenset[str], waiting: Sequence[Visit], problem: Problem
) -> float:
    """Seconds of work to offer a day: its share by hours on duty, so that no day is full while others idle."""
    hours = sum(_hours_of(shift) for shift in day)
    hours_later = sum(_hours_of(shift) for shift in problem.shifts if shift.key in later)
    share = sum(visit.service for visit in waiting) * hours / max(1, hours + hours_later)
    return OFFER * min(hours, share)


def _hours_of(shift: Shift) -> int:
    return shift.span.end - shift.span.start - sum(pause.length for pause in shift.breaks)


def _nearest_first(
    flexible: Sequence[Visit],
    fixed: Sequence[Visit],
    day: Sequence[Shift],
    later: frozenset[str],
    able: Mapping[str, tuple[Shift, ...]],
    problem: Problem,
) -> list[Visit]:
    places = {visit.place for visit in fixed} | {shift.start_place for shift in day}
    anchors = sorted(places | {shift.end_place for shift in day})
    drives = problem.travel.seconds[anchors].min(axis=0)

    def urgency(visit: Visit) -> tuple[int, int]:
        days_left = {shift.span.start for shift in able[visit.key] if shift.key in later}
        return len(days_left), int(drives[visit.place])

    return sorted(flexible, key=urgency)
