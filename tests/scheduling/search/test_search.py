"""The whole search: what it tells, who stops it, the master, parts, and a plan to start from."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduling.problem import Problem
from scheduling.search.anneal import begin, total_cost
from scheduling.search.annealer import Annealer, Cooling, Found
from scheduling.search.arrays import arrays_of
from scheduling.search.budget import Budget
from scheduling.search.decompose import cut, joined, local_orders, part_of
from scheduling.search.model import ABSENT, BEST, CURRENT
from scheduling.search.rounds import LAST_SHARE, MANDATORY, OPTIONAL, Search
from scheduling.search.start import started
from scheduling.search.state import Orders
from scheduling.search.threads import Seen, Threads, best_of, sum_of
from scheduling.timing import may_serve, timed_route
from scheduling.visit import Link, LinkKind
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit
from tests.scheduling.search.standing import UNLINKED, plain_python
from tests.scheduling.small_problems import small_problems

law = settings(
    derandomize=True,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)

WORKER = replace(shift(), key="s", technician="t")
OTHER = replace(shift(), key="o", technician="u", skills=frozenset({"gas"}))
VISITS = tuple(visit(str(at), 1 + at % 3, 30, ALL_DAY) for at in range(12))
PROBLEM = Problem(visits=VISITS, shifts=(WORKER, OTHER), travel=line(0, 5, 12, 40))
COLD = Cooling(1.0, 0.1)


def searched(problem: Problem, *, seed: int = 0, steps: int = 30) -> Annealer:
    annealer = Annealer(arrays_of(problem), seed=seed, pool=20)
    annealer.search(COLD, steps=steps)
    return annealer


# ---------------------------------------------------------------- budgets and temperatures


@pytest.mark.parametrize(
    ("budget", "rounds"),
    [
        (Budget(seconds=0.5), 2),
        (Budget(seconds=5.0), 12),
        (Budget(seconds=60.0), 48),
        (Budget(steps=20_000), 2),
        (Budget(steps=250_000), 12),
        (Budget(), 2),
    ],
)
def test_a_long_search_is_cut_into_parts_more_often(budget: Budget, rounds: int) -> None:
    assert budget.rounds_in_parts == rounds


def test_a_part_of_a_budget_has_at_least_one_step() -> None:
    assert Budget(steps=10).part(0.25) == Budget(steps=2)
    assert Budget(steps=10).part(0.01) == Budget(steps=1)
    assert Budget(seconds=10.0).part(0.25) == Budget(seconds=2.5)


def test_temperatures_fall_by_the_same_factor_in_the_same_time() -> None:
    cooling = Cooling(100.0, 1.0)

    assert [round(cooling.at(share), 9) for share in (-1, 0, 0.5, 1, 2)] == [100, 100, 10, 1, 1]
    assert cooling.part(0.5, 1.0) == Cooling(cooling.at(0.5), 1.0)


def test_where_all_visits_are_mandatory_the_search_begins_colder() -> None:
    must = replace(PROBLEM, visits=tuple(replace(each, prize=None) for each in VISITS))

    assert Search(arrays_of(PROBLEM), seed=0, threads=1).cooling is OPTIONAL
    assert Search(arrays_of(must), seed=0, threads=1).cooling is MANDATORY


# ---------------------------------------------------------------- one thread


@plain_python
def test_a_search_by_the_clock_ends_in_time_and_is_as_good_as_its_best() -> None:
    annealer = Annealer(arrays_of(PROBLEM), seed=0)

    annealer.search(COLD, seconds=0.2)

    assert annealer.steps > 5
    assert annealer.best_absent == 0
    assert annealer.best_cost <= annealer.state.figures[CURRENT] / annealer.arrays.model.scale


@plain_python
def test_a_search_that_is_stopped_has_put_in_what_fits() -> None:
    for seconds, steps in ((None, 1000), (10.0, None)):
        annealer = Annealer(arrays_of(PROBLEM), seed=0)

        annealer.search(COLD, steps=steps, seconds=seconds, should_stop=lambda: True)

        assert (annealer.steps, annealer.best_absent) == (1, 0)


@plain_python
def test_a_search_without_a_budget_only_constructs() -> None:
    annealer = Annealer(arrays_of(PROBLEM), seed=0)

    annealer.search(COLD)
    annealer.construct()

    assert annealer.steps == 1


@plain_python
@law
@given(small_problems(), st.integers(0, 3))
def test_nobody_has_room_for_what_is_full_and_somebody_for_the_rest(
    problem: Problem, seed: int
) -> None:
    annealer = searched(problem, seed=seed)
    found = annealer.best
    annealer.stand_at(found)
    served = {at for order in found.orders for at in order}

    full = {problem.visits[at].key for at in annealer.full()}

    links = {key for link in problem.links for key in (link.first, link.second)}
    assume(not links & {problem.visits[at].key for at in served})
    for at, each in enumerate(problem.visits):
        if at not in served and each.key not in links:
            fits = any(
                may_serve(worker, each)
                and timed_route(problem, worker, [*order[:place], each, *order[place:]]) is not None
                for worker, numbers in zip(annealer.arrays.shifts, found.orders, strict=True)
                for order in [[problem.visits[number] for number in numbers]]
                for place in range(len(order) + 1)
            )
            assert fits != (each.key in full)


# ---------------------------------------------------------------- threads


class Broken:
    """A search that fails."""

    steps = 0

    def search(self, *args: object, **kwargs: object) -> None:
        raise ArithmeticError("This search is broken.")


class Patient:
    """A search that goes on until it is told to stop."""

    steps = 7
    best_cost = 5.0
    best_absent = 1

    def __init__(self) -> None:
        self.is_over = Event()

    def search(self, *args: object, should_stop: object, **kwargs: object) -> None:
        assert callable(should_stop)
        while not should_stop():
            Event().wait(0.01)
        self.is_over.set()


def test_what_goes_wrong_in_a_thread_reaches_the_caller() -> None:
    threads = Threads([], on_seen=None, should_stop=None)

    with pytest.raises(ArithmeticError, match="broken"):
        threads.anneal([cast("Annealer", Broken())], Budget(steps=1), COLD, 0.0, 1.0, best_of)


def test_threads_stop_when_somebody_wants_that_and_tell_what_they_saw() -> None:
    patient, told = Patient(), list[Seen]()
    annealers = [cast("Annealer", patient)]
    threads = Threads(annealers, on_seen=told.append, should_stop=lambda: len(told) > 1)

    threads.anneal(annealers, Budget(seconds=60.0), COLD, 0.5, 0.25, sum_of)

    assert threads.is_stopped
    assert patient.is_over.is_set()
    assert {(one.cost, one.left_out, one.steps) for one in told} == {(5.0, 1, 7)}
    assert all(0.5 <= one.share <= 0.75 for one in told)


def test_threads_stop_when_nobody_listens_any_more() -> None:
    patient = Patient()
    annealers = [cast("Annealer", patient)]

    def listen(seen: Seen) -> None:
        raise ConnectionError("Gone.")

    threads = Threads(annealers, on_seen=listen, should_stop=None)

    with pytest.raises(ConnectionError):
        threads.anneal(annealers, Budget(steps=1), COLD, 0.0, 1.0, best_of)

    assert patient.is_over.wait(10)


# ---------------------------------------------------------------- the master and what follows


@plain_python
def test_a_search_never_ends_worse_than_what_it_told() -> None:
    told: list[Seen] = []
    search = Search(arrays_of(PROBLEM), seed=1, threads=2, on_seen=told.append)

    found = search.find(Budget(seconds=1.0))

    assert any(one.share > 1 - LAST_SHARE for one in told)
    assert found.cost == min(one.cost for one in told)
    assert sorted(at for order in found.orders for at in order) == list(range(len(VISITS)))


@plain_python
def test_without_a_master_work_is_shared_fairly() -> None:
    from scheduling.problem import Prices

    fair = replace(PROBLEM, prices=Prices(imbalance=10.0))
    search = Search(arrays_of(fair), seed=0, threads=1)

    found = search.find(Budget(steps=200))

    assert not search.has_master
    assert [len(order) for order in found.orders] == [6, 6]


# ---------------------------------------------------------------- parts


@plain_python
@law
@given(small_problems(features=UNLINKED), st.integers(0, 3), st.integers(1, 2), st.booleans())
def test_parts_cost_together_what_the_whole_costs(
    problem: Problem,
    seed: int,
    parts: int,
    by_day: bool,  # noqa: FBT001 - drawn
) -> None:
    assume(problem.prices.imbalance == 0 and len(problem.visits) > 1)
    whole = searched(problem, seed=seed)
    orders = whole.best.orders
    assume(sum(map(bool, orders)) >= parts)

    pieces = cut(whole.arrays, orders, parts, np.random.default_rng(seed), by_day=by_day)

    assert sorted(at for visits, _ in pieces for at in visits) == list(range(len(problem.visits)))
    assert sorted(at for _, shifts in pieces for at in shifts) == list(range(len(problem.shifts)))
    own = [Annealer(part_of(whole.arrays, *piece), seed=0) for piece in pieces]
    for annealer, piece in zip(own, pieces, strict=True):
        assert annealer.stand_at(Found(local_orders(orders, *piece), {}, 0))
    whole.stand_at(whole.best)
    assert sum(annealer.state.figures[CURRENT] for annealer in own) == total_cost(
        whole.arrays.model, whole.state
    )
    assert (
        joined(
            whole.arrays,
            pieces,
            [local_orders(orders, *piece) for piece in pieces],
        )
        == orders
    )


@plain_python
def test_a_part_can_be_searched_like_a_whole() -> None:
    limits = replace(
        PROBLEM,
        shifts=(replace(WORKER, max_driving=4 * HOUR), replace(OTHER, cost_per_hour=2.0)),
        visits=tuple(replace(each, preferred=frozenset({"u"})) for each in VISITS),
    )
    whole = searched(limits)
    visits, shifts = np.arange(0, 12, 2), np.array([1])

    part = Annealer(part_of(whole.arrays, visits, shifts), seed=0)
    part.search(COLD, steps=30)

    assert part.best_absent == 0
    assert sorted(part.best.orders[0]) == list(range(6))
    assert begin(part.arrays.model, part.state)
    assert part.state.figures[BEST] <= part.state.figures[CURRENT]


@plain_python
def test_a_part_without_visits_has_nothing_to_do() -> None:
    part = Annealer(part_of(arrays_of(PROBLEM), np.arange(0), np.array([1])), seed=0)

    part.search(COLD, steps=3)

    assert part.best == Found(((),), {}, 0)


# ---------------------------------------------------------------- a plan to start from


def linked(kind: LinkKind, *, lag: int = 0) -> Problem:
    return replace(PROBLEM, links=(Link(kind, "0", "1", lag),))


@pytest.mark.parametrize(
    ("kind", "start", "borders"),
    [
        (LinkKind.SAME_TIME, {"s": ["0"], "o": ["1"]}, {0: 29_700, 1: 29_700}),
        (LinkKind.BEFORE, {"s": ["0", "1"]}, {0: 29_100, 1: 31_500}),
        (LinkKind.SAME_TECHNICIAN, {"s": ["1", "0"]}, {}),
        (LinkKind.SAME_SHIFT, {"s": ["0", "1"]}, {}),
        (LinkKind.SAME_SHIFT, {"s": ["2"], "o": ["gone"]}, {}),
    ],
)
def test_a_plan_that_keeps_all_links_is_started_from_as_it_is(
    kind: LinkKind, start: dict[str, list[str]], borders: dict[int, int]
) -> None:
    arrays = arrays_of(linked(kind))

    orders, found = started(arrays, start)

    assert found is not None
    assert {at: first for at, (first, _) in found.items()} == borders
    assert all(first == last for first, last in found.values())
    assert Annealer(arrays, seed=0).stand_at(Found(orders, found, 0))


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (LinkKind.SAME_TIME, {"s": ["0", "1"]}),
        (LinkKind.SAME_TIME, {"s": ["0"]}),
        (LinkKind.BEFORE, {"s": ["1", "0"]}),
        (LinkKind.SAME_TECHNICIAN, {"s": ["0"], "o": ["1"]}),
        (LinkKind.SAME_SHIFT, {"s": ["1", "0"]}),
        (LinkKind.SAME_SHIFT, {"s": ["2"], "o": ["2"]}),
    ],
)
def test_a_plan_that_breaks_a_rule_is_started_from_as_far_as_it_goes(
    kind: LinkKind, start: dict[str, list[str]]
) -> None:
    arrays = arrays_of(linked(kind))

    orders, borders = started(arrays, start)

    assert borders is None
    annealer = Annealer(arrays, seed=0)
    annealer.follow(orders, borders)
    assert annealer.state.figures[ABSENT] == 0


def test_who_may_not_serve_a_visit_does_not_start_with_it() -> None:
    gas = replace(PROBLEM, visits=(replace(VISITS[0], skills=frozenset({"gas"})), *VISITS[1:]))
    arrays = arrays_of(gas)
    everything = {"s": [each.key for each in VISITS], "o": [each.key for each in VISITS]}

    assert started(arrays, {"s": ["0"]})[1] is None
    assert started(arrays, {"o": ["0"]})[1] == {}
    annealer = Annealer(arrays, seed=0)
    annealer.follow(*started(arrays, everything))
    assert annealer.best.orders[1][0] == 0
    assert not set(annealer.best.orders[0]) & set(annealer.best.orders[1])


def test_more_stops_than_any_shift_has_time_for_are_no_plan() -> None:
    long = tuple(replace(each, service=4 * HOUR) for each in VISITS)
    arrays = arrays_of(replace(PROBLEM, visits=long))

    orders, borders = started(arrays, {"s": [each.key for each in long]})

    assert (len(orders[0]), borders) == (12, None)
    annealer = Annealer(arrays, seed=0)
    annealer.follow(orders, borders)
    assert annealer.best_absent <= 10


def test_nothing_to_start_from_is_a_start_as_well() -> None:
    arrays = arrays_of(PROBLEM)
    nothing: Orders = ((), ())

    assert started(arrays, {}) == (nothing, {})
    annealer = Annealer(arrays, seed=0)
    annealer.follow(nothing, None)
    assert annealer.state.figures[ABSENT] == 0


@plain_python
def test_a_good_plan_is_where_the_search_goes_on() -> None:
    good = searched(PROBLEM, steps=60).best
    arrays = arrays_of(PROBLEM)
    start = {
        worker.key: [VISITS[at].key for at in order]
        for worker, order in zip(arrays.shifts, good.orders, strict=True)
    }

    found = Search(arrays, seed=5, threads=1).find(Budget(steps=1), started(arrays, start))

    assert found.cost <= good.cost


@plain_python
def test_nobody_starts_with_more_stops_than_allowed() -> None:
    arrays = arrays_of(replace(PROBLEM, shifts=(replace(WORKER, max_stops=2),)))
    annealer = Annealer(arrays, seed=0)

    annealer.follow(*started(arrays, {"s": ["3", "4", "5"]}))

    assert annealer.best_absent == 10


@plain_python
def test_a_master_without_time_leaves_the_best_routes_as_they_are() -> None:
    search = Search(arrays_of(PROBLEM), seed=0, threads=1)
    search.annealers[0].construct()
    best = search.annealers[0].best

    assert search._mastered(best, Budget(steps=0), ()) is best
