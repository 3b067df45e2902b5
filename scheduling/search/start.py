"""A plan to start from, in the numbers of the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduling.groups import hands_agree
from scheduling.joint_times import jointly_timed
from scheduling.limits import may_serve
from scheduling.problem import Problem
from scheduling.search.arrays import Arrays
from scheduling.search.state import Borders, Orders
from scheduling.visit import LinkKind, Visit


def started(arrays: Arrays, start: Mapping[str, Sequence[str]]) -> tuple[Orders, Borders | None]:
    """The orders of a plan without what is not there any more, and when its linked visits start in it.

    The second is None where the plan does not keep every rule of the problem as it is now.
    """
    problem = arrays.problem
    standing = {
        shift.key: [
            problem.visit_by_key[key] for key in start[shift.key] if key in problem.visit_by_key
        ]
        for shift in arrays.shifts
        if start.get(shift.key)
    }
    number = {visit.key: at for at, visit in enumerate(problem.visits)}
    orders = tuple(
        tuple(number[visit.key] for visit in standing.get(shift.key, ())) for shift in arrays.shifts
    )
    is_short = all(len(order) <= arrays.most_stops for order in orders)
    return orders, _borders(problem, standing, number) if is_short else None


def _borders(
    problem: Problem, standing: Mapping[str, Sequence[Visit]], number: Mapping[str, int]
) -> Borders | None:
    """When linked visits start, None if the orders break a rule."""
    used = {key: visits for key, visits in standing.items() if visits}
    routes = jointly_timed(problem, used) if _in_good_hands(problem, used) else None
    if routes is None:
        return None
    starts = {stop.visit: stop.start for route in routes.values() for stop in route.stops}
    return {
        number[key]: (starts[key], starts[key])
        for link in problem.links
        if link.kind in (LinkKind.SAME_TIME, LinkKind.BEFORE)
        for key in (link.first, link.second)
        if key in starts
    }


def _in_good_hands(problem: Problem, standing: Mapping[str, Sequence[Visit]]) -> bool:
    """Whether every visit is served once at most, by who may, and linked ones as their links want."""
    pairs = [
        (visit, problem.shift_by_key[key]) for key, visits in standing.items() for visit in visits
    ]
    hands = {visit.key: shift for visit, shift in pairs}
    return (
        len(hands) == len(pairs)
        and all(may_serve(shift, visit) for visit, shift in pairs)
        and all(
            (link.first in hands) == (link.second in hands)
            and (
                link.first not in hands or hands_agree(link, hands[link.first], hands[link.second])
            )
            for link in problem.links
        )
    )
