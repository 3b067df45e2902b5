"""Exact insertion: where one more visit fits into routes that already stand, and what it costs.

All terms of the cost count. Places are tried in the order of what they cost at least, whatever the times:
drives, kilometres, the use of the shift and who comes. The search ends when no place that is left could
be cheaper; only where a visit more makes somebody else's moments cheaper may a better one be missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from scheduling.cost import (
    METRES_OF_A_KILOMETRE,
    change_of_hands,
    dislike,
    fair_shares,
    route_costs,
    work_of,
)
from scheduling.groups import Group, hands_of, may_join
from scheduling.joint_times import jointly_timed, visits_of
from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import Visit


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place for one visit or a group: the extra cost, and the routes that change, as they would be then."""

    extra: float
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a visit could go: what it costs there at least, and the numbers of its shift and position."""

    least: float
    number: int
    position: int


def cheapest_insertion(
    problem: Problem,
    routes: Mapping[str, Route],
    visit: Visit,
    shifts: Sequence[Shift],
    *,
    below: float = float("inf"),
) -> Insertion | None:
    """The feasible insertion with the least extra cost, or None; the route of the visit comes first in it.

    Args:
        problem: visits, shifts and travel.
        routes: the routes that stand, by key of their shift; a shift without one is unused.
        visit: a visit that is in none of them. The visits it is linked to may stand already or not.
        shifts: those that could serve the visit alone.
        below: only insertions cheaper than this count, in units.
    """
    if problem.links:
        hands = hands_of(problem, routes.values())
        shifts = [shift for shift in shifts if may_join(problem, shift, visit, hands)]
    best: Insertion | None = None
    for place in sorted(_places(problem, routes, visit, shifts)):
        if place.least >= below:
            break
        shift = shifts[place.number]
        order = list(visits_of(problem, routes.get(shift.key)))
        order.insert(place.position, visit)
        changed = jointly_timed(problem, {shift.key: order}, routes)
        if changed is None:
            continue
        extra = extra_cost(problem, routes, changed) + extra_unfairness(
            problem, routes, visit, shift
        )
        if extra < below:
            best, below = Insertion(extra, tuple(changed.values())), extra
    return best


def cheapest_group_insertion(
    problem: Problem,
    routes: Mapping[str, Route],
    group: Group,
    able: Mapping[str, Sequence[Shift]],
    *,
    below: float = float("inf"),
) -> Insertion | None:
    """A cheap feasible insertion of visits that are planned together, or None.

    The first goes to its cheapest place on every shift in turn, each other one where it is cheapest then; of
    a group of one this is the cheapest insertion.
    """
    if len(group) == 1:
        return cheapest_insertion(problem, routes, group[0], able[group[0].key], below=below)
    best: Insertion | None = None
    for shift in able[group[0].key]:
        found = _one_by_one(problem, routes, group, {**able, group[0].key: (shift,)})
        if found is not None and found.extra < below:
            best, below = found, found.extra
    return best


def _one_by_one(
    problem: Problem,
    routes: Mapping[str, Route],
    group: Group,
    able: Mapping[str, Sequence[Shift]],
) -> Insertion | None:
    changed: dict[str, Route] = {}
    extra = 0.0
    for visit in group:
        insertion = cheapest_insertion(problem, {**routes, **changed}, visit, able[visit.key])
        if insertion is None:
            return None
        changed.update({route.shift: route for route in insertion.routes})
        extra += insertion.extra
    return Insertion(extra, tuple(changed.values()))


def _places(
    problem: Problem, routes: Mapping[str, Route], visit: Visit, shifts: Sequence[Shift]
) -> Iterator[_Place]:
    """Every position on every shift with what it costs at least."""
    seconds, metres = problem.travel.seconds, problem.travel.metres
    for number, shift in enumerate(shifts):
        order = visits_of(problem, routes.get(shift.key))
        least = dislike(problem, shift, visit) + change_of_hands(problem, shift, visit)
        least += extra_unfairness(problem, routes, visit, shift) + (
            0.0 if order else shift.fixed_cost
        )
        places = [shift.start_place, *(other.place for other in order), shift.end_place]
        for position, (before, after) in enumerate(pairwise(places)):
            drive, way = (
                int(matrix[before, visit.place])
                + int(matrix[visit.place, after])
                - (int(matrix[before, after]) if order else 0)
                for matrix in (seconds, metres)
            )
            cost = drive * shift.cost_per_hour + way / METRES_OF_A_KILOMETRE * shift.cost_per_km
            yield _Place(least + cost, number, position)


def extra_cost(
    problem: Problem, routes: Mapping[str, Route], changed: Mapping[str, Route]
) -> float:
    """What the routes that change cost more than now."""
    now = [routes[key] for key in changed if key in routes]
    return fsum(route_costs(problem, route).total for route in changed.values()) - fsum(
        route_costs(problem, route).total for route in now
    )


def extra_unfairness(
    problem: Problem, routes: Mapping[str, Route], visit: Visit, shift: Shift
) -> float:
    """What the visit adds to the work of the technician above the fair share, at its price."""
    price = problem.prices.imbalance
    if not price:
        return 0.0
    share = fair_shares(problem)[shift.technician]
    work = work_of(problem, routes.values()).get(shift.technician, 0)
    return price * (max(0.0, work + visit.service - share) - max(0.0, work - share))
