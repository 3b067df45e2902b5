"""What an order of visits asks of a shift whatever the clock says: hands, stops, links and loads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.cost import costs_of
from scheduling.limits import fits_alone, keeps_limits, may_serve
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.timing import could_serve_alone, timed_route
from scheduling.violation import Rule
from scheduling.visit import Link, LinkKind, Visit
from tests.scheduling.one_shift import ALL_DAY, line, shift, timed, visit

law = settings(derandomize=True, deadline=None, max_examples=200)
A, B, C = (visit(key, at, 15, ALL_DAY) for at, key in enumerate("abc", start=1))


@pytest.mark.parametrize(
    ("of_shift", "of_visit", "may"),
    [
        ({}, {}, True),
        ({}, {"skills": frozenset({"gas"})}, False),
        ({"skills": frozenset({"gas", "water"})}, {"skills": frozenset({"gas"})}, True),
        ({}, {"crew_size": 2}, False),
        ({"territories": frozenset({"north"})}, {}, True),
        ({}, {"territory": "north"}, True),
        ({"territories": frozenset({"north"})}, {"territory": "north"}, True),
        ({"territories": frozenset({"south"})}, {"territory": "north"}, False),
        ({"territories": frozenset()}, {"territory": "north"}, False),
        ({}, {"pinned_shift": "s"}, True),
        ({}, {"pinned_shift": "t"}, False),
        ({}, {"pinned_technician": "t"}, True),
        ({}, {"pinned_technician": "s"}, False),
        ({}, {"forbidden": frozenset({"t"})}, False),
        ({}, {"forbidden": frozenset({"s"})}, True),
    ],
)
def test_may_serve_asks_who_may_come(
    of_shift: dict[str, object], of_visit: dict[str, object], *, may: bool
) -> None:
    worker = replace(shift(), **of_shift)  # type: ignore[arg-type]  # any field
    one = replace(A, **of_visit)  # type: ignore[arg-type]  # any field

    assert may_serve(worker, one) == may
    assert (
        could_serve_alone(Problem(visits=(), shifts=(worker,), travel=line(0, 1)), worker, one)
        == may
    )


@pytest.mark.parametrize(("most", "fits"), [(None, True), (2, True), (1, False), (0, False)])
def test_max_stops_limits_a_route(most: int | None, *, fits: bool) -> None:
    assert (timed(replace(shift(), max_stops=most), (A, B), line(0, 1, 2)) is not None) == fits
    assert fits_alone(replace(shift(), max_stops=most), A) == (most != 0)


@pytest.mark.parametrize(
    ("capacity", "load", "fits"),
    [
        ((), {"delivery": (9, 9)}, True),
        ((2, 3), {"delivery": (2, 3)}, True),
        ((2, 3), {"delivery": (2, 4)}, False),
        ((2, 3), {"pickup": (3, 0)}, False),
        ((2, 3), {"pickup": (2, 0), "delivery": (2, 0)}, True),
    ],
)
def test_fits_alone_asks_what_the_van_holds(
    capacity: tuple[int, ...], load: dict[str, tuple[int, ...]], *, fits: bool
) -> None:
    van, one = replace(shift(), capacity=capacity), replace(A, **load)  # type: ignore[arg-type]  # loads

    assert fits_alone(van, one) == fits
    assert (timed(van, (one,), line(0, 1)) is not None) == fits


@pytest.mark.parametrize(
    ("kind", "order", "keeps"),
    [
        (LinkKind.SAME_SHIFT, (A, B), True),
        (LinkKind.SAME_SHIFT, (A, C, B), True),
        (LinkKind.SAME_SHIFT, (B, A), False),
        (LinkKind.SAME_SHIFT, (B,), False),
        (LinkKind.SAME_SHIFT, (A,), True),
        (LinkKind.BEFORE, (A, B), True),
        (LinkKind.BEFORE, (B, A), False),
        (LinkKind.BEFORE, (B,), True),
        (LinkKind.BEFORE, (A,), True),
        (LinkKind.SAME_TIME, (A, B), False),
        (LinkKind.SAME_TIME, (A, C), True),
        (LinkKind.SAME_TIME, (B,), True),
        (LinkKind.SAME_TECHNICIAN, (B, A), True),
    ],
)
def test_keeps_limits_asks_for_the_order_of_linked_visits(
    kind: LinkKind, order: tuple[Visit, ...], *, keeps: bool
) -> None:
    links = (Link(kind, "a", "b"),)
    problem = Problem(visits=(A, B, C), shifts=(shift(),), travel=line(0, 1, 2, 3), links=links)

    assert keeps_limits(problem, shift(), order) == keeps
    assert (timed_route(problem, shift(), order) is not None) == keeps


loads = st.tuples(st.integers(0, 3), st.integers(0, 2)) | st.just(())


@law
@given(
    st.lists(st.tuples(loads, loads), min_size=1, max_size=5),
    st.sets(st.tuples(st.integers(0, 3), st.integers(1, 4)).filter(lambda pair: pair[0] < pair[1])),
    st.tuples(st.integers(0, 6), st.integers(0, 4)),
)
def test_keeps_limits_finds_the_vans_too_full_that_the_checker_finds(
    amounts: list[tuple[tuple[int, ...], tuple[int, ...]]],
    pairs: set[tuple[int, int]],
    capacity: tuple[int, int],
) -> None:
    van = replace(shift(), capacity=capacity)
    visits = tuple(
        replace(visit(str(at), 1, 15, ALL_DAY), delivery=delivery, pickup=pickup)
        for at, (delivery, pickup) in enumerate(amounts)
    )
    links = tuple(
        Link(LinkKind.SAME_SHIFT, str(first), str(second))
        for first, second in sorted(pairs)
        if second < len(visits)
    )
    problem = Problem(visits=visits, shifts=(van,), travel=line(0, 1), links=links)
    roomy = replace(problem, shifts=(replace(van, capacity=(99, 99)),))
    route = timed_route(roomy, roomy.shifts[0], visits)
    assert route is not None

    plan = Plan(routes=(route,), unplanned=(), cost=costs_of(problem, (route,), ()).total)

    broken = {violation.rule for violation in violations(problem, plan)}
    assert broken == (set() if keeps_limits(problem, van, visits) else {Rule.CAPACITY})
