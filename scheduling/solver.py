"""The planner: a whole horizon solved day by day, then mended by exact insertion and explained.

Days are solved in order of time. Each is offered the visits that wait for it (`days.offer_to`); what it
leaves out waits for the next day it has. After the last day every visit still waiting is put where it fits
for less driving than its prize, and the rest is explained against the finished routes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.days import Offer, offer_to, working_days
from scheduling.engine import Day, Found, best_orders
from scheduling.mending import able_shifts, cost_of, mend, plan_of, served_by
from scheduling.plan import Plan, Route
from scheduling.problem import Problem, Shift, Visit
from scheduling.stopwatch import Stopwatch
from scheduling.timing import timed_route


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: counted in solutions, never in seconds, so that a plan can be repeated.

    Attributes:
        solutions: how many solutions each working day may look at; 400 take about a second of one core
            for a day of 45 visits and 8 shifts.
    """

    solutions: int

    def __post_init__(self) -> None:
        if self.solutions < 1:
            raise ValueError(f"At least one solution must be looked at, got {self.solutions}.")


QUICK: Final = Effort(100)
"""For a first look and for tests: about 0.3 s a day."""

NORMAL: Final = Effort(400)
"""For planning in working hours: about 1 s a day."""

THOROUGH: Final = Effort(5_000)
"""For the nightly plan: about 12 s a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search has come; told whenever a day finds something better.

    Attributes:
        day: number of the working day being solved, from 1.
        days: how many there are.
        cost: weighted driving of the days done, plus the cost of the best solution of this one.
        unserved: visits offered to this day that its best solution leaves out.
        planned: visits in routes so far, this day's best solution included.
        solutions: solutions seen on this day.
    """

    day: int
    days: int
    cost: float
    unserved: int
    planned: int
    solutions: int


def solve(
    problem: Problem,
    *,
    effort: Effort = NORMAL,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan every visit that can be planned at a sensible cost, and explain the others.

    The same problem, effort and seed give the same plan. An impossible problem is a plan with reasons.

    Args:
        problem: what to plan.
        effort: how hard to search.
        seed: breaks ties: the order in which the search sees the visits.
        on_progress: called from inside the search; keep it short.
        deadline: wall seconds after which searching stops, whatever the effort; the plan is still valid,
            but a plan cut short like this need not repeat. Mending and explaining follow it.
        should_stop: asked at every solution and before every day, often from another thread; once it says
            yes, searching stops as it does at the deadline.
    """
    watch = Stopwatch()
    able = able_shifts(problem)
    routes: dict[str, Route] = {}
    waiting = [visit for visit in problem.visits if able[visit.key]]
    days = working_days(problem.shifts)
    chance = np.random.default_rng(seed)
    for number, day in enumerate(days, start=1):
        later = frozenset(shift.key for after in days[number:] for shift in after)
        offer = offer_to(day, later, waiting, able, problem)
        shuffled = [offer.visits[at] for at in chance.permutation(len(offer.visits))]
        left = None if deadline is None else deadline - watch.elapsed
        is_late = left is not None and left <= 0
        if not shuffled or is_late or (should_stop is not None and should_stop()):
            continue
        tell = _teller(problem, routes, number, len(days), len(shuffled), on_progress)
        for route in _day_routes(problem, offer, shuffled, able, effort, left, tell, should_stop):
            routes[route.shift] = route
        served = served_by(routes)
        waiting = [visit for visit in waiting if visit.key not in served]
    mend(problem, routes, waiting, able)
    return plan_of(problem, routes)


def _day_routes(
    problem: Problem,
    offer: Offer,
    visits: Sequence[Visit],
    able: Mapping[str, tuple[Shift, ...]],
    effort: Effort,
    deadline: float | None,
    tell: Callable[[Found], None] | None,
    should_stop: Callable[[], bool] | None,
) -> list[Route]:
    """The routes of one working day, with the exact times of the orders that the engine found."""
    position = {shift.key: at for at, shift in enumerate(offer.shifts)}
    penalty = dict(zip((visit.key for visit in offer.visits), offer.penalties, strict=True))
    orders = best_orders(
        Day(
            shifts=offer.shifts,
            visits=tuple(visits),
            penalties=tuple(penalty[visit.key] for visit in visits),
            allowed=tuple(
                tuple(position[shift.key] for shift in able[visit.key] if shift.key in position)
                for visit in visits
            ),
            seconds=problem.travel.seconds,
        ),
        solutions=effort.solutions,
        deadline=deadline,
        on_found=tell,
        should_stop=should_stop,
    )
    timed = (
        timed_route(shift, [visits[at] for at in order], problem.travel)
        for shift, order in zip(offer.shifts, orders, strict=True)
        if order
    )
    return [route for route in timed if route is not None]


def _teller(
    problem: Problem,
    routes: Mapping[str, Route],
    number: int,
    days: int,
    offered: int,
    on_progress: Callable[[Progress], None] | None,
) -> Callable[[Found], None] | None:
    if on_progress is None:
        return None
    done = tuple(routes.values())
    cost, planned = cost_of(problem, done, ()), len(served_by(routes))

    def tell(found: Found) -> None:
        on_progress(
            Progress(
                day=number,
                days=days,
                cost=cost + found.cost,
                unserved=found.left_out,
                planned=planned + offered - found.left_out,
                solutions=found.solutions,
            )
        )

    return tell
