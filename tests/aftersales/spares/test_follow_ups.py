"""Second visits: they point at the first, wait until it has ended, and take over what it left undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from aftersales.booking.facts import WhyNot
from aftersales.catalogue import add_work_type
from aftersales.day_watch.reports import report
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.follow_ups import ask_follow_up
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.records import (
    Appointment,
    AppointmentState,
    Event,
    Report,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.spares import watch_spares
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.spares.conftest import Shelf

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)


@pytest.fixture(autouse=True)
def repairs(shelf: Shelf) -> None:
    """Somebody repairs what somebody installs here."""
    with shelf.village.doing() as deed:
        add_work_type(
            deed,
            product_type="washing_machine",
            kind=WorkKind.REPAIR,
            minutes=(30, 60, 90),
            crew_size=1,
            skills=(),
            source="test",
        )


def order(shelf: Shelf, order_id: UUID) -> WorkOrder:
    (found,) = (row for row in shelf.village.all_of(WorkOrder) if row.id == order_id)
    return found


def second_of(shelf: Shelf, first_id: UUID, kind: WorkKind = WorkKind.REPAIR) -> UUID:
    with shelf.village.doing() as deed:
        return ask_follow_up(deed, deed.session.get_one(WorkOrder, first_id), kind).id


def ends(shelf: Shelf, visit_id: UUID, *said: Report) -> None:
    shelf.later(shelf.village.moment(25, 9))
    for what in said:
        with shelf.village.doing() as deed:
            report(deed, what, visit_id, deed.now)


def test_second_visit_points_at_the_first_and_is_offered_from_the_day_after_it(
    shelf: Shelf,
) -> None:
    first_id = shelf.order_of(shelf.booked())

    second_id = second_of(shelf, first_id)

    second = order(shelf, second_id)
    assert (second.follows_id, second.state) == (first_id, WorkOrderState.OPEN)
    assert (second.customer_id, second.location_id) == (
        order(shelf, first_id).customer_id,
        order(shelf, first_id).location_id,
    )
    offered = shelf.offered(second_id)
    assert min(slot.window.on for slot in offered.slots) == THURSDAY
    assert {refused.why for refused in offered.refused if refused.on <= WEDNESDAY} <= {
        WhyNot.NOT_READY,
        WhyNot.TOO_SOON,
    }
    assert {row.what for row in shelf.village.all_of(Event) if row.subject_id == second_id} >= {
        "follows_first_visit"
    }


def test_nothing_is_offered_while_the_first_has_no_time(shelf: Shelf) -> None:
    second_id = second_of(shelf, shelf.order())

    offered = shelf.offered(second_id)

    assert offered.slots == ()
    assert WhyNot.UNKNOWN_WHEN_READY in {refused.why for refused in offered.refused}
    assert "Choose a time for the first visit" in shelf.ready(second_id).sentence


def test_asked_twice_it_is_one_second_visit(shelf: Shelf) -> None:
    first_id = shelf.order_of(shelf.booked())

    assert second_of(shelf, first_id) == second_of(shelf, first_id)


def test_second_visit_can_be_at_once_when_the_first_is_done(shelf: Shelf) -> None:
    visit_id = shelf.booked()
    second_id = second_of(shelf, shelf.order_of(visit_id))

    ends(shelf, visit_id, Report.ARRIVED, Report.DONE)

    assert shelf.ready(second_id).awaited == ()


def test_first_that_ended_without_its_work_hands_its_parts_over_and_is_planned_no_more(
    shelf: Shelf,
) -> None:
    visit_id = shelf.booked()
    first_id = shelf.order_of(visit_id)
    asked = shelf.ask(first_id)
    ends(shelf, visit_id, Report.ARRIVED, Report.INCOMPLETE)
    assert order(shelf, first_id).state is WorkOrderState.OPEN

    second_id = second_of(shelf, first_id)

    assert order(shelf, first_id).state is WorkOrderState.CANCELLED
    assert order(shelf, second_id).case_id == order(shelf, first_id).case_id is not None
    assert shelf.request(asked).work_order_id == second_id


def same_work(shelf: Shelf, first_id: UUID) -> None:
    second_of(shelf, first_id, WorkKind.INSTALL)


def unknown_work(shelf: Shelf, first_id: UUID) -> None:
    second_of(shelf, first_id, WorkKind.SURVEY)


@pytest.mark.parametrize(
    ("asks", "error", "words"),
    [(same_work, NotAllowed, "needs only a time"), (unknown_work, NotUnderstood, "Nobody does")],
)
def test_what_cannot_follow_is_refused_with_what_to_do_and_changes_nothing(
    shelf: Shelf, asks: Callable[[Shelf, UUID], None], error: type[Exception], words: str
) -> None:
    visit_id = shelf.booked()
    first_id = shelf.order_of(visit_id)
    ends(shelf, visit_id, Report.ARRIVED, Report.INCOMPLETE)

    with pytest.raises(error, match=words):
        asks(shelf, first_id)

    assert [row.id for row in shelf.village.all_of(WorkOrder)] == [first_id]


def test_nothing_follows_work_that_was_called_off(shelf: Shelf) -> None:
    first_id = shelf.order()
    with shelf.village.doing() as deed:
        cancel_work_order(
            deed, deed.session.get_one(WorkOrder, first_id), by=CancelledBy.HOUSE, reason="gone"
        )

    with pytest.raises(NotAllowed, match="called off"):
        second_of(shelf, first_id)


def test_booked_second_visit_is_called_off_and_told_when_the_first_has_no_time_any_more(
    shelf: Shelf,
) -> None:
    visit_id = shelf.booked()
    first_id = shelf.order_of(visit_id)
    second_id = second_of(shelf, first_id)
    shelf.books(second_id, "2026-11-26T08:00/12:00")
    ends(shelf, visit_id, Report.ARRIVED, Report.INCOMPLETE)

    assert watch_spares(shelf.village.parts) == 1

    (facts,) = (from_json(VisitFacts, each.facts) for each in shelf.village.notices("part_delayed"))
    assert (facts.awaited, facts.awaited_name) == ("visit", order(shelf, first_id).reference)
    called_off = {row.work_order_id: row.state for row in shelf.village.all_of(Appointment)}
    assert called_off[second_id] is AppointmentState.CANCELLED
