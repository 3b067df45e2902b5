"""The cheapest few places for every window: for one technician, or for several who start together."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.slots.columns import Floats, Int64
from scheduling.slots.gaps import DUE, TAKEN
from scheduling.slots.given import Asked, Standing


@compiled
def cheapest_alone(
    standing: Standing,
    asked: Asked,
    earliest: Int64,
    latest: Int64,
    extra: Int64,
    rows: Int64,
    starts: Int64,
    costs: Floats,
) -> None:
    """Write the cheapest places of one technician for each window, cheapest first, each at its earliest start.

    Args:
        standing: the routes.
        asked: the windows.
        earliest: of `possible_starts`, like `latest` and `extra`.
        latest: as above.
        extra: as above.
        rows: written, (W, few, 1): the row of the position.
        starts: written, (W, few).
        costs: written, (W, few): weighted seconds of driving; infinite where there is no place.
    """
    few = costs.shape[1]
    for route in range(len(standing.open)):
        first, last = asked.first_window[route], asked.last_window[route]
        if not asked.allowed[route]:
            continue
        for row in range(standing.first[route] + route, standing.first[route + 1] + route + 1):
            if earliest[row, DUE] > latest[row, DUE] and earliest[row, TAKEN] > latest[row, TAKEN]:
                continue
            cost = extra[row] * standing.price[route]
            for window in range(first, last):
                if cost >= costs[window, few - 1]:
                    continue
                opens, closes = asked.opens[window], asked.closes[window]
                start = closes + 1
                for state in (DUE, TAKEN):
                    possible = max(earliest[row, state], opens)
                    if possible <= latest[row, state]:
                        start = min(start, possible)
                if start > closes:
                    continue
                at = few - 1
                while at > 0 and costs[window, at - 1] > cost:
                    costs[window, at] = costs[window, at - 1]
                    rows[window, at, 0] = rows[window, at - 1, 0]
                    starts[window, at] = starts[window, at - 1]
                    at -= 1
                costs[window, at], rows[window, at, 0], starts[window, at] = cost, row, start


@compiled
def cheapest_together(
    standing: Standing,
    asked: Asked,
    by_day: Int64,
    earliest: Int64,
    latest: Int64,
    extra: Int64,
    rows: Int64,
    starts: Int64,
    costs: Floats,
) -> None:
    """Write the cheapest groups of different technicians for each window, cheapest first.

    If a group can start together at all, it can when the last of its earliest starts comes; so only those
    seconds are looked at. At each of them the cheapest technicians are the cheapest group, and one more
    than needed gives the next best groups by leaving out another one. The cheapest group of a window is exact.

    Args:
        standing: the routes.
        asked: the windows.
        by_day: rows of all routes in the order of their days.
        earliest: of `possible_starts`, like `latest` and `extra`.
        latest: as above.
        extra: as above.
        rows: written, (W, few, people): the rows of the positions.
        starts: written, (W, few): the earliest second at which they can start together.
        costs: written, (W, few): weighted seconds of driving; infinite where there is no group.
    """
    options = np.empty((4, 2 * len(extra)), np.int64)
    best, price = np.empty(asked.people + 1, np.int64), np.empty(asked.people + 1)
    begin = 0
    for window in range(len(asked.opens)):
        while begin < len(by_day) and asked.last_window[by_day[begin]] <= window:
            begin += 1
        count = _gather(standing, asked, by_day[begin:], window, earliest, latest, options)
        for start in np.unique(options[FROM, :count]):
            found = _cheapest_at(standing, start, extra, options[:, :count], best, price)
            _keep_groups(window, found, best, price, options[ROW], rows, costs)
        for group in range(costs.shape[1]):
            if costs[window, group] < np.inf:
                opens, closes = asked.opens[window], asked.closes[window]
                members = rows[window, group]
                starts[window, group] = _first_together(opens, closes, members, earliest, latest)


ROW, ROUTE, FROM, UNTIL = range(4)
"""What is known of an option: the row of its position, its route, and between which seconds it may start."""


@compiled
def _gather(
    standing: Standing,
    asked: Asked,
    by_day: Int64,
    window: int,
    earliest: Int64,
    latest: Int64,
    options: Int64,
) -> int:
    """Write everything that could start inside a window; gives how much there is."""
    count = 0
    for route in by_day:
        if asked.first_window[route] > window:
            break
        if not asked.allowed[route]:
            continue
        for row in range(standing.first[route] + route, standing.first[route + 1] + route + 1):
            for state in (DUE, TAKEN):
                possible = max(earliest[row, state], asked.opens[window])
                until = min(latest[row, state], asked.closes[window])
                if possible <= until:
                    options[ROW, count], options[ROUTE, count] = row, route
                    options[FROM, count], options[UNTIL, count] = possible, until
                    count += 1
    return count


@compiled
def _cheapest_at(
    standing: Standing, start: int, extra: Int64, options: Int64, best: Int64, price: Floats
) -> int:
    """Write the cheapest options of different technicians at one second, cheapest first; gives how many."""
    found = 0
    for option in range(options.shape[1]):
        if options[FROM, option] > start or options[UNTIL, option] < start:
            continue
        route = options[ROUTE, option]
        cost = extra[options[ROW, option]] * standing.price[route]
        at, technician = 0, standing.technician[route]
        while at < found and standing.technician[options[ROUTE, best[at]]] != technician:
            at += 1
        if at == found and found < len(best):
            found += 1
        else:
            at = min(at, found - 1)  # in the place of their own dearer option, or of the dearest
            if cost >= price[at]:
                continue
        while at > 0 and price[at - 1] > cost:
            best[at], price[at] = best[at - 1], price[at - 1]
            at -= 1
        best[at], price[at] = option, cost
    return found


@compiled
def _keep_groups(
    window: int,
    found: int,
    best: Int64,
    price: Floats,
    option_row: Int64,
    rows: Int64,
    costs: Floats,
) -> None:
    """Keep the groups that leave out one of those found, if they are among the cheapest and new."""
    few, people = rows.shape[1], rows.shape[2]
    if found < people:
        return
    for skipped in range(people, -1 if found > people else people - 1, -1):
        cost = 0.0
        for number in range(found):
            cost += price[number] if number != skipped else 0.0
        at, is_known = few, False
        while at > 0 and costs[window, at - 1] > cost:
            at -= 1
        for known in range(few):
            is_same = costs[window, known] == cost
            for person in range(people):
                number = person + (person >= skipped)
                is_same = is_same and rows[window, known, person] == option_row[best[number]]
            is_known = is_known or is_same
        if at == few or is_known:
            continue
        for later in range(few - 1, at, -1):
            costs[window, later] = costs[window, later - 1]
            rows[window, later] = rows[window, later - 1]
        costs[window, at] = cost
        for person in range(people):
            rows[window, at, person] = option_row[best[person + (person >= skipped)]]


@compiled
def _first_together(opens: int, closes: int, members: Int64, earliest: Int64, latest: Int64) -> int:
    """The first second of a window at which all members can start; there must be one."""
    first = closes
    for leader in members:
        for state in (DUE, TAKEN):
            start = max(earliest[leader, state], opens)
            can_all = start < first
            for row in members:
                is_due = earliest[row, DUE] <= start <= latest[row, DUE]
                is_taken = earliest[row, TAKEN] <= start <= latest[row, TAKEN]
                can_all = can_all and (is_due or is_taken)
            if can_all:
                first = start
    return first
