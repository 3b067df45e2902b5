"""An improvement from its first day: measured daily, closed by its figures, late ones heard of, ended by a manager only."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from aftersales.errors import IllegalMove, NotPermitted, NotUnderstood
from aftersales.improvements import (
    IMPROVEMENT_MOVES,
    Measured,
    hand_over,
    postpone,
    take_measure,
    tend_improvements,
    waive,
)
from aftersales.records import (
    Event,
    Improvement,
    ImprovementScope,
    ImprovementState,
    Measure,
    Role,
    Verdict,
)
from tests.aftersales.improvements.conftest import SCORE, Bettering

HELD = Measured(value=4.5, count=9, verdict=Verdict.HOLDS)
MISSED = Measured(value=2.0, count=9, verdict=Verdict.FAILS)
ENDS = {ImprovementState.ACHIEVED, ImprovementState.WAIVED}


def test_every_state_is_reached_and_only_ends_are_dead_ends() -> None:
    reached, frontier = {ImprovementState.OPEN}, [ImprovementState.OPEN]
    while frontier:
        for target in IMPROVEMENT_MOVES[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)

    assert reached == set(IMPROVEMENT_MOVES) == set(ImprovementState)
    assert {state for state, targets in IMPROVEMENT_MOVES.items() if not targets} == ENDS


@pytest.mark.parametrize("origin", ImprovementState)
def test_improvement_goes_along_its_graph_only(
    bettering: Bettering, origin: ImprovementState
) -> None:
    row = bettering.opened()
    bettering.village.clock.move_to(bettering.village.clock.now() + timedelta(days=31))

    for target, found in product(ImprovementState, (HELD, MISSED)):
        with bettering.village.doing() as deed:
            present = deed.session.get_one(Improvement, row.id)
            present.state, present.due_on = origin, bettering.today - timedelta(days=1)
            deed.session.flush()
            try:
                match target:
                    case ImprovementState.OPEN:
                        postpone(deed, present, bettering.today + timedelta(days=9), "Later.")
                    case ImprovementState.WAIVED:
                        waive(deed, present, Role.MANAGER, "It is not worth it.")
                    case ImprovementState.ACHIEVED | ImprovementState.MISSED:
                        take_measure(deed, present, found)
            except IllegalMove:
                assert origin in ENDS
            assert present.state in IMPROVEMENT_MOVES[origin] | {origin}, (origin, target)


def test_owner_is_told_and_the_check_closes_it_after_its_day(bettering: Bettering) -> None:
    bettering.opened()
    bettering.answered(5)
    bettering.answered(5)

    before = bettering.after(days=30)
    after = bettering.after(days=1)

    assert bettering.told("improvement_assigned") == [("Sara", 1)]
    assert (before.state, before.value, before.verdict) == (
        ImprovementState.OPEN,
        5.0,
        Verdict.HOLDS,
    )
    assert (after.state, after.closed_at) == (
        ImprovementState.ACHIEVED,
        bettering.village.clock.now(),
    )
    assert bettering.told("improvement_late") == []


def test_late_one_warns_owner_and_manager_again_each_week_until_it_holds(
    bettering: Bettering,
) -> None:
    bettering.opened()
    bettering.answered(2)
    bettering.answered(5)

    missed = bettering.after(days=31)
    bettering.after(days=1)
    again = bettering.after(days=6)

    first, second = [("Sara", 1), ("Max", 1)], [("Sara", 2), ("Max", 2)]
    assert (missed.state, missed.value) == (ImprovementState.MISSED, 3.5)
    assert (again.state, again.warned) == (ImprovementState.MISSED, 2)
    assert bettering.told("improvement_late") == first + second
    bettering.answered(5)
    assert bettering.after(days=1).state is ImprovementState.ACHIEVED


def test_too_few_answers_close_nothing(bettering: Bettering) -> None:
    bettering.opened()
    bettering.answered(5)

    late = bettering.after(days=31)

    assert (late.state, late.verdict, late.count) == (
        ImprovementState.MISSED,
        Verdict.TOO_FEW,
        1,
    )


def test_it_is_measured_once_a_day(bettering: Bettering) -> None:
    bettering.opened()

    assert [tend_improvements(bettering.village.parts) for _ in range(2)] == [1, 0]


def test_only_a_manager_ends_it_without_its_check_and_writes_why(bettering: Bettering) -> None:
    row = bettering.opened()

    with bettering.village.doing() as deed:
        present = deed.session.get_one(Improvement, row.id)
        with pytest.raises(NotPermitted):
            waive(deed, present, Role.SUPPORT, "It is not worth it.")
        with pytest.raises(NotUnderstood):
            waive(deed, present, Role.MANAGER, " ")
        waive(deed, present, Role.MANAGER, "It is not worth it.")

    (kept,) = bettering.village.all_of(Improvement)
    assert (kept.state, kept.close_reason) == (ImprovementState.WAIVED, "It is not worth it.")
    assert bettering.village.all_of(Event)[-1].why == "It is not worth it."


def test_another_day_after_a_miss_is_measured_anew(bettering: Bettering) -> None:
    row = bettering.opened()
    bettering.answered(2)
    bettering.answered(2)
    bettering.after(days=31)

    with bettering.village.doing() as deed:
        present = deed.session.get_one(Improvement, row.id)
        with pytest.raises(NotUnderstood):
            postpone(deed, present, bettering.today, "")
        postpone(deed, present, bettering.today + timedelta(days=30), "The new van comes late.")
    anew = bettering.after(hours=1)

    assert (anew.state, anew.from_on, anew.verdict) == (
        ImprovementState.OPEN,
        bettering.today,
        Verdict.TOO_FEW,
    )


def test_whoever_takes_it_over_is_told(bettering: Bettering) -> None:
    row = bettering.opened()

    with bettering.village.doing() as deed:
        present = deed.session.get_one(Improvement, row.id)
        with pytest.raises(NotUnderstood):
            hand_over(deed, present, bettering.people["Tom"])
        hand_over(deed, present, bettering.people["Ada"])

    assert bettering.told("improvement_assigned") == [("Sara", 1), ("Ada", 2)]


WRONG: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("title", {}, {"title": " "}),
    ("owner", {}, {"owner_id": UUID(int=1)}),
    ("due_on", {}, {"due_on": date(2026, 1, 1)}),
    ("about", {"measure": Measure.CHANNEL_SPEED}, {}),
    ("about", {"key": "nobody"}, {}),
    ("about", {"measure": Measure.FAILURES, "scope": ImprovementScope.ALARM, "key": "x"}, {}),
    (
        "about",
        {"measure": Measure.COMPLAINT_RATE, "scope": ImprovementScope.CHANNEL, "key": "visit"},
        {},
    ),
    ("threshold", {"threshold": 6.0}, {}),
    ("threshold", {"threshold": None}, {}),
    ("least", {"least": 0}, {}),
]


def test_what_cannot_be_measured_is_refused_where_it_is_wrong(bettering: Bettering) -> None:
    for where, check, aim in WRONG:
        with pytest.raises(NotUnderstood) as refused:
            bettering.opened(replace(SCORE, **check), **aim)  # type: ignore[arg-type] # as it is

        assert [each.where for each in refused.value.problems] == [where]
