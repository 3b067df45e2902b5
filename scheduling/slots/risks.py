"""What an insertion risks: the chances of being late along its routes, by the closed form of docs/lateness.md.

A route is laid out stop by stop, with the new visit among them; its pause goes where `scheduling.course` takes
it (for the earliest end), and Clark's moments run along it. Formulae as in `scheduling.uncertainty.closed_form`,
which works on whole arrays of courses; a few hundred short routes are done sooner one by one than laid out as
arrays first.
"""

from __future__ import annotations

from math import erfc, exp, pi, sqrt
from typing import Final

import numpy as np

from scheduling.compiled import compiled
from scheduling.slots.columns import Floats, Int64
from scheduling.slots.given import Asked, Risks, Standing

NEVER: Final = 1 << 40
"""A second that nobody reaches."""

CERTAIN: Final = 8.0
"""Deviations beyond which nothing is left to chance: less than 1e-15 lies there."""

NOBODY: Final = -1
"""The position of no insertion, the row of no candidate, the gap of no pause."""


@compiled
def weigh(
    standing: Standing,
    asked: Asked,
    route_of: Int64,
    rows: Int64,
    starts: Int64,
    costs: Floats,
    spreads: tuple[float, float],
    risks: Risks,
) -> None:
    """Write what every candidate risks.

    Args:
        standing: the routes.
        asked: what is inserted.
        route_of: the route of each row of positions, (S + R,).
        rows: of `cheapest_alone` or `cheapest_together`, like `starts` and `costs`.
        starts: as above.
        costs: as above.
        spreads: coefficients of variation of drives and of works.
        risks: written; `now` starts out negative.
    """
    most = 2
    for route in range(len(standing.open)):
        most = max(most, standing.first[route + 1] - standing.first[route] + 2)
    course = np.empty((8, most), np.int64)
    late = np.empty(most)
    for window in range(costs.shape[0]):
        for number in range(costs.shape[1]):
            if costs[window, number] == np.inf:
                break
            in_time, harm, pushed = 1.0, 0.0, 0
            for row in rows[window, number]:
                route = route_of[row]
                if risks.now[route] < 0:
                    count = lay_out(standing, asked, route, NOBODY, 0, 0, 0, course)
                    gap = settle(standing, asked, route, count, course)
                    chances(standing, route, count, gap, asked.grid, spreads, course, late)
                    risks.now[route] = 0.0
                    for stop in range(count):
                        risks.now[route] += late[stop]
                at = row - standing.first[route] - route
                start = starts[window, number]
                opens = asked.opens[window] if asked.people == 1 else start
                promised = asked.promised[window]
                count = lay_out(standing, asked, route, at, start, opens, promised, course)
                gap = settle(standing, asked, route, count, course)
                chances(standing, route, count, gap, asked.grid, spreads, course, late)
                in_time *= 1 - late[at]
                others = 0.0
                for stop in range(count - 1):
                    then = stop + (stop >= at)
                    others += late[then]
                    pushed += course[START, then] > standing.start[standing.first[route] + stop]
                harm += others - risks.now[route]
            risks.lateness[window, number] = 1 - in_time
            risks.harm[window, number], risks.pushed[window, number] = harm, pushed


DRIVE, SETUP, EARLIEST, LATEST, OPENS, SERVICE, PROMISED, START = range(8)
"""Rows of a laid out course; its columns are the stops in order, and the return after the last."""


@compiled
def lay_out(
    standing: Standing,
    asked: Asked,
    route: int,
    at: int,
    start: int,
    opens: int,
    promised: int,
    course: Int64,
) -> int:
    """Write a route with the new visit before stop `at`, starting at `start`; gives how many stops it has.

    Args:
        standing: the routes.
        asked: the visit.
        route: row of the route.
        at: position of the visit, or `NOBODY` to write the route as it stands.
        start: second at which it starts.
        opens: second from which it may, if somebody is early.
        promised: second by which it was promised to.
        course: written.
    """
    first, stops = standing.first[route], standing.first[route + 1] - standing.first[route]
    here, is_new, number = standing.start_place[route], False, 0
    for stop in range(stops + 1):
        if stop == at:
            course[DRIVE, number] = asked.to[here]
            course[SETUP, number] = asked.setup if here != asked.place else 0
            course[EARLIEST, number] = course[LATEST, number] = start
            course[OPENS, number], course[PROMISED, number] = opens, promised
            course[SERVICE, number] = asked.service
            here, is_new = asked.place, True
            number += 1
        row, is_home = first + stop, stop == stops
        there = standing.end_place[route] if is_home else standing.place[row]
        leg = standing.home[route] if is_home else standing.leg[row]
        course[DRIVE, number] = asked.back[there] if is_new else leg
        course[SETUP, number] = standing.setup[row] if not is_home and here != there else 0
        if not is_home:
            course[EARLIEST, number] = course[OPENS, number] = standing.earliest[row]
            course[LATEST, number] = standing.latest[row]
            course[SERVICE, number] = standing.service[row]
            course[PROMISED, number] = standing.promised[row]
            here, is_new = there, False
            number += 1
    return number


@compiled
def settle(standing: Standing, asked: Asked, route: int, count: int, course: Int64) -> int:
    """Write the earliest starts of a course; gives the gap of its pause, counted as the stop after it.

    Of all gaps in which the pause could be taken, the one with the earliest end counts; there must be one.
    """
    grid, length = asked.grid, standing.pause_length[route]
    due = standing.open[route] if length else NEVER
    taken = NEVER if length else standing.open[route]
    gap = NOBODY if length == 0 else count
    opens, closes = standing.pause_from[route], standing.pause_to[route]
    for number in range(count):
        way = course[DRIVE, number] + course[SETUP, number]
        paused = max(due + way, opens) + length if due <= closes else NEVER
        ready, in_gap = taken + way, gap
        if length and _start(course, number, paused, grid) <= _start(course, number, ready, grid):
            ready, in_gap = paused, number
        start = _start(course, number, ready, grid)
        taken, gap = (start + course[SERVICE, number], in_gap) if start < NEVER else (NEVER, gap)
        start = _start(course, number, due + way, grid)
        due = start + course[SERVICE, number] if start < NEVER else NEVER
    if length and due < NEVER:
        way = course[DRIVE, count]
        is_home_first = (due + way + grid - 1) // grid * grid <= closes
        arrival = due + way + (0 if is_home_first else length)
        if (is_home_first or due <= closes) and arrival <= taken + way:
            gap = count
    _walk(standing, route, count, gap, grid, course)
    return gap


@compiled
def _start(course: Int64, number: int, ready: int, grid: int) -> int:
    """The first start of a stop on the grid that is not before `ready`, or `NEVER`."""
    start = (max(ready, course[EARLIEST, number]) + grid - 1) // grid * grid
    return start if start <= course[LATEST, number] else NEVER


@compiled
def _walk(standing: Standing, route: int, count: int, gap: int, grid: int, course: Int64) -> None:
    """Write the earliest starts with the pause in this gap."""
    free = standing.open[route]
    for number in range(count):
        ready = free + course[DRIVE, number] + course[SETUP, number]
        if number == gap:
            ready = max(ready, standing.pause_from[route]) + standing.pause_length[route]
        course[START, number] = (max(ready, course[EARLIEST, number]) + grid - 1) // grid * grid
        free = course[START, number] + course[SERVICE, number]


@compiled
def departure(
    standing: Standing, route: int, gap: int, grid: int, course: Int64
) -> tuple[int, int]:
    """When to set out so that nobody waits at the first stop, and the gap of the pause, if it is not before that."""
    way = course[DRIVE, 0] + course[SETUP, 0]
    opens, start = standing.open[route], course[START, 0]
    if gap != 0:
        return start - way, gap
    begins = max((opens + way + grid - 1) // grid * grid, standing.pause_from[route])
    if begins > standing.pause_to[route]:
        begins = max(opens, standing.pause_from[route])
    if start - way >= begins + standing.pause_length[route]:
        return start - way, NOBODY
    return max(begins - way, opens), gap


@compiled
def chances(
    standing: Standing,
    route: int,
    count: int,
    gap: int,
    grid: int,
    spreads: tuple[float, float],
    course: Int64,
    late: Floats,
) -> None:
    """Write the chance of each stop to start after its promise: Clark's moments along the course."""
    begins, gap = departure(standing, route, gap, grid, course)
    mean, variance = float(begins), 0.0
    for number in range(count):
        strays = course[DRIVE, number] * spreads[0]
        mean += course[DRIVE, number] + course[SETUP, number]
        variance += strays * strays
        if number == gap:
            mean, variance = waited(mean, variance, max(standing.pause_from[route], begins))
            mean += standing.pause_length[route]
        opens, promised = max(course[OPENS, number], begins), course[PROMISED, number]
        if opens > promised:
            late[number] = 1.0
        elif promised - mean >= CERTAIN * sqrt(variance):
            late[number] = 0.0
        elif variance > 0:
            late[number] = erfc((promised - mean) / sqrt(2 * variance)) / 2
        else:
            late[number] = 1.0
        mean, variance = waited(mean, variance, opens)
        strays = course[SERVICE, number] * spreads[1]
        mean += course[SERVICE, number]
        variance += strays * strays


@compiled
def waited(mean: float, variance: float, least: int) -> tuple[float, float]:
    """Mean and variance of max(X, a), see `scheduling.uncertainty.closed_form.moments_of_maximum`."""
    ahead, deviation = mean - least, sqrt(variance)
    if ahead >= CERTAIN * deviation:
        return mean, variance
    if ahead <= -CERTAIN * deviation:
        return float(least), 0.0
    share = erfc(-ahead / deviation / sqrt(2.0)) / 2
    peak = deviation * exp(-0.5 * ahead * ahead / variance) / sqrt(2 * pi)
    gain = ahead * share + peak
    squared = (ahead * ahead + variance) * share + ahead * peak
    return least + gain, max(squared - gain * gain, 0.0)
