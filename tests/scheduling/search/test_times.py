"""The times and prices of routes in the search are those of exact timing, whatever the pauses and windows."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduling.cost import route_costs
from scheduling.problem import Problem
from scheduling.search.linked import earliest_of, latest_of
from scheduling.search.model import COST, TIME_COST
from scheduling.search.pricing import choose_layers
from scheduling.shift import Shift
from scheduling.timing import NEVER, timed_route
from scheduling.visit import TimeWindow, Visit
from tests.scheduling.search.standing import (
    Standing,
    one_route,
    plain_python,
    standing,
    without_limits,
)

pytestmark = plain_python
law = settings(
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.filter_too_much],
)
Example = tuple[Problem, Shift, list[Visit]]


def unlimited(example: Example) -> tuple[Shift, list[Visit], Standing]:
    problem, shift, order = example
    return without_limits(shift), order, standing(problem, {shift.key: order})


@law
@given(one_route())
def test_a_route_fits_if_exact_timing_finds_times(example: Example) -> None:
    shift, order, routes = unlimited(example)

    assert routes.is_sound == (timed_route(routes.problem, shift, order) is not None)


@law
@given(one_route())
def test_the_earliest_starts_and_end_are_those_of_exact_timing(example: Example) -> None:
    shift, order, routes = unlimited(example)
    exact = timed_route(routes.problem, shift, order, waits=False)
    assume(exact is not None)
    assert exact is not None
    number, last = routes.shift_number(shift), len(order) + 1

    choose_layers(
        routes.model, routes.state, number, routes.state.stops, routes.state.earliest, number, last
    )

    layers, earliest = routes.state.layers, routes.state.earliest[number]
    assert [earliest[at, layers[at]] for at in range(1, last)] == [
        stop.start for stop in exact.stops
    ]
    assert earliest[last, layers[last]] == exact.end


@law
@given(one_route(), st.data())
def test_a_stop_may_start_up_to_its_latest_start_and_no_later(
    example: Example, data: st.DataObject
) -> None:
    shift, order, routes = unlimited(example)
    assume(routes.is_sound)
    visit = data.draw(st.sampled_from(order))
    number = routes.visit_number(visit)

    earliest = earliest_of(routes.model, routes.state, number)
    latest = latest_of(routes.model, routes.state, number)

    def fits(first: int, last: int) -> bool:
        spans = {visit.key: TimeWindow(first, last)}
        return timed_route(routes.problem, shift, order, spans, waits=False) is not None

    grid = routes.problem.grid
    assert fits(earliest, earliest)
    assert not fits(0, earliest - 1) if earliest else True
    assert fits(latest // grid * grid, NEVER)
    assert not fits(latest + 1, NEVER)


@law
@given(one_route())
def test_a_route_costs_what_its_exact_times_cost(example: Example) -> None:
    problem, shift, order = example
    routes = standing(problem, {shift.key: order})
    exact = timed_route(problem, without_limits(shift), order)
    assume(exact is not None)
    assert exact is not None

    facts = routes.state.routes[routes.shift_number(shift)]

    cost = int(facts[COST] + facts[TIME_COST]) / routes.arrays.model.scale
    rounding = (3 * len(order) + 3) / 2 / routes.arrays.model.scale
    assert abs(cost - route_costs(problem, exact).total) <= rounding
