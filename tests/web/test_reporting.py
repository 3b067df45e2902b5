"""What technicians say from the road with one tap."""

import re

from aftersales.notices.delivery import send_due
from aftersales.records import AppointmentState, Role
from tests.web.conftest import World
from tests.web.principals import People


def offered(page: str) -> str:
    """A page without what stays hidden on it until a phone without signal comes to that stage."""
    return re.sub(r'<div data-stage="\w+" hidden>.*?</div>', "", page, flags=re.DOTALL)


def test_a_technician_says_on_the_way_arrived_and_done(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    code = people.technician_code
    day = f"/technicians/{code}/2026-11-23"
    visit = next(each for each in world.visits() if each.lead.code == code)
    address = f"/visits/{visit.appointment.id}/report"
    seen = []

    for what, words in (
        ("on_the_way", "I am on the way"),
        ("arrived", "I have arrived"),
        ("done", "The work is done"),
    ):
        assert words in offered(technician.get(day).text)
        answer = technician.post(address, data={"what": what})
        assert answer.headers["location"] == f"{day}#{visit.work_order.reference}"
        seen.append(world.visit(visit.appointment.id).appointment.state)

    assert seen == [AppointmentState.EN_ROUTE, AppointmentState.ARRIVED, AppointmentState.DONE]
    present = world.visit(visit.appointment.id).appointment
    assert present.departed_at == present.arrived_at == present.done_at == world.clock.now()


def test_saying_it_twice_changes_nothing_more(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    address = f"/visits/{visit.appointment.id}/report"
    technician.post(address, data={"what": "on_the_way"})
    before = world.dump()

    again = technician.post(address, data={"what": "on_the_way"})

    assert again.status_code == 303
    assert world.dump() == before


def test_nobody_reports_for_a_visit_that_is_not_theirs(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    theirs = next(each for each in world.visits() if each.lead.code != people.technician_code)
    own = next(each for each in world.visits() if each.lead.code == people.technician_code)
    before = world.dump()

    answers = [
        technician.post(f"/visits/{theirs.appointment.id}/report", data={"what": "done"}),
        technician.post(f"/visits/{own.appointment.id}/report", data={"what": "flew"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert world.dump() == before


def test_only_todays_visits_ask_for_a_report(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)

    assert (
        "I am on the way"
        not in technician.get(f"/technicians/{people.technician_code}/2026-11-24").text
    )
    office = people.client(Role.SUPPORT)
    day = office.get(f"/technicians/{people.technician_code}/2026-11-23").text
    assert "I am on the way" not in day


def test_a_technician_says_that_nobody_opened_and_the_customer_is_told(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    day = f"/technicians/{people.technician_code}/2026-11-23"
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    address = f"/visits/{visit.appointment.id}/report"
    assert "Nobody opened" not in offered(technician.get(day).text)
    technician.post(address, data={"what": "arrived"})
    assert "Nobody opened" in offered(technician.get(day).text)

    technician.post(address, data={"what": "customer_no_show"})
    technician.post(address, data={"what": "customer_no_show"})

    state = world.visit(visit.appointment.id).appointment.state
    assert state is AppointmentState.CUSTOMER_NO_SHOW
    assert "Nobody opened" not in offered(technician.get(day).text)
    send_due(world.parts)
    subjects = [str(mail["subject"]) for mail in world.mails("case_update")]
    assert sum(each.startswith("We came and met nobody") for each in subjects) == 1


def test_the_office_says_that_nobody_came_once_the_window_is_over(
    people: People, world: World
) -> None:
    office = people.client(Role.DISPATCHER)
    visit = world.visits()[0]
    day = f"/technicians/{visit.lead.code}/2026-11-23"
    assert "Nobody came" not in office.get(day).text
    world.clock.move_to(visit.appointment.window_to_at)
    assert "Nobody came" in offered(office.get(day).text)

    office.post(f"/visits/{visit.appointment.id}/report", data={"what": "technician_no_show"})

    state = world.visit(visit.appointment.id).appointment.state
    assert state is AppointmentState.TECHNICIAN_NO_SHOW
