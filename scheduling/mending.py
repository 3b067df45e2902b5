"""Mending: what a set of routes leaves out is inserted where it fits; nothing in them changes hands."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from scheduling.cost import costs_of, prize_of
from scheduling.groups import Group, groups_of, hands_agree
from scheduling.insertion import cheapest_group_insertion
from scheduling.joint_times import jointly_timed
from scheduling.obstacles import why_unplanned
from scheduling.plan import Plan, Route
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.timing import could_serve_alone, timed_route
from scheduling.visit import Visit

Orders = dict[str, list[Visit]]


def mended(problem: Problem, orders: Mapping[str, Sequence[str]]) -> Plan:
    """The plan that keeps a standing one and inserts what it leaves out.

    Args:
        problem: visits, shifts and travel as they are now.
        orders: for each shift the keys of its standing visits in order. Where they no longer fit
            together, the one with the lowest prize is taken out and inserted like the rest, and so are
            linked visits that stand alone, with a shift that their link forbids, or too close in time.
    """
    able = able_shifts(problem)
    standing = {
        key: [
            problem.visit_by_key[visit]
            for visit in orders[key]
            if any(shift.key == key for shift in able[visit])
        ]
        for key in orders
    }
    routes = _kept_routes(problem, standing)
    served = served_by(routes)
    waiting = [visit for visit in problem.visits if visit.key not in served]
    mend(problem, routes, waiting, able)
    return plan_of(problem, routes)


def able_shifts(
    problem: Problem, visits: Sequence[Visit] | None = None
) -> dict[str, tuple[Shift, ...]]:
    """For each visit (of some, if they are given) the shifts that could serve it with nothing else to do."""
    return {
        visit.key: tuple(
            shift for shift in problem.shifts if could_serve_alone(problem, shift, visit)
        )
        for visit in (problem.visits if visits is None else visits)
    }


def served_by(routes: Mapping[str, Route]) -> set[str]:
    """Keys of all visits in the routes."""
    return {stop.visit for route in routes.values() for stop in route.stops}


def mend(
    problem: Problem,
    routes: dict[str, Route],
    waiting: Sequence[Visit],
    able: Mapping[str, Sequence[Shift]],
) -> None:
    """Insert what still waits, dearest first, until nothing fits for less than its prize.

    Linked visits that wait go in together or not at all.
    """
    keys, served = {visit.key for visit in waiting}, served_by(routes)
    whole = [group for group in groups_of(problem) if {each.key for each in group} <= keys | served]
    missing = (tuple(each for each in group if each.key not in served) for group in whole)
    left = sorted(filter(None, missing), key=lambda group: -_prize(group))
    found = True
    while found:
        found = False
        for group in tuple(left):
            insertion = cheapest_group_insertion(problem, routes, group, able, below=_prize(group))
            if insertion is not None:
                routes.update({route.shift: route for route in insertion.routes})
                left.remove(group)
                found = True


def plan_of(
    problem: Problem, routes: Mapping[str, Route], full: Container[str] = frozenset()
) -> Plan:
    """Put routes and explanations in the order of the problem, with the cost of both.

    `full` holds keys of visits of which it is known that they fit into none of the routes.
    """
    served = served_by(routes)
    ordered = tuple(routes[shift.key] for shift in problem.shifts if shift.key in routes)
    left_out = [visit for visit in problem.visits if visit.key not in served]
    return Plan(
        routes=ordered,
        unplanned=tuple(
            why_unplanned(problem, ordered, visit, is_full=visit.key in full) for visit in left_out
        ),
        cost=costs_of(problem, ordered, left_out).total,
    )


def _prize(group: Iterable[Visit]) -> int:
    return sum(prize_of(visit) for visit in group)


def _kept_routes(problem: Problem, standing: Orders) -> dict[str, Route]:
    """The routes of what can stay where it stands, in its order, with the links between them kept."""
    groups = [group for group in groups_of(problem) if len(group) > 1]
    while True:
        kept = {
            key: _kept(problem, problem.shift_by_key[key], visits)
            for key, visits in standing.items()
        }
        standing = _without(kept, _loose(problem, groups, kept))
        if standing != _without(kept, set()):
            continue
        routes = jointly_timed(problem, standing)
        if routes is not None:
            return routes
        standing = _without(standing, _in_the_way(problem, groups, standing))


def _kept(problem: Problem, shift: Shift, standing: Sequence[Visit]) -> list[Visit]:
    """As many of the standing visits of one shift as still fit, in their order."""
    kept = list(standing)
    while kept and timed_route(problem, shift, kept) is None:
        kept.remove(_obstacle(problem, shift, kept))
    return kept


def _obstacle(problem: Problem, shift: Shift, visits: Sequence[Visit]) -> Visit:
    """The cheapest visit without which the others fit; if no single one is enough, the cheapest of all."""
    cheapest = sorted(visits, key=prize_of)
    for visit in cheapest:
        others = [other for other in visits if other.key != visit.key]
        if not others or timed_route(problem, shift, others) is not None:
            return visit
    return cheapest[0]


def _loose(problem: Problem, groups: Sequence[Group], standing: Orders) -> set[str]:
    """Keys of the linked visits that cannot stay: one of their group is missing, or in wrong hands."""
    hands = {
        visit.key: problem.shift_by_key[key] for key, visits in standing.items() for visit in visits
    }
    wrong = {
        link.first
        for link in problem.links
        if link.first in hands
        and link.second in hands
        and not hands_agree(link, hands[link.first], hands[link.second])
    }
    return {
        visit.key
        for group in groups
        if not all(each.key in hands and each.key not in wrong for each in group)
        for visit in group
        if visit.key in hands
    }


def _in_the_way(problem: Problem, groups: Sequence[Group], standing: Orders) -> set[str]:
    """Keys of the cheapest group without which the others keep their links, or of the cheapest of all."""
    stand = {visit.key for visits in standing.values() for visit in visits}
    cheapest = sorted((group for group in groups if group[0].key in stand), key=_prize)
    for group in cheapest:
        others = _without(standing, {visit.key for visit in group})
        if jointly_timed(problem, others) is not None:
            return {visit.key for visit in group}
    return {visit.key for visit in cheapest[0]}


def _without(standing: Orders, keys: set[str]) -> Orders:
    fewer = {
        key: [visit for visit in visits if visit.key not in keys]
        for key, visits in standing.items()
    }
    return {key: visits for key, visits in fewer.items() if visits}
