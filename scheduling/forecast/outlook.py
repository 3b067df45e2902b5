"""What lies before each technician and what has been heard of it, as arrays: one row a route, one column a stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.forecast.facts import ExpectedStop, RouteFacts
from scheduling.forecast.pauses import free_after, still_to_take
from scheduling.forecast.stray import Stray
from scheduling.plan import Pause
from scheduling.uncertainty.normal import Floats

Truths = npt.NDArray[np.bool_]

INSTANT: Final = 1e-6
"""Seconds of a length that is none, and the least spread of a logarithm: both far below what anybody notices."""

TOLD: Final = Stray(1.0, 0.1)
"""How far work strays from the end that somebody told who is at it; an assumption."""


LONGEST: Final = 3.0
"""Standard deviations of the logarithm beyond which no drive lasts: then the arrival was reported too late."""

PARKING: Final = 5 * 60
"""Seconds that the way from the road to the door may take besides."""


class _Cell(NamedTuple):
    """One stop ahead; as it stands, padding."""

    drive: float = log(INSTANT)
    drive_spread: float = INSTANT
    work: float = log(INSTANT)
    work_spread: float = INSTANT
    earliest: float = -inf
    latest: float = inf


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
        free: when the technician could leave for the first of them, pauses before it taken; of shape (routes,).
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
        pauses_from: planned beginnings of the pauses after it, of shape (routes, pauses); infinite where there is none.
        pauses: their lengths, of the same shape.
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
    pauses_from: Floats
    pauses: Floats

    @property
    def stops(self) -> int:
        """How many columns there are."""
        return int(self.drive.shape[1])


def outlook_of(routes: Sequence[RouteFacts], *, now: int) -> Outlook:
    """The stops ahead of many technicians; whatever lies before the last report of a route counts as over."""
    ahead = [_ahead(route) for route in routes]
    rows, rests = [], []
    for route, first in zip(routes, ahead, strict=True):
        row, rest = _row(route, first, now)
        rows.append(row)
        rests.append(rest)
    standing = np.array(rows or np.empty((0, len(_Row._fields))))
    length = max(
        (len(route.stops) - first for route, first in zip(routes, ahead, strict=True)), default=0
    )
    padding = _Cell()
    cells = np.array(
        [
            [_cell(stop, now) for stop in route.stops[first:]]
            + [padding] * (length - len(route.stops) + first)
            for route, first in zip(routes, ahead, strict=True)
        ]
    ).reshape(len(routes), length, len(_Cell._fields))
    return Outlook(
        keys=tuple(
            tuple(stop.key for stop in route.stops[first:])
            for route, first in zip(routes, ahead, strict=True)
        ),
        free=standing[:, 0],
        since=standing[:, 1],
        is_driving=standing[:, 2] > 0,
        is_working=standing[:, 3] > 0,
        absent_until=standing[:, 4],
        pauses_from=_padded([[pause.start - now for pause in rest] for rest in rests], inf),
        pauses=_padded([[pause.end - pause.start for pause in rest] for rest in rests], 0),
        **{name: cells[:, :, at].copy() for at, name in enumerate(_Cell._fields)},
    )


def _ahead(route: RouteFacts) -> int:
    """The number of the first stop that is not over."""
    for number in range(len(route.stops) - 1, -1, -1):
        if route.stops[number].has_report:
            return number + (route.stops[number].done_at is not None)
    return 0


def _row(route: RouteFacts, first: int, now: int) -> tuple[_Row, tuple[Pause, ...]]:
    """Where the technician stands, and the pauses that come later."""
    rest = still_to_take(route)
    free = route.ready_at
    if first and (done_at := route.stops[first - 1].done_at) is not None:
        free = done_at
    since, is_driving, is_working = free, False, False
    if first < len(route.stops):
        stop = route.stops[first]
        if stop.arrived_at is not None:
            since, is_working = max(_reached_at(route, stop, stop.arrived_at), stop.earliest), True
        elif stop.departed_at is not None:
            since, is_driving = stop.departed_at, True
        else:
            free, rest = free_after(rest, free, stop)
            since = max(free, stop.earliest - stop.drive)  # nobody needs to leave before
    absent = -inf if route.absent_until is None else float(route.absent_until - now)
    return _Row(float(free - now), float(since - now), is_driving, is_working, absent), rest


def _reached_at(route: RouteFacts, stop: ExpectedStop, arrived_at: int) -> int:
    """When a stop was reached: as reported, or as likely if no drive lasts until then and the report was late."""
    departed_at = stop.departed_at
    if departed_at is None or any(
        pause.start < arrived_at and pause.end > departed_at for pause in route.pauses
    ):
        return arrived_at
    mean, spread = stop.drives.of_logarithm
    likely = stop.drive * exp(mean)
    is_late = arrived_at - departed_at > likely * exp(LONGEST * spread) + PARKING
    return departed_at + round(likely) if is_late else arrived_at


def _padded(rows: Sequence[Sequence[int]], padding: float) -> Floats:
    """Rows of different lengths as one array."""
    length = max(map(len, rows), default=0)
    padded = [[*row, *[padding] * (length - len(row))] for row in rows]
    return np.array(padded, dtype=float).reshape(len(rows), length)


def _cell(stop: ExpectedStop, now: int) -> _Cell:
    drive, drive_spread = stop.drives.of_logarithm
    service = stop.service
    work, work_spread = stop.works.of_logarithm
    if stop.told_end is not None and stop.arrived_at is not None:
        service = max(stop.told_end - max(stop.arrived_at, stop.earliest), stop.service)
        work, work_spread = TOLD.of_logarithm
    return _Cell(
        drive=log(max(stop.drive, INSTANT)) + drive,
        drive_spread=max(drive_spread, INSTANT),
        work=log(max(service, INSTANT)) + work,
        work_spread=max(work_spread, INSTANT),
        earliest=float(stop.earliest - now),
        latest=float(stop.window_end - now),
    )
