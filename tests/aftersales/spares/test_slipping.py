"""A part that comes later than the visit, or is gone: the customer is told at once, and the time is free again."""

from __future__ import annotations

from datetime import date

import pytest

from aftersales.booking.facts import WhyNot
from aftersales.choices import days_of_visit, keep_visit, visit_of_link
from aftersales.errors import NotAllowed, SlotTaken
from aftersales.identifiers import link_token
from aftersales.notices.delivery import send_due
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.promises import judge_run_out
from aftersales.records import (
    AppointmentState,
    Case,
    OccupiedTime,
    Promise,
    PromiseKind,
    PromiseState,
    WorkOrderState,
)
from aftersales.spares import expect_spare, lose_spare, order_spare, receive_spare, watch_spares
from tests.aftersales.conftest import visit_in
from tests.aftersales.spares.conftest import Shelf

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
NEXT_WEEK = date(2026, 12, 3)


def told(shelf: Shelf, kind: str = "part_delayed") -> list[VisitFacts]:
    return [from_json(VisitFacts, each.facts) for each in shelf.village.notices(kind)]


def test_day_that_slips_behind_the_visit_is_told_at_once_and_frees_its_time(shelf: Shelf) -> None:
    booked = shelf.booked()
    order_id = shelf.order_of(booked)
    asked = shelf.ask(order_id, 1, TUESDAY)
    assert told(shelf) == []

    shelf.does(asked, expect_spare, NEXT_WEEK)

    visit = shelf.village.visit(booked)
    assert visit.appointment.state is AppointmentState.CANCELLED
    assert visit.work_order.state is WorkOrderState.OPEN
    assert shelf.village.all_of(OccupiedTime) == []
    [facts] = told(shelf)
    assert (facts.awaited, facts.awaited_name, facts.ready_on) == ("part", "Drain pump", NEXT_WEEK)
    assert facts.answers_name == "Eva Office"
    [case] = shelf.village.all_of(Case)
    assert facts.next_update_at == case.next_update_at
    assert [(each.kind, each.to_at) for each in shelf.village.all_of(Promise)][1:] == [
        (PromiseKind.NEXT_UPDATE, case.next_update_at)
    ]


def test_message_names_cause_new_day_next_update_and_person_and_takes_the_entry_out_of_the_calendar(
    shelf: Shelf,
) -> None:
    asked = shelf.ask(shelf.order_of(shelf.booked()), 1, TUESDAY)
    shelf.does(asked, expect_spare, NEXT_WEEK)

    send_due(shelf.village.parts)

    mail = shelf.village.mail()[-1]
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Drain pump" in text
    assert "We can come from Thursday, 3 December on." in text
    assert "You hear from us by" in text
    assert "Eva Office" in text
    assert "#move" in text
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "CANCEL"


def test_promise_of_the_visit_counts_as_told(shelf: Shelf) -> None:
    booked = shelf.booked()
    asked = shelf.ask(shelf.order_of(booked), 1, TUESDAY)
    shelf.does(asked, expect_spare, NEXT_WEEK)
    send_due(shelf.village.parts)

    shelf.later(shelf.village.moment(26, 9))
    with shelf.village.doing() as deed:
        judge_run_out(deed)

    [window] = shelf.village.promises(booked)
    assert window.state is PromiseState.BROKEN_TOLD


def test_day_that_slips_but_still_comes_before_the_visit_changes_nothing(shelf: Shelf) -> None:
    booked = shelf.booked()
    asked = shelf.ask(shelf.order_of(booked), 1, TUESDAY)

    shelf.does(asked, expect_spare, WEDNESDAY)

    assert shelf.village.visit(booked).appointment.state is AppointmentState.BOOKED
    assert told(shelf) == []


def test_part_that_is_gone_is_a_slip_of_which_nobody_knows_the_day(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)
    booked = shelf.booked()
    asked = shelf.ask(shelf.order_of(booked))

    shelf.does(asked, lose_spare)

    assert shelf.village.visit(booked).appointment.state is AppointmentState.CANCELLED
    [facts] = told(shelf)
    assert facts.ready_on is None


def test_request_alone_calls_nothing_off_but_a_day_that_is_too_late_does(shelf: Shelf) -> None:
    booked = shelf.booked()
    asked = shelf.ask(shelf.order_of(booked))
    assert shelf.village.visit(booked).appointment.state is AppointmentState.BOOKED

    shelf.does(asked, order_spare, NEXT_WEEK)

    assert shelf.village.visit(booked).appointment.state is AppointmentState.CANCELLED


def test_link_leads_to_times_from_the_new_day_on_and_one_can_be_booked(shelf: Shelf) -> None:
    booked = shelf.booked()
    order_id = shelf.order_of(booked)
    asked = shelf.ask(order_id, 1, TUESDAY)
    shelf.does(asked, expect_spare, NEXT_WEEK)
    token = link_token(shelf.village.parts.secret, told(shelf)[0].link_id)

    with shelf.village.parts.store.reading() as session:
        assert visit_of_link(session, shelf.village.clock.now(), token).appointment.id == booked
    offered = shelf.offered(order_id)
    assert min(slot.window.on for slot in offered.slots) == NEXT_WEEK
    assert WhyNot.NOT_READY in {each.why for each in offered.refused}
    shelf.books(order_id, offered.slots[0].window.code)

    shelf.does(asked, receive_spare)
    assert told(shelf, "part_arrived") == []  # they have a time already


def test_nothing_is_offered_while_nobody_knows_the_day(shelf: Shelf) -> None:
    order_id = shelf.order_of(shelf.booked())
    asked = shelf.ask(order_id, 1, TUESDAY)

    shelf.does(asked, expect_spare, None)

    offered = shelf.offered(order_id)
    assert offered.slots == ()
    assert WhyNot.UNKNOWN_WHEN_READY in {each.why for each in offered.refused}


def test_time_that_is_kept_for_a_customer_goes_when_the_part_comes_later(shelf: Shelf) -> None:
    order_id = shelf.order()
    asked = shelf.ask(order_id, 1, TUESDAY)
    first = shelf.offered(order_id).slots[0].window
    shelf.holds(order_id, first.code)

    shelf.does(asked, expect_spare, NEXT_WEEK)

    assert shelf.village.all_of(OccupiedTime) == []
    with pytest.raises(SlotTaken):
        shelf.confirms(order_id, first.code)


def test_half_days_that_can_be_wished_for_begin_with_the_day_of_the_part(shelf: Shelf) -> None:
    booked = shelf.booked(27)
    shelf.ask(shelf.order_of(booked), 1, WEDNESDAY)

    with shelf.village.parts.store.reading() as session:
        days = days_of_visit(session, visit_in(session, booked), shelf.village.clock.now())

    assert days[0] == WEDNESDAY


def test_visit_that_waits_can_be_kept_by_nobody(shelf: Shelf) -> None:
    booked = shelf.booked()
    asked = shelf.ask(shelf.order_of(booked), 1, TUESDAY)
    shelf.does(asked, expect_spare, None)

    with pytest.raises(NotAllowed), shelf.village.doing() as deed:
        keep_visit(deed, visit_in(deed.session, booked))


def test_arrival_before_anything_new_is_booked_is_told_once(shelf: Shelf) -> None:
    booked = shelf.booked()
    order_id = shelf.order_of(booked)
    asked = shelf.ask(order_id, 1, TUESDAY)
    second = shelf.ask(order_id, 1, TUESDAY)
    shelf.does(asked, expect_spare, NEXT_WEEK)

    shelf.does(second, receive_spare)
    assert told(shelf, "part_arrived") == []  # the other is still awaited
    shelf.does(asked, receive_spare)

    assert len(told(shelf, "part_arrived")) == 1


def test_day_that_is_over_without_the_part_is_found_by_the_round(shelf: Shelf) -> None:
    booked = shelf.booked(26)
    asked = shelf.ask(shelf.order_of(booked), 1, TUESDAY)
    assert watch_spares(shelf.village.parts) == 0

    shelf.later(shelf.village.moment(25, 6))

    assert [watch_spares(shelf.village.parts) for _ in range(2)] == [1, 0]
    [facts] = told(shelf)
    assert facts.ready_on is None
    assert shelf.request(asked).expected_on == TUESDAY  # what was said last stays


def test_round_leaves_a_visit_alone_that_is_days_away(shelf: Shelf) -> None:
    booked = shelf.booked(27)
    shelf.ask(shelf.order_of(booked))

    assert watch_spares(shelf.village.parts) == 0

    shelf.later(shelf.village.moment(26, 1))
    assert watch_spares(shelf.village.parts) == 1
