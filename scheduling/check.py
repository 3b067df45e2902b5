"""The independent checker: every rule of a plan once more, sharing no code with what makes plans.

Each rule is a function with its sentence as docstring, and each has its own test that breaks it alone.
What a plan says of visits or shifts that don't exist breaks one rule and is left aside by the others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from scheduling.plan import Plan, Route, Stop
from scheduling.problem import GRID, Problem, Shift, Visit
from scheduling.violation import Rule, Violation

Found = Iterator[Violation]


def violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Everything that is wrong with the plan; empty for a good one."""
    found = [
        *known_keys(problem, plan),
        *each_visit_once(problem, plan),
        *one_route_per_shift(plan),
        *no_empty_route(plan),
        *cost_figure(problem, plan),
    ]
    for route in plan.routes:
        shift = problem.shift_by_key.get(route.shift)
        visits = [problem.visit_by_key.get(stop.visit) for stop in route.stops]
        if shift is not None and route.stops:
            found += [
                *order_in_time(route),
                *shift_span(shift, route),
                *pauses_taken(shift, route),
                *pause_cuts_no_visit(route),
            ]
            if None not in visits:
                found += [
                    *travel_time(problem, route),
                    *driving_figures(problem, route),
                    *metres_figure(problem, route),
                ]
            for visit, stop in zip(visits, route.stops, strict=True):
                if visit is not None:
                    found += _violations_at(shift, visit, stop)
    return tuple(found)


def _violations_at(shift: Shift, visit: Visit, stop: Stop) -> list[Violation]:
    return [
        *in_window(visit, stop),
        *on_grid(stop),
        *service_length(visit, stop),
        *skills(shift, visit),
        *crew_size(shift, visit),
        *pinned_shift(shift, visit),
        *pinned_start(visit, stop),
    ]


def known_keys(problem: Problem, plan: Plan) -> Found:
    """Every visit and shift named in a plan exists in the problem."""
    for route in plan.routes:
        if route.shift not in problem.shift_by_key:
            yield Violation(Rule.KNOWN_KEYS, route.shift, "The problem has no such shift.")
    named = [stop.visit for route in plan.routes for stop in route.stops]
    for key in named + [left_out.visit for left_out in plan.unplanned]:
        if key not in problem.visit_by_key:
            yield Violation(Rule.KNOWN_KEYS, key, "The problem has no such visit.")


def each_visit_once(problem: Problem, plan: Plan) -> Found:
    """Every visit of the problem is planned or explained, exactly once."""
    times = Counter(stop.visit for route in plan.routes for stop in route.stops)
    times.update(left_out.visit for left_out in plan.unplanned)
    for visit in problem.visits:
        if times[visit.key] != 1:
            sentence = f"It is planned or explained {times[visit.key]} times instead of once."
            yield Violation(Rule.EACH_VISIT_ONCE, visit.key, sentence)


def one_route_per_shift(plan: Plan) -> Found:
    """A shift has at most one route."""
    for shift, times in Counter(route.shift for route in plan.routes).items():
        if times > 1:
            yield Violation(Rule.ONE_ROUTE_PER_SHIFT, shift, f"It has {times} routes.")


def no_empty_route(plan: Plan) -> Found:
    """An unused shift has no route."""
    for route in plan.routes:
        if not route.stops:
            yield Violation(Rule.NO_EMPTY_ROUTE, route.shift, "Its route serves nobody.")


def cost_figure(problem: Problem, plan: Plan) -> Found:
    """The cost is the driving weighted by each shift's cost plus the prizes of what is unplanned."""
    driving = [
        route.driving * problem.shift_by_key[route.shift].cost_per_hour
        for route in plan.routes
        if route.shift in problem.shift_by_key
    ]
    prizes = [
        problem.visit_by_key[left_out.visit].prize
        for left_out in plan.unplanned
        if left_out.visit in problem.visit_by_key
    ]
    cost = math.fsum(driving) + sum(prizes)
    if not math.isclose(plan.cost, cost, rel_tol=1e-9, abs_tol=1e-6):
        yield Violation(Rule.COST_FIGURE, "plan", f"Its cost is {cost}, not {plan.cost}.")


def order_in_time(route: Route) -> Found:
    """Departure, arrivals, starts, ends and return follow each other in time."""
    moments = [route.start]
    for stop in route.stops:
        moments += [stop.arrival, stop.start, stop.end]
    moments.append(route.end)
    if moments != sorted(moments):
        yield Violation(Rule.ORDER_IN_TIME, route.shift, "Its moments are not in order of time.")


def travel_time(problem: Problem, route: Route) -> Found:
    """Between leaving one place and reaching the next lies the whole drive, pauses not counted."""
    leaving = [route.start, *(stop.end for stop in route.stops)]
    reaching = [*(stop.arrival for stop in route.stops), route.end]
    for left_at, reached_at, drive in zip(leaving, reaching, _drives(problem, route), strict=True):
        paused = sum(
            max(0, min(pause.end, reached_at) - max(pause.start, left_at)) for pause in route.pauses
        )
        if reached_at - left_at - paused < drive:
            sentence = f"A drive of {drive} seconds has only {reached_at - left_at - paused}."
            yield Violation(Rule.TRAVEL_TIME, route.shift, sentence)


def driving_figures(problem: Problem, route: Route) -> Found:
    """The drive to every stop and the driving in all are those of the travel matrix."""
    drives = _drives(problem, route)
    for stop, drive in zip(route.stops, drives, strict=False):
        if stop.drive != drive:
            sentence = f"The drive to it takes {drive} seconds, not {stop.drive}."
            yield Violation(Rule.DRIVING_FIGURES, stop.visit, sentence)
    if route.driving != sum(drives):
        sentence = f"Its driving is {sum(drives)} seconds, not {route.driving}."
        yield Violation(Rule.DRIVING_FIGURES, route.shift, sentence)


def metres_figure(problem: Problem, route: Route) -> Found:
    """The metres in all are those of the travel matrix."""
    metres = sum(int(problem.travel.metres[leg]) for leg in _legs(problem, route))
    if route.metres != metres:
        sentence = f"Its driving is {metres} metres, not {route.metres}."
        yield Violation(Rule.METRES_FIGURE, route.shift, sentence)


def shift_span(shift: Shift, route: Route) -> Found:
    """The technician leaves after the shift begins and is back before it ends."""
    if route.start < shift.span.start or route.end > shift.span.end:
        yield Violation(Rule.SHIFT_SPAN, shift.key, "Its route does not lie inside its span.")


def pauses_taken(shift: Shift, route: Route) -> Found:
    """Every break of the shift is taken in full, starting in its window, and no other."""
    if len(route.pauses) != len(shift.breaks):
        sentence = f"It has {len(shift.breaks)} breaks, and {len(route.pauses)} are planned."
        yield Violation(Rule.PAUSES_TAKEN, shift.key, sentence)
    for pause, due in zip(route.pauses, shift.breaks, strict=False):
        in_window = due.window.start <= pause.start <= due.window.end
        if not in_window or pause.end - pause.start != due.length:
            sentence = "A break is planned outside its window or not in full."
            yield Violation(Rule.PAUSES_TAKEN, shift.key, sentence)


def pause_cuts_no_visit(route: Route) -> Found:
    """No pause overlaps the work of a visit."""
    for stop in route.stops:
        if any(pause.start < stop.end and stop.start < pause.end for pause in route.pauses):
            yield Violation(Rule.PAUSE_CUTS_NO_VISIT, stop.visit, "A pause overlaps its work.")


def in_window(visit: Visit, stop: Stop) -> Found:
    """The work starts inside one of the visit's windows."""
    if not any(window.start <= stop.start <= window.end for window in visit.windows):
        yield Violation(Rule.IN_WINDOW, visit.key, "It starts outside all its windows.")


def on_grid(stop: Stop) -> Found:
    """The work starts on the grid."""
    if stop.start % GRID:
        yield Violation(Rule.ON_GRID, stop.visit, "It does not start on the grid.")


def service_length(visit: Visit, stop: Stop) -> Found:
    """The work lasts as long as the visit needs."""
    if stop.end - stop.start != visit.service:
        yield Violation(Rule.SERVICE_LENGTH, visit.key, "Its work is not as long as it must be.")


def skills(shift: Shift, visit: Visit) -> Found:
    """The shift has every skill that the visit needs."""
    missing = ", ".join(sorted(visit.skills - shift.skills))
    if missing:
        sentence = f"Shift {shift.key} lacks the skills it needs: {missing}."
        yield Violation(Rule.SKILLS, visit.key, sentence)


def crew_size(shift: Shift, visit: Visit) -> Found:
    """The shift's crew is large enough."""
    if shift.crew_size < visit.crew_size:
        sentence = f"It needs {visit.crew_size} people, shift {shift.key} has {shift.crew_size}."
        yield Violation(Rule.CREW_SIZE, visit.key, sentence)


def pinned_shift(shift: Shift, visit: Visit) -> Found:
    """A visit that is promised to a shift is served by it."""
    if visit.pinned_shift not in (None, shift.key):
        sentence = f"It is promised to shift {visit.pinned_shift}, not {shift.key}."
        yield Violation(Rule.PINNED_SHIFT, visit.key, sentence)


def pinned_start(visit: Visit, stop: Stop) -> Found:
    """A visit with a published start starts then."""
    if visit.pinned_start not in (None, stop.start):
        yield Violation(Rule.PINNED_START, visit.key, "It does not start when it was promised.")


def _legs(problem: Problem, route: Route) -> list[tuple[int, int]]:
    shift = problem.shift_by_key[route.shift]
    stops = [problem.visit_by_key[stop.visit].place for stop in route.stops]
    return list(zip([shift.start_place, *stops], [*stops, shift.end_place], strict=True))


def _drives(problem: Problem, route: Route) -> list[int]:
    return [int(problem.travel.seconds[leg]) for leg in _legs(problem, route)]
