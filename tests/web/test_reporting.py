"""What technicians say from the road with one tap."""

import re

from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Absence,
    AbsenceKind,
    AppointmentState,
    Job,
    JobKind,
    Role,
    VisitEvent,
)
from aftersales.work_orders import CancelledBy, cancel_visit
from tests.aftersales.conftest import all_of
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


def test_a_technician_may_say_that_the_work_begins_and_nobody_opened_is_offered_no_more(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    day = f"/technicians/{people.technician_code}/2026-11-23"
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    address = f"/visits/{visit.appointment.id}/report"
    pages = []
    for what in ("on_the_way", "arrived", "started"):
        technician.post(address, data={"what": what})
        card = technician.get(day).text.split(f'id="{visit.work_order.reference}"')[1]
        pages.append(card.split("<div data-stage=")[1])
    begun = world.visit(visit.appointment.id).appointment.state
    technician.post(address, data={"what": "done"})

    for words in ("I begin the work", "Nobody opened"):
        assert [words in page for page in pages[1:3]] == [True, False]
    assert "The work is done" in pages[2]
    assert begun is AppointmentState.IN_PROGRESS
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.DONE


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
    subjects = [str(mail["subject"]) for mail in world.mails("no_access")]
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


def test_technician_says_that_it_takes_longer_or_why_it_is_not_finished(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    day = f"/technicians/{people.technician_code}/2026-11-23"
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    address = f"/visits/{visit.appointment.id}/report"
    technician.post(address, data={"what": "arrived"})
    shown = offered(technician.get(day).text)

    technician.post(address, data={"what": "overrun", "minutes": "60"})
    longer = world.visit(visit.appointment.id).appointment.told_end_at
    unclear = technician.post(address, data={"what": "overrun"})
    technician.post(
        address, data={"what": "incomplete", "reason": "missing_part", "note": "A pump."}
    )

    assert "It takes longer" in shown
    assert "A part is missing" in shown
    assert longer is not None
    assert longer >= world.clock.now()
    assert unclear.status_code == 422
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.INCOMPLETE
    newest = max(all_of(world.parts, VisitEvent), key=lambda each: each.id)
    assert (newest.reason, newest.note) == ("missing_part", "A pump.")


def test_phone_is_told_in_a_sentence_what_fits_no_more(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    with world.parts.doing(SYSTEM) as deed:
        cancel_visit(
            deed,
            visits_by_id(deed.session, [visit.appointment.id])[visit.appointment.id],
            by=CancelledBy.CUSTOMER,
            reason="",
        )
    said = {"what": "arrived", "at": world.clock.now().isoformat(), "key": "one"}
    address = f"/visits/{visit.appointment.id}/report"

    answers = [
        technician.post(address, data=said, headers={"accept": "application/json"})
        for _time in range(2)
    ]

    assert [each.status_code for each in answers] == [409, 409]
    assert "had been called off" in answers[0].json()["detail"]
    assert [each.misfit for each in all_of(world.parts, VisitEvent)] == ["cancelled"]


def test_technician_who_falls_ill_is_off_and_others_are_looked_for(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    day = f"/technicians/{people.technician_code}/2026-11-23"
    assert "I cannot go on today" in technician.get(day).text

    for _time in range(2):
        technician.post(f"{day}/ill")

    (absence,) = all_of(world.parts, Absence)
    assert (absence.kind, absence.from_at) == (AbsenceKind.SICK, world.clock.now())
    assert [each.kind for each in all_of(world.parts, Job)].count(JobKind.PLAN) == 1
    shown = technician.get(day).text
    assert "You are off for the rest of this day." in shown
    assert "I cannot go on today" not in shown
    other = "T2" if people.technician_code == "T1" else "T1"
    assert technician.post(f"/technicians/{other}/2026-11-23/ill").status_code == 404
