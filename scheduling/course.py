"""One order of visits on one shift: when each may start, the way between them, and where the pauses lie.

In a fixed order only two things are left to decide: in which gap between visits each pause is taken, and
when. A label for each pair (visits served, pauses taken) keeps the earliest moment at which both are done;
waiting is always allowed, so an earlier label never loses to a later one and the labels are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from scheduling.plan import Pause
from scheduling.problem import Problem
from scheduling.shift import Break, Shift
from scheduling.visit import TimeWindow, Visit

NEVER: Final = 2**62
"""A second after all others: what cannot be in time is ready then."""

Spans = tuple[tuple[int, int], ...]
"""First and last second, both on the grid, between which a visit may start; ascending."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The way to a stop or back: seconds of driving, and of setting up before the work may start."""

    drive: int
    setup: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What happens between two visits: pauses, the arrival, and the first moment free for work."""

    arrival: int
    ready: int
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """The earliest way to have served some visits with some pauses taken."""

    free_at: int
    taken: int
    before: _Label | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One shift with an order of visits: what is asked of their times.

    Attributes:
        shift: who works.
        grid: seconds of a cell.
        visits: in order.
        spans: when each may start.
        legs: the way to each, and back.
    """

    shift: Shift
    grid: int
    visits: Sequence[Visit]
    spans: tuple[Spans, ...]
    legs: tuple[Leg, ...]


def course_of(
    problem: Problem, shift: Shift, visits: Sequence[Visit], spans: Mapping[str, TimeWindow]
) -> Course:
    """What is asked of the times of these visits in this order; `spans` clips when some may start."""
    starts = tuple(starts_of(problem, visit, spans.get(visit.key)) for visit in visits)
    return Course(shift, problem.grid, visits, starts, _legs(problem, shift, visits))


def starts_of(problem: Problem, visit: Visit, span: TimeWindow | None = None) -> Spans:
    """When the visit may start, on the grid: its windows, clipped by all else that it asks for."""
    earliest = max(visit.not_before, 0 if span is None else span.start)
    first = earliest if visit.pinned_start is None else max(earliest, visit.pinned_start)
    last = None if visit.pinned_start is None else visit.pinned_start
    if span is not None:
        last = span.end if last is None else min(last, span.end)
    spans = []
    for window in visit.windows:
        start = _on_grid(max(window.start, first), problem.grid)
        end = window.end if last is None else min(window.end, last)
        if start <= end:
            spans.append((start, end - end % problem.grid))
    return tuple(spans)


def _on_grid(second: int, grid: int) -> int:
    return -(-second // grid) * grid


def places_of(shift: Shift, visits: Sequence[Visit]) -> list[int]:
    """The places of a route in order, from start to end."""
    return [shift.start_place, *(visit.place for visit in visits), shift.end_place]


def _legs(problem: Problem, shift: Shift, visits: Sequence[Visit]) -> tuple[Leg, ...]:
    seconds = problem.travel.seconds
    setups = [*(visit.setup for visit in visits), 0]
    return tuple(
        Leg(int(seconds[here, there]), setup if here != there else 0)
        for (here, there), setup in zip(pairwise(places_of(shift, visits)), setups, strict=True)
    )


def first_start(spans: Spans, ready: int, grid: int) -> int:
    """The earliest start that is not before `ready`; NEVER if it is too late for all of them."""
    start = _on_grid(ready, grid)
    return next((max(start, first) for first, last in spans if start <= last), NEVER)


def last_start(spans: Spans, until: int, grid: int) -> int:
    """The latest start that is not after `until`; there must be one."""
    return max(min(last, until - until % grid) for first, last in spans if first <= until)


def breaks_by_gap(course: Course) -> list[tuple[Break, ...]] | None:
    """Which pauses lie before each visit and before the end, for the earliest end; None if nothing fits."""
    shift = course.shift
    labels: list[_Label | None] = [_Label(shift.span.start, 0)] + [None] * len(shift.breaks)
    for number in range(len(course.visits)):
        labels = _extended(labels, course, number)
    best = _Label(NEVER, 0)
    for label in labels:
        if label is not None:
            gap = gap_after(
                label.free_at, course.legs[-1], shift.breaks[label.taken :], course.grid
            )
            if gap.arrival < best.free_at:
                best = _Label(gap.arrival, len(shift.breaks), label)
    if best.free_at > shift.latest_end:
        return None
    taken = [best.taken]
    while best.before is not None:
        best = best.before
        taken.append(best.taken)
    return [shift.breaks[before:after] for before, after in pairwise(reversed(taken))]


def _extended(labels: list[_Label | None], course: Course, number: int) -> list[_Label | None]:
    """Labels after one more visit: every number of pauses may be taken in the gap before it."""
    extended: list[_Label | None] = [None] * len(labels)
    leg, spans, breaks = course.legs[number], course.spans[number], course.shift.breaks
    for taken, label in enumerate(labels):
        if label is None:
            continue
        for then_taken in range(taken, len(labels)):
            gap = gap_after(label.free_at, leg, breaks[taken:then_taken], course.grid)
            start = first_start(spans, gap.ready, course.grid)
            free_at = start + course.visits[number].service
            known = extended[then_taken]
            if start < NEVER and (known is None or free_at < known.free_at):
                extended[then_taken] = _Label(free_at, then_taken, label)
    return extended


def gap_after(free_at: int, leg: Leg, breaks: Sequence[Break], grid: int) -> Gap:
    """Drive, set up and take these pauses as early as possible, when ready if that is still in time."""
    now, left, arrival = free_at, leg.drive + leg.setup, free_at + leg.drive
    pauses = []
    for pause in breaks:
        when_ready = max(_on_grid(now + left, grid), pause.window.start)
        begins = when_ready if when_ready <= pause.window.end else max(now, pause.window.start)
        if begins > pause.window.end:
            return Gap(NEVER, NEVER, ())
        left = max(0, left - (begins - now))
        now = begins + pause.length
        pauses.append(Pause(start=begins, end=now))
        arrival = now + left - leg.setup if left > leg.setup else arrival
    return Gap(arrival, now + left, tuple(pauses))
