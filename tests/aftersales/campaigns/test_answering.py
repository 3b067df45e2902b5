"""Answers of owners, and what follows: the visit, the case, the serial that clears a unit."""

from datetime import date, time

import pytest
from sqlmodel import select

from aftersales.booking import hear_arranged
from aftersales.campaigns.answering import (
    Asked,
    answer,
    ask_for_remedy,
    confirm_meant,
    remedy_work,
    still_has,
    tell_serial,
)
from aftersales.catalogue import add_work_type
from aftersales.choices import leave_to_planner
from aftersales.deed import Deed
from aftersales.errors import IllegalMove, NotUnderstood
from aftersales.queries.campaigns import open_recalls_of
from aftersales.records import (
    Campaign,
    Case,
    Priority,
    Technician,
    Unit,
    WishedWindow,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.remedies import answer_campaign
from aftersales.technicians import DayPlan, add_shift
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.campaigns.conftest import Recalling
from warranty.recalls.responses import ResponseState

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def told(recalling: Recalling) -> Recalling:
    """One owner who was told, in a village where repairs can be made on Tuesday."""
    with recalling.village.doing() as deed:
        add_work_type(
            deed,
            product_type="washing_machine",
            kind=WorkKind.RECALL_VISIT,
            minutes=(30, 45, 60),
            crew_size=1,
            skills=(),
            source="test",
        )
        worker = deed.session.get_one(Technician, recalling.village.technicians[0].id)
        plan = DayPlan(
            from_time=time(8),
            to_time=time(17),
            break_from=time(12),
            break_to=time(13),
            break_minutes=30,
        )
        add_shift(deed, worker, recalling.village.territory.zone, TUESDAY, plan)
    recalling.sold("AB1000")
    recalling.published()
    return recalling


def booked(told: Recalling) -> WorkOrder:
    """The remedy is arranged: the next plan finds its time."""

    def book(deed: Deed, asked: Asked) -> None:
        order = remedy_work(deed, asked)
        deed.session.flush()
        leave_to_planner(deed, order)
        hear_arranged(deed, order)

    told.answering(book)
    (order,) = told.village.all_of(WorkOrder)
    return order


def test_arranged_repair_has_its_work_order_and_reminders_end(told: Recalling) -> None:
    order = booked(told)

    (response,) = told.responses()
    assert (response.state, response.work_order_id, response.next_on) == (
        "scheduled",
        order.id,
        None,
    )
    assert (order.priority, order.unit_id) == (Priority.HIGH, response.unit_id)
    assert {each.local_from.date() for each in told.village.all_of(WishedWindow)} == {TUESDAY}


def test_owner_who_chooses_a_time_is_reminded_until_it_is_confirmed(told: Recalling) -> None:
    orders: list[WorkOrder] = []
    told.answering(lambda deed, asked: orders.append(remedy_work(deed, asked)))
    told.answering(lambda deed, asked: orders.append(remedy_work(deed, asked)))

    assert [each.id for each in told.village.all_of(WorkOrder)] == [orders[0].id]
    assert orders[1].id == orders[0].id
    assert told.states() == ["notified"]
    assert told.responses()[0].next_on is not None


def test_work_that_waits_for_a_time_is_called_off_when_the_unit_is_gone(told: Recalling) -> None:
    told.answering(remedy_work)

    told.answering(lambda deed, asked: answer_campaign(deed, asked, ResponseState.GONE))

    assert [each.state for each in told.village.all_of(WorkOrder)] == [WorkOrderState.CANCELLED]
    assert told.states() == ["gone"]


def test_remedy_for_a_unit_that_stands_nowhere_is_refused(told: Recalling) -> None:
    with told.village.doing() as deed:
        for unit in deed.session.exec(select(Unit)):
            unit.location_id = None

    with pytest.raises(NotUnderstood, match="where the product is"):
        told.answering(remedy_work)

    assert told.states() == ["notified"]


def test_visit_that_is_done_settles_the_unit(told: Recalling) -> None:
    order = booked(told)
    with told.village.doing() as deed:
        deed.session.get_one(WorkOrder, order.id).state = WorkOrderState.DONE

    told.days_later(0)

    assert told.states() == ["done"]


def test_visit_that_falls_through_leaves_the_owner_reminded_again(told: Recalling) -> None:
    order = booked(told)
    with told.village.doing() as deed:
        present = deed.session.get_one(WorkOrder, order.id)
        cancel_work_order(deed, present, by=CancelledBy.HOUSE, reason="no parts")

    told.days_later(0)

    (response,) = told.responses()
    assert (response.state, response.next_way) == ("notified", "phone")


def test_owner_who_wants_the_remedy_gets_a_person_and_a_moment(told: Recalling) -> None:
    told.answering(lambda deed, asked: ask_for_remedy(deed, asked, is_call=False))
    told.answering(lambda deed, asked: ask_for_remedy(deed, asked, is_call=True))

    (case,) = told.village.all_of(Case)
    assert case.owner_name == "Eva Office"
    assert told.states() == ["scheduled"]
    assert told.responses()[0].case_id == case.id


def test_call_that_is_asked_for_leaves_the_answer_open(told: Recalling) -> None:
    told.answering(lambda deed, asked: ask_for_remedy(deed, asked, is_call=True))

    assert told.states() == ["notified"]
    assert len(told.village.all_of(Case)) == 1


@pytest.mark.parametrize("state", [ResponseState.GONE, ResponseState.DECLINED])
def test_owner_can_change_their_mind(told: Recalling, state: ResponseState) -> None:
    told.answering(lambda deed, asked: answer(deed, asked, state, note="sold"))
    (answered,) = told.responses()

    told.answering(still_has)

    assert (answered.state, answered.note, answered.next_on) == (state.value, "sold", None)
    assert told.states() == ["notified"]


def test_still_there_is_remembered(told: Recalling) -> None:
    told.answering(still_has)

    (response,) = told.responses()
    assert (response.state, response.answered_at) == ("notified", told.village.clock.now())


def test_what_is_done_is_not_answered_away(told: Recalling) -> None:
    told.answering(lambda deed, asked: answer(deed, asked, ResponseState.DONE))

    with pytest.raises(IllegalMove):
        told.answering(lambda deed, asked: answer(deed, asked, ResponseState.GONE))


@pytest.mark.parametrize(
    ("serial", "found", "state", "letters"),
    [("ab 1001", "affected", "notified", 2), ("ZZ9", "not_affected", "cleared", 1)],
)
def test_serial_that_was_read_decides(
    recalling: Recalling, serial: str, found: str, state: str, letters: int
) -> None:
    recalling.sold(None)
    recalling.published()

    recalling.answering(lambda deed, asked: tell_serial(deed, asked, serial))

    (response,) = recalling.responses()
    assert (response.found, response.state) == (found, state)
    assert len(recalling.village.notices("recall")) == letters


@pytest.mark.parametrize("serial", ["", "AB1000"])
def test_serial_of_nothing_or_of_another_unit_is_refused(recalling: Recalling, serial: str) -> None:
    recalling.sold(None)
    recalling.sold("AB1000")
    recalling.published()

    with pytest.raises(NotUnderstood):
        recalling.answering(lambda deed, asked: tell_serial(deed, asked, serial))


def test_person_can_say_that_a_unit_in_doubt_is_meant(recalling: Recalling) -> None:
    recalling.sold("XX1")
    recalling.published(models=frozenset(), is_list_complete=False, rules=())

    before = recalling.responses()[0].found
    recalling.answering(confirm_meant)

    assert (before, recalling.responses()[0].found) == ("check_model", "affected")
    assert len(recalling.village.notices("recall")) == 2


def test_open_recall_stands_on_the_unit_until_it_is_settled(told: Recalling) -> None:
    unit_id = told.responses()[0].unit_id

    def seen() -> list[str]:
        with told.village.parts.store.reading() as session:
            return [row.code for row, _ in open_recalls_of(session, [unit_id])[unit_id]]

    before = seen()
    told.answering(lambda deed, asked: answer(deed, asked, ResponseState.DONE))

    assert (before, seen()) == (["WM-2026-1"], [])
    assert told.village.all_of(Campaign)[0].state == "published"
