"""Arrived without a tap: agreed to on the own page, told by programs, and seen by a phone at the door."""

import pytest
from playwright.sync_api import Browser

from aftersales.queries.visits import AHEAD
from aftersales.records import AppointmentState, Role
from tests.web.browsing import Served
from tests.web.conftest import World
from tests.web.phoned import phone
from tests.web.principals import People

SWITCH = "Arrived without a tap"


def test_technicians_decide_it_for_themselves_only(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    own = f"/technicians/{people.technician_code}/2026-11-23"
    theirs = next(
        each.lead.code for each in world.visits() if each.lead.code != people.technician_code
    )
    before = technician.get(own).text

    foreign = technician.post(f"/technicians/{theirs}/2026-11-23/positions", data={"agreed": "yes"})
    kept = technician.post(f"{own}/positions", data={"agreed": "yes"})
    on = technician.get(own).text
    technician.post(f"{own}/positions", data={"agreed": "no"})

    assert (foreign.status_code, kept.status_code) == (404, 303)
    assert SWITCH in before
    assert "data-positions" not in before
    assert "data-positions" in on
    assert "data-positions" not in technician.get(own).text
    assert SWITCH not in people.client(Role.DISPATCHER).get(own).text


def test_programs_tell_positions_of_those_who_agreed(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    code = people.technician_code
    visit = next(each for each in world.visits() if each.lead.code == code)
    path = f"/api/v1/technicians/{code}"
    here = {"latitude": visit.location.latitude, "longitude": visit.location.longitude}
    technician.post(
        f"/api/v1/appointments/{visit.appointment.id}/events", json={"what": "on_the_way"}
    )

    early = technician.post(f"{path}/positions", json=here)
    agreed = technician.post(f"{path}/position-consent", json={"is_agreed": True})
    far = technician.post(f"{path}/positions", json=here | {"latitude": 47.3})
    there = technician.post(f"{path}/positions", json=here)
    shown = people.client(Role.DISPATCHER).get(path).json()

    assert (early.status_code, agreed.json()) == (409, {"is_agreed": True})
    assert far.json() == {"arrived": None}
    assert there.json() == {"arrived": str(visit.appointment.id)}
    assert shown["tells_position"] is True
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.ARRIVED


@pytest.mark.browser
def test_a_phone_at_the_door_says_that_it_has_arrived(browser: Browser, served: Served) -> None:
    visit = next(each for each in served.world.visits() if each.appointment.state in AHEAD)
    door = {"latitude": visit.location.latitude, "longitude": visit.location.longitude}

    def state() -> AppointmentState:
        return served.world.visit(visit.appointment.id).appointment.state

    away = {"latitude": door["latitude"] + 0.01, "longitude": door["longitude"]}
    with phone(
        browser, served, visit.lead.code, permissions=["geolocation"], geolocation=away
    ) as device:
        device.open()
        device.page.get_by_text(SWITCH).click()
        device.page.get_by_role("button", name="I agree, switch it on").click()
        device.page.locator("[data-positions]").wait_for()
        device.tap(visit, "I am on the way")
        device.until(lambda: state() is AppointmentState.EN_ROUTE)
        device.until(lambda: device.waiting() == [])

        for metres in (0.0003, 0.0002, 0.0001):
            device.page.wait_for_timeout(500)
            near = {"latitude": door["latitude"] + metres, "longitude": door["longitude"]}
            device.context.set_geolocation(near)  # type: ignore[arg-type] # two numbers
        device.until(lambda: state() is AppointmentState.ARRIVED)

        device.until(lambda: device.waiting() == [])
        assert device.card(visit).locator("button.main:visible").inner_text() == "The work is done"
