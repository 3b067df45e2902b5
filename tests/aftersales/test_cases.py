"""Cases: an owner and a moment of the next update from the first second on."""

from datetime import datetime, timedelta

import pytest

from aftersales.case_states import ANSWERED
from aftersales.cases import advance_case, open_case, open_unplaced
from aftersales.errors import IllegalMove
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    CaseState,
    Event,
    Priority,
    Promise,
    PromiseKind,
    PromiseState,
    WorkOrder,
)
from tests.aftersales.conftest import Village

HOUR = timedelta(hours=1)


def opened(village: Village, by: datetime | None = None) -> Case:
    with village.doing() as deed:
        return open_case(
            deed,
            village.territory,
            village.customer,
            kind=CaseKind.SUPPORT,
            channel="web_form",
            subject="It hums",
            description="Since Monday.",
            next_update_at=by or village.clock.now() + 2 * HOUR,
            location_id=village.location.id,
        )


def advance(village: Village, case: Case, *states: CaseState, why: str = "") -> None:
    for state in states:
        with village.doing() as deed:
            advance_case(deed, deed.session.get_one(Case, case.id), state, why=why)


def test_opened_case_has_an_owner_and_promises_the_next_update(village: Village) -> None:
    now = village.clock.now()

    case = opened(village)

    (row,) = village.all_of(Case)
    assert row.model_dump() == {
        "id": case.id,
        "reference": case.reference,
        "kind": CaseKind.SUPPORT,
        "state": CaseState.NEW,
        "channel": CaseChannel.WEB_FORM,
        "customer_id": village.customer.id,
        "unit_id": None,
        "location_id": village.location.id,
        "subject": "It hums",
        "description": "Since Monday.",
        "owner_name": "Eva Office",
        "owner_user_id": None,
        "is_sender_unsure": False,
        "next_update_at": now + 2 * HOUR,
        "opened_at": now,
        "first_answered_at": None,
        "priority": Priority.NORMAL,
        "first_answer_due_at": now + 5 * HOUR,
        "resolve_due_at": village.moment(27, 12),
        "paused_at": None,
        "first_answer_warned_of": None,
        "resolve_warned_of": None,
        "update_warned_of": None,
        "resolved_at": None,
        "customer_here_at": None,
        "revision": 1,
    }
    (notice,) = village.notices("case_received")
    (promise,) = village.all_of(Promise)
    assert (promise.kind, promise.state, promise.case_id, promise.notice_id) == (
        PromiseKind.NEXT_UPDATE,
        PromiseState.MADE,
        case.id,
        notice.id,
    )
    assert (promise.from_at, promise.to_at) == (now, now + 2 * HOUR)
    assert notice.facts["owner_phone"] == "+423 000 00 00"


def test_advance_moves_along_the_graph_and_notes_why(village: Village) -> None:
    case = opened(village)

    advance(village, case, CaseState.TRIAGED, why="clear")

    (row,) = village.all_of(Case)
    assert (row.state, row.revision, row.next_update_at) == (
        CaseState.TRIAGED,
        2,
        case.next_update_at,
    )
    event = village.all_of(Event)[-1]
    assert (event.what, event.why, event.subject_id) == ("case_triaged", "clear", case.id)
    with pytest.raises(IllegalMove):
        advance(village, case, CaseState.REOPENED)


@pytest.mark.parametrize(
    ("late", "state"),
    [(timedelta(0), PromiseState.KEPT), (timedelta(seconds=1), PromiseState.BROKEN_UNTOLD)],
)
def test_answer_keeps_the_update_promised_to_its_last_moment(
    village: Village, late: timedelta, state: PromiseState
) -> None:
    case = opened(village)
    village.clock.move_to(village.clock.now() + 2 * HOUR + late)

    advance(village, case, CaseState.TRIAGED, CaseState.VISIT_NEEDED)

    (promise,) = village.all_of(Promise)
    assert (promise.state, promise.outcome_at) == (state, village.clock.now())


def test_step_that_tells_nobody_keeps_no_promise(village: Village) -> None:
    case = opened(village)

    advance(village, case, CaseState.TRIAGED, CaseState.IN_PROGRESS)

    assert CaseState.IN_PROGRESS not in ANSWERED
    assert village.all_of(Promise)[0].state is PromiseState.MADE


def test_resolved_case_waits_for_no_update(village: Village) -> None:
    case = opened(village)

    advance(village, case, CaseState.RESOLVED)

    (row,) = village.all_of(Case)
    assert (row.resolved_at, row.next_update_at) == (village.clock.now(), None)


def unplaced(village: Village, order: WorkOrder, by: datetime) -> None:
    with village.doing() as deed:
        open_unplaced(deed, deed.session.get_one(WorkOrder, order.id), by)


def test_visit_that_found_no_time_gets_an_owner_once(village: Village) -> None:
    by = village.moment(24, 9)
    with village.doing() as deed:
        order = village.order(deed, by, by + HOUR)

    unplaced(village, order, by)
    village.clock.move_to(village.clock.now() + HOUR)
    unplaced(village, order, by + HOUR)

    (case,) = village.all_of(Case)
    (kept,) = village.all_of(WorkOrder)
    assert (kept.case_id, case.subject, case.channel) == (
        case.id,
        "Installation: washing machine",
        "planning",
    )
    assert case.next_update_at == by
    assert len(village.notices("case_update")) == len(village.all_of(Promise)) == 1


def test_visit_that_changed_and_found_no_time_again_is_told_anew(village: Village) -> None:
    by = village.moment(24, 9)
    with village.doing() as deed:
        order = village.order(deed, by, by + HOUR)
    unplaced(village, order, by)
    village.clock.move_to(village.clock.now() + HOUR)
    with village.doing() as deed:
        deed.session.get_one(WorkOrder, order.id).revision += 1

    unplaced(village, order, by + HOUR)

    (case,) = village.all_of(Case)
    assert case.next_update_at == by + HOUR
    assert [promise.to_at for promise in village.all_of(Promise)] == [by, by + HOUR]
