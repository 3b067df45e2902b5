"""What the search reads is what the problem says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from scheduling.cost import MANDATORY
from scheduling.problem import Prices, Problem
from scheduling.search import model as columns
from scheduling.search.arrays import FINE, arrays_of
from scheduling.search.legs import MOST, Nodes, time_of_legs
from scheduling.search.links import grouped
from scheduling.search.model import NEVER
from scheduling.shift import Break, Shift
from scheduling.timing import could_serve_alone, starts_of
from scheduling.visit import Link, LinkKind, Published, TimeWindow, Visit
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit
from tests.scheduling.small_problems import DAY, small_problems

law = settings(derandomize=True, deadline=None, max_examples=50)
WORKER = shift()
TRAVEL = line(0, 10, 30)
PLAIN = Problem(visits=(visit("a", 1, 60, ALL_DAY),), shifts=(WORKER,), travel=TRAVEL)


def on_day(key: str, day: int, **changes: object) -> Shift:
    span = TimeWindow(day * DAY + 8 * HOUR, day * DAY + 17 * HOUR)
    changed = replace(WORKER, **changes)  # type: ignore[arg-type]  # any field
    return replace(changed, key=key, technician=key, day=day, span=span)


def classes(problem: Problem) -> dict[str, int]:
    arrays = arrays_of(problem)
    numbers = arrays.model.shifts[:, columns.CLASS]
    return {each.key: int(number) for each, number in zip(arrays.shifts, numbers, strict=True)}


def test_equal_shifts_stand_beside_each_other_by_day() -> None:
    shifts = (
        on_day("tuesday", 1),
        on_day("one", 0),
        on_day("dear", 0, fixed_cost=5.0),
        on_day("other", 0),
    )
    problem = replace(PLAIN, shifts=shifts)

    assert [each.key for each in arrays_of(problem).shifts] == ["one", "other", "dear", "tuesday"]
    assert classes(problem) == {"one": 0, "other": 0, "dear": 1, "tuesday": 2}


@pytest.mark.parametrize(
    "change",
    [
        {"forbidden": frozenset({"one"})},
        {"preferred": frozenset({"one"})},
        {"pinned_technician": "one"},
        {"pinned_shift": "one"},
        {"published": Published(technician="one", day=0, window=TimeWindow(0, 9))},
    ],
)
def test_shifts_are_not_equal_where_somebody_minds_who_comes(change: dict[str, object]) -> None:
    asked = replace(PLAIN.visits[0], **change)  # type: ignore[arg-type]  # any field
    problem = replace(PLAIN, visits=(asked,), shifts=(on_day("one", 0), on_day("other", 0)))

    assert classes(problem) == {"one": 0, "other": 1}


def test_shifts_are_not_equal_where_work_is_shared_or_technicians_are_linked() -> None:
    two = replace(
        PLAIN,
        visits=(*PLAIN.visits, visit("b", 1, 60, ALL_DAY)),
        shifts=(on_day("one", 0), on_day("other", 0)),
    )

    assert classes(two) == {"one": 0, "other": 0}
    assert classes(replace(two, prices=Prices(imbalance=1.0))) == {"one": 0, "other": 1}
    for kind, number in ((LinkKind.SAME_TECHNICIAN, 1), (LinkKind.BEFORE, 0)):
        assert classes(replace(two, links=(Link(kind, "a", "b"),))) == {"one": 0, "other": number}


def test_costs_are_whole_units_where_all_prices_are() -> None:
    asked = PLAIN.visits[0]
    told = replace(asked, published=Published(technician="t", day=0, window=TimeWindow(0, 9)))
    liked = replace(asked, preferred=frozenset({"t"}))
    half = Prices(not_preferred=0.5, other_day=0.5)

    assert arrays_of(PLAIN).model.scale == 1
    assert arrays_of(replace(PLAIN, prices=half)).model.scale == 1
    for problem in (
        replace(PLAIN, prices=half, visits=(told,)),
        replace(PLAIN, prices=half, visits=(liked,)),
        replace(PLAIN, prices=Prices(imbalance=0.5)),
        replace(PLAIN, shifts=(replace(WORKER, cost_per_km=20.0),)),
        replace(PLAIN, visits=(replace(asked, due=5, lateness_cost=0.1),)),
    ):
        assert arrays_of(problem).model.scale == FINE
        assert arrays_of(problem).model.visits[0, columns.PRIZE] == 4 * HOUR * FINE


def test_a_mandatory_visit_has_the_prize_of_one() -> None:
    problem = replace(PLAIN, visits=(replace(PLAIN.visits[0], prize=None),))

    assert arrays_of(problem).model.visits[0, columns.PRIZE] == MANDATORY


def test_time_and_cost_are_one_matrix_where_they_are_the_same() -> None:
    one = arrays_of(PLAIN).model
    dear = arrays_of(replace(PLAIN, shifts=(replace(WORKER, cost_per_hour=2.0),))).model

    assert np.shares_memory(one.time, one.cost)
    assert np.array_equal(dear.cost[0], 2 * one.time)
    assert not np.shares_memory(dear.time, dear.cost)


@law
@given(small_problems())
def test_the_windows_of_a_day_are_the_starts_that_exact_timing_allows(problem: Problem) -> None:
    arrays = arrays_of(problem)
    model = arrays.model

    for number, each in enumerate(problem.visits):
        for row, worker in enumerate(arrays.shifts):
            ends = model.windows[model.shifts[row, columns.DAY_GROUP], number]
            found = [(int(ends[2 * at + 1]), int(ends[2 * at + 2])) for at in range(int(ends[0]))]
            on_duty = worker.span.start, worker.latest_end
            assert cut(found, *on_duty, problem.grid) == cut(
                list(starts_of(problem, each)), *on_duty, problem.grid
            )


def cut(spans: list[tuple[int, int]], first: int, last: int, grid: int) -> list[tuple[int, int]]:
    """The spans between two seconds, on the grid."""
    first, last = -(-first // grid) * grid, last // grid * grid
    cuts = [(max(low, first), min(high, last)) for low, high in spans]
    return [(low, high) for low, high in cuts if low <= high]


@law
@given(small_problems())
def test_whoever_could_serve_a_visit_alone_is_allowed_to(problem: Problem) -> None:
    arrays = arrays_of(problem)

    for row, worker in enumerate(arrays.shifts):
        for number, each in enumerate(problem.visits):
            if could_serve_alone(problem, worker, each):
                assert arrays.model.allowed[number, row]
            elif not worker.breaks and worker.max_stops is None and worker.max_driving is None:
                assert not arrays.model.allowed[number, row] or worker.capacity


def test_drives_between_visits_are_rounded_up_to_the_grid() -> None:
    early = replace(WORKER, span=TimeWindow(100, 9 * HOUR))
    both = (
        Visit(key="a", place=1, service=300, windows=(TimeWindow(0, HOUR),), setup=50),
        Visit(key="b", place=2, service=300, windows=(TimeWindow(0, HOUR),), setup=301),
        Visit(key="c", place=2, service=300, windows=(TimeWindow(0, HOUR),), setup=7),
    )
    seconds = np.array([[0, 250, 900], [250, 0, 601], [900, 601, 0]], np.int32)
    problem = Problem(
        visits=both, shifts=(early,), travel=replace(TRAVEL, seconds=seconds), grid=300
    )

    time = time_of_legs(Nodes.of(problem, problem.shifts))

    # from visits to visits; from the start, so that work begins on the grid; back: as it is
    assert time[:3, :3].tolist() == [[0, 1200, 900], [900, 0, 0], [900, 0, 0]]
    assert time[3, :3].tolist() == [500, 1400, 1100]
    assert time[:3, 4].tolist() == [250, 900, 900]


def test_a_leg_is_never_longer_than_the_search_can_count() -> None:
    seconds = np.array([[0, 2**31 - 1], [2**31 - 1, 0]], np.int32)
    far = replace(
        PLAIN,
        travel=replace(TRAVEL, seconds=seconds, metres=seconds),
        shifts=(replace(WORKER, cost_per_hour=3.0, cost_per_km=1.0),),
    )

    arrays = arrays_of(far)

    assert arrays.model.time.max() == MOST
    assert arrays.model.cost.max() == MOST
    assert not arrays.model.allowed.any()


def test_breaks_loads_and_limits_are_there_where_somebody_has_them() -> None:
    van = replace(WORKER, key="van", capacity=(5, 2), max_driving=HOUR)
    lunch = (Break(window=TimeWindow(12 * HOUR, 13 * HOUR), length=1800),)
    problem = replace(
        PLAIN,
        visits=(replace(PLAIN.visits[0], delivery=(1, 0), pickup=(0, 2)),),
        shifts=(van, replace(WORKER, breaks=lunch)),
    )

    model = arrays_of(problem).model

    assert model.capacity.tolist() == [[5, 2], [NEVER, NEVER]]
    assert model.drive.shape == (5, 5)
    assert model.breaks.tolist() == [[[0, 0, 0]], [[12 * HOUR, 13 * HOUR, 1800]]]
    assert (model.initial.tolist(), model.change.tolist()) == ([[1, 0]], [[-1, 2]])
    assert model.has_profile


def test_what_one_shift_brings_from_the_first_visit_is_not_loaded_at_the_start() -> None:
    van = replace(WORKER, capacity=(5,))
    first, second = visit("first", 1, 60, ALL_DAY), visit("second", 2, 60, ALL_DAY)
    problem = replace(
        PLAIN,
        visits=(first, replace(second, delivery=(3,))),
        shifts=(van,),
        links=(Link(LinkKind.SAME_SHIFT, "first", "second"),),
    )

    model = arrays_of(problem).model

    assert (model.initial.tolist(), model.change.tolist()) == ([[0], [0]], [[3], [-3]])


def test_links_make_groups_in_which_the_first_stand_in_front() -> None:
    visits = tuple(visit(key, 1, 60, ALL_DAY) for key in "abcdef")
    links = (
        Link(LinkKind.BEFORE, "c", "a", 60),
        Link(LinkKind.SAME_TIME, "f", "e"),
        Link(LinkKind.SAME_TECHNICIAN, "a", "d"),
    )

    groups = grouped(replace(PLAIN, visits=visits, links=links))

    assert groups.group_of.tolist() == [0, -1, 0, 0, 1, 1]
    members = groups.members.tolist()
    assert sorted(members[:3]) == [0, 2, 3]
    assert members.index(2) < members.index(0)
    assert sorted(members[3:]) == [4, 5]
    assert groups.group_start.tolist() == [0, 3, 5]
    assert groups.link_start.tolist() == [0, 2, 3]
    assert groups.links.tolist() == [
        [columns.BEFORE, 2, 0, 60],
        [columns.SAME_TECHNICIAN, 0, 3, 0],
        [columns.SAME_TIME, 5, 4, 0],
    ]
