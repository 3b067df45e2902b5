"""Laws of planning, on random small problems: nothing lost, nothing broken, nothing left to chance."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.problem import GRID, Break, Problem, Shift, TimeWindow, Travel, Visit
from scheduling.solver import Effort, solve

DAY = 24 * 3600
LITTLE = Effort(20)
SKILLS = ["gas", "electrical"]
law = settings(derandomize=True, deadline=None, max_examples=60)


def travels(draw: st.DrawFn, places: int) -> Travel:
    """Driving between random points of a square of 40 minutes, longer in one direction."""
    points = np.array([(draw(st.integers(0, 40)), draw(st.integers(0, 40))) for _ in range(places)])
    apart = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=2)
    seconds = apart * 60 + np.triu(apart, 1) * 7
    return Travel(seconds=seconds.astype(np.int32), metres=(apart * 800).astype(np.int32))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to eight visits and four shifts on two days, with everything a problem may ask for."""
    days = draw(st.integers(1, 2))
    shifts = []
    for at in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, days - 1)) * DAY + draw(st.sampled_from([0, 3600, 3700]))
        length = draw(st.sampled_from([3, 5, 8])) * 3600 + draw(st.sampled_from([0, 100]))
        noon = -(-(start + 3600) // GRID) * GRID
        lunch = Break(window=TimeWindow(noon, noon + 1000), length=900)
        shifts.append(
            Shift(
                key=f"s{at}",
                technician=f"t{at}",
                start_place=draw(st.integers(0, 4)),
                end_place=draw(st.integers(0, 4)),
                span=TimeWindow(start, start + length),
                breaks=(lunch,) if draw(st.booleans()) else (),
                skills=draw(st.frozensets(st.sampled_from(SKILLS))),
                crew_size=draw(st.integers(1, 2)),
                cost_per_hour=draw(st.sampled_from([0.0, 1.0, 1.5])),
            )
        )
    visits = []
    for at in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, 7)) * 3600 + draw(st.sampled_from([0, 250]))
        width = draw(st.sampled_from([0, 3600, 14400]))
        windows = [TimeWindow(first + day * DAY, first + width + day * DAY) for day in range(days)]
        keys = [shift.key for shift in shifts]
        pinned_start = st.integers(0, days * DAY // GRID).map(lambda cell: cell * GRID)
        visits.append(
            Visit(
                key=f"v{at}",
                place=draw(st.integers(0, 4)),
                service=draw(st.sampled_from([1, 3, 12, 24])) * GRID,
                windows=tuple(windows[draw(st.integers(0, days - 1)) :]),
                skills=draw(st.frozensets(st.sampled_from(SKILLS), max_size=1)),
                crew_size=draw(st.sampled_from([1, 1, 1, 2])),
                prize=draw(st.sampled_from([0, 1800, 14400])),
                pinned_shift=draw(st.none() | st.sampled_from(keys)) if keys else None,
                pinned_start=draw(st.none() | st.just(-(-first // GRID) * GRID) | pinned_start),
            )
        )
    return Problem(visits=tuple(visits), shifts=tuple(shifts), travel=travels(draw, 5))


@law
@given(problems(), st.integers(0, 3))
def test_solve_plans_or_explains_every_visit_and_breaks_no_rule(
    problem: Problem, seed: int
) -> None:
    plan = solve(problem, effort=LITTLE, seed=seed)

    served = [stop.visit for route in plan.routes for stop in route.stops]
    explained = [left_out.visit for left_out in plan.unplanned]
    assert sorted(served + explained) == sorted(visit.key for visit in problem.visits)
    assert violations(problem, plan) == ()


@law
@given(problems(), st.integers(0, 3))
def test_solve_gives_the_same_plan_twice(problem: Problem, seed: int) -> None:
    assert solve(problem, effort=LITTLE, seed=seed) == solve(problem, effort=LITTLE, seed=seed)


def tiny_problem(seed: int) -> Problem:
    """Up to five visits and two shifts on one day without breaks: few enough to try everything."""
    chance = np.random.default_rng(seed)
    points = chance.integers(0, 41, (4, 2))
    between = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=2)
    travel = Travel(
        seconds=(between * 60 + np.triu(between, 1) * 7).astype(np.int32),
        metres=(between * 800).astype(np.int32),
    )
    shifts = tuple(
        Shift(
            key=f"s{at}",
            technician=f"t{at}",
            start_place=int(chance.integers(4)),
            end_place=int(chance.integers(4)),
            span=TimeWindow(at * 400, at * 400 + int(chance.choice([2, 4, 6])) * 3600 + 50),
            cost_per_hour=float(chance.choice([1.0, 2.0])),
        )
        for at in range(int(chance.integers(1, 3)))
    )
    visits = []
    for at in range(int(chance.integers(1, 6))):
        start = int(chance.integers(13)) * 1000
        visits.append(
            Visit(
                key=f"v{at}",
                place=int(chance.integers(4)),
                service=int(chance.choice([3, 12])) * GRID,
                windows=(TimeWindow(start, start + int(chance.choice([500, 4000, 9000]))),),
                prize=int(chance.choice([900, 3000, 14400])),
            )
        )
    return Problem(visits=tuple(visits), shifts=shifts, travel=travel)


def best_tour(problem: Problem, shift: Shift, visits: list[Visit]) -> float:
    """The cheapest weighted driving of a shift that serves exactly these, by trying every order."""
    best = float("inf") if visits else 0.0
    for order in permutations(visits):
        now, place, driving = shift.span.start, shift.start_place, 0
        for visit in order:
            drive = int(problem.travel.seconds[place, visit.place])
            start = max(now + drive, visit.windows[0].start)
            start += -start % GRID
            now = start + visit.service if start <= visit.windows[0].end else 10**9
            place, driving = visit.place, driving + drive
        home = int(problem.travel.seconds[place, shift.end_place])
        if now + home <= shift.span.end:
            best = min(best, (driving + home) * shift.cost_per_hour)
    return best


def least_cost(problem: Problem) -> float:
    """The cost of the best plan, by trying every assignment."""
    costs = []
    for choice in product([*problem.shifts, None], repeat=len(problem.visits)):
        pairs = list(zip(problem.visits, choice, strict=True))
        tours = [
            best_tour(problem, shift, [visit for visit, chosen in pairs if chosen is shift])
            for shift in problem.shifts
        ]
        costs.append(sum(tours) + sum(visit.prize for visit, chosen in pairs if chosen is None))
    return min(costs)


@law
@given(st.integers(0, 10**6))
def test_solve_never_claims_less_than_the_best_plan_costs(seed: int) -> None:
    problem = tiny_problem(seed)

    assert solve(problem, effort=LITTLE).cost >= least_cost(problem)


def test_solve_finds_the_best_plan_of_nearly_every_tiny_problem() -> None:
    tiny = [tiny_problem(seed) for seed in range(60)]

    best = [solve(problem, effort=LITTLE).cost == least_cost(problem) for problem in tiny]

    assert sum(best) >= 57
