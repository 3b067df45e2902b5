"""The routing model, the timing and the contract agree on what is possible, on every order of small problems."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
from hypothesis import given, settings

from scheduling.problem import Problem, Travel
from scheduling.reference.cells import able_shifts, nodes_of
from scheduling.reference.model import Model
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, TimeWindow, Visit
from tests.scheduling.brute_force import feasible_routes, is_feasible
from tests.scheduling.earliest_starts import Orders
from tests.scheduling.small_problems import small_problems

law = settings(derandomize=True, deadline=None, max_examples=100)


def all_orders(problem: Problem) -> Iterator[Orders]:
    """Every way to give each visit to a shift or to nobody, in every order."""
    positions = range(-1, len(problem.shifts))
    for choice in product(positions, repeat=len(problem.visits)):
        served: list[list[str]] = [[] for _ in problem.shifts]
        for visit, at in zip(problem.visits, choice, strict=True):
            if at >= 0:
                served[at].append(visit.key)
        for orders in product(*map(permutations, served)):
            yield {
                shift.key: tuple(order) for shift, order in zip(problem.shifts, orders, strict=True)
            }


def assert_model_agrees(problem: Problem) -> None:
    """The model accepts each order of all visits if and only if the contract does."""
    able = {visit.key: able_shifts(problem, visit) for visit in problem.visits}
    nodes = nodes_of(problem, able, range(len(problem.visits)))
    model = Model(nodes, able) if nodes.visits else None
    for orders in all_orders(problem):
        accepts = not any(orders.values()) or (
            model is not None and model.assignment_of(orders) is not None
        )
        assert accepts == is_feasible(problem, orders), orders


@law
@given(small_problems(most_visits=3))
def test_the_model_accepts_exactly_the_orders_that_the_contract_allows(problem: Problem) -> None:
    assert_model_agrees(problem)


@law
@given(small_problems(most_visits=3, features=("loads", "same_shift", "before", "limits")))
def test_the_model_fills_vans_exactly_as_the_contract_does(problem: Problem) -> None:
    assert_model_agrees(problem)


@law
@given(small_problems(most_visits=3, features=("breaks", "same_time", "before", "overtime")))
def test_the_model_joins_times_exactly_as_the_contract_does(problem: Problem) -> None:
    assert_model_agrees(problem)


def test_the_model_keeps_the_order_of_a_chain_of_visits_in_one_shift() -> None:
    chain = (Link(LinkKind.SAME_SHIFT, "a", "b"), Link(LinkKind.SAME_SHIFT, "b", "c"))
    nowhere = np.zeros((1, 1), dtype=np.int32)
    problem = Problem(
        visits=tuple(
            Visit(key=key, place=0, service=300, windows=(TimeWindow(0, 36_000),), delivery=(2,))
            for key in "abc"
        ),
        shifts=tuple(
            Shift(
                key=key,
                technician=key,
                start_place=0,
                end_place=0,
                span=TimeWindow(0, 36_000),
                capacity=(capacity,),
            )
            for key, capacity in (("s", 2), ("t", 1))
        ),
        travel=Travel(seconds=nowhere, metres=nowhere),
        links=chain,
    )

    assert_model_agrees(problem)
    assert is_feasible(problem, {"s": ("a", "b", "c")})


@law
@given(small_problems(most_visits=3))
def test_the_timing_accepts_exactly_the_orders_that_the_contract_allows(problem: Problem) -> None:
    for orders in all_orders(problem):
        accepts = any(True for _ in feasible_routes(problem, orders))
        assert accepts == is_feasible(problem, orders), orders
