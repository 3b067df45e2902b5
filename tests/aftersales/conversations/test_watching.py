"""The watch: owners hear before something runs out, customers before a promise does, and nobody hears it twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from aftersales.cases import advance_case, hand_over_case, open_case
from aftersales.conversations.watching import CasesWatched, watch_cases
from aftersales.notices.delivery import send_due
from aftersales.promises import judge_run_out
from aftersales.records import (
    Case,
    CaseKind,
    CaseState,
    Notice,
    Priority,
    Promise,
    PromiseState,
    RecipientKind,
    Role,
    User,
)
from tests.aftersales.conversations.conftest import Desk

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOTHING = CasesWatched(warned=0, slipped=0)


def look(desk: Desk, at: datetime) -> CasesWatched:
    desk.village.clock.move_to(at)
    return watch_cases(desk.village.parts)


def settle(desk: Desk, at: datetime) -> list[PromiseState]:
    """What leaves the house leaves it, and at a moment everything that ran out is judged."""
    send_due(desk.village.parts)
    desk.village.clock.move_to(at)
    with desk.village.doing() as deed:
        judge_run_out(deed)
    return [promise.state for promise in desk.village.all_of(Promise)]


def warnings(desk: Desk) -> list[Notice]:
    return desk.village.notices("sla_warning")


def test_owner_hears_an_hour_before_and_once(desk: Desk) -> None:
    desk.came()  # 07:00; the office opens at 8, so news is promised by 10 and an answer due by 12
    due = desk.village.moment(23, 10)
    assert desk.case().next_update_at == due

    assert look(desk, due - HOUR - MINUTE) == NOTHING
    assert look(desk, due - HOUR) == CasesWatched(warned=1, slipped=0)
    assert look(desk, due - HOUR + MINUTE) == NOTHING

    (warning,) = warnings(desk)
    assert warning.recipient_kind is RecipientKind.TERRITORY
    assert (warning.facts["what"], warning.facts["call_name"]) == ("next_update", "Anna Beck")


def test_owner_with_an_account_hears_it_themselves(desk: Desk) -> None:
    desk.came()
    with desk.village.doing() as deed:
        user = User(
            id=deed.new_id(),
            email="ida@shop.example",
            name="Ida Desk",
            role=Role.SUPPORT,
            language="lv",
            password_hash="-",
            created_at=deed.now,
            password_changed_at=deed.now,
        )
        deed.add(user)
        hand_over_case(deed, deed.session.get_one(Case, desk.case().id), user)

    look(desk, desk.village.moment(23, 9))

    (warning,) = warnings(desk)
    assert (warning.recipient_kind, warning.recipient_id, warning.language) == (
        RecipientKind.USER,
        user.id,
        "lv",
    )
    send_due(desk.village.parts)
    assert "Ida Desk <ida@shop.example>" in {mail["To"] for mail in desk.village.mail()}


def test_promise_that_slips_is_told_before_it_runs_out_with_a_new_moment(desk: Desk) -> None:
    desk.came()
    due = desk.village.moment(23, 10)
    look(desk, due - HOUR)

    assert look(desk, due - 6 * MINUTE) == NOTHING
    assert look(desk, due - 5 * MINUTE).slipped == 1
    assert look(desk, due - 4 * MINUTE) == NOTHING

    assert desk.case().next_update_at == due - 5 * MINUTE + 4 * HOUR
    (notice,) = desk.village.notices("next_update_slipped")
    assert notice.facts["was_at"] == "2026-11-23T09:00:00Z"
    assert settle(desk, due + MINUTE) == [PromiseState.BROKEN_TOLD, PromiseState.MADE]


def test_answer_in_the_last_minutes_still_keeps_it(desk: Desk) -> None:
    desk.came()
    due = desk.village.moment(23, 10)
    look(desk, due - 3 * MINUTE)

    desk.answered(desk.case())

    states = [promise.state for promise in desk.village.all_of(Promise)]
    assert states == [PromiseState.KEPT, PromiseState.KEPT, PromiseState.MADE]


def test_customer_hears_of_a_slip_even_if_nobody_looked_in_time(desk: Desk) -> None:
    desk.came()
    due = desk.village.moment(23, 10)
    assert settle(desk, due + HOUR) == [PromiseState.BROKEN_UNTOLD]

    assert look(desk, due + HOUR).slipped == 1
    assert look(desk, due + HOUR + MINUTE).slipped == 0
    assert settle(desk, due + HOUR + MINUTE) == [PromiseState.BROKEN_UNTOLD, PromiseState.MADE]


def test_whoever_was_asked_is_asked_again_and_that_keeps_the_promise(desk: Desk) -> None:
    desk.came()
    desk.answered(desk.case(), "Is the door closed?", state=CaseState.WAITING_CUSTOMER)
    due = desk.case().next_update_at
    assert due is not None

    assert look(desk, due - 5 * MINUTE) == CasesWatched(warned=0, slipped=1)

    (notice,) = desk.village.notices("next_update_slipped")
    assert notice.facts["state"] == "waiting_customer"
    assert desk.case().next_update_at == due - 5 * MINUTE + timedelta(days=7)
    states = [promise.state for promise in desk.village.all_of(Promise)]
    assert states == [PromiseState.KEPT, PromiseState.KEPT, PromiseState.MADE]


def test_settled_case_is_left_alone(desk: Desk) -> None:
    desk.came()
    desk.set_state(CaseState.RESOLVED)

    assert look(desk, desk.village.moment(30, 12)) == NOTHING


def test_waiting_for_the_customer_stops_the_clock_of_the_solution(desk: Desk) -> None:
    desk.came()
    due = desk.case().resolve_due_at
    assert due == desk.village.moment(27, 12)  # 40 hours from Monday at 8
    desk.village.clock.move_to(desk.village.moment(23, 12))
    desk.set_state(CaseState.TRIAGED, CaseState.WAITING_CUSTOMER)
    assert desk.case().paused_at == desk.village.clock.now()
    desk.village.clock.move_to(desk.village.moment(25, 12))

    desk.came(outside_id="2", reference=desk.case().reference)

    case = desk.case()
    assert (case.paused_at, case.resolve_due_at) == (None, desk.village.moment(1, 12, month=12))


@pytest.mark.parametrize(
    ("kind", "priority", "first", "resolution"),
    [
        (CaseKind.SUPPORT, Priority.NORMAL, (23, 12), (27, 12)),
        (CaseKind.SUPPORT, Priority.LOW, (23, 12), (27, 12)),
        (CaseKind.COMPLAINT, Priority.NORMAL, (23, 12), (25, 14)),
        (CaseKind.COMPLAINT, Priority.HIGH, (23, 10), (24, 15)),
        (CaseKind.SUPPORT, Priority.EMERGENCY, (23, 9), (23, 16)),
    ],
)
def test_target_goes_by_kind_and_urgency_and_never_by_channel(
    desk: Desk,
    kind: CaseKind,
    priority: Priority,
    first: tuple[int, int],
    resolution: tuple[int, int],
) -> None:
    for channel in ("email", "x", "phone"):
        with desk.village.doing() as deed:
            open_case(
                deed,
                desk.village.territory,
                desk.village.customer,
                kind=kind,
                channel=channel,
                subject="It hums",
                description="",
                next_update_at=deed.now + HOUR,
                priority=priority,
            )

    due = {(case.first_answer_due_at, case.resolve_due_at) for case in desk.cases()}
    assert due == {(desk.village.moment(*first), desk.village.moment(*resolution))}


def test_each_thing_that_runs_out_is_warned_of_once(desk: Desk) -> None:
    desk.came()
    start = desk.village.clock.now()
    told: list[object] = []
    for minutes in range(0, 8 * 24 * 60, 30):
        look(desk, start + minutes * MINUTE)
    told = [notice.facts["what"] for notice in warnings(desk)]

    assert told.count("first_answer") == told.count("resolution") == 1
    assert told.count("next_update") == len({n.facts["due_at"] for n in warnings(desk)}) - 2
    slips = desk.village.notices("next_update_slipped")
    assert len({notice.facts["was_at"] for notice in slips}) == len(slips)
    with desk.village.doing() as deed:
        row = deed.session.get_one(Case, desk.case().id)
        advance_case(deed, row, CaseState.RESOLVED)
    assert look(desk, start + timedelta(days=20)) == NOTHING
