"""Visits through the API: found, reported on and called off, each within reach only."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from aftersales.notices.delivery import send_due
from aftersales.queries.notices import notices_about
from aftersales.queries.promises import promises_of
from aftersales.queries.visits import Visit, assignments_of, cells_of
from aftersales.records import Appointment, Case, Notice, Role, WorkOrder
from tests.web.api.asking import wheres
from tests.web.conftest import World
from tests.web.principals import People

BY_HOUSE = {"by": "house", "reason": "The van broke down"}
BY_CUSTOMER = {"by": "customer", "reason": "They sold the machine"}


def path_of(visit: Visit) -> str:
    return f"/api/v1/appointments/{visit.appointment.id}"


def told_about(world: World, visit: Visit) -> list[str]:
    with world.parts.store.reading() as session:
        return [notice.kind for notice in notices_about(session, visit.appointment.id)]


def states_of_promises(world: World, visit: Visit) -> list[str]:
    with world.parts.store.reading() as session:
        return [row.state.value for row in promises_of(session, visit.appointment.id)]


def told_technicians(world: World) -> set[UUID]:
    with world.parts.store.reading() as session:
        rows = session.exec(select(Notice).where(Notice.kind == "plan_changed"))
        return {row.recipient_id for row in rows if row.created_at == world.clock.now()}


def test_a_technician_reports_their_own_visit_from_start_to_end(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    reports = f"{path_of(visit)}/events"
    start = visit.appointment.planned_start_at

    world.clock.move_to(start - timedelta(minutes=10))
    going = technician.post(reports, json={"what": "on_the_way"})
    world.clock.move_to(start + timedelta(minutes=5))
    there = technician.post(reports, json={"what": "arrived", "at": start.isoformat()})
    world.clock.move_to(start + timedelta(minutes=20))
    done = technician.post(reports, json={"what": "done"})

    assert [answer.status_code for answer in (going, there, done)] == [200, 200, 200]
    row = world.visit(visit.appointment.id)
    assert (row.appointment.state.value, row.work_order.state.value) == ("done", "done")
    assert row.appointment.departed_at == start - timedelta(minutes=10)
    assert row.appointment.arrived_at == start
    assert done.json()["done_at"] is not None
    assert states_of_promises(world, visit) == ["kept"]
    assert {event["actor_kind"] for event in done.json()["events"]} >= {"technician"}
    again = technician.post(reports, json={"what": "arrived"})
    assert (again.status_code, again.json()["type"]) == (409, "/api#illegal-move")


@pytest.mark.parametrize("kind", [Role.TECHNICIAN, Role.PARTNER])
def test_nobody_reports_a_visit_of_somebody_else(people: People, world: World, kind: str) -> None:
    client = people.client(kind)
    own = people.technician_code or people.partner_technician_code
    other = next(each for each in world.visits() if each.lead.code != own)
    before = world.dump()

    report = client.post(f"{path_of(other)}/events", json={"what": "on_the_way"})
    look = client.get(path_of(other))
    cancel = client.post(f"{path_of(other)}/cancel", json=BY_HOUSE)

    assert [report.status_code, look.status_code, cancel.status_code] == [404, 404, 403]
    assert "no appointment" in report.json()["detail"]
    assert world.dump() == before
    seen = client.get("/api/v1/appointments?limit=200").json()["items"]
    assert {code for each in seen for code in each["crew"]} == {own}
    assert client.get(f"/api/v1/appointments?technician={other.lead.code}").json()["items"] == []


def test_a_report_from_another_time_is_not_understood(people: People, world: World) -> None:
    visit, client = world.visits()[0], people.client("every scope")
    before = world.dump()

    for moment in (world.clock.now() + timedelta(minutes=1), world.clock.now() - timedelta(days=2)):
        answer = client.post(
            f"{path_of(visit)}/events", json={"what": "on_the_way", "at": moment.isoformat()}
        )

        assert wheres(answer) == ["at"]
    assert world.dump() == before


def test_a_visit_that_the_customer_calls_off_releases_what_was_promised(
    people: People, world: World
) -> None:
    visit = world.visits()[0]

    answer = people.client("every scope").post(f"{path_of(visit)}/cancel", json=BY_CUSTOMER)

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["state"], shown["cancelled_at"]) == ("cancelled", "2026-11-23T07:00:00Z")
    assert states_of_promises(world, visit) == ["released"]
    assert told_about(world, visit) == ["booked", "cancelled"]
    with world.parts.store.reading() as session:
        order = session.get_one(WorkOrder, visit.work_order.id)
        row = session.get_one(Appointment, visit.appointment.id)
        assert list(cells_of(session, [row.id])) == []
        assert len(assignments_of(session, [row.id])) == 1
    assert order.state.value == "open"
    assert (row.cancelled_by, row.cancel_reason) == ("customer", "They sold the machine")
    assert told_technicians(world) == {visit.lead.id}
    send_due(world.parts)
    assert [mail["To"] for mail in world.mails("cancelled")] == [
        mail["To"]
        for mail in world.mails("booked")
        if visit.work_order.reference in mail["Subject"]
    ]


def test_a_visit_that_the_house_calls_off_stays_promised_until_it_is_judged(
    people: People, world: World
) -> None:
    visit = world.visits()[0]

    answer = people.client(Role.SUPPORT).post(f"{path_of(visit)}/cancel", json=BY_HOUSE)

    assert answer.status_code == 200
    assert states_of_promises(world, visit) == ["made"]
    again = people.client(Role.SUPPORT).post(f"{path_of(visit)}/cancel", json=BY_HOUSE)
    assert (again.status_code, again.json()["type"]) == (409, "/api#illegal-move")
    assert told_about(world, visit) == ["booked", "cancelled"]


def test_a_work_order_called_off_takes_its_visit_along(people: People, world: World) -> None:
    visit = world.visits()[0]
    path = f"/api/v1/work-orders/{visit.work_order.id}"

    answer = people.client("every scope").post(f"{path}/cancel", json=BY_CUSTOMER)

    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert world.visit(visit.appointment.id).appointment.state.value == "cancelled"
    assert told_about(world, visit) == ["booked", "cancelled"]
    again = people.client("every scope").post(f"{path}/cancel", json=BY_CUSTOMER)
    assert (again.status_code, again.json()["type"]) == (409, "/api#illegal-move")


def test_a_work_order_without_a_place_takes_its_search_along(people: People, world: World) -> None:
    client = people.client("every scope")
    [order] = client.get("/api/v1/work-orders?state=open").json()["items"]

    answer = client.post(f"/api/v1/work-orders/{order['id']}/cancel", json=BY_CUSTOMER)

    assert answer.json()["state"] == "cancelled"
    with world.parts.store.reading() as session:
        case = session.get_one(Case, UUID(order["case_id"]))
    assert (case.channel, case.state.value) == ("planning", "resolved")
    promises = client.get(f"/api/v1/promises?case_id={case.id}").json()["items"]
    assert [each["state"] for each in promises] == ["kept"]


def test_what_has_begun_is_not_called_off(people: People, world: World) -> None:
    visit = world.visits()[0]
    client = people.client("every scope")
    world.clock.move_to(visit.appointment.planned_start_at)
    client.post(f"{path_of(visit)}/events", json={"what": "arrived"})

    visit_kept = client.post(f"{path_of(visit)}/cancel", json=BY_CUSTOMER)
    work_kept = client.post(f"/api/v1/work-orders/{visit.work_order.id}/cancel", json=BY_CUSTOMER)

    assert [visit_kept.status_code, work_kept.status_code] == [409, 409]
    with world.parts.store.reading() as session:
        assert session.get_one(WorkOrder, visit.work_order.id).state.value == "planned"
        rows = session.exec(select(Appointment).where(col(Appointment.cancelled_at).is_not(None)))
        assert rows.all() == []
