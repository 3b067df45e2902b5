"""Routes as the search keeps them, made from orders of keys; and which of these tests run when.

Kernels are tested as plain Python (`NUMBA_DISABLE_JIT=1`): calling each of them by itself would compile it
once more for every way to hand over its facts. That compiled kernels do the same as plain ones is a test of
its own (`test_compiled_and_plain.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pytest
from hypothesis import reject
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.anneal import begin
from scheduling.search.arrays import Arrays, arrays_of
from scheduling.search.model import STOPS, Model, State
from scheduling.search.state import fresh_state, write_orders
from scheduling.shift import Shift
from scheduling.visit import LinkKind, Visit
from tests.scheduling.small_problems import FEATURES, small_problems

LINKS: Final = tuple(kind.value for kind in LinkKind)
UNLINKED: Final = tuple(feature for feature in FEATURES if feature not in LINKS)

plain_python: Final = pytest.mark.plain_python
"""Kernels one by one are tested as plain Python, in a run with NUMBA_DISABLE_JIT=1; other runs leave them out."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A problem with routes, in keys and in the numbers of the search."""

    problem: Problem
    arrays: Arrays
    state: State
    is_sound: bool

    @property
    def model(self) -> Model:
        return self.arrays.model

    def shift_number(self, shift: Shift) -> int:
        return [each.key for each in self.arrays.shifts].index(shift.key)

    def visit_number(self, visit: Visit) -> int:
        return [each.key for each in self.problem.visits].index(visit.key)

    def order(self, shift: Shift) -> list[Visit]:
        """The visits of a shift as the search has them."""
        number = self.shift_number(shift)
        stops = self.state.stops[number, 1 : self.state.routes[number, STOPS] + 1]
        return [self.problem.visits[int(stop)] for stop in stops]


def standing(
    problem: Problem, orders: Mapping[str, Sequence[Visit]], *, pool: int = 4, seed: int = 1
) -> Standing:
    """These orders in the search; those that are too long for its arrays are no example."""
    arrays = arrays_of(problem)
    state = fresh_state(arrays, seed=seed, pool=pool)
    if any(len(order) > arrays.most_stops for order in orders.values()):
        reject()
    number = {visit.key: at for at, visit in enumerate(problem.visits)}
    write_orders(
        state,
        [[number[visit.key] for visit in orders.get(shift.key, ())] for shift in arrays.shifts],
    )
    return Standing(problem, arrays, state, bool(begin(arrays.model, state)))


@st.composite
def one_route(
    draw: st.DrawFn, *, features: tuple[str, ...] = UNLINKED, most_visits: int = 5
) -> tuple[Problem, Shift, list[Visit]]:
    """A problem, one of its shifts, and an order of some visits, which may be in time or not."""
    problem = draw(small_problems(most_visits=most_visits, features=features))
    shift = draw(st.sampled_from(problem.shifts))
    order = draw(st.permutations(problem.visits))[: draw(st.integers(1, len(problem.visits)))]
    return problem, shift, order


def without_limits(shift: Shift) -> Shift:
    """The shift with all the room and all the driving that anybody wants."""
    return replace(shift, max_driving=None, max_stops=None, capacity=())
