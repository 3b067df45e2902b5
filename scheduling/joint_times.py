"""Times of several routes at once: links between them push visits back until all of them hold.

Every route is as early as possible. Where a visit starts before a link allows, it gets that second as its
earliest one and its route is timed again; starts only ever move back, so this ends with the earliest times
that keep all links, or finds that there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scheduling.plan import Route, Stop
from scheduling.problem import Problem
from scheduling.timing import NEVER, timed_route
from scheduling.visit import Link, LinkKind, TimeWindow, Visit


def jointly_timed(
    problem: Problem,
    orders: Mapping[str, Sequence[Visit]],
    standing: Mapping[str, Route] | None = None,
) -> dict[str, Route] | None:
    """The routes that serve these orders, and those of the others that links push back; None if it cannot be.

    Who serves linked visits is not looked at, see `groups.may_join`. Nobody waits for a wish where that would
    leave a linked visit no time.

    Args:
        problem: visits, shifts, links and travel.
        orders: by key of a shift its visits in order, at least one.
        standing: by key of a shift the other routes, which keep their order.
    """
    standing = standing or {}
    found = _settled(problem, orders, standing, waits=True)
    if found is None and problem.links:
        return _settled(problem, orders, standing, waits=False)
    return found


def visits_of(problem: Problem, route: Route | None) -> tuple[Visit, ...]:
    """The visits of a route in order; none for an unused shift."""
    if route is None:
        return ()
    return tuple(problem.visit_by_key[stop.visit] for stop in route.stops)


def _settled(
    problem: Problem,
    orders: Mapping[str, Sequence[Visit]],
    standing: Mapping[str, Route],
    *,
    waits: bool,
) -> dict[str, Route] | None:
    others = {key: route for key, route in standing.items() if key not in orders}
    served = {stop.visit: (key, stop) for key, route in others.items() for stop in route.stops}
    earliest: dict[str, TimeWindow] = {}
    routes: dict[str, Route] = {}
    waiting = list(orders)
    while waiting:
        key = waiting.pop(0)
        order = orders[key] if key in orders else visits_of(problem, others[key])
        route = timed_route(problem, problem.shift_by_key[key], order, earliest, waits=waits)
        if route is None:
            return None
        routes[key] = route
        served.update({stop.visit: (key, stop) for stop in route.stops})
        for visit, second in _pushed(problem, served):
            earliest[visit] = TimeWindow(second, NEVER)
            if served[visit][0] not in waiting:
                waiting.append(served[visit][0])
    return routes


def _pushed(problem: Problem, served: Mapping[str, tuple[str, Stop]]) -> Iterator[tuple[str, int]]:
    """The visits that start too early for a link, and from when on they may."""
    for link in problem.links:
        if link.first in served and link.second in served:
            yield from _pushed_by(link, served[link.first][1], served[link.second][1])


def _pushed_by(link: Link, first: Stop, second: Stop) -> Iterator[tuple[str, int]]:
    if link.kind is LinkKind.BEFORE and second.start < first.end + link.lag:
        yield link.second, first.end + link.lag
    if link.kind is LinkKind.SAME_TIME and first.start < second.start:
        yield link.first, second.start
    if link.kind is LinkKind.SAME_TIME and second.start < first.start:
        yield link.second, first.start
