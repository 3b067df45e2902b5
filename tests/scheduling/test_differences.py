"""Differences between plans: every visit once, nothing for the same plan, opposites backwards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.differences import Move, MoveKind, MoveSummary, moves_between, summary_of
from scheduling.plan import Plan, Route, Stop, Unplanned, UnplannedReason

law = settings(derandomize=True, deadline=None)

OPPOSITE = {
    MoveKind.SAME: MoveKind.SAME,
    MoveKind.RETIMED: MoveKind.RETIMED,
    MoveKind.REASSIGNED: MoveKind.REASSIGNED,
    MoveKind.PLANNED: MoveKind.DROPPED,
    MoveKind.DROPPED: MoveKind.PLANNED,
}


def plan_of(placed: dict[str, tuple[str, int] | None]) -> Plan:
    """A plan with only what matters here: who serves which visit from when."""
    shifts = sorted({place[0] for place in placed.values() if place})
    routes = tuple(
        Route(
            shift=shift,
            stops=tuple(
                Stop(visit=visit, arrival=place[1], start=place[1], end=place[1] + 300, drive=0)
                for visit, place in placed.items()
                if place and place[0] == shift
            ),
            pauses=(),
            start=0,
            end=0,
            driving=0,
            metres=0,
        )
        for shift in shifts
    )
    unplanned = tuple(
        Unplanned(visit=visit, reason=UnplannedReason.FULLY_BOOKED, sentence="Everyone is busy.")
        for visit, place in placed.items()
        if place is None
    )
    return Plan(routes=routes, unplanned=unplanned, cost=0.0)


plans = st.dictionaries(
    st.sampled_from("abcdef"),
    st.none()
    | st.tuples(st.sampled_from(("mon", "tue")), st.integers(0, 9).map(lambda n: n * 300)),
).map(plan_of)


@law
@given(plans)
def test_moves_between_a_plan_and_itself_change_nothing(plan: Plan) -> None:
    moves = moves_between(plan, plan)

    assert {move.kind for move in moves} <= {MoveKind.SAME}
    assert summary_of(moves).changed == 0
    assert summary_of(moves).farthest == 0


@law
@given(plans, plans)
def test_moves_between_plans_name_every_visit_once_and_sum_up(before: Plan, after: Plan) -> None:
    moves = moves_between(before, after)

    visits = [
        key
        for plan in (before, after)
        for key in (
            *(stop.visit for route in plan.routes for stop in route.stops),
            *(left.visit for left in plan.unplanned),
        )
    ]
    assert sorted(move.visit for move in moves) == sorted(set(visits))
    assert summary_of(moves).same + summary_of(moves).changed == len(moves)


@law
@given(plans, plans)
def test_moves_back_are_the_opposites(before: Plan, after: Plan) -> None:
    there = {move.visit: move for move in moves_between(before, after)}
    back = {move.visit: move for move in moves_between(after, before)}

    assert {visit: OPPOSITE[move.kind] for visit, move in there.items()} == {
        visit: move.kind for visit, move in back.items()
    }
    assert {visit: -move.seconds for visit, move in there.items()} == {
        visit: move.seconds for visit, move in back.items()
    }


@pytest.mark.parametrize(
    ("old", "new", "kind", "seconds"),
    [
        (("mon", 600), ("mon", 600), MoveKind.SAME, 0),
        (None, None, MoveKind.SAME, 0),
        (("mon", 600), ("mon", 300), MoveKind.RETIMED, -300),
        (("mon", 600), ("tue", 900), MoveKind.REASSIGNED, 300),
        (("mon", 600), ("tue", 600), MoveKind.REASSIGNED, 0),
        (None, ("tue", 600), MoveKind.PLANNED, 0),
        (("mon", 600), None, MoveKind.DROPPED, 0),
    ],
)
def test_a_move_says_what_becomes_of_a_visit(
    old: tuple[str, int] | None, new: tuple[str, int] | None, kind: MoveKind, seconds: int
) -> None:
    (move,) = moves_between(plan_of({"a": old}), plan_of({"a": new}))

    assert move == Move(
        visit="a",
        kind=kind,
        shift_before=old[0] if old else None,
        shift_after=new[0] if new else None,
        start_before=old[1] if old else None,
        start_after=new[1] if new else None,
    )
    assert move.seconds == seconds


def test_a_summary_counts_kinds_and_the_farthest_move() -> None:
    before = plan_of({"a": ("mon", 0), "b": ("mon", 900), "c": ("tue", 0), "d": None, "e": None})
    after = plan_of({"a": ("mon", 0), "b": ("mon", 300), "c": ("mon", 1200), "d": ("tue", 0)})

    assert summary_of(moves_between(before, after)) == MoveSummary(
        same=2, retimed=1, reassigned=1, planned=1, dropped=0, farthest=1200
    )


def test_a_visit_that_the_new_plan_no_longer_knows_is_dropped_and_comes_last() -> None:
    moves = moves_between(
        plan_of({"a": ("mon", 0), "b": ("mon", 300)}), plan_of({"b": ("mon", 300)})
    )

    assert [(move.visit, move.kind) for move in moves] == [
        ("b", MoveKind.SAME),
        ("a", MoveKind.DROPPED),
    ]
