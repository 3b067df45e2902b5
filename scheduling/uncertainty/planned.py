"""A plan as courses: what of it is certain, what is waited for, and what was promised."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np

from scheduling.plan import Pause, Plan, Route, Stop
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.uncertainty.courses import Courses
from scheduling.uncertainty.spread import Spread
from scheduling.visit import LinkKind, TimeWindow, Visit


class _Event(NamedTuple):
    """One cell of every array of `Courses`, in the same words; as it stands, padding."""

    drive: float = 0
    drive_percent: int = 0
    setup: float = 0
    opening: float = -inf
    work: float = 0
    work_percent: int = 0
    latest: float = inf
    number: int = 0
    is_asked: bool = False


_CELL = np.dtype(
    [
        ("drive", np.float64),
        ("drive_percent", np.int64),
        ("setup", np.float64),
        ("opening", np.float64),
        ("work", np.float64),
        ("work_percent", np.int64),
        ("latest", np.float64),
        ("number", np.int64),
        ("is_asked", np.bool_),
    ]
)


def courses_of(
    problem: Problem, plan: Plan, spread: Spread, promised: Mapping[str, int] | None = None
) -> Courses:
    """The routes of a plan, one a row, in its order.

    The departures and the order of stops and pauses stay as planned. A technician who comes early begins as
    soon as the visit allows it: not before its window, its `not_before`, its pinned start, and the wish or
    published window that the plan waits for. Where another shift has a say in the start (`SAME_TIME`, or the
    second visit of `BEFORE`), the work does not begin before its planned second, and that the other shift
    may be late is left aside. The return is asked about too: whether it comes after the end of the shift.

    Args:
        problem: what the plan was made for.
        plan: with all pauses of its shifts.
        spread: how far times stray.
        promised: by key of a visit, the latest start that was promised. For all others it is the end of the
            published window, if the plan starts inside it, or else that of the visit's window.
    """
    asked = _Asked(problem, spread, promised or {}, _tied_to_others(problem))
    rows = [_events(asked, route) for route in plan.routes]
    length = max(map(len, rows), default=0)
    padded = [row + [_Event()] * (length - len(row)) for row in rows]
    cells = np.array(padded, dtype=_CELL).reshape(len(rows), length)
    begins = np.array([route.start for route in plan.routes], dtype=np.float64)
    columns = {name: cells[name].copy() for name in _Event._fields}
    columns["opening"] = np.maximum(columns["opening"], begins[:, None])
    return Courses(begins=begins, **columns)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `courses_of` was asked, and which visits another shift has a say in."""

    problem: Problem
    spread: Spread
    promised: Mapping[str, int]
    tied: frozenset[str]


def _tied_to_others(problem: Problem) -> frozenset[str]:
    """Keys of the visits whose start another shift has a say in."""
    links = problem.links
    tied = {link.second for link in links if link.kind in (LinkKind.SAME_TIME, LinkKind.BEFORE)}
    return frozenset(tied | {link.first for link in links if link.kind is LinkKind.SAME_TIME})


def _events(asked: _Asked, route: Route) -> list[_Event]:
    """Stops, pauses and the return, in order, without the pauses at home before and after the route."""
    shift = asked.problem.shift_by_key[route.shift]
    pauses = deque(
        (pause, due.window.start)
        for pause, due in zip(route.pauses, shift.breaks, strict=True)
        if pause.end > route.start
    )
    events: list[_Event] = []
    place = shift.start_place
    for number, stop in enumerate(route.stops):
        visit = asked.problem.visit_by_key[stop.visit]
        setup = visit.setup if visit.place != place else 0
        way = _Event(stop.drive, asked.spread.percent_of_drive(visit.key), setup, number=number)
        *paused, way = _with_pauses(way, pauses, stop.start)
        events += [*paused, _at_stop(asked, shift, stop, way)]
        place = visit.place
    home = route.driving - sum(stop.drive for stop in route.stops)
    way = _Event(home, round(100 * asked.spread.drive), number=len(route.stops))
    *paused, way = _with_pauses(way, pauses, route.end)
    return [*events, *paused, way._replace(latest=shift.span.end, is_asked=True)]


def _with_pauses(way: _Event, pauses: deque[tuple[Pause, int]], until: int) -> list[_Event]:
    """The pauses of a gap, the first behind the whole drive, and what is left of the way after them."""
    gap = [way]
    while pauses and pauses[0][0].end <= until:
        pause, opening = pauses.popleft()
        gap[-1] = gap[-1]._replace(opening=opening, work=pause.end - pause.start)
        gap.append(_Event(number=way.number))
    return gap


def _at_stop(asked: _Asked, shift: Shift, stop: Stop, way: _Event) -> _Event:
    """The stop, at the end of its way."""
    visit = asked.problem.visit_by_key[stop.visit]
    return way._replace(
        opening=stop.start if visit.key in asked.tied else _opening(shift, visit, stop),
        work=visit.service,
        work_percent=asked.spread.percent_of_work(visit.key),
        latest=asked.promised.get(visit.key, _promised_by_plan(shift, visit, stop)),
        is_asked=True,
    )


def _opening(shift: Shift, visit: Visit, stop: Stop) -> int:
    """The first second at which the work would begin, however early the technician comes."""
    wished = visit.wish.start if visit.wish is not None and visit.wish_cost > 0 else 0
    told = (
        visit.published.window.start if visit.published and visit.published.day == shift.day else 0
    )
    allowed = max(_window(visit, stop).start, visit.not_before, visit.pinned_start or 0)
    return min(max(allowed, wished, told), stop.start)


def _promised_by_plan(shift: Shift, visit: Visit, stop: Stop) -> int:
    """The latest start that the customer may count on, if nothing else was promised."""
    told = visit.published
    keeps = told is not None and told.day == shift.day
    if told is not None and keeps and told.window.start <= stop.start <= told.window.end:
        return told.window.end
    return _window(visit, stop).end


def _window(visit: Visit, stop: Stop) -> TimeWindow:
    """The visit's window in which the plan starts; of a plan that breaks it, the last one open by then."""
    opened = [window for window in visit.windows if window.start <= stop.start]
    return opened[-1] if opened else visit.windows[0]
