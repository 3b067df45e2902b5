"""Mending: what a set of routes leaves out is inserted where it fits; nothing in them changes hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduling.explain import why_unplanned
from scheduling.insertion import cheapest_insertion
from scheduling.plan import Plan, Route
from scheduling.problem import Problem, Shift, Visit
from scheduling.timing import could_serve_alone, timed_route


def mended(problem: Problem, orders: Mapping[str, Sequence[str]]) -> Plan:
    """The plan that keeps a standing one and inserts what it leaves out.

    Args:
        problem: visits, shifts and travel as they are now.
        orders: for each shift the keys of its standing visits in order. Where they no longer fit
            together, the one with the lowest prize is taken out and inserted like the rest.
    """
    able = able_shifts(problem)
    routes: dict[str, Route] = {}
    for key in orders:
        standing = [
            problem.visit_by_key[visit]
            for visit in orders[key]
            if any(shift.key == key for shift in able[visit])
        ]
        route = _kept(problem, problem.shift_by_key[key], standing)
        if route is not None:
            routes[key] = route
    served = served_by(routes)
    waiting = [visit for visit in problem.visits if able[visit.key] and visit.key not in served]
    mend(problem, routes, waiting, able)
    return plan_of(problem, routes)


def able_shifts(problem: Problem) -> dict[str, tuple[Shift, ...]]:
    """For each visit the shifts that could serve it if they had nothing else to do."""
    return {
        visit.key: tuple(
            shift for shift in problem.shifts if could_serve_alone(shift, visit, problem.travel)
        )
        for visit in problem.visits
    }


def cost_of(problem: Problem, routes: Sequence[Route], left_out: Sequence[Visit]) -> float:
    """Driving weighted by each shift's cost, plus the prizes of the visits left out."""
    driving = sum(
        route.driving * problem.shift_by_key[route.shift].cost_per_hour for route in routes
    )
    return float(driving + sum(visit.prize for visit in left_out))


def served_by(routes: Mapping[str, Route]) -> set[str]:
    """Keys of all visits in the routes."""
    return {stop.visit for route in routes.values() for stop in route.stops}


def mend(
    problem: Problem,
    routes: dict[str, Route],
    waiting: Sequence[Visit],
    able: Mapping[str, tuple[Shift, ...]],
) -> None:
    """Insert what still waits, dearest first, until nothing fits for less driving than its prize."""
    left = sorted(waiting, key=lambda visit: -visit.prize)
    found = True
    while found:
        found = False
        for visit in tuple(left):
            insertion = cheapest_insertion(
                problem, routes, visit, able[visit.key], below=visit.prize
            )
            if insertion is not None:
                routes[insertion.route.shift] = insertion.route
                left.remove(visit)
                found = True


def plan_of(problem: Problem, routes: Mapping[str, Route]) -> Plan:
    """Put routes and explanations in the order of the problem, with the cost of both."""
    served = served_by(routes)
    ordered = tuple(routes[shift.key] for shift in problem.shifts if shift.key in routes)
    left_out = [visit for visit in problem.visits if visit.key not in served]
    return Plan(
        routes=ordered,
        unplanned=tuple(why_unplanned(problem, ordered, visit) for visit in left_out),
        cost=cost_of(problem, ordered, left_out),
    )


def _kept(problem: Problem, shift: Shift, standing: Sequence[Visit]) -> Route | None:
    """The route with as many of its standing visits as still fit, in their order."""
    kept = list(standing)
    while kept:
        route = timed_route(shift, kept, problem.travel)
        if route is not None:
            return route
        kept.remove(_obstacle(problem, shift, kept))
    return None


def _obstacle(problem: Problem, shift: Shift, visits: Sequence[Visit]) -> Visit:
    """The cheapest visit without which the others fit; if no single one is enough, the cheapest of all."""
    cheapest = sorted(visits, key=lambda visit: visit.prize)
    for visit in cheapest:
        others = [other for other in visits if other.key != visit.key]
        if not others or timed_route(shift, others, problem.travel) is not None:
            return visit
    return cheapest[0]
