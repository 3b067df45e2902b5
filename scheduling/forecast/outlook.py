"""What lies before each technician and what has been heard of it, as arrays: one row a route, one column a stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.forecast.expected import ExpectedStop, RouteFacts
from scheduling.uncertainty.normal import Floats

Truths = npt.NDArray[np.bool_]

INSTANT: Final = 1e-6
"""Seconds of a length that is none, and the least spread of a logarithm: both far below what anybody notices."""


class _Cell(NamedTuple):
    """One stop ahead; as it stands, padding."""

    drive: float = log(INSTANT)
    drive_spread: float = INSTANT
    work: float = log(INSTANT)
    work_spread: float = INSTANT
    earliest: float = -inf
    latest: float = inf
    pause_from: float = -inf
    pause: float = 0.0


class _Row(NamedTuple):
    """One route as it stands now."""

    free: float
    since: float
    is_driving: bool
    is_working: bool
    absent_until: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlook:
    """Routes as rows of the stops that are not over, padded to equal length; seconds from the present moment.

    `drive`, `work` and their spreads are means and standard deviations of the logarithm of the length in seconds.
    The first column is what a technician is at: driving there or working there as heard, or else still to leave.

    Attributes:
        keys: of the stops of each route.
        free: when the technician could leave for the first of them, of shape (routes,).
        since: when what the technician is at has begun, of shape (routes,).
        is_driving: whether the technician was heard to have left for the first.
        is_working: whether the technician was heard to have arrived at the first.
        absent_until: no stop is reached before it; minus infinity if nobody is away.
        drive: of the drive to a stop; of shape (routes, stops) like all that follow.
        drive_spread: of the same.
        work: of the work there.
        work_spread: of the same.
        earliest: the work does not start before it.
        latest: the end of the promised window.
        pause_from: planned start of the pause before the stop.
        pause: its length; 0 if there is none.
    """

    keys: tuple[tuple[str, ...], ...]
    free: Floats
    since: Floats
    is_driving: Truths
    is_working: Truths
    absent_until: Floats
    drive: Floats
    drive_spread: Floats
    work: Floats
    work_spread: Floats
    earliest: Floats
    latest: Floats
    pause_from: Floats
    pause: Floats

    @property
    def stops(self) -> int:
        """How many columns there are."""
        return int(self.drive.shape[1])


def outlook_of(routes: Sequence[RouteFacts], *, now: int) -> Outlook:
    """The stops ahead of many technicians; whatever lies before the last report of a route counts as over."""
    ahead = [_ahead(route) for route in routes]
    rows = np.array(
        [_row(route, first, now) for route, first in zip(routes, ahead, strict=True)]
        or np.empty((0, len(_Row._fields)))
    )
    length = max(
        (len(route.stops) - first for route, first in zip(routes, ahead, strict=True)), default=0
    )
    padding = _Cell()
    cells = np.array(
        [
            _cells(route, first, now) + [padding] * (length - len(route.stops) + first)
            for route, first in zip(routes, ahead, strict=True)
        ]
    ).reshape(len(routes), length, len(_Cell._fields))
    return Outlook(
        keys=tuple(
            tuple(stop.key for stop in route.stops[first:])
            for route, first in zip(routes, ahead, strict=True)
        ),
        free=rows[:, 0],
        since=rows[:, 1],
        is_driving=rows[:, 2] > 0,
        is_working=rows[:, 3] > 0,
        absent_until=rows[:, 4],
        **{name: cells[:, :, at].copy() for at, name in enumerate(_Cell._fields)},
    )


def _ahead(route: RouteFacts) -> int:
    """The number of the first stop that is not over."""
    for number in range(len(route.stops) - 1, -1, -1):
        if route.stops[number].has_report:
            return number + (route.stops[number].done_at is not None)
    return 0


def _row(route: RouteFacts, first: int, now: int) -> _Row:
    """Where the technician stands."""
    free = float(route.ready_at - now)
    if first and (done_at := route.stops[first - 1].done_at) is not None:
        free = float(done_at - now)
    since, is_driving, is_working = free, False, False
    if first < len(route.stops):
        stop = route.stops[first]
        if stop.arrived_at is not None:
            since, is_working = float(max(stop.arrived_at, stop.earliest) - now), True
        elif stop.departed_at is not None:
            since, is_driving = float(stop.departed_at - now), True
    absent = -inf if route.absent_until is None else float(route.absent_until - now)
    return _Row(free, since, is_driving, is_working, absent)


def _cells(route: RouteFacts, first: int, now: int) -> list[_Cell]:
    """The stops ahead, each with the pauses that the plan has before it."""
    cells = []
    pauses = list(route.pauses)
    for number, stop in enumerate(route.stops[first:]):
        pause_from, length = -inf, 0.0
        is_left_for = number == 0 and stop.has_report
        while pauses and pauses[0].end <= stop.planned_start and not is_left_for:
            pause = pauses.pop(0)
            pause_from = max(pause_from, float(pause.start - now))
            length += pause.end - pause.start
        cells.append(_cell(stop, now, pause_from, length))
    return cells


def _cell(stop: ExpectedStop, now: int, pause_from: float, pause: float) -> _Cell:
    drive, drive_spread = stop.drives.of_logarithm
    work, work_spread = stop.works.of_logarithm
    return _Cell(
        drive=log(max(stop.drive, INSTANT)) + drive,
        drive_spread=max(drive_spread, INSTANT),
        work=log(max(stop.service, INSTANT)) + work,
        work_spread=max(work_spread, INSTANT),
        earliest=float(stop.earliest - now),
        latest=float(stop.window_end - now),
        pause_from=pause_from,
        pause=pause,
    )
