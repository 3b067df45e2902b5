"""Exact times for one route: the earliest feasible schedule of a given order of visits, pauses included.

In a fixed order only two things are left to decide: in which gap between visits each pause is taken, and
when. A label for each pair (visits served, pauses taken) keeps the earliest moment at which both are done;
waiting is always allowed, so an earlier label never loses to a later one and the labels are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduling.plan import Pause, Route, Stop
from scheduling.problem import GRID, Break, Shift, Travel, Visit


@dataclass(frozen=True, slots=True)
class _Gap:
    """What happens between two visits: pauses, the arrival, and the first moment free for work."""

    arrival: int
    ready: int
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """The earliest way to have served some visits with some pauses taken."""

    free_at: int
    before: _Label | None = None
    gap: _Gap | None = None


def first_start(visit: Visit, ready: int) -> int | None:
    """The earliest second on the grid, not before `ready`, at which the visit may start; None if too late."""
    for window in visit.windows:
        start = _on_grid(max(ready, window.start))
        if visit.pinned_start is not None:
            start = visit.pinned_start
        if max(ready, window.start) <= start <= window.end:
            return start
    return None


def timed_route(shift: Shift, visits: Sequence[Visit], travel: Travel) -> Route | None:
    """The route that serves these visits (at least one) in this order as early as possible, None if it cannot.

    Work starts at the earliest; the departure is then put off until there is no waiting at the first stop.
    A pause is taken on arrival rather than on the road, wherever its window allows that.
    """
    seconds, places = travel.seconds, _places(shift, visits)
    drives = [int(seconds[here, there]) for here, there in pairwise(places)]
    labels: list[_Label | None] = [_Label(shift.span.start)] + [None] * len(shift.breaks)
    for visit, drive in zip(visits, drives, strict=False):
        labels = _extended(labels, visit, drive, shift.breaks)
    best: _Label | None = None
    for taken, label in enumerate(labels):
        gap = None if label is None else _gap(label.free_at, drives[-1], shift.breaks[taken:])
        if gap is None or gap.arrival > shift.span.end:
            continue
        if best is None or gap.arrival < best.free_at:
            best = _Label(gap.arrival, label, gap)
    return None if best is None else _route(shift, visits, drives, best, travel)


def could_serve_alone(shift: Shift, visit: Visit, travel: Travel) -> bool:
    """Whether the shift may and could serve the visit if it had nothing else to do."""
    if not may_serve(shift, visit):
        return False
    if visit.windows[0].start > shift.span.end or visit.windows[-1].end < shift.span.start:
        return False
    return timed_route(shift, (visit,), travel) is not None


def may_serve(shift: Shift, visit: Visit) -> bool:
    """Whether skills, crew size and pin allow the shift to serve the visit, whatever the time."""
    return (
        visit.skills <= shift.skills
        and visit.crew_size <= shift.crew_size
        and visit.pinned_shift in (None, shift.key)
    )


def _on_grid(second: int) -> int:
    return -(-second // GRID) * GRID


def _places(shift: Shift, visits: Sequence[Visit]) -> list[int]:
    return [shift.start_place, *(visit.place for visit in visits), shift.end_place]


def _extended(
    labels: list[_Label | None], visit: Visit, drive: int, breaks: tuple[Break, ...]
) -> list[_Label | None]:
    """Labels after one more visit: every number of pauses may be taken in the gap before it."""
    extended: list[_Label | None] = [None] * len(labels)
    for taken, label in enumerate(labels):
        if label is None:
            continue
        for then_taken in range(taken, len(labels)):
            gap = _gap(label.free_at, drive, breaks[taken:then_taken])
            start = None if gap is None else first_start(visit, gap.ready)
            if start is None:
                continue
            known = extended[then_taken]
            if known is None or start + visit.service < known.free_at:
                extended[then_taken] = _Label(start + visit.service, label, gap)
    return extended


def _gap(free_at: int, drive: int, breaks: Sequence[Break]) -> _Gap | None:
    """Drive and take these pauses as early as possible, on arrival if that is still in time."""
    now, left, arrival = free_at, drive, free_at + drive
    pauses = []
    for pause in breaks:
        on_arrival = max(_on_grid(now + left), pause.window.start)
        begins = on_arrival if on_arrival <= pause.window.end else max(now, pause.window.start)
        if begins > pause.window.end:
            return None
        left = max(0, left - (begins - now))
        now = begins + pause.length
        pauses.append(Pause(start=begins, end=now))
        arrival = now + left if left else arrival
    return _Gap(arrival, now + left, tuple(pauses))


def _route(
    shift: Shift, visits: Sequence[Visit], drives: list[int], last: _Label, travel: Travel
) -> Route:
    """Walk back along the labels and write the stops and pauses down."""
    gaps: list[_Gap] = []
    ends: list[int] = []
    label = last
    while label.before is not None and label.gap is not None:
        gaps.append(label.gap)
        ends.append(label.free_at)
        label = label.before
    gaps.reverse()
    ends.reverse()
    starts = [end - visit.service for visit, end in zip(visits, ends, strict=False)]
    leaves, first_arrival = _departure(shift.span.start, drives[0], gaps[0], starts[0])
    arrivals = [first_arrival, *(gap.arrival for gap in gaps[1:])]
    stops = tuple(
        Stop(visit=visit.key, arrival=arrival, start=start, end=start + visit.service, drive=drive)
        for visit, arrival, start, drive in zip(visits, arrivals, starts, drives, strict=False)
    )
    places = _places(shift, visits)
    return Route(
        shift=shift.key,
        stops=stops,
        pauses=tuple(pause for gap in gaps for pause in gap.pauses),
        start=leaves,
        end=arrivals[-1],
        driving=sum(drives),
        metres=sum(int(travel.metres[here, there]) for here, there in pairwise(places)),
    )


def _departure(earliest: int, drive: int, gap: _Gap, first_start_at: int) -> tuple[int, int]:
    """The latest departure that reaches the first stop without cutting the drive, and the arrival then."""
    limit = first_start_at
    for pause in reversed(gap.pauses):
        if limit - drive >= pause.end:
            return limit - drive, limit
        limit = pause.start
    uncut = limit - drive >= earliest
    return (limit - drive, limit) if uncut else (earliest, gap.arrival)
