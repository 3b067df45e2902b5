"""Laws of planning, on random small problems: nothing lost, nothing broken, nothing left to chance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.effort import Effort
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.solver import Engine, solve
from scheduling.visit import LinkKind
from tests.scheduling.brute_force import best_plan, is_feasible
from tests.scheduling.small_problems import FEATURES, small_problems

LITTLE = Effort(20)
ENOUGH = Effort(300)
UNLINKED = tuple(feature for feature in FEATURES if feature not in tuple(LinkKind))
law = settings(
    derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
slow_law = settings(law, max_examples=40)
engines = pytest.mark.parametrize("engine", Engine)


def orders_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {route.shift: tuple(stop.visit for stop in route.stops) for route in plan.routes}


def rounding(problem: Problem) -> float:
    """Units by which the search may be mistaken: it counts in whole numbers or in sixteenths."""
    return (4 * len(problem.visits) + 2 * len(problem.shifts)) / 16


@engines
@law
@given(problem=small_problems(), seed=st.integers(0, 3))
def test_solve_plans_or_explains_every_visit_and_breaks_no_rule(
    engine: Engine, problem: Problem, seed: int
) -> None:
    plan = solve(problem, effort=LITTLE, seed=seed, engine=engine)

    served = [stop.visit for route in plan.routes for stop in route.stops]
    explained = [left_out.visit for left_out in plan.unplanned]
    assert sorted(served + explained) == sorted(visit.key for visit in problem.visits)
    assert violations(problem, plan) == ()
    assert is_feasible(problem, orders_of(plan))


@slow_law
@given(small_problems(features=UNLINKED))
def test_the_search_finds_the_best_plan(problem: Problem) -> None:
    plan = solve(problem, effort=ENOUGH)

    assert plan.cost <= best_plan(problem).cost + rounding(problem)


@slow_law
@given(small_problems())
def test_the_search_finds_the_best_plan_with_links_from_one_of_three_seeds(
    problem: Problem,
) -> None:
    costs = (solve(problem, effort=ENOUGH, seed=seed).cost for seed in range(3))

    enough = best_plan(problem).cost + rounding(problem)
    assert any(cost <= enough for cost in costs)


@law
@given(small_problems())
def test_whatever_the_reference_serves_the_search_can_serve_too(problem: Problem) -> None:
    reference = solve(problem, effort=LITTLE, engine=Engine.REFERENCE)

    ours = solve(problem, effort=LITTLE, start=orders_of(reference))

    assert ours.cost <= reference.cost + rounding(problem)


@engines
@law
@given(problem=small_problems(), seed=st.integers(0, 3), threads=st.integers(1, 2))
def test_solve_gives_the_same_plan_twice(
    engine: Engine, problem: Problem, seed: int, threads: int
) -> None:
    plans = [
        solve(problem, effort=LITTLE, seed=seed, threads=threads, engine=engine) for _ in range(2)
    ]

    assert plans[0] == plans[1]


@law
@given(small_problems(), st.integers(0, 3))
def test_a_plan_to_start_from_is_never_made_worse(problem: Problem, seed: int) -> None:
    start = solve(problem, effort=LITTLE)

    plan = solve(problem, effort=Effort(1), seed=seed, start=orders_of(start))

    assert plan.cost <= start.cost + rounding(problem)


@law
@given(small_problems(), small_problems())
def test_a_plan_for_other_visits_and_shifts_does_no_harm(problem: Problem, other: Problem) -> None:
    start = orders_of(solve(other, effort=LITTLE))

    assert violations(problem, solve(problem, effort=LITTLE, start=start)) == ()


@law
@given(small_problems(), st.booleans())
def test_a_search_that_is_cut_short_breaks_no_rule(problem: Problem, by_clock: bool) -> None:  # noqa: FBT001
    never_ending = Effort(10**9)
    plan = (
        solve(problem, effort=never_ending, deadline=0.0)
        if by_clock
        else solve(problem, effort=never_ending, should_stop=lambda: True)
    )

    assert violations(problem, plan) == ()


@law
@given(small_problems(features=()))
def test_a_higher_prize_never_leaves_out_more(problem: Problem) -> None:
    dear = replace(problem, visits=tuple(replace(visit, prize=10**6) for visit in problem.visits))

    few, many = (solve(each, effort=ENOUGH).planned_visits for each in (problem, dear))

    assert few <= many
