"""Steps of the search keep the books: costs, owners, work and borders are what follows from the routes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.anneal import anneal, begin, take_back, total_cost
from scheduling.search.annealer import Annealer, Found
from scheduling.search.arrays import arrays_of
from scheduling.search.model import (
    ABSENT,
    BEST,
    CLIPPED,
    CURRENT,
    STEP,
    STOPS,
    Int64,
    State,
)
from scheduling.search.recreate import recreate
from scheduling.search.ruin import ruin
from tests.scheduling.one_shift import ALL_DAY, line, shift, visit
from tests.scheduling.search.standing import LINKS, plain_python
from tests.scheduling.small_problems import small_problems

pytestmark = plain_python
law = settings(derandomize=True, deadline=None, max_examples=30)


def searched(problem: Problem, steps: int, *, seed: int = 0, hot: float = 500.0) -> Annealer:
    annealer = Annealer(arrays_of(problem), seed=seed, pool=50)
    annealer.make_steps(steps, hot, hot / 20)
    return annealer


def routes_in(state: State) -> list[list[Int64]]:
    """What stands in each route, cut to its length."""
    ends = state.routes[:, STOPS] + 2
    return [
        [
            state.stops[shift, :end].copy(),
            state.earliest[shift, :end].copy(),
            state.latest[shift, :end].copy(),
            state.routes[shift, :4].copy(),
            state.load[shift].copy(),
        ]
        for shift, end in enumerate(ends)
    ]


def books_of(state: State) -> list[Int64]:
    """What is kept besides the routes."""
    absent = np.sort(state.absent[: state.figures[ABSENT]])
    return [state.route_of.copy(), absent, state.clips.copy()]


def open_windows(state: State) -> list[list[int]]:
    """The windows that count, for each day and visit."""
    return [row[: 2 * int(row[0]) + 1].tolist() for day in state.windows for row in day]


def are_equal(one: list[list[Int64]], other: list[list[Int64]]) -> bool:
    return all(
        np.array_equal(left, right)
        for lefts, rights in zip(one, other, strict=True)
        for left, right in zip(lefts, rights, strict=True)
    )


@law
@given(small_problems(), st.integers(0, 5))
def test_what_is_kept_after_many_steps_is_what_follows_from_the_routes(
    problem: Problem, seed: int
) -> None:
    annealer = searched(problem, 40, seed=seed)
    state = annealer.state
    routes, books, work = routes_in(state), books_of(state), state.work.copy()
    current = int(state.figures[CURRENT])

    is_sound = begin(annealer.arrays.model, state)

    assert is_sound
    assert current == total_cost(annealer.arrays.model, state)
    assert are_equal(routes, routes_in(state))
    assert are_equal([books], [books_of(state)])
    assert np.array_equal(work, state.work)


@law
@given(small_problems(features=(*LINKS, "breaks", "loads", "limits", "before")), st.integers(0, 5))
def test_what_is_kept_of_linked_visits_is_what_follows_from_the_routes(
    problem: Problem, seed: int
) -> None:
    annealer = searched(problem, 40, seed=seed, hot=50_000.0)
    state = annealer.state
    routes, current = routes_in(state), int(state.figures[CURRENT])

    assert begin(annealer.arrays.model, state)
    assert current == total_cost(annealer.arrays.model, state)
    assert are_equal(routes, routes_in(state))


@law
@given(small_problems(features=()), st.integers(0, 20_000), st.integers(0, 20_000))
def test_routes_stay_sound_where_a_detour_is_shorter_than_the_straight_way(
    problem: Problem, there: int, back: int
) -> None:
    seconds = problem.travel.seconds.copy()
    seconds[0, 1], seconds[1, 0] = there, back
    bent = replace(problem, travel=replace(problem.travel, seconds=seconds))

    annealer = searched(bent, 40)

    assert begin(annealer.arrays.model, annealer.state)


@law
@given(small_problems(), st.integers(0, 5))
def test_the_best_routes_cost_what_was_said_of_them(problem: Problem, seed: int) -> None:
    annealer = searched(problem, 40, seed=seed)
    best = annealer.best

    again = Annealer(annealer.arrays, seed=9)

    assert again.stand_at(best)
    assert again.state.figures[CURRENT] == best.cost <= annealer.state.figures[CURRENT]


@law
@given(small_problems(), st.integers(0, 5), st.sampled_from([np.inf, 1000.0, -np.inf]))
def test_a_step_that_is_taken_back_leaves_everything_as_it_was(
    problem: Problem, seed: int, limit: float
) -> None:
    annealer = searched(problem, 10, seed=seed)
    model, state = annealer.arrays.model, annealer.state
    visits, shifts = annealer.arrays.visits, len(annealer.arrays.shifts)
    routes, books, windows = routes_in(state), books_of(state), open_windows(state)
    many = int(state.figures[ABSENT])
    old = state.absent[:many].copy()
    touched, removed = np.empty(shifts, np.int64), np.empty(2 * visits, np.int64)
    state.figures[STEP] += 1
    state.figures[CLIPPED] = 0

    count, gone, is_sound = ruin(model, state, 3.0, 3.0, 0.5, touched, removed)
    removed[gone : gone + many] = old
    if is_sound:
        count, _, _ = recreate(
            model,
            state,
            removed,
            gone + many,
            np.zeros(visits, np.int64),
            touched,
            count,
            visits,
            0.0,
            0,
            limit,
        )
    take_back(model, state, touched, count, old, many)

    assert are_equal(routes, routes_in(state))
    assert are_equal([books], [books_of(state)])
    assert windows == open_windows(state)


@law
@given(small_problems(), st.integers(0, 5))
def test_cold_steps_never_make_routes_dearer(problem: Problem, seed: int) -> None:
    annealer = searched(problem, 5, seed=seed)
    before = int(annealer.state.figures[CURRENT])

    annealer.make_steps(20, 1e-9, 1e-9)

    assert annealer.state.figures[CURRENT] <= before
    assert annealer.state.figures[BEST] <= annealer.state.figures[CURRENT]


def crowd(*, shifts: int, max_stops: int) -> Problem:
    """A dozen visits and equal shifts."""
    worker = replace(shift(), max_stops=max_stops)
    return Problem(
        visits=tuple(visit(str(at), 1 + at % 3, 30, ALL_DAY) for at in range(12)),
        shifts=tuple(replace(worker, key=f"s{at}", technician=f"t{at}") for at in range(shifts)),
        travel=line(0, 5, 12, 40),
    )


def test_routes_without_a_near_visit_are_not_tried() -> None:
    annealer = Annealer(arrays_of(crowd(shifts=6, max_stops=3)), seed=0)

    effort = anneal(annealer.arrays.model, annealer.state, 60, 900.0, 9.0, 3.0, 3.0, 0.01, 2, -1.0)

    assert effort > 60
    assert annealer.state.figures[ABSENT] == 0
    assert begin(annealer.arrays.model, annealer.state)


def test_where_few_others_are_near_no_more_are_looked_at() -> None:
    arrays = arrays_of(crowd(shifts=6, max_stops=3))
    near = arrays.model.near.copy()
    near[:, 1:] = -1
    lonely = replace(arrays, model=arrays.model._replace(near=near))
    annealer = Annealer(lonely, seed=0)

    anneal(lonely.model, annealer.state, 60, 900.0, 9.0, 9.0, 3.0, 0.01, 2, -1.0)

    assert annealer.state.figures[ABSENT] == 0
    assert begin(lonely.model, annealer.state)


def test_of_equal_unused_shifts_the_first_is_tried() -> None:
    annealer = searched(crowd(shifts=4, max_stops=12), 1)

    assert [len(order) > 0 for order in annealer.best.orders] == [True, False, False, False]


def test_a_search_without_blinking_looks_at_every_position() -> None:
    annealer = Annealer(arrays_of(crowd(shifts=1, max_stops=12)), seed=0)

    anneal(annealer.arrays.model, annealer.state, 5, 9.0, 9.0, 3.0, 3.0, 0.0, 11, -1.0)

    assert annealer.state.figures[ABSENT] == 0


def test_a_visit_that_makes_the_way_to_others_short_is_not_taken_out_alone() -> None:
    travel = line(0, 10, 20)
    seconds = travel.seconds.copy()
    seconds[0, 2] = 9 * 3600
    gate, behind = visit("gate", 1, 30, ALL_DAY), visit("behind", 2, 30, ALL_DAY)
    arrays = arrays_of(
        Problem(visits=(gate, behind), shifts=(shift(),), travel=replace(travel, seconds=seconds))
    )
    annealer = Annealer(arrays, seed=0)
    assert annealer.stand_at(Found(((0, 1),), {}, 0))

    annealer.make_steps(20, 1.0, 1.0)

    assert annealer.best.orders == ((0, 1),)
    assert begin(arrays.model, annealer.state)
