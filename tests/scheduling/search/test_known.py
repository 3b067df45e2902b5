"""What is known of a route is what trying every place in it would tell, as long as the route stands so."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.annealer import Annealer
from scheduling.search.arrays import arrays_of
from scheduling.search.known import is_untouched, known_place, renew
from scheduling.search.model import (
    GROUP,
    NEVER,
    PRIZE,
    STEP,
    STOPS,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, cheapest_place, has_room
from scheduling.search.ruin import touch
from tests.scheduling.one_shift import ALL_DAY, line, shift, visit
from tests.scheduling.search.standing import plain_python, standing
from tests.scheduling.small_problems import small_problems

pytestmark = plain_python
law = settings(derandomize=True, deadline=None, max_examples=40)


def tried(model: Model, state: State, at: int, row: int) -> tuple[int, int]:
    """The cheapest place that costs less than the prize, by trying."""
    if not has_room(model, state, at, row):
        return NEVER, -1
    last, prize = int(state.routes[row, STOPS]), int(model.visits[at, PRIZE])
    cost, place, _ = cheapest_place(model, state, at, row, ZERO, last, prize, ZERO, 0.0, FOLLOWED)
    return cost, place


@law
@given(small_problems(), st.integers(0, 5))
def test_what_is_known_after_many_steps_is_what_trying_tells(problem: Problem, seed: int) -> None:
    annealer = Annealer(arrays_of(problem), seed=seed)
    annealer.make_steps(30, 500.0, 25.0)
    model, state = annealer.arrays.model, annealer.state
    absent = [at for at in state.absent[: state.figures[2]] if model.visits[at, GROUP] < 0]

    for at in absent:
        for row in range(len(state.routes)):
            if model.allowed[at, row]:
                assert known_place(model, state, at, row) == tried(model, state, at, row)


def test_a_route_is_known_until_it_changes() -> None:
    near, far = visit("near", 1, 60, ALL_DAY), visit("far", 2, 60, ALL_DAY)
    problem = Problem(visits=(near, far), shifts=(shift(),), travel=line(0, 10, 30))
    routes = standing(problem, {"s": [far]})
    model, state = routes.model, routes.state
    known = known_place(model, state, 0, 0)
    state.stops[0, 1], state.routes[0, STOPS] = 1, 0

    assert known_place(model, state, 0, 0) == known

    changed: Int64 = np.array([0])
    renew(state, changed, 1)
    assert known_place(model, state, 0, 0) != known


def test_a_route_is_untouched_until_the_step_remembers_it() -> None:
    problem = Problem(visits=(visit("a", 1, 60, ALL_DAY),), shifts=(shift(),), travel=line(0, 10))
    routes = standing(problem, {})
    routes.state.figures[STEP] += 1

    assert is_untouched(routes.state, 0)
    touch(routes.state, 0, np.zeros(1, np.int64), 0)
    assert not is_untouched(routes.state, 0)
