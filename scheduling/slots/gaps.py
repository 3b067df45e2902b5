"""Between which seconds the new work may start, at every position of every route: forward time slack.

Before each position stands the earliest moment at which everything before it can be done, behind it the
latest at which everything after it still fits (M. W. P. Savelsbergh, The vehicle routing problem with time
windows: minimizing route duration, ORSA Journal on Computing 4, 1992). Both are kept twice, with the pause
still to come and with the pause taken. In either state an earlier moment leaves everything open that a later
one does, so that all starts between two seconds are possible and no others. Pauses stand as in
`scheduling.course`: on arrival, or on the road if their window would close; when the last stop is done early
enough, at home.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from scheduling.compiled import compiled
from scheduling.slots.columns import Int64
from scheduling.slots.given import Asked, Standing

NEVER: Final = 1 << 40
"""A second that nobody reaches."""

DUE, TAKEN = 0, 1
"""The pause is still to come; it is taken, or there is none."""


@compiled(inline=True)
def on_grid(second: int, grid: int) -> int:
    """The first second of the grid that is not before this one."""
    return (second + grid - 1) // grid * grid


@compiled(inline=True)
def ready_paused(free: int, way: int, opens: int, closes: int, length: int) -> int:
    """When the way and the pause are over, both begun at `free`."""
    if free > closes:
        return NEVER
    return max(free + way, opens) + length


@compiled(inline=True)
def until_paused(before: int, taken: int, way: int, opens: int, closes: int, length: int) -> int:
    """The latest second to set out with the pause still to come.

    Args:
        before: ready by then, if the pause comes after the next start.
        taken: ready by then, if it comes on this way.
        way: seconds of driving and setting up.
        opens: first second of the pause's window.
        closes: its last.
        length: of the pause.
    """
    later = before - way
    if opens + length > taken:
        return later
    return max(later, min(closes, taken - length - way))


@compiled
def possible_starts(
    standing: Standing, asked: Asked, earliest: Int64, latest: Int64, extra: Int64
) -> None:
    """Write the span of possible starts at every position of the allowed routes.

    Position `p` of route `r` (before its stop `p`) is row `first[r] + r + p`. Windows are not looked at. Where
    nothing is possible in a state, its latest start is before its earliest.

    Args:
        standing: the routes.
        asked: what is to be inserted.
        earliest: written, (S + R, 2): the first possible start, on the grid, with the pause `DUE` or `TAKEN`.
        latest: written, (S + R, 2): the last one, not on the grid.
        extra: written, (S + R,): seconds of driving that the insertion adds.
    """
    grid = asked.grid
    most = 1
    for route in range(len(standing.open)):
        most = max(most, standing.first[route + 1] - standing.first[route] + 1)
    until = np.empty((most, 2), np.int64)
    for route in range(len(standing.open)):
        if not asked.allowed[route] or asked.first_window[route] == asked.last_window[route]:
            continue
        look_back(standing, route, grid, until)
        begin, end = standing.first[route], standing.first[route + 1]
        opens, closes = standing.pause_from[route], standing.pause_to[route]
        length = standing.pause_length[route]
        has_pause = length > 0
        here = standing.start_place[route]
        due = standing.open[route] if has_pause else NEVER
        taken = NEVER if has_pause else standing.open[route]
        for stop in range(begin, end + 1):
            at, row = stop - begin, stop + route
            is_home = stop == end
            there = standing.end_place[route] if is_home else standing.place[stop]
            leg = standing.home[route] if is_home else standing.leg[stop]
            setup = 0 if is_home else standing.setup[stop]
            drive_in, drive_on = asked.to[here], asked.back[there]
            extra[row] = drive_in + drive_on - leg
            way_in = drive_in + (asked.setup if here != asked.place else 0)
            way_on = drive_on + (setup if there != asked.place else 0)
            ready = taken + way_in
            earliest[row, DUE], latest[row, DUE] = NEVER, -1
            latest[row, TAKEN] = until[at, TAKEN] - way_on - asked.service
            if has_pause:
                ready = min(ready, ready_paused(due, way_in, opens, closes, length))
                earliest[row, DUE] = on_grid(due + way_in, grid)
                by = until_paused(until[at, DUE], until[at, TAKEN], way_on, opens, closes, length)
                latest[row, DUE] = by - asked.service
            earliest[row, TAKEN] = on_grid(ready, grid)
            if not is_home:
                way = leg + (setup if here != there else 0)
                ready, service = taken + way, standing.service[stop]
                if has_pause:
                    ready = min(ready, ready_paused(due, way, opens, closes, length))
                    due = on_grid(max(due + way, standing.earliest[stop]), grid)
                    due = due + service if due <= until[at, DUE] else NEVER
                taken = on_grid(max(ready, standing.earliest[stop]), grid)
                taken = taken + service if taken <= until[at, TAKEN] else NEVER
            here = there


@compiled
def look_back(standing: Standing, route: int, grid: int, until: Int64) -> None:
    """Write by when each stop of a route must start, and the technician be back, on the grid.

    With the pause taken before (`TAKEN`) or at any time after that start (`DUE`).
    """
    begin, end = standing.first[route], standing.first[route + 1]
    opens, closes = standing.pause_from[route], standing.pause_to[route]
    length = standing.pause_length[route]
    until[end - begin, TAKEN] = standing.close[route]
    until[end - begin, DUE] = closes  # back before the pause, which is taken at home
    way = standing.home[route]
    for stop in range(end - 1, begin - 1, -1):
        at, service, latest = stop - begin, standing.service[stop], standing.latest[stop]
        by = until[at + 1, TAKEN] - way
        until[at, TAKEN] = min(latest, by - service) // grid * grid
        if length > 0:
            by = until_paused(until[at + 1, DUE], until[at + 1, TAKEN], way, opens, closes, length)
            until[at, DUE] = min(latest, by - service) // grid * grid
        before = standing.place[stop - 1] if at > 0 else standing.start_place[route]
        way = standing.leg[stop] + (standing.setup[stop] if before != standing.place[stop] else 0)
