"""Laws of the reference engine, on random small problems: its plans keep all rules, and none is too cheap."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.plan import Plan, Route, Unplanned, UnplannedReason
from scheduling.problem import Problem
from scheduling.reference import Orders, reference_orders
from scheduling.timing import timed_route
from tests.scheduling.brute_force import best_plan, cost_of
from tests.scheduling.small_problems import FEATURES, small_problems

SOLUTIONS = 60
PRICED = tuple(name for name in FEATURES if name not in {"wishes", "published", "balance"})
"""Features whose prices the routing model knows."""

EXACTLY_PRICED = tuple(name for name in PRICED if name not in {"overtime", "due"})
"""Those whose prices it does not round to a cell."""

law = settings(derandomize=True, deadline=None, max_examples=60)


def routes_of(problem: Problem, orders: Orders) -> tuple[Route, ...]:
    """The routes with their exact times; the timing must find what the model found."""
    routes = []
    for shift in problem.shifts:
        if orders.visits[shift.key]:
            visits = [problem.visit_by_key[key] for key in orders.visits[shift.key]]
            route = timed_route(problem, shift, visits, orders.spans)
            assert route is not None, f"{shift.key} cannot serve {orders.visits[shift.key]}."
            routes.append(route)
    return tuple(routes)


def plan_of(problem: Problem, routes: tuple[Route, ...]) -> Plan:
    """A plan for the checker: what is left out has some reason or other."""
    served = {stop.visit for route in routes for stop in route.stops}
    return Plan(
        routes=routes,
        unplanned=tuple(
            Unplanned(visit=visit.key, reason=UnplannedReason.FULLY_BOOKED, sentence="It is.")
            for visit in problem.visits
            if visit.key not in served
        ),
        cost=cost_of(problem, routes),
    )


@law
@given(small_problems(), st.integers(0, 3))
def test_reference_orders_keep_every_rule(problem: Problem, seed: int) -> None:
    routes = routes_of(problem, reference_orders(problem, solutions=SOLUTIONS, seed=seed))

    assert violations(problem, plan_of(problem, routes)) == ()


@law
@given(small_problems(most_visits=5))
def test_reference_orders_never_cost_less_than_the_best_plan(problem: Problem) -> None:
    routes = routes_of(problem, reference_orders(problem, solutions=SOLUTIONS))

    assert cost_of(problem, routes) >= best_plan(problem).cost - 1e-6


def test_reference_orders_are_the_best_of_nearly_every_small_problem() -> None:
    gaps = []

    @law
    @given(small_problems(most_visits=5, features=PRICED))
    def measure(problem: Problem) -> None:
        routes = routes_of(problem, reference_orders(problem, solutions=SOLUTIONS))
        gaps.append(cost_of(problem, routes) - best_plan(problem).cost)

    measure()
    assert sum(gap < 1 for gap in gaps) >= 0.95 * len(gaps)


@law
@given(small_problems(), st.integers(0, 3))
def test_reference_orders_are_the_same_twice(problem: Problem, seed: int) -> None:
    orders = reference_orders(problem, solutions=SOLUTIONS, seed=seed)

    assert reference_orders(problem, solutions=SOLUTIONS, seed=seed) == orders


@law
@given(small_problems(features=EXACTLY_PRICED))
def test_reference_orders_never_cost_more_than_their_start(problem: Problem) -> None:
    start = reference_orders(problem, solutions=5, seed=1)

    orders = reference_orders(problem, solutions=20, start=start.visits)

    costs = [cost_of(problem, routes_of(problem, each)) for each in (start, orders)]
    assert costs[1] <= costs[0] + 1
