"""Times of several routes at once: links push visits back until all of them hold, or nothing fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scheduling.joint_times import jointly_timed, visits_of
from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.visit import Link, LinkKind, TimeWindow
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, shift, visit

EIGHT = 8 * HOUR + 300
WORKERS = tuple(replace(shift(), key=key, technician=key) for key in "mno")
A, B, C = (visit(key, 1, 60, ALL_DAY) for key in "abc")
LATE = visit("late", 1, 60, (10 * HOUR, 10 * HOUR))


def problem(*links: Link, **changes: object) -> Problem:
    visits = tuple(
        replace(each, **changes) if each.key == "a" else each  # type: ignore[arg-type]  # any field
        for each in (A, B, C, LATE)
    )
    return Problem(visits=visits, shifts=WORKERS, travel=line(0, 5), links=links)


def timed(
    of: Problem, orders: Mapping[str, str], standing: Mapping[str, Route] | None = None
) -> dict[str, Route] | None:
    """The routes of orders written as keys parted by blanks."""
    return jointly_timed(
        of,
        {key: [of.visit_by_key[each] for each in order.split()] for key, order in orders.items()},
        standing,
    )


def starts(routes: Mapping[str, Route] | None) -> dict[str, int]:
    assert routes is not None
    return {stop.visit: stop.start for route in routes.values() for stop in route.stops}


def test_routes_without_links_start_as_early_as_they_can() -> None:
    assert starts(timed(problem(), {"m": "a b", "n": "c"})) == {
        "a": EIGHT,
        "b": EIGHT + HOUR,
        "c": EIGHT,
    }
    assert timed(problem(), {"m": "a b late b"}) is None


def test_before_pushes_the_second_visit_back_on_whatever_shift() -> None:
    tied = problem(Link(LinkKind.BEFORE, "b", "c", 1000))

    assert starts(timed(tied, {"n": "c", "m": "a b"}))["c"] == EIGHT + 2 * HOUR + 1200
    assert starts(timed(tied, {"m": "b c"}))["c"] == EIGHT + HOUR + 1200


def test_same_time_pushes_both_visits_to_the_later_one() -> None:
    tied = problem(Link(LinkKind.SAME_TIME, "b", "c"))

    assert starts(timed(tied, {"m": "a b", "n": "c"})) == {
        "a": EIGHT,
        "b": EIGHT + HOUR,
        "c": EIGHT + HOUR,
    }
    assert starts(timed(tied, {"n": "c", "m": "a b"}))["c"] == EIGHT + HOUR
    assert starts(timed(tied, {"n": "a c", "m": "b"}))["b"] == EIGHT + HOUR


def test_same_technician_and_same_shift_push_nobody() -> None:
    tied = problem(Link(LinkKind.SAME_TECHNICIAN, "a", "b"), Link(LinkKind.SAME_SHIFT, "b", "c"))

    assert starts(timed(tied, {"m": "b a c"})) == {
        "b": EIGHT,
        "a": EIGHT + HOUR,
        "c": EIGHT + 2 * HOUR,
    }


def test_links_in_a_chain_push_one_route_after_the_other() -> None:
    tied = problem(Link(LinkKind.SAME_TIME, "late", "a"), Link(LinkKind.BEFORE, "a", "b"))

    assert starts(timed(tied, {"o": "b c", "n": "a", "m": "late"})) == {
        "late": 10 * HOUR,
        "a": 10 * HOUR,
        "b": 11 * HOUR,
        "c": 12 * HOUR,
    }


def test_links_crossed_between_two_routes_never_fit() -> None:
    tied = problem(Link(LinkKind.SAME_TIME, "a", "b"), Link(LinkKind.SAME_TIME, "c", "late"))

    assert timed(tied, {"m": "a late", "n": "c b"}) is None


def test_standing_routes_keep_their_times_unless_a_link_pushes_them() -> None:
    tied = problem(Link(LinkKind.BEFORE, "a", "b"))
    standing = timed(tied, {"m": "a", "n": "b", "o": "late"})
    assert standing is not None

    pushed = timed(tied, {"m": "c a"}, standing)

    assert starts(standing)["b"] == EIGHT + HOUR
    assert starts(pushed) == {"c": EIGHT, "a": EIGHT + HOUR, "b": EIGHT + 2 * HOUR}
    assert set(pushed or ()) == {"m", "n"}
    assert timed(tied, {"m": "late a"}, {**standing, "n": standing["n"]}) is not None


def test_a_route_learns_what_a_standing_one_asks_of_it() -> None:
    tied = problem(Link(LinkKind.SAME_TIME, "late", "b"))
    standing = timed(tied, {"m": "late"})

    assert starts(timed(tied, {"n": "b"}, standing)) == {"b": 10 * HOUR}


def test_nobody_waits_for_a_wish_where_a_link_would_break() -> None:
    wish = {"wish": TimeWindow(12 * HOUR, 13 * HOUR), "wish_cost": 1.0}
    free = problem(Link(LinkKind.BEFORE, "a", "b"), **wish)
    tight = problem(Link(LinkKind.BEFORE, "a", "late"), **wish)

    assert starts(timed(free, {"m": "a", "n": "b"})) == {"a": 12 * HOUR, "b": 13 * HOUR}
    assert starts(timed(tight, {"m": "a", "n": "late"})) == {"a": EIGHT, "late": 10 * HOUR}


def test_visits_of_a_route_are_those_of_its_stops() -> None:
    routes = timed(problem(), {"m": "b a"})
    assert routes is not None

    assert visits_of(problem(), routes["m"]) == (B, A)
    assert visits_of(problem(), None) == ()
