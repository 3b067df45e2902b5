"""A plan explained: what it costs, why each visit stands where it stands, and why others are out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.cost import Costs, sum_of
from scheduling.explain import Explanation, RouteExplained, VisitExplained, explain
from scheduling.mending import mended
from scheduling.phrases import minutes_of, ties_of
from scheduling.plan import Unplanned, UnplannedReason
from scheduling.problem import Problem
from scheduling.visit import Link, LinkKind, TimeWindow
from tests.scheduling import one_shift
from tests.scheduling.small_problems import small_problems

HOUR = 3600
DAY = 24 * HOUR

MON = replace(one_shift.shift(), key="mon", technician="ann", skills=frozenset({"gas"}))
TUE = replace(one_shift.shift(DAY + 8 * HOUR, DAY + 17 * HOUR), key="tue", technician="bob", day=1)


def test_explain_tells_costs_places_and_omissions() -> None:
    gas = replace(one_shift.visit("gas", 1, 60, (9 * HOUR, 12 * HOUR)), skills=frozenset({"gas"}))
    free = one_shift.visit("free", 2, 60, (8 * HOUR, 16 * HOUR), (DAY + 8 * HOUR, DAY + 16 * HOUR))
    late = replace(gas, key="late", windows=(TimeWindow(DAY, DAY + HOUR),), prize=7200)
    problem = Problem(visits=(gas, free, late), shifts=(MON, TUE), travel=one_shift.line(0, 7, 20))

    told = explain(problem, mended(problem, {}))

    assert told == Explanation(
        costs=Costs(driving=2400, unplanned=7200),
        routes=(
            RouteExplained(
                shift="mon",
                costs=Costs(driving=2400),
                visits=(
                    VisitExplained(
                        visit="free",
                        could_serve=("mon", "tue"),
                        detour=1560,
                        cost=1560,
                        next_best="tue",
                        more=840,
                        sentence=(
                            "2 of 2 shifts could serve it. It starts at day 1 08:20, as the way and"
                            " the other visits allow. It adds 26 minutes of driving; the next best,"
                            " shift tue, would cost 14 minutes of driving more."
                        ),
                    ),
                    VisitExplained(
                        visit="gas",
                        could_serve=("mon",),
                        detour=0,
                        cost=0,
                        next_best=None,
                        more=None,
                        sentence=(
                            "Shift mon is the only one with the skill gas. It starts at day 1 09:35, as the"
                            " way and the other visits allow. It adds 0 minutes of driving."
                        ),
                    ),
                ),
            ),
        ),
        unplanned=(
            Unplanned(
                visit="late",
                reason=UnplannedReason.NOBODY_ON_DUTY,
                sentence=(
                    "Nobody with the skill gas is on duty for 60 minutes of work"
                    " between day 2 00:00 and day 2 01:00."
                ),
            ),
        ),
    )


def sentence_of(key: str, problem: Problem, orders: dict[str, list[str]]) -> str:
    told = explain(problem, mended(problem, orders), clock=lambda second: f"{second // HOUR} h")
    (sentence,) = (
        visit.sentence for route in told.routes for visit in route.visits if visit.visit == key
    )
    return sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"pinned_shift": "tue"},
            (
                "It is promised to shift tue. It starts at 32 h, as the way and the other visits allow."
                " It adds 14 minutes of driving."
            ),
        ),
        (
            {"pinned_technician": "ann", "not_before": 10 * HOUR},
            (
                "It is promised to technician ann. It starts at 10 h, before which it may not."
                " It adds 14 minutes of driving."
            ),
        ),
        (
            {"forbidden": frozenset({"ann"}), "pinned_start": 33 * HOUR},
            (
                "Shift tue is the only one that could serve it. It starts at 33 h, which is promised."
                " It adds 14 minutes of driving."
            ),
        ),
    ],
)
def test_explain_says_why_a_visit_stands_where_it_stands(
    changes: dict[str, object], sentence: str
) -> None:
    one = replace(one_shift.visit("a", 1, 60, (0, 2 * DAY)), **changes)  # type: ignore[arg-type]  # any field
    problem = Problem(visits=(one,), shifts=(MON, TUE), travel=one_shift.line(0, 7))

    assert sentence_of("a", problem, {}) == sentence


def test_explain_names_the_only_technician_and_what_another_day_would_save() -> None:
    """Thursday is Monday's technician again, and starts from where the visit is."""
    thu = replace(TUE, key="thu", technician="ann", skills=MON.skills, start_place=1, end_place=1)
    one = replace(one_shift.visit("a", 1, 60, (0, 2 * DAY)), skills=frozenset({"gas"}))
    problem = Problem(visits=(one,), shifts=(MON, TUE, thu), travel=one_shift.line(0, 7))

    assert sentence_of("a", problem, {"mon": ["a"]}) == (
        "Technician ann is the only one with the skill gas. It starts at 8 h, as the way and the"
        " other visits allow. It adds 14 minutes of driving; the next best, shift thu, would cost"
        " 14 minutes of driving less."
    )


def test_explain_says_that_nobody_else_has_room_and_what_links_ask() -> None:
    """Tuesday could come, but not together with Monday; without the first the second has no place."""
    visits = (one_shift.visit("a", 1, 60, (0, 2 * DAY)), one_shift.visit("b", 1, 60, (0, 2 * DAY)))
    link = Link(LinkKind.SAME_SHIFT, "a", "b")
    problem = Problem(visits=visits, shifts=(MON, TUE), travel=one_shift.line(0, 7), links=(link,))

    told = explain(problem, mended(problem, {"mon": ["a", "b"]}))

    first, second = told.routes[0].visits
    assert (first.cost, first.next_best, first.more) == (None, None, None)
    assert (second.cost, second.next_best, second.more) == (0, None, None)
    assert second.sentence == (
        "2 of 2 shifts could serve it. It comes after a on its shift. It starts at day 1 09:10, as"
        " the way and the other visits allow. It adds 0 minutes of driving; no other shift has room"
        " for it."
    )


def test_phrases_name_links_from_both_ends() -> None:
    visits = tuple(one_shift.visit(key, 0, 60, (0, DAY)) for key in "ab")
    links = tuple(Link(kind, "a", "b") for kind in LinkKind)
    problem = Problem(visits=visits, shifts=(MON,), travel=one_shift.line(0), links=links)

    assert ties_of(problem, visits[0]) == (
        "starts together with b",
        "comes before b",
        "has the technician of b",
        "comes before b on its shift",
    )
    assert ties_of(problem, visits[1])[1::2] == ("comes after a", "comes after a on its shift")
    assert [minutes_of(seconds) for seconds in (60, 61, 0)] == ["1 minute", "1 minute", "0 minutes"]


@settings(derandomize=True, deadline=None, max_examples=100)
@given(small_problems(most_visits=5))
def test_explain_adds_up_and_names_every_visit_once(problem: Problem) -> None:
    plan = mended(problem, {})

    told = explain(problem, plan)

    whole = Costs(unplanned=told.costs.unplanned, imbalance=told.costs.imbalance)
    assert told.costs.total == pytest.approx(plan.cost)
    assert sum_of([whole, *(route.costs for route in told.routes)]).terms() == pytest.approx(
        told.costs.terms()
    )
    assert [[stop.visit for stop in route.stops] for route in plan.routes] == [
        [visit.visit for visit in route.visits] for route in told.routes
    ]
    assert [(left.visit, left.reason) for left in told.unplanned] == [
        (left.visit, left.reason) for left in plan.unplanned
    ]
    for route in told.routes:
        for visit in route.visits:
            assert route.shift in visit.could_serve
            assert visit.next_best in {None, *visit.could_serve} - {route.shift}
