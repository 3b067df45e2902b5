"""The cheapest place of a visit is found as by trying every position with exact times and costs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduling.cost import route_costs
from scheduling.problem import Problem
from scheduling.search.model import NEVER, STOPS, ZERO
from scheduling.search.places import FOLLOWED, cheapest_place, has_room, positions_to_skip
from scheduling.shift import Shift
from scheduling.timing import timed_route
from scheduling.visit import Visit
from tests.scheduling.search.standing import Standing, one_route, plain_python, standing

pytestmark = plain_python
law = settings(
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.filter_too_much],
)
Example = tuple[Problem, Shift, list[Visit]]


def cost_of(problem: Problem, shift: Shift, order: list[Visit]) -> float | None:
    """What a route costs, None if it breaks a rule; nothing for an empty one."""
    if not order:
        return 0.0
    route = timed_route(problem, shift, order)
    return None if route is None else route_costs(problem, route).total


def found_place(routes: Standing, shift: Shift, visit: Visit) -> tuple[int, int]:
    """The cost and the position that the search finds; -1 for none."""
    at, row = routes.visit_number(visit), routes.shift_number(shift)
    if not has_room(routes.model, routes.state, at, row):
        return NEVER, -1
    last = int(routes.state.routes[row, STOPS])
    cost, position, _ = cheapest_place(
        routes.model, routes.state, at, row, ZERO, last, NEVER, ZERO, 0.0, FOLLOWED
    )
    return cost, position


@law
@given(one_route())
def test_the_cheapest_place_is_the_best_of_all_positions(example: Example) -> None:
    problem, shift, (visit, *order) = example
    before = cost_of(problem, shift, order)
    assume(before is not None and routes_fit(problem, shift, order))
    assert before is not None
    routes = standing(problem, {shift.key: order})
    prices = {
        at: price - before
        for at in range(len(order) + 1)
        if (price := cost_of(problem, shift, [*order[:at], visit, *order[at:]])) is not None
    }

    cost, position = found_place(routes, shift, visit)

    rounding = 3 * (len(order) + 2) / routes.arrays.model.scale
    assert (position >= 0) == bool(prices)
    if prices:
        assert abs(cost / routes.arrays.model.scale - min(prices.values())) <= rounding
        assert abs(prices[position] - min(prices.values())) <= rounding


def routes_fit(problem: Problem, shift: Shift, order: list[Visit]) -> bool:
    """Whether one more visit fits into the arrays of the search."""
    return standing(problem, {shift.key: order}).arrays.most_stops > len(order)


@law
@given(one_route())
def test_a_place_that_costs_no_less_than_asked_is_not_found(example: Example) -> None:
    problem, shift, (visit, *order) = example
    routes = standing(problem, {shift.key: order})
    assume(routes.is_sound and routes.arrays.most_stops > len(order))
    cost, position = found_place(routes, shift, visit)
    assume(position >= 0)
    at, row = routes.visit_number(visit), routes.shift_number(shift)

    below = cheapest_place(
        routes.model, routes.state, at, row, ZERO, len(order), cost, ZERO, 0.0, FOLLOWED
    )

    assert below == (cost, -1, 0)


@law
@given(one_route(), st.floats(0.05, 0.95))
def test_a_blinking_search_finds_one_of_the_positions_or_none(
    example: Example, blink: float
) -> None:
    problem, shift, (visit, *order) = example
    routes = standing(problem, {shift.key: order})
    assume(routes.is_sound and routes.arrays.most_stops > len(order))
    at, row = routes.visit_number(visit), routes.shift_number(shift)
    assume(has_room(routes.model, routes.state, at, row))
    best, _ = found_place(routes, shift, visit)

    cost, position, skip = cheapest_place(
        routes.model, routes.state, at, row, ZERO, len(order), NEVER, ZERO, blink, FOLLOWED
    )

    assert cost >= best
    assert -1 <= position <= len(order)
    assert skip >= 0


def test_every_second_position_is_overlooked_on_average_with_a_blink_of_a_half() -> None:
    import numpy as np

    chance = np.array([12345], np.uint64)

    skipped = [positions_to_skip(chance, 0.5) for _ in range(4000)]

    assert 0.9 < sum(skipped) / len(skipped) < 1.1


def test_a_visit_without_a_window_on_the_day_has_no_place() -> None:
    from tests.scheduling.one_shift import HOUR, line, problem_of, shift, visit

    late = visit("late", 1, 60, (20 * HOUR, 21 * HOUR))
    problem = problem_of([late], shift(), line(0, 10))

    assert found_place(standing(problem, {}), problem.shifts[0], late) == (NEVER, -1)


def test_nobody_drives_further_than_allowed_for_one_more_visit() -> None:
    from tests.scheduling.one_shift import ALL_DAY, line, problem_of, shift, visit

    near, far = visit("near", 1, 60, ALL_DAY), visit("far", 2, 60, ALL_DAY)
    worker = replace(shift(), max_driving=40 * 60)
    problem = problem_of([near, far], worker, line(0, 10, 25))
    routes = standing(problem, {"s": [near]})

    assert found_place(routes, worker, far) == (NEVER, -1)
    assert found_place(standing(problem, {}), worker, near) == (20 * 60, 0)
