"""A visit ends without its work: time is given back, another time is looked for, and the customer hears by when."""

from datetime import datetime

import pytest

from aftersales.appointments import APPOINTMENT_MOVES
from aftersales.day_watch.reports import report
from aftersales.day_watch.undone import UNDONE
from aftersales.errors import IllegalMove, NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    Notice,
    Promise,
    Report,
    WorkOrder,
    WorkOrderState,
)
from aftersales.words import LANGUAGES, words_in
from tests.aftersales.day_watch.test_reports import planned, present
from tests.aftersales.small_city import City, assert_nothing_is_double_booked, minutes, remembered
from tests.conftest import STAFF

ENDS = [Report(each.value) for each in sorted(UNDONE)]


def said(city: City, appointment: Appointment, what: Report, at: datetime) -> None:
    city.clock.move_to(at)
    with city.parts.doing(STAFF) as deed:
        report(deed, what, appointment.id, at)


def told(city: City) -> Notice:
    """What the customer was told last about how it ended."""
    rows = [row for row in city.rows(Notice) if isinstance(row, Notice)]
    kinds = {NoticeKind.CASE_UPDATE, NoticeKind.NO_ACCESS, NoticeKind.NOBODY_CAME}
    return [row for row in rows if row.kind in kinds][-1]


@pytest.mark.parametrize("what", ENDS)
def test_visit_ends_without_its_work_from_where_its_graph_lets_it_or_not_at_all(
    city: City, what: Report
) -> None:
    appointment = planned(city)
    at = appointment.window_to_at + minutes(1)
    city.clock.move_to(at)

    for state in AppointmentState:
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(Appointment, appointment.id).state = state
        before = remembered(city.parts)
        if AppointmentState(what.value) in APPOINTMENT_MOVES[state]:
            said(city, appointment, what, at)
            assert present(city, appointment).state.value == what.value
        else:
            with pytest.raises(IllegalMove):
                said(city, appointment, what, at)
            assert remembered(city.parts) == before


@pytest.mark.parametrize("what", [Report.INCOMPLETE, Report.CUSTOMER_NO_SHOW])
def test_customer_gets_an_owner_and_a_next_update_and_the_next_plan_looks_again(
    city: City, what: Report
) -> None:
    appointment = planned(city)
    start_at = appointment.planned_start_at
    said(city, appointment, Report.ARRIVED, start_at)

    said(city, appointment, what, start_at + minutes(11))

    (case,) = city.rows(Case)
    (order,) = city.rows(WorkOrder)
    assert isinstance(case, Case)
    assert isinstance(order, WorkOrder)
    assert (order.state, order.case_id) == (WorkOrderState.OPEN, case.id)
    promises = [row for row in city.rows(Promise) if isinstance(row, Promise)]
    (promise,) = [row for row in promises if row.case_id == case.id]
    assert (promise.to_at, promise.notice_id) == (case.next_update_at, told(city).id)
    is_case = what is Report.INCOMPLETE
    owner = case.owner_name if is_case else "Maria Vogt"
    assert told(city).facts["owner_name" if is_case else "answers_name"] == owner
    assert present(city, appointment).planned_end_at == start_at + minutes(15)
    assert_nothing_is_double_booked(city.parts)


def test_nobody_came_only_once_the_window_is_over(city: City) -> None:
    appointment = planned(city)
    before = remembered(city.parts)

    with pytest.raises(NotAllowed, match="Call the visit off"):
        said(city, appointment, Report.TECHNICIAN_NO_SHOW, appointment.planned_start_at)
    assert remembered(city.parts) == before
    said(city, appointment, Report.TECHNICIAN_NO_SHOW, appointment.window_to_at)

    assert present(city, appointment).state is AppointmentState.TECHNICIAN_NO_SHOW


@pytest.mark.parametrize(
    ("what", "subject"),
    [
        (Report.INCOMPLETE, "Your visit is not finished"),
        (Report.CUSTOMER_NO_SHOW, "We came and met nobody"),
        (Report.TECHNICIAN_NO_SHOW, "Nobody came to you"),
    ],
)
def test_message_says_how_it_ended_in_every_language(
    city: City, what: Report, subject: str
) -> None:
    appointment = planned(city)
    if what is not Report.TECHNICIAN_NO_SHOW:
        said(city, appointment, Report.ARRIVED, appointment.planned_start_at)
    said(city, appointment, what, appointment.window_to_at)

    messages = [
        worded(
            NoticeKind(told(city).kind),
            words_in(language),
            told(city).facts,
            "https://shop/visit/x",
        )
        for language in LANGUAGES
    ]

    assert messages[0].subject.startswith(subject)
    assert len({message.subject for message in messages}) == len(LANGUAGES)
    assert len({message.paragraphs[1] for message in messages}) == len(LANGUAGES)
    anchors = [""] if what is Report.INCOMPLETE else ["#move", "#call"]
    assert [choice.url for choice in messages[0].choices] == [
        f"https://shop/visit/x{each}" for each in anchors
    ]
