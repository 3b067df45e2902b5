"""What a plan costs: a sum of named terms, in units of one second of driving of an ordinary technician."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import fsum
from typing import Final

from scheduling.plan import Route, Stop
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import Visit

MANDATORY: Final = 10**9
"""Units for leaving out a mandatory visit: more than any plan costs, so that nothing else is cheaper."""

METRES_OF_A_KILOMETRE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The terms of what a plan or a route costs, each in units.

    Attributes:
        driving: seconds of driving, weighted by each shift's cost of an hour.
        distance: kilometres, at each shift's cost.
        fixed: shifts that are used at all.
        overtime: seconds after the end of a shift.
        unplanned: prizes of the visits left out; a mandatory one counts `MANDATORY`.
        not_preferred: visits with somebody whom the customer did not ask for.
        lateness: starts after the due second.
        wishes: starts outside the wished span.
        changes: another technician, day or time than published.
        imbalance: work of technicians above their fair share.
    """

    driving: float = 0.0
    distance: float = 0.0
    fixed: float = 0.0
    overtime: float = 0.0
    unplanned: float = 0.0
    not_preferred: float = 0.0
    lateness: float = 0.0
    wishes: float = 0.0
    changes: float = 0.0
    imbalance: float = 0.0

    @property
    def total(self) -> float:
        """The sum of all terms: what planners make small."""
        return fsum(self.terms().values())

    def terms(self) -> dict[str, float]:
        """Every term by its name, in the order above."""
        return {term.name: getattr(self, term.name) for term in fields(self)}


def costs_of(problem: Problem, routes: Sequence[Route], left_out: Iterable[Visit]) -> Costs:
    """The costs of these routes if these visits are left out, term by term."""
    return sum_of(
        [
            *(route_costs(problem, route) for route in routes),
            Costs(
                unplanned=fsum(prize_of(visit) for visit in left_out),
                imbalance=imbalance(problem, work_of(problem, routes)),
            ),
        ]
    )


def sum_of(costs: Sequence[Costs]) -> Costs:
    """All these costs together, term by term."""
    return Costs(
        **{term.name: fsum(getattr(each, term.name) for each in costs) for term in fields(Costs)}
    )


def prize_of(visit: Visit) -> int:
    """What leaving the visit out costs."""
    return MANDATORY if visit.prize is None else visit.prize


def route_costs(problem: Problem, route: Route) -> Costs:
    """What one route costs; the imbalance between technicians is no route's own."""
    shift = problem.shift_by_key[route.shift]
    served = [(problem.visit_by_key[stop.visit], stop) for stop in route.stops]
    return Costs(
        driving=route.driving * shift.cost_per_hour,
        distance=route.metres / METRES_OF_A_KILOMETRE * shift.cost_per_km,
        fixed=shift.fixed_cost,
        overtime=max(0, route.end - shift.span.end) * shift.overtime_cost,
        not_preferred=fsum(dislike(problem, shift, visit) for visit, _ in served),
        lateness=fsum(lateness(visit, stop.start) for visit, stop in served),
        wishes=fsum(off_wish(visit, stop.start) for visit, stop in served),
        changes=fsum(
            change_of_hands(problem, shift, visit) + change_of_time(problem, shift, visit, stop)
            for visit, stop in served
        ),
    )


def dislike(problem: Problem, shift: Shift, visit: Visit) -> float:
    """The price of sending somebody whom the customer did not ask for."""
    asked = not visit.preferred or shift.technician in visit.preferred
    return 0.0 if asked else problem.prices.not_preferred


def lateness(visit: Visit, start: int) -> float:
    """The price of a start after the due second."""
    return 0.0 if visit.due is None else visit.lateness_cost * max(0, start - visit.due)


def off_wish(visit: Visit, start: int) -> float:
    """The price of a start outside the wish."""
    if visit.wish is None:
        return 0.0
    return visit.wish_cost * max(0, visit.wish.start - start, start - visit.wish.end)


def change_of_hands(problem: Problem, shift: Shift, visit: Visit) -> float:
    """The price of another technician or another day than published."""
    told, prices = visit.published, problem.prices
    if told is None:
        return 0.0
    technician = prices.other_technician if told.technician != shift.technician else 0.0
    return technician + (prices.other_day if told.day != shift.day else 0.0)


def change_of_time(problem: Problem, shift: Shift, visit: Visit, stop: Stop) -> float:
    """The price of another time on the published day."""
    told = visit.published
    if told is None or told.day != shift.day:
        return 0.0
    in_time = told.window.start <= stop.start <= told.window.end
    return 0.0 if in_time else problem.prices.other_time


def work_of(problem: Problem, routes: Iterable[Route]) -> dict[str, int]:
    """Seconds of work on site by technician."""
    work: dict[str, int] = {}
    for route in routes:
        technician = problem.shift_by_key[route.shift].technician
        seconds = sum(problem.visit_by_key[stop.visit].service for stop in route.stops)
        work[technician] = work.get(technician, 0) + seconds
    return work


def fair_shares(problem: Problem) -> dict[str, float]:
    """Seconds of all work on site that fall to each technician by their hours, pauses not counted."""
    hours: dict[str, int] = {}
    for shift in problem.shifts:
        on_duty = shift.span.end - shift.span.start - sum(each.length for each in shift.breaks)
        hours[shift.technician] = hours.get(shift.technician, 0) + on_duty
    work = sum(visit.service for visit in problem.visits)
    return {key: work * own / max(1, sum(hours.values())) for key, own in hours.items()}


def imbalance(problem: Problem, work: Mapping[str, int]) -> float:
    """The price of the work that technicians have above their fair shares."""
    price = problem.prices.imbalance
    if not price:
        return 0.0
    shares = fair_shares(problem)
    return price * fsum(max(0.0, seconds - shares[key]) for key, seconds in work.items())
