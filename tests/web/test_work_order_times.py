"""The times of work that is there already, for the office: its visit moved, booked anew, and every reason in full."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.holds import code_of
from aftersales.on_behalf import FOR_CUSTOMER
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Event,
    Role,
    WorkOrder,
    WorkOrderState,
)
from aftersales.work_orders import CancelledBy, cancel_visit
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.test_arranging_pages import INSTEAD
from tests.web.test_booking_times import codes


def test_visit_is_moved_for_whoever_is_on_the_phone_and_reasons_stand_in_full(
    people: People, world: World
) -> None:
    visit = world.visits()[0]
    support, path = people.client(Role.SUPPORT), f"/work-orders/{visit.work_order.id}/times"
    assert f'href="{path}"' in support.get(f"/visits/{visit.appointment.id}").text

    shown = support.get(path).text
    when = codes(shown)[0]
    before = world.dump()
    support.get(path)
    same = world.dump() == before
    answer = support.post(path, data={"when": when}, follow_redirects=True)

    assert same
    assert "stands until another time is booked" in shown
    assert "Why not another day" in shown
    assert "Saturday, 28 November to Monday, 7 December: <strong>nobody is on duty<" in shown
    assert "customer" not in codes(shown)
    assert "The visit is booked, and the customer is told." in answer.text
    assert code_of(world.visit(visit.appointment.id).appointment) == when
    with world.parts.store.reading() as session:
        rows = session.exec(
            select(Event).where(
                Event.what == FOR_CUSTOMER, Event.subject_id == visit.appointment.id
            )
        ).all()
    assert [row.facts["step"] for row in rows] == ["moved"]


def test_visit_that_was_called_off_leads_to_the_times_of_its_work(
    people: People, world: World
) -> None:
    visit = world.visits()[0]
    support, path = people.client(Role.SUPPORT), f"/work-orders/{visit.work_order.id}/times"
    with world.parts.doing(SYSTEM) as deed:
        found = visits_by_id(deed.session, [visit.appointment.id])[visit.appointment.id]
        cancel_visit(deed, found, by=CancelledBy.CUSTOMER, reason="ill")

    shown = support.get(f"/visits/{visit.appointment.id}").text
    times_shown = support.get(path).text
    when = codes(times_shown)[0]
    answer = support.post(path, data={"when": when})

    assert f'href="{path}"' in shown
    assert 'value="customer"' in times_shown
    assert answer.status_code == 303
    assert str(visit.appointment.id) not in answer.headers["location"]
    booked = UUID(answer.headers["location"].split("/")[2].partition("?")[0])
    assert code_of(world.visit(booked).appointment) == when


@pytest.mark.parametrize("when", INSTEAD)
def test_visit_that_stands_is_left_to_nobody(people: People, world: World, when: str) -> None:
    visit = world.visits()[0]
    support, path = people.client(Role.SUPPORT), f"/work-orders/{visit.work_order.id}/times"
    before = world.dump()

    answer = support.post(path, data={"when": when})

    assert (answer.status_code, world.dump() == before) == (409, True)


def test_work_that_is_over_has_no_times(people: People, world: World) -> None:
    visit = world.visits()[0]
    with world.parts.store.writing() as session:
        session.get_one(WorkOrder, visit.work_order.id).state = WorkOrderState.CANCELLED
    support, path = people.client(Role.SUPPORT), f"/work-orders/{visit.work_order.id}/times"

    shown = support.get(path).text

    assert "Nothing is left to arrange" in shown
    assert codes(shown) == []
    assert support.get(f"/work-orders/{UUID(int=1)}/times").status_code == 404
