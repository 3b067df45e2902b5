"""A plan explained: what it costs, term by term, why each visit stands where it stands, and why others are out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduling.cost import Costs, costs_of, route_costs
from scheduling.insertion import Insertion, cheapest_insertion, extra_cost, extra_unfairness
from scheduling.joint_times import jointly_timed, visits_of
from scheduling.obstacles import why_unplanned
from scheduling.phrases import Clock, day_clock, minutes_of, ties_of, with_skills
from scheduling.plan import Plan, Route, Stop, Unplanned
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.timing import could_serve_alone
from scheduling.visit import Visit

__all__ = ["Explanation", "RouteExplained", "VisitExplained", "explain", "why_unplanned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitExplained:
    """Why a planned visit stands where it stands.

    Attributes:
        visit: its key.
        could_serve: keys of the shifts that could serve it if they had nothing else to do.
        detour: seconds of driving that the route has for it.
        cost: units that the plan has for it; None if its route does not hold without it.
        next_best: key of the shift that would serve it instead, all else unchanged; None if there is none.
        more: units that it would cost more there; less than 0 if the plan would gain by it.
        sentence: all this for people.
    """

    visit: str
    could_serve: tuple[str, ...]
    detour: int
    cost: float | None
    next_best: str | None
    more: float | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteExplained:
    """What one route costs, and why its visits are in it, in its order."""

    shift: str
    costs: Costs
    visits: tuple[VisitExplained, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a plan costs in all, route by route, and why the visits left out are out."""

    costs: Costs
    routes: tuple[RouteExplained, ...]
    unplanned: tuple[Unplanned, ...]


def explain(problem: Problem, plan: Plan, clock: Clock = day_clock) -> Explanation:
    """Explain every cost, every place and every omission of a plan that keeps the rules.

    Args:
        problem: what was planned.
        plan: the answer to it.
        clock: how a second of the horizon is called, by default from days of 24 hours: “day 2 10:00”.
    """
    left_out = [problem.visit_by_key[each.visit] for each in plan.unplanned]
    standing = {route.shift: route for route in plan.routes}
    return Explanation(
        costs=costs_of(problem, plan.routes, left_out),
        routes=tuple(
            RouteExplained(
                shift=route.shift,
                costs=route_costs(problem, route),
                visits=tuple(
                    _explained(problem, standing, route, stop, clock) for stop in route.stops
                ),
            )
            for route in plan.routes
        ),
        unplanned=tuple(why_unplanned(problem, plan.routes, visit, clock) for visit in left_out),
    )


def _explained(
    problem: Problem, standing: Mapping[str, Route], route: Route, stop: Stop, clock: Clock
) -> VisitExplained:
    visit = problem.visit_by_key[stop.visit]
    able = [shift for shift in problem.shifts if could_serve_alone(problem, shift, visit)]
    detour = _detour(problem, route, stop)
    without = _without(problem, standing, route, visit)
    cost: float | None = None
    elsewhere: Insertion | None = None
    if without is not None:
        shift = problem.shift_by_key[route.shift]
        changed = {key: each for key, each in standing.items() if without.get(key) != each}
        cost = extra_cost(problem, without, changed)
        cost += extra_unfairness(problem, without, visit, shift)
        others = [other for other in able if other.key != route.shift]
        elsewhere = cheapest_insertion(problem, without, visit, others)
    more = None if cost is None or elsewhere is None else elsewhere.extra - cost
    return VisitExplained(
        visit=visit.key,
        could_serve=tuple(shift.key for shift in able),
        detour=detour,
        cost=cost,
        next_best=None if elsewhere is None else elsewhere.routes[0].shift,
        more=more,
        sentence=" ".join(
            (
                _hands(problem, visit, able),
                *(f"It {tie}." for tie in ties_of(problem, visit)),
                _moment(visit, stop, clock),
                _price(detour, elsewhere, more, len(able)),
            )
        ).lstrip(),
    )


def _detour(problem: Problem, route: Route, stop: Stop) -> int:
    """Seconds of driving to the stop and on, less the drive past it."""
    shift, seconds = problem.shift_by_key[route.shift], problem.travel.seconds
    visits = visits_of(problem, route)
    places = [shift.start_place, *(visit.place for visit in visits), shift.end_place]
    at = 1 + route.stops.index(stop)
    before, here, after = places[at - 1 : at + 2]
    past = int(seconds[before, after]) if len(visits) > 1 else 0
    return int(seconds[before, here]) + int(seconds[here, after]) - past


def _without(
    problem: Problem, standing: Mapping[str, Route], route: Route, visit: Visit
) -> dict[str, Route] | None:
    """The routes without the visit; None if what is left does not hold."""
    others = {key: each for key, each in standing.items() if key != route.shift}
    left = [each for each in visits_of(problem, route) if each.key != visit.key]
    if not left:
        return others
    changed = jointly_timed(problem, {route.shift: left}, others)
    return None if changed is None else {**others, **changed}


def _hands(problem: Problem, visit: Visit, able: Sequence[Shift]) -> str:
    """Who could serve it."""
    if visit.pinned_shift is not None:
        return f"It is promised to shift {visit.pinned_shift}."
    if visit.pinned_technician is not None:
        return f"It is promised to technician {visit.pinned_technician}."
    technicians = {shift.technician for shift in able}
    if len(able) == 1:
        who = f"Shift {able[0].key} is the only one"
    elif len(technicians) == 1:
        who = f"Technician {able[0].technician} is the only one"
    else:
        return f"{len(able)} of {len(problem.shifts)} shifts could serve it."
    skilled = {shift.technician for shift in problem.shifts if visit.skills <= shift.skills}
    return (
        f"{who}{with_skills(visit)}." if skilled == technicians else f"{who} that could serve it."
    )


def _moment(visit: Visit, stop: Stop, clock: Clock) -> str:
    """Why it starts when it starts."""
    if visit.pinned_start is not None:
        why = "which is promised"
    elif stop.start == visit.not_before > 0:
        why = "before which it may not"
    elif any(stop.start == window.start for window in visit.windows):
        why = "when it may start"
    else:
        why = "as the way and the other visits allow"
    return f"It starts at {clock(stop.start)}, {why}."


def _price(detour: int, elsewhere: Insertion | None, more: float | None, able: int) -> str:
    """What it costs here, and what elsewhere."""
    here = f"It adds {minutes_of(detour)} of driving"
    if elsewhere is not None and more is not None:
        than = "more" if more >= 0 else "less"
        where = f"the next best, shift {elsewhere.routes[0].shift},"
        return f"{here}; {where} would cost {minutes_of(abs(more))} of driving {than}."
    return f"{here}." if able == 1 else f"{here}; no other shift has room for it."
