"""The day is mended before anybody is told: somebody else comes, or the order changes, and windows stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aftersales.day_watch.mending import mend
from aftersales.day_watch.watch import watch_territory
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.records import Appointment, WorkOffer, WorkOfferState
from aftersales.service_partners import add_service_partner
from tests.aftersales.day_watch.test_watch import (
    EIGHT,
    NEAR,
    NOON,
    TEN,
    arrived,
    delay_facts,
    now_of,
)
from tests.aftersales.small_city import (
    ALL_SKILLS,
    MONDAY,
    City,
    RoadsWhile,
    assert_nothing_is_double_booked,
    minutes,
)
from tests.conftest import STAFF


def held_up(city: City, *, skills: tuple[str, ...] = ALL_SKILLS) -> list[Appointment]:
    """Three visits of one technician, the first of which lasts far too long, and another one with nothing to do."""
    city.hire("T1", MONDAY)
    references = [
        city.asks((MONDAY, window), place=near, minutes=60)
        for window, near in zip((EIGHT, TEN, NOON), NEAR, strict=True)
    ]
    city.plan(MONDAY, 1)
    city.hire("T2", MONDAY, skills=skills)
    visits = [city.visit(reference).appointment for reference in references]
    arrived(city, visits[0])
    city.clock.move_to(visits[1].window_to_at - minutes(20))
    return visits


def lead_of(city: City, appointment: Appointment) -> str:
    with city.parts.store.reading() as session:
        return visits_by_id(session, [appointment.id])[appointment.id].lead.code


def test_visit_in_danger_is_given_to_whoever_can_keep_it_and_its_customer_is_not_told(
    city: City,
) -> None:
    _first, second, third = held_up(city)

    watched = watch_territory(city.parts, "li")

    now = now_of(city, second)
    assert watched.delayed == 0
    assert lead_of(city, second) == "T2"
    assert (now.window_from_at, now.window_to_at) == (second.window_from_at, second.window_to_at)
    assert now.planned_start_at <= second.window_to_at
    assert delay_facts(city, second) == delay_facts(city, third) == []
    assert_nothing_is_double_booked(city.parts)


def test_visit_stays_where_nobody_else_may_do_it_and_its_customer_is_told_in_time(
    city: City,
) -> None:
    _first, second, _third = held_up(city, skills=("delivery",))

    for _look in range(4):
        watch_territory(city.parts, "li")
        city.clock.move_to(city.clock.now() + minutes(5))

    assert lead_of(city, second) == "T1"
    assert len(delay_facts(city, second)) == 1


def test_day_is_not_mended_where_the_settings_forbid_it(city: City) -> None:
    _first, second, _third = held_up(city)
    settings = city.parts.settings.model_copy(update={"delay_mending": False})

    watch_territory(replace(city.parts, settings=settings), "li")

    assert lead_of(city, second) == "T1"


def test_day_is_not_mended_for_more_driving_than_a_promise_is_worth(city: City) -> None:
    _first, second, _third = held_up(city)
    dear = city.parts.settings.model_copy(update={"mend_driving_minutes": 0})

    assert not mend(replace(city.parts, settings=dear), "li", [second.id])
    assert mend(city.parts, "li", [second.id])


@pytest.mark.parametrize("what", ["pinned", "left for"])
def test_what_is_frozen_stays(city: City, what: str) -> None:
    _first, second, _third = held_up(city)
    with city.parts.doing(STAFF) as deed:
        row = deed.session.get_one(Appointment, second.id)
        row.is_pinned = what == "pinned"
        row.departed_at = city.clock.now() if what == "left for" else None

    mend(city.parts, "li", [second.id])

    assert lead_of(city, second) == "T1"


def test_whoever_changed_a_visit_meanwhile_wins(city: City) -> None:
    _first, second, _third = held_up(city)

    def change() -> None:
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(Appointment, second.id).revision += 1

    changed = mend(replace(city.parts, roads=RoadsWhile(change)), "li", [second.id])

    assert not changed
    assert lead_of(city, second) == "T1"


def test_nothing_is_mended_where_nobody_goes_anywhere(city: City) -> None:
    city.hire("T1", MONDAY)

    assert not mend(city.parts, "li", [])
    assert not mend(city.parts, "nowhere", [])


def test_whoever_refused_the_work_does_not_get_it_when_the_day_is_mended(city: City) -> None:
    _first, second, third = held_up(city)
    with city.parts.doing(STAFF) as deed:
        partner = add_service_partner(
            deed, code="P1", name="Hilfe AG", email="p1@partner.example", phone="+423 1"
        )
        worker = technician_by_code(deed.session, "T2")
        assert worker is not None
        worker.service_partner_id = partner.id
        deed.add(worker)
        for number, each in enumerate((second, third)):
            deed.add(
                WorkOffer(
                    id=deed.new_id(),
                    appointment_id=each.id,
                    work_order_id=each.work_order_id,
                    partner_id=partner.id,
                    state=WorkOfferState.DECLINED,
                    window_from_at=each.window_from_at,
                    window_to_at=each.window_to_at,
                    offered_at=deed.now,
                    answer_by_at=deed.now,
                    reason=f"No {number}.",
                )
            )

    assert not mend(city.parts, "li", [second.id])
    assert lead_of(city, second) == "T1"
