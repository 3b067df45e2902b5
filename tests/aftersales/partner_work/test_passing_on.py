"""What a service partner refuses goes to the next, inside the promised window, and never back to that partner."""

from __future__ import annotations

import pytest

from aftersales.booking import slots_for, wanted_by
from aftersales.errors import NotAllowed
from aftersales.queries.staff import technician_by_code
from aftersales.queries.work_offers import refused_standing
from aftersales.records import Appointment
from aftersales.work_orders import CancelledBy, cancel_visit
from tests.aftersales.partner_work.conftest import MORNING, TOMORROW, Asking
from tests.aftersales.partner_work.test_work_offers import accept, decline
from tests.aftersales.small_city import AFTERNOON, MONDAY, assert_nothing_is_double_booked
from tests.conftest import STAFF


@pytest.mark.parametrize("how", ["declined", "expired"])
def test_refused_work_goes_to_the_next_inside_its_window(asking: Asking, how: str) -> None:
    (reference,) = asking.booked()
    before = asking.visit(reference).appointment
    promises = asking.city.promises(before.id)
    asking.look()
    asking.city.hire("T2", TOMORROW)

    if how == "declined":
        decline(asking)
    else:
        asking.wait(hours=4)
    asking.look()

    after = asking.visit(reference).appointment
    assert asking.states() == [how]
    assert asking.lead(reference) == "T2"
    assert (after.window_from_at, after.window_to_at) == (
        before.window_from_at,
        before.window_to_at,
    )
    assert after.window_from_at <= after.planned_start_at < after.window_to_at
    assert asking.city.promises(before.id) == promises
    assert asking.happened()[1:] == [f"work_{how}", "work_passed_on"]
    assert_nothing_is_double_booked(asking.parts)


def test_the_next_partner_is_asked_in_turn_and_both_no_leave_nobody(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    asking.city.hire("T2", TOMORROW)
    other = asking.partner("P2", "T2")
    decline(asking)

    assert asking.look() == 1

    assert asking.states() == ["declined", "open"]
    assert asking.offers()[-1].partner_id == other
    decline(asking, "We are full.")
    asking.look()
    assert asking.lead(reference) == "T2"
    assert asking.states() == ["declined", "declined"]
    assert asking.happened()[-2:] == ["work_declined", "work_not_taken"]


def test_another_technician_of_the_same_partner_is_not_the_next(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    asking.city.hire("T2", TOMORROW)
    with asking.parts.doing(STAFF) as deed:
        worker = technician_by_code(deed.session, "T2")
        assert worker is not None
        worker.service_partner_id = asking.offers()[0].partner_id
        deed.add(worker)
    decline(asking)
    asking.look()

    assert asking.lead(reference) == "T1"
    assert "work_not_taken" in asking.happened()


def test_a_visit_that_nobody_can_take_stands_until_somebody_can(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    decline(asking)
    asking.look()

    assert asking.lead(reference) == "T1"
    asking.city.plan(MONDAY, 2)
    asking.city.plan(MONDAY, 2, is_frozen=True)
    assert asking.lead(reference) == "T1"
    assert asking.look() == 0
    asking.city.hire("T2", TOMORROW)
    asking.look()
    assert asking.lead(reference) == "T1"  # somebody was looked for a moment ago
    asking.wait(minutes=15)
    asking.look()
    assert asking.lead(reference) == "T2"


def test_the_cheapest_of_those_who_can_takes_it(asking: Asking) -> None:
    (reference,) = asking.booked()
    place = asking.visit(reference).location
    asking.look()
    asking.city.hire("A9", TOMORROW, home=(47.06, 9.50))
    asking.city.hire("Z1", TOMORROW, home=(place.latitude, place.longitude))
    asking.city.hire("A0", TOMORROW, skills=("delivery",), home=(place.latitude, place.longitude))
    decline(asking)

    asking.look()

    assert asking.lead(reference) == "Z1"


def test_several_go_to_one_route_and_everybody_keeps_their_window(asking: Asking) -> None:
    references = asking.booked(*[MORNING] * 3)
    windows = {each: asking.visit(each).appointment.window_to_at for each in references}
    asking.look()
    asking.city.hire("T2", TOMORROW)
    for number in range(2):
        decline(asking, number=number)
    accept(asking, number=2)

    asking.look()

    assert sorted(asking.lead(each) for each in references) == ["T1", "T2", "T2"]
    for each in references:
        appointment = asking.visit(each).appointment
        assert appointment.window_to_at == windows[each]
        assert appointment.planned_start_at <= windows[each]
    assert_nothing_is_double_booked(asking.parts)


def test_a_partner_that_refused_is_not_sent_again_by_a_later_plan(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    decline(asking)
    with asking.parts.doing(STAFF) as deed:
        cancel_visit(
            deed, asking.visit(reference), by=CancelledBy.HOUSE, reason="The partner declined."
        )

    assert asking.city.plan(MONDAY, 2).booked == 0
    with asking.parts.store.reading() as session:
        order = asking.city.order(reference)
        territory, wanted = wanted_by(session, order, asking.city.clock.now())
        assert slots_for(asking.parts, session, territory, wanted).slots == ()
    asking.city.hire("T2", TOMORROW)
    asking.city.plan(MONDAY, 2)

    assert asking.lead(reference) == "T2"


def test_a_plan_that_may_move_visits_takes_refused_work_from_its_partner(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    asking.city.hire("T2", TOMORROW)
    decline(asking)

    asking.city.plan(MONDAY, 2)

    assert asking.lead(reference) == "T2"
    assert asking.states() == ["declined"]


def test_whoever_is_at_work_already_hears_that_their_day_changed(asking: Asking) -> None:
    asking.city.hire("T2", TOMORROW)
    reference = asking.city.asks((MONDAY, AFTERNOON), minutes=60)
    asking.city.plan(MONDAY, 1)
    asking.look()
    asking.city.hire("T3", MONDAY)
    decline(asking)
    before = len(asking.city.notices())

    asking.look()

    assert asking.lead(reference) == "T3"
    assert asking.city.notices()[before:] == [("plan_changed", "technician")] * 2  # T1 and T3


def test_a_pinned_visit_stays_for_the_office(asking: Asking) -> None:
    (reference,) = asking.booked()
    asking.look()
    asking.city.hire("T2", TOMORROW)
    with asking.parts.doing(STAFF) as deed:
        deed.session.get_one(Appointment, asking.visit(reference).appointment.id).is_pinned = True
    decline(asking)

    asking.look()

    assert asking.lead(reference) == "T1"
    with asking.parts.store.reading() as session:
        assert [each.id for each in refused_standing(session)] == [asking.offers()[0].id]


def test_an_answer_of_the_office_after_all_is_too_late_once_somebody_else_has_it(
    asking: Asking,
) -> None:
    (reference,) = asking.booked()
    asking.look()
    asking.city.hire("T2", TOMORROW)
    decline(asking)
    asking.look()

    with pytest.raises(NotAllowed, match="gone to somebody else"):
        accept(asking, actor=STAFF)

    assert asking.lead(reference) == "T2"
    assert asking.states() == ["declined"]
