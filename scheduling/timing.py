"""Exact times for one route: the earliest feasible schedule of a given order of visits, pauses included.

The gaps in which pauses are taken are those of the earliest end (`course`); the moments follow from them,
visit by visit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from scheduling.course import (
    NEVER,
    Course,
    Gap,
    Leg,
    breaks_by_gap,
    course_of,
    first_start,
    gap_after,
    last_start,
    places_of,
    starts_of,
)
from scheduling.limits import fits_alone, keeps_limits, may_serve
from scheduling.plan import Route, Stop
from scheduling.problem import Problem
from scheduling.shift import Break, Shift
from scheduling.visit import TimeWindow, Visit

__all__ = ["NEVER", "could_serve_alone", "may_serve", "starts_of", "timed_route"]


def timed_route(
    problem: Problem,
    shift: Shift,
    visits: Sequence[Visit],
    spans: Mapping[str, TimeWindow] | None = None,
    *,
    waits: bool = True,
) -> Route | None:
    """The route that serves these visits (at least one) in this order as early as possible, None if it cannot.

    Work starts at the earliest, but waits for a wish or for the window that was published for the shift's
    day, as long as all that follows still fits. The departure is then put off until there is no waiting at
    the first stop. A pause is taken when the work could start rather than on the road, wherever its window
    allows that. Whether the shift may serve the visits at all is left to `may_serve`.

    Args:
        problem: travel, links and grid.
        shift: who works.
        visits: in order.
        spans: by key of a visit, when it may start besides its own windows: what links leave of them.
        waits: whether a wish or a published window is waited for.
    """
    if not keeps_limits(problem, shift, visits):
        return None
    return _timed(problem, shift, visits, spans or {}, waits=waits)


def could_serve_alone(problem: Problem, shift: Shift, visit: Visit) -> bool:
    """Whether the shift may and could serve the visit if it had nothing else to do; links are left aside."""
    if not may_serve(shift, visit) or not fits_alone(shift, visit):
        return False
    if visit.windows[0].start > shift.latest_end or visit.windows[-1].end < shift.span.start:
        return False
    return _timed(problem, shift, (visit,), {}, waits=False) is not None


def _timed(
    problem: Problem,
    shift: Shift,
    visits: Sequence[Visit],
    spans: Mapping[str, TimeWindow],
    *,
    waits: bool,
) -> Route | None:
    course = course_of(problem, shift, visits, spans)
    driving = sum(leg.drive for leg in course.legs)
    if shift.max_driving is not None and driving > shift.max_driving:
        return None
    breaks = breaks_by_gap(course)
    if breaks is None:
        return None
    wishes = [_waits_for(shift, visit) if waits else 0 for visit in visits]
    return _route(problem, course, *_times(course, breaks, wishes))


def _times(
    course: Course, breaks: Sequence[tuple[Break, ...]], wishes: Sequence[int]
) -> tuple[list[Gap], list[int]]:
    """The gaps before each visit and before the end, and the start of each visit."""
    latest = _latest_starts(course, breaks) if any(wishes) else []
    gaps, starts = [], []
    free_at = course.shift.span.start
    for number, visit in enumerate(course.visits):
        gap = gap_after(free_at, course.legs[number], breaks[number], course.grid)
        start = first_start(course.spans[number], gap.ready, course.grid)
        if start < wishes[number]:
            wished = first_start(course.spans[number], wishes[number], course.grid)
            start = min(wished, latest[number])
        gaps.append(gap)
        starts.append(start)
        free_at = start + visit.service
    gaps.append(gap_after(free_at, course.legs[-1], breaks[-1], course.grid))
    return gaps, starts


def _waits_for(shift: Shift, visit: Visit) -> int:
    """The second before which nobody wants the work to start; 0 if that is all the same."""
    wished = visit.wish.start if visit.wish is not None and visit.wish_cost > 0 else 0
    published = visit.published
    told = published.window.start if published is not None and published.day == shift.day else 0
    return max(wished, told)


def _latest_starts(course: Course, breaks: Sequence[tuple[Break, ...]]) -> list[int]:
    """The latest start of each visit with which all that follows still fits."""
    latest = []
    until = course.shift.latest_end
    for number in reversed(range(len(course.visits))):
        leg, pauses = course.legs[number + 1], breaks[number + 1]
        until -= leg.drive + leg.setup + sum(pause.length for pause in pauses)
        if pauses:
            until = min(until, pauses[0].window.end)
        until = last_start(course.spans[number], until - course.visits[number].service, course.grid)
        latest.append(until)
    return latest[::-1]


def _route(problem: Problem, course: Course, gaps: Sequence[Gap], starts: Sequence[int]) -> Route:
    """Write the stops and pauses down."""
    shift, visits, legs = course.shift, course.visits, course.legs
    leaves, first_arrival = _departure(shift.span.start, legs[0], gaps[0], starts[0])
    arrivals = [first_arrival, *(gap.arrival for gap in gaps[1:])]
    stops = tuple(
        Stop(
            visit=visit.key,
            arrival=arrival,
            start=start,
            end=start + visit.service,
            drive=leg.drive,
        )
        for visit, arrival, start, leg in zip(visits, arrivals, starts, legs, strict=False)
    )
    metres = problem.travel.metres
    return Route(
        shift=shift.key,
        stops=stops,
        pauses=tuple(pause for gap in gaps for pause in gap.pauses),
        start=leaves,
        end=arrivals[-1],
        driving=sum(leg.drive for leg in legs),
        metres=sum(int(metres[here, there]) for here, there in pairwise(places_of(shift, visits))),
    )


def _departure(earliest: int, leg: Leg, gap: Gap, first_start_at: int) -> tuple[int, int]:
    """The latest departure that reaches the first stop without cutting the drive, and the arrival then."""
    limit = first_start_at
    needed = leg.drive + leg.setup
    for pause in reversed(gap.pauses):
        if limit - needed >= pause.end:
            return limit - needed, limit - leg.setup
        limit = pause.start
    uncut = limit - needed >= earliest
    return (limit - needed, limit - leg.setup) if uncut else (earliest, gap.arrival)
