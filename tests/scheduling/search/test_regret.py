"""Who goes first by regret, and that the books of a step in which it tells the order are right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.anneal import begin
from scheduling.search.annealer import Annealer
from scheduling.search.arrays import arrays_of
from scheduling.search.model import (
    ABSENT,
    BEST_PRICE,
    BEST_SHIFT,
    CLIPPED,
    NEXT_PRICE,
    PRICE,
    PRIZE,
    STEP,
    SUM,
    Int64,
    Model,
    State,
)
from scheduling.search.offers import offer
from scheduling.search.regret import NOWHERE, collect, insert_by_regret
from scheduling.search.ruin import ruin
from tests.scheduling.one_shift import ALL_DAY, line, shift, visit
from tests.scheduling.search.standing import UNLINKED, plain_python
from tests.scheduling.small_problems import small_problems

pytestmark = plain_python
law = settings(derandomize=True, deadline=None, max_examples=40)


class Step:
    """A search in the middle of a step: some visits were taken out, and with those unplanned before wait."""

    def __init__(self, problem: Problem, *, seed: int = 0, steps: int = 10) -> None:
        self.annealer = Annealer(arrays_of(problem), seed=seed)
        self.annealer.make_steps(steps, 500.0, 25.0)
        self.model, self.state = self.annealer.arrays.model, self.annealer.state
        visits, shifts = self.state.route_of.shape[0], self.state.routes.shape[0]
        self.touched, self.removed = np.zeros(shifts, np.int64), np.zeros(2 * visits, np.int64)
        self.old = np.zeros(visits, np.int64)
        many = int(self.state.figures[ABSENT])
        absent = self.state.absent[:many].copy()
        self.state.figures[STEP] += 1
        self.state.figures[CLIPPED] = 0
        self.count, gone, is_sound = ruin(
            self.model, self.state, 3.0, 3.0, 0.5, self.touched, self.removed
        )
        self.removed[gone : gone + many] = absent
        self.gone = gone + many
        if not is_sound or self.gone > len(self.state.offers):
            reject()

    @property
    def facts(self) -> tuple[Model, State, Int64, int, Int64, Int64, int, int]:
        """What both functions take."""
        removed, touched = (self.removed, self.gone), (self.touched, self.count)
        return (self.model, self.state, *removed, self.old, *touched, len(self.old))

    def collected(self) -> int:
        return collect(*self.facts)

    def inserted(self, limit: float) -> bool:
        self.count, is_done = insert_by_regret(*self.facts, limit)
        return is_done


@law
@given(small_problems(features=UNLINKED), st.integers(0, 5))
def test_ranks_are_the_two_cheapest_offers_below_the_prize(problem: Problem, seed: int) -> None:
    step = Step(problem, seed=seed)

    total = step.collected()

    best = step.state.ranks[: step.gone, BEST_PRICE]
    assert total == best.sum()
    for row in range(step.gone):
        prize = step.model.visits[step.removed[row], PRIZE]
        prices = sorted([*step.state.offers[row, :, PRICE].tolist(), prize, prize])
        assert prices[:2] == step.state.ranks[row, [BEST_PRICE, NEXT_PRICE]].tolist()
        assert step.state.ranks[row, SUM] == step.state.offers[row, :, PRICE].sum()
        where = step.state.ranks[row, BEST_SHIFT]
        assert (where == NOWHERE) == (prices[0] == prize)
        assert where == NOWHERE or step.state.offers[row, where, PRICE] == prices[0]


@law
@given(small_problems(features=UNLINKED), st.integers(0, 5))
def test_whoever_stays_absent_finds_no_place_for_less_than_its_prize(
    problem: Problem, seed: int
) -> None:
    step = Step(problem, seed=seed)
    waiting = set(step.removed[: step.gone].tolist())

    assert step.inserted(np.inf)

    absent = step.state.absent[: step.state.figures[ABSENT]].tolist()
    planned = set(np.flatnonzero(step.state.route_of >= 0).tolist())
    assert len(absent) == len(set(absent))
    assert set(absent) <= waiting
    assert planned == set(range(len(step.old))) - set(absent)
    if step.model.imbalance == 0:  # else work elsewhere makes an offer cheaper later
        for at in absent:
            for row in np.flatnonzero(step.model.allowed[at]).tolist():
                assert offer(step.model, step.state, at, row)[1] == NOWHERE
    assert begin(step.model, step.state)


@law
@given(small_problems(features=UNLINKED), st.integers(0, 5))
def test_a_step_that_costs_too_much_is_broken_off_before_anything_moves(
    problem: Problem, seed: int
) -> None:
    step = Step(problem, seed=seed)
    routes = step.state.stops.copy()
    least = step.collected()

    assert not step.inserted(least - 1.0)

    assert np.array_equal(step.state.stops, routes)
    assert step.state.figures[ABSENT] == step.gone


def test_who_has_one_place_only_goes_before_who_has_two() -> None:
    """Each technician has time for one: the nearer visit alone is served by both."""
    picky = replace(visit("picky", 2, 60, ALL_DAY), skills=frozenset({"gas"}), prize=1_000_000)
    easy = replace(visit("easy", 1, 60, ALL_DAY), prize=1_000_000)
    able = replace(shift(), max_stops=1, skills=frozenset({"gas"}), key="able", technician="able")
    other = replace(shift(), max_stops=1, key="other", technician="other")
    problem = Problem(visits=(easy, picky), shifts=(able, other), travel=line(0, 10, 30))
    for seed in range(5):
        step = Step(problem, seed=seed, steps=0)
        step.removed[:2], step.gone = (0, 1), 2

        assert step.inserted(np.inf)

        keys = [each.key for each in step.annealer.arrays.shifts]
        assert [keys[number] for number in step.state.route_of] == ["other", "able"]
