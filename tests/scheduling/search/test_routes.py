"""Routes that are changed bit by bit stay what they would be if all of them were written anew."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.anneal import begin
from scheduling.search.copies import bring_back, remember
from scheduling.search.model import COST, DRIVING, STOPS, TIME_COST, Int64, State
from scheduling.search.routes import place_of, put_in, rewrite, take_out
from scheduling.shift import Shift
from scheduling.visit import Visit
from tests.scheduling.search.standing import Standing, one_route, plain_python, standing

pytestmark = plain_python
law = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.filter_too_much],
)
Example = tuple[Problem, Shift, list[Visit]]


def facts_of(state: State, shift: int) -> list[Int64]:
    """All that is kept of a route, cut to its length."""
    end = state.routes[shift, STOPS] + 2
    columns = [STOPS, COST, TIME_COST, DRIVING]
    return [
        state.stops[shift, :end].copy(),
        state.earliest[shift, :end].copy(),
        state.latest[shift, :end].copy(),
        state.routes[shift, columns],
        state.load[shift].copy(),
    ]


def assert_as_if_written_anew(routes: Standing, shift: int) -> None:
    kept, owners = facts_of(routes.state, shift), routes.state.route_of.copy()

    is_sound = rewrite(routes.model, routes.state, shift)

    anew = facts_of(routes.state, shift)
    if is_sound:
        assert all(np.array_equal(one, other) for one, other in zip(kept, anew, strict=True))
    begin(routes.model, routes.state)
    assert np.array_equal(owners, routes.state.route_of)


@law
@given(one_route(), st.data())
def test_a_visit_put_in_leaves_a_route_as_if_it_was_written_anew(
    example: Example, data: st.DataObject
) -> None:
    problem, shift, (visit, *order) = example
    routes = standing(problem, {shift.key: order})
    assume(len(order) < routes.arrays.most_stops)
    row = routes.shift_number(shift)

    put_in(
        routes.model,
        routes.state,
        routes.visit_number(visit),
        row,
        data.draw(st.integers(0, len(order))),
    )

    assert_as_if_written_anew(routes, row)


@law
@given(one_route(), st.data())
def test_stops_taken_out_leave_a_route_as_if_it_was_written_anew(
    example: Example, data: st.DataObject
) -> None:
    problem, shift, order = example
    routes = standing(problem, {shift.key: order})
    row = routes.shift_number(shift)
    first = data.draw(st.integers(1, len(order)))
    last = data.draw(st.integers(first, len(order)))
    skip = data.draw(st.integers(first, last))
    skipped = data.draw(st.integers(0, last - skip))

    take_out(routes.model, routes.state, row, first, last, skip, skipped)

    stays = [*order[: first - 1], *order[skip - 1 : skip - 1 + skipped], *order[last:]]
    assert routes.order(shift) == stays
    assert_as_if_written_anew(routes, row)


@law
@given(one_route())
def test_a_route_that_was_remembered_can_be_brought_back(example: Example) -> None:
    problem, shift, order = example
    routes = standing(problem, {shift.key: order})
    row = routes.shift_number(shift)
    before = facts_of(routes.state, row)
    remember(routes.state, row)
    take_out(routes.model, routes.state, row, 1, 1, 1, 0)

    bring_back(routes.state, row)

    after = facts_of(routes.state, row)
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


@law
@given(one_route())
def test_a_visit_has_its_number_in_its_own_route_only(example: Example) -> None:
    problem, shift, (visit, *order) = example
    routes = standing(problem, {shift.key: order})
    row = routes.shift_number(shift)

    places = [place_of(routes.state, routes.visit_number(each), row) for each in order]

    assert places == list(range(1, len(order) + 1))
    assert place_of(routes.state, routes.visit_number(visit), row) == -1
