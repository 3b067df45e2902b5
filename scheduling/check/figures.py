"""Rules of figures: what a plan says of its driving and its cost is what its routes amount to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from scheduling.check.walk import Walk
from scheduling.plan import Plan, Route, Stop
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.violation import Rule, Violation
from scheduling.visit import Visit

LEFT_OUT: Final = 1_000_000_000
"""Units that a mandatory visit costs if it is left out."""


def driving_figures(walk: Walk) -> Iterator[Violation]:
    """The drive to every stop and the driving in all are those of the travel matrix."""
    drives, route = walk.drives, walk.route
    for stop, drive in zip(route.stops, drives, strict=False):
        if stop.drive != drive:
            sentence = f"The drive to it takes {drive} seconds, not {stop.drive}."
            yield Violation(Rule.DRIVING_FIGURES, stop.visit, sentence)
    if route.driving != sum(drives):
        sentence = f"Its driving is {sum(drives)} seconds, not {route.driving}."
        yield Violation(Rule.DRIVING_FIGURES, route.shift, sentence)


def metres_figure(walk: Walk) -> Iterator[Violation]:
    """The metres in all are those of the travel matrix."""
    metres = sum(int(walk.problem.travel.metres[leg]) for leg in walk.legs)
    if walk.route.metres != metres:
        sentence = f"Its driving is {metres} metres, not {walk.route.metres}."
        yield Violation(Rule.METRES_FIGURE, walk.route.shift, sentence)


def cost_figure(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """The cost is what the routes, the moments, the changes and the visits left out amount to."""
    shares = list(_units(problem, plan))
    cost = math.fsum(shares)
    if not math.isclose(plan.cost, cost, rel_tol=1e-9, abs_tol=1e-6):
        yield Violation(Rule.COST_FIGURE, "plan", f"Its cost is {cost}, not {plan.cost}.")


def _units(problem: Problem, plan: Plan) -> Iterator[float]:
    """Every share of the cost, as far as shifts and visits are known."""
    for left_out in plan.unplanned:
        visit = problem.visit_by_key.get(left_out.visit)
        if visit is not None:
            yield LEFT_OUT if visit.prize is None else visit.prize
    work: Counter[str] = Counter()
    for route in plan.routes:
        shift = problem.shift_by_key.get(route.shift)
        if shift is None:
            continue
        yield from _units_of_shift(shift, route)
        for stop in route.stops:
            visit = problem.visit_by_key.get(stop.visit)
            if visit is not None:
                work[shift.technician] += visit.service
                yield from _units_of_stop(problem, shift, visit, stop)
    yield problem.prices.imbalance * _above_fair_share(problem, work)


def _units_of_shift(shift: Shift, route: Route) -> Iterator[float]:
    yield route.driving * shift.cost_per_hour
    yield route.metres * shift.cost_per_km / 1000
    yield shift.fixed_cost
    if route.end > shift.span.end:
        yield (route.end - shift.span.end) * shift.overtime_cost


def _units_of_stop(problem: Problem, shift: Shift, visit: Visit, stop: Stop) -> Iterator[float]:
    prices = problem.prices
    if visit.preferred and shift.technician not in visit.preferred:
        yield prices.not_preferred
    if visit.due is not None and stop.start > visit.due:
        yield (stop.start - visit.due) * visit.lateness_cost
    if visit.wish is not None and stop.start < visit.wish.start:
        yield (visit.wish.start - stop.start) * visit.wish_cost
    if visit.wish is not None and stop.start > visit.wish.end:
        yield (stop.start - visit.wish.end) * visit.wish_cost
    told = visit.published
    if told is None:
        return
    if told.technician != shift.technician:
        yield prices.other_technician
    if told.day != shift.day:
        yield prices.other_day
    elif not told.window.start <= stop.start <= told.window.end:
        yield prices.other_time


def _above_fair_share(problem: Problem, work: Counter[str]) -> float:
    """Seconds of work above the share that a technician's hours have of all hours, summed over them."""
    hours: Counter[str] = Counter()
    for shift in problem.shifts:
        hours[shift.technician] += shift.span.end - shift.span.start
        hours[shift.technician] -= sum(pause.length for pause in shift.breaks)
    all_work = sum(visit.service for visit in problem.visits)
    all_hours = hours.total() or 1
    return math.fsum(
        max(0.0, work[technician] - all_work * own / all_hours) for technician, own in hours.items()
    )
