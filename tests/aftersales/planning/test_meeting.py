"""Two technicians of no crew meet for a visit: plans keep them together, and send somebody else if one falls ill."""

from __future__ import annotations

from uuid import UUID

from aftersales.booking import confirm_hold, hold_slot
from aftersales.records import Appointment, AppointmentState
from tests.aftersales.small_city import MONDAY, MORNING, TUESDAY, City
from tests.conftest import STAFF

WINDOW = "2026-11-24T10:00/14:00"


def met(city: City) -> tuple[str, UUID]:
    """A visit for two, booked by its customer; answers the reference of its work order and the appointment."""
    reference = city.asks((TUESDAY, MORNING), product="refrigerator")
    order = city.order(reference)
    hold_slot(city.parts, STAFF, order.id, WINDOW)
    with city.parts.doing(STAFF) as deed:
        return reference, confirm_hold(deed, order.id, WINDOW).id


def crew_of(city: City, reference: str) -> list[str]:
    return [worker.code for worker in city.visit(reference).crew]


def test_plan_keeps_those_who_meet_at_their_time(city: City) -> None:
    for code in ("T1", "T2", "T3"):
        city.hire(code, TUESDAY)
    reference, visit = met(city)
    before, people = city.visit(reference).appointment.planned_start_at, crew_of(city, reference)
    others = [city.asks((TUESDAY, MORNING)) for _number in range(4)]

    outcome = city.plan(MONDAY, 3)

    assert outcome.planned == len(others) + 2  # the visit for two stands on two routes
    after = city.visit(reference).appointment
    assert (after.id, after.planned_start_at) == (visit, before)
    assert crew_of(city, reference) == people
    assert [kind for kind, _who in city.notices(visit)] == ["booked"]


def test_somebody_else_meets_if_one_falls_ill(city: City) -> None:
    for code in ("T1", "T2", "T3"):
        city.hire(code, TUESDAY)
    reference, visit = met(city)
    ill = crew_of(city, reference)[1]
    city.away(ill, city.at(TUESDAY, 0), city.at(TUESDAY, 23))

    city.plan(MONDAY, 3, is_frozen=True)

    people = crew_of(city, reference)
    assert len(people) == 2
    assert ill not in people
    assert [kind for kind, _who in city.notices(visit)] == ["booked"]


def test_visit_that_only_one_could_come_to_is_called_off_and_told_once(city: City) -> None:
    for code in ("T1", "T2"):
        city.hire(code, TUESDAY)
    reference, visit = met(city)
    city.away("T2", city.at(TUESDAY, 0), city.at(TUESDAY, 23))

    city.plan(MONDAY, 3, is_frozen=True)

    assert city.visit(reference).appointment.state is AppointmentState.CANCELLED
    assert [kind for kind, _who in city.notices(visit)] == ["booked", "cancelled"]


def test_hold_for_two_who_both_fall_ill_goes_without_a_word(city: City) -> None:
    for code in ("T1", "T2"):
        city.hire(code, TUESDAY)
    order = city.order(city.asks((TUESDAY, MORNING), product="refrigerator"))
    hold_slot(city.parts, STAFF, order.id, WINDOW)
    for code in ("T1", "T2"):
        city.away(code, city.at(TUESDAY, 0), city.at(TUESDAY, 23))

    city.plan(MONDAY, 3, is_frozen=True)

    assert city.rows(Appointment) == []
    assert "booked" not in [kind for kind, _who in city.notices()]
