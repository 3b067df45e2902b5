"""The office arranges a visit in one step: work order, time, promise and message, or nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Lock, Thread
from uuid import UUID

import pytest

from aftersales.booking import Wanted, arrange, wanted_for
from aftersales.bookings import keep_work
from aftersales.catalogue import work_type_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, SlotTaken
from aftersales.moments import cells_between
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    Customer,
    Location,
    OccupiedTime,
    Territory,
    WishedWindow,
    WorkKind,
    WorkOrder,
    WorkOrderState,
)
from aftersales.store import Session
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.small_city import TUESDAY, WEDNESDAY
from tests.conftest import STAFF

MORNING = "2026-11-24T08:00/12:00"


class Desk:
    """Somebody on the phone for one customer of the shop, who has a place and no work order yet."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        order_id = shop.sells()
        with shop.parts.doing(STAFF) as deed:
            order = deed.session.get_one(WorkOrder, order_id)
            self.customer_id, self.place_id = order.customer_id, order.location_id
            deed.remove([order])

    def look(self, session: Session) -> tuple[Territory, Wanted]:
        work_type = work_type_of(session, "washing_machine", WorkKind.INSTALL)
        place = session.get_one(Location, self.place_id)
        return wanted_for(session, None, place, work_type, self.shop.clock.now())

    def make(self, deed: Deed) -> WorkOrder:
        return keep_work(
            deed,
            deed.session.get_one(Customer, self.customer_id),
            deed.session.get_one(Location, self.place_id),
            work_type_of(deed.session, "washing_machine", WorkKind.INSTALL),
            note="Ring twice.",
        )

    def arranges(self, code: str, make: Callable[[Deed], WorkOrder] | None = None) -> Appointment:
        return arrange(self.shop.parts, STAFF, code, self.look, make or self.make)


def orders(shop: Shop) -> list[WorkOrder]:
    return shop.rows(WorkOrder)  # type: ignore[return-value] # rows of this table


def test_one_step_makes_the_work_order_books_its_visit_and_tells_the_customer(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)

    visit = Desk(shop).arranges(MORNING)

    (order,) = orders(shop)
    assert (order.state, order.note) == (WorkOrderState.PLANNED, "Ring twice.")
    assert (visit.work_order_id, visit.state, visit.held_until_at) == (
        order.id,
        AppointmentState.BOOKED,
        None,
    )
    assert shop.notices(visit.id) == [("booked", "customer")]
    (promise,) = shop.promises(visit.id)
    assert promise.from_at == shop.at(TUESDAY, 8)
    (wish,) = shop.rows(WishedWindow)
    assert wish.work_order_id == order.id  # type: ignore[attr-defined]


def test_time_that_somebody_else_has_leaves_no_work_order_behind(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    desk, other = Desk(shop), shop.sells()
    while MORNING in shop.codes(other):
        shop.books(other, MORNING)
        other = shop.sells()
    before, visits = orders(shop), shop.rows(Appointment)

    with pytest.raises(SlotTaken, match="has just been taken"):
        desk.arranges(MORNING)

    assert visits != []
    assert (orders(shop), shop.rows(Appointment)) == (before, visits)


def test_work_that_is_refused_keeps_no_time(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    desk = Desk(shop)

    def refuse(deed: Deed) -> WorkOrder:
        desk.make(deed)
        raise NotAllowed("This case is over.")

    with pytest.raises(NotAllowed, match="over"):
        desk.arranges(MORNING, refuse)

    assert orders(shop) == []
    assert [shop.rows(each) for each in (Appointment, OccupiedTime)] == [[], []]


@pytest.mark.parametrize("code", ["", "customer", "2026-11-24/0", "2026-11-24T12:00/08:00"])
def test_what_is_no_time_is_not_understood(shop: Shop, code: str) -> None:
    shop.hire("T1", TUESDAY)

    with pytest.raises(NotUnderstood):
        Desk(shop).arranges(code)

    assert orders(shop) == []


def test_said_twice_for_the_same_work_it_is_one_visit_and_one_message(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    desk = Desk(shop)
    first = desk.arranges(MORNING)

    def same(deed: Deed) -> WorkOrder:
        return deed.session.get_one(WorkOrder, first.work_order_id)

    again = desk.arranges(MORNING, same)

    assert again.id == first.id
    assert shop.notices(first.id) == [("booked", "customer")]


def test_work_that_stands_at_another_time_is_moved(shop: Shop) -> None:
    shop.hire("T1", TUESDAY, WEDNESDAY)
    desk = Desk(shop)
    first = desk.arranges(MORNING)

    def same(deed: Deed) -> WorkOrder:
        return deed.session.get_one(WorkOrder, first.work_order_id)

    moved = desk.arranges("2026-11-25T12:00/16:00", same)

    assert (moved.id, moved.window_from_at) == (first.id, shop.at(WEDNESDAY, 12))
    assert shop.notices(first.id) == [("booked", "customer"), ("moved", "customer")]
    assert len(orders(shop)) == 1


def test_race_of_the_office_for_few_times_sells_none_twice_and_leaves_nothing_half_made(
    shop: Shop,
) -> None:
    shop.hire("T1", TUESDAY)
    shop.hire("T2", TUESDAY)
    desks = [Desk(shop) for _ in range(24)]
    codes = [slot.window.code for slot in shop.offered(shop.sells(), [TUESDAY]).slots]
    start, lock = Barrier(8), Lock()
    won: list[UUID] = []
    lost: list[str] = []
    raised: list[BaseException] = []

    def race(number: int) -> None:
        start.wait()
        for turn, desk in enumerate(desks[number::8]):
            try:
                visit = desk.arranges(codes[(number + turn) % len(codes)])
            except SlotTaken as taken:
                with lock:
                    lost.append(str(taken))
            except Exception as error:  # noqa: BLE001 - the test wants to hear of any
                with lock:
                    raised.append(error)
            else:
                with lock:
                    won.append(visit.id)

    threads = [Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert raised == []
    assert len(won) + len(lost) == len(desks)
    assert min(len(won), len(lost)) > 3  # the race was one
    visits = [each for each in shop.rows(Appointment) if isinstance(each, Appointment)]
    made = {each.id for each in orders(shop) if each.state is WorkOrderState.PLANNED}
    assert {each.id for each in visits} == set(won)
    assert made == {each.work_order_id for each in visits}
    assert len(orders(shop)) == len(won) + 1  # and the one whose times were asked for
    taken_by = {
        each.appointment_id: each for each in shop.rows(Assignment) if isinstance(each, Assignment)
    }
    kept = Counter(
        (row.technician_id, row.cell)
        for row in shop.rows(OccupiedTime)
        if isinstance(row, OccupiedTime)
    )
    wanted = Counter(
        (taken_by[each.id].technician_id, cell)
        for each in visits
        for cell in cells_between(each.planned_start_at, each.planned_end_at)
    )
    assert kept == wanted
    assert set(kept.values()) == {1}
