"""The urgency of a case changed afterwards: what is due moves as if it had been so from the beginning."""

from __future__ import annotations

from datetime import timedelta

from aftersales.cases import set_priority
from aftersales.records import Case, CaseState, Priority
from tests.aftersales.conversations.conftest import Desk


def changed(desk: Desk, priority: Priority) -> Case:
    with desk.village.doing() as deed:
        set_priority(deed, deed.session.get_one(Case, desk.case().id), priority)
    return desk.case()


def test_urgent_case_is_due_sooner_and_one_that_is_not_after_all_as_before(desk: Desk) -> None:
    desk.came()
    before = desk.case()
    assert before.first_answer_due_at is not None

    urgent = changed(desk, Priority.EMERGENCY)
    same = changed(desk, Priority.EMERGENCY)
    after = changed(desk, Priority.NORMAL)

    assert urgent.first_answer_due_at is not None
    assert urgent.first_answer_due_at < before.first_answer_due_at
    assert same.revision == urgent.revision
    assert (after.first_answer_due_at, after.resolve_due_at) == (
        before.first_answer_due_at,
        before.resolve_due_at,
    )


def test_time_that_was_waited_for_the_customer_still_does_not_count(desk: Desk) -> None:
    desk.came()
    desk.set_state(CaseState.TRIAGED, CaseState.WAITING_CUSTOMER)
    desk.village.clock.move_to(desk.village.clock.now() + timedelta(days=2))
    desk.set_state(CaseState.IN_PROGRESS)
    waited = desk.case().resolve_due_at

    changed(desk, Priority.EMERGENCY)

    assert changed(desk, Priority.NORMAL).resolve_due_at == waited
