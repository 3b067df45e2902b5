"""The independent checker: every rule of a plan once more, sharing no code with what makes plans.

Each rule is a function with its sentence as docstring, and each has its own test that breaks it alone.
What a plan says of visits or shifts that don't exist breaks one rule and is left aside by the others.
When somebody waits and how long is no rule: any times that keep the rules will do, and the cost follows them.
"""

from __future__ import annotations

from scheduling.check.bookkeeping import (
    each_visit_once,
    known_keys,
    no_empty_route,
    one_route_per_shift,
)
from scheduling.check.figures import cost_figure, driving_figures, metres_figure
from scheduling.check.hands import (
    crew_size,
    forbidden,
    pinned_shift,
    pinned_technician,
    skills,
    territory,
)
from scheduling.check.limits import capacity, max_driving, max_stops
from scheduling.check.links import before, same_shift, same_technician, same_time, together_or_not
from scheduling.check.moments import (
    in_window,
    not_before,
    on_grid,
    pinned_start,
    service_length,
)
from scheduling.check.walk import Walk
from scheduling.check.way import (
    order_in_time,
    overtime,
    pause_cuts_no_visit,
    pauses_taken,
    setup,
    shift_span,
    travel_time,
)
from scheduling.plan import Plan, Stop
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.violation import Violation
from scheduling.visit import Visit

__all__ = ["violations"]


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Everything that is wrong with the plan; empty for a good one."""
    found = [
        *known_keys(problem, plan),
        *each_visit_once(problem, plan),
        *one_route_per_shift(plan),
        *no_empty_route(plan),
        *together_or_not(problem, plan),
        *same_time(problem, plan),
        *before(problem, plan),
        *same_technician(problem, plan),
        *same_shift(problem, plan),
        *cost_figure(problem, plan),
    ]
    for route in plan.routes:
        shift = problem.shift_by_key.get(route.shift)
        if shift is None or not route.stops:
            continue
        found += [
            *order_in_time(route),
            *shift_span(shift, route),
            *overtime(shift, route),
            *pauses_taken(shift, route),
            *pause_cuts_no_visit(route),
            *max_stops(shift, route),
        ]
        visits = [problem.visit_by_key.get(stop.visit) for stop in route.stops]
        known = tuple(visit for visit in visits if visit is not None)
        if len(known) == len(visits):
            found += _violations_on(Walk(problem, shift, known, route))
        for visit, stop in zip(visits, route.stops, strict=True):
            if visit is not None:
                found += _violations_at(problem, shift, visit, stop)
    return tuple(found)


def _violations_on(walk: Walk) -> list[Violation]:
    return [
        *travel_time(walk),
        *setup(walk),
        *driving_figures(walk),
        *metres_figure(walk),
        *max_driving(walk),
        *capacity(walk),
    ]


def _violations_at(problem: Problem, shift: Shift, visit: Visit, stop: Stop) -> list[Violation]:
    return [
        *in_window(visit, stop),
        *not_before(visit, stop),
        *on_grid(problem, stop),
        *service_length(visit, stop),
        *pinned_start(visit, stop),
        *skills(shift, visit),
        *crew_size(shift, visit),
        *territory(shift, visit),
        *forbidden(shift, visit),
        *pinned_technician(shift, visit),
        *pinned_shift(shift, visit),
    ]
