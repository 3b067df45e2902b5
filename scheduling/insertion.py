"""Exact insertion: where one more visit fits into routes that already stand, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduling.plan import Route
from scheduling.problem import Problem, Shift, Travel, Visit
from scheduling.timing import timed_route


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place for a visit in a route: the extra weighted driving and the route as it would be then."""

    extra: float
    route: Route


def cheapest_insertion(
    problem: Problem,
    routes: Mapping[str, Route],
    visit: Visit,
    shifts: Sequence[Shift],
    *,
    below: float = float("inf"),
) -> Insertion | None:
    """The feasible insertion with the least extra driving, or None.

    Args:
        problem: visits, shifts and travel.
        routes: the routes that stand, by key of their shift; a shift without one is unused.
        visit: a visit that is in none of them.
        shifts: those that could serve the visit alone.
        below: only insertions cheaper than this count, in weighted seconds.
    """
    candidates = []
    for number, shift in enumerate(shifts):
        order = visits_of(problem, routes.get(shift.key))
        for position, extra in enumerate(_extra_drives(problem.travel, shift, order, visit)):
            weighted = extra * shift.cost_per_hour
            if weighted < below:
                candidates.append((weighted, number, position))
    for weighted, number, position in sorted(candidates):
        shift = shifts[number]
        order = visits_of(problem, routes.get(shift.key))
        with_visit = (*order[:position], visit, *order[position:])
        route = timed_route(shift, with_visit, problem.travel)
        if route is not None:
            return Insertion(weighted, route)
    return None


def visits_of(problem: Problem, route: Route | None) -> tuple[Visit, ...]:
    """The visits of a route in order; none for an unused shift."""
    if route is None:
        return ()
    return tuple(problem.visit_by_key[stop.visit] for stop in route.stops)


def _extra_drives(
    travel: Travel, shift: Shift, order: Sequence[Visit], visit: Visit
) -> Iterator[int]:
    """Extra seconds of driving for every position; an unused shift pays the whole tour."""
    seconds, here = travel.seconds, visit.place
    stops = [shift.start_place, *(other.place for other in order), shift.end_place]
    for before, after in pairwise(stops):
        saved = int(seconds[before, after]) if order else 0
        yield int(seconds[before, here]) + int(seconds[here, after]) - saved
