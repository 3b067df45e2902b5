"""A chosen time is kept for one customer, confirmed once, and free again if nobody confirms it."""

from __future__ import annotations

from datetime import time, timedelta
from threading import Event as Stop

import pytest

from aftersales.booking import tend_bookings
from aftersales.errors import NotAllowed, NotUnderstood, SlotTaken
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    OccupiedTime,
    PromiseKind,
    WorkOrder,
    WorkOrderState,
)
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.small_city import MONDAY, TUESDAY, WEDNESDAY

MORNING = "2026-11-24T08:00/12:00"
NOON = "2026-11-24T10:00/14:00"


def state_of(shop: Shop, order: object) -> WorkOrderState:
    with shop.parts.store.reading() as session:
        return session.get_one(WorkOrder, order).state


def test_held_time_is_nobody_elses(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    first, second = shop.sells(minutes=300), shop.sells(minutes=300)

    hold = shop.holds(first, MORNING)

    assert (hold.state, hold.held_until_at) == (
        AppointmentState.HELD,
        shop.clock.now() + timedelta(minutes=10),
    )
    assert shop.codes(second) == []
    with pytest.raises(SlotTaken, match="has just been taken"):
        shop.holds(second, MORNING)
    assert shop.notices() == []


def test_confirmed_time_is_a_visit_that_is_told_and_promised_once(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()
    hold = shop.holds(order, MORNING)

    visit = shop.confirms(order, MORNING)
    again = shop.confirms(order, MORNING)

    assert visit.id == again.id == hold.id
    assert (visit.state, visit.held_until_at) == (AppointmentState.BOOKED, None)
    assert shop.notices(visit.id) == [("booked", "customer")]
    (promise,) = shop.promises(visit.id)
    assert (promise.kind, promise.from_at, promise.to_at) == (
        PromiseKind.ARRIVAL_WINDOW,
        shop.at(TUESDAY, 8),
        shop.at(TUESDAY, 12),
    )
    assert state_of(shop, order) is WorkOrderState.PLANNED


def test_choosing_twice_keeps_one_hold(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()

    first, again = shop.holds(order, MORNING), shop.holds(order, MORNING)
    other = shop.holds(order, NOON)

    assert first.id == again.id != other.id
    assert [each.id for each in shop.rows(Appointment)] == [other.id]  # type: ignore[attr-defined]


def test_time_that_the_visit_has_already_is_not_kept_a_second_time(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    visit = shop.confirms(order, MORNING)

    with pytest.raises(NotAllowed, match="has this time already"):
        shop.holds(order, MORNING)

    assert [each.id for each in shop.rows(Appointment)] == [visit.id]  # type: ignore[attr-defined]


def test_hold_that_ran_out_is_offered_again_before_anybody_swept(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    first, second = shop.sells(minutes=300), shop.sells(minutes=300)
    shop.holds(first, MORNING)
    shop.clock.moment += timedelta(minutes=11)

    visit = shop.books(second, MORNING)

    assert shop.crew_of(visit) == ["T1"]
    with pytest.raises(SlotTaken):
        shop.confirms(first, MORNING)
    assert state_of(shop, first) is WorkOrderState.OPEN


def test_hold_that_ran_out_is_booked_if_nobody_else_wanted_it(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    shop.clock.moment += timedelta(minutes=11)

    assert shop.confirms(order, MORNING).state is AppointmentState.BOOKED


def test_sweep_leaves_nothing_of_a_hold_that_ran_out(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    shop.clock.moment += timedelta(minutes=10)

    tend_bookings(shop.parts, "li", Stop())

    rows = [shop.rows(each) for each in (Appointment, Assignment, OccupiedTime)]
    assert rows == [[], [], []]
    assert state_of(shop, order) is WorkOrderState.OPEN
    assert shop.codes(order)[0] == MORNING


def test_other_time_of_a_visit_moves_it_under_its_own_name(shop: Shop) -> None:
    shop.hire("T1", TUESDAY, WEDNESDAY)
    order = shop.sells()
    visit = shop.books(order, MORNING)

    hold = shop.holds(order, "2026-11-25T12:00/16:00")
    assert hold.moves_id == visit
    moved = shop.confirms(order, "2026-11-25T12:00/16:00")

    assert moved.id == visit
    assert (moved.window_from_at, moved.window_to_at) == (
        shop.at(WEDNESDAY, 12),
        shop.at(WEDNESDAY, 16),
    )
    assert (moved.times_moved, moved.invitation_sequence) == (1, 1)
    assert [each.id for each in shop.rows(Appointment)] == [visit]  # type: ignore[attr-defined]
    assert shop.notices(visit) == [("booked", "customer"), ("moved", "customer")]
    assert [each.state.value for each in shop.promises(visit)] == ["released", "made"]
    assert all(each.appointment_id == visit for each in shop.rows(OccupiedTime))  # type: ignore[attr-defined]


def test_its_own_time_counts_as_free_when_a_visit_is_moved(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells(minutes=240)
    shop.books(order, MORNING)

    assert NOON in shop.codes(order)
    assert shop.codes(shop.sells(minutes=240)) == []


def test_what_is_no_time_is_not_understood(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()

    for code in ("", "soon", "2026-11-24T08:00/20:00", "2026-11-24T12:00/08:00"):
        with pytest.raises(NotUnderstood, match="one of the times shown"):
            shop.holds(order, code)


def test_window_that_is_not_on_the_list_is_not_sold(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)

    with pytest.raises(SlotTaken):
        shop.holds(shop.sells(), "2026-11-24T09:00/13:00")


def test_day_beyond_those_that_can_be_booked_is_not_sold(shop: Shop) -> None:
    later = TUESDAY + timedelta(days=20)
    shop.hire("T1", later)

    with pytest.raises(SlotTaken):
        shop.holds(shop.sells(), f"{later}T08:00/12:00")


def test_visit_under_way_is_not_booked_again(shop: Shop) -> None:
    shop.hire("T1", TUESDAY, WEDNESDAY)
    order = shop.sells()
    visit = shop.books(order, MORNING)
    with shop.parts.store.writing() as session:
        session.get_one(Appointment, visit).state = AppointmentState.EN_ROUTE

    with pytest.raises(NotAllowed, match="nothing to book"):
        shop.holds(order, "2026-11-25T08:00/12:00")


def test_plan_keeps_what_is_held_and_tells_nobody(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    shop.hire("T2", TUESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    shop.asks((TUESDAY, (time(8), time(12))))

    outcome = shop.plan(MONDAY, 3)

    assert outcome.booked == 1
    held = [each for each in shop.rows(Appointment) if each.state is AppointmentState.HELD]  # type: ignore[attr-defined]
    assert [each.work_order_id for each in held] == [order]  # type: ignore[attr-defined]
    assert [kind for kind, _who in shop.notices()] == ["booked"]
    assert shop.confirms(order, MORNING).state is AppointmentState.BOOKED


def test_plan_over_an_absence_lets_a_hold_go_without_a_word(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()
    shop.holds(order, MORNING)
    shop.away("T1", shop.at(TUESDAY, 0), shop.at(TUESDAY, 23))

    shop.plan(MONDAY, 3)

    assert shop.rows(Appointment) == []
    assert shop.notices() == []
    assert state_of(shop, order) is WorkOrderState.OPEN
