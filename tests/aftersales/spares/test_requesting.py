"""Parts requests: taken from stock if it is there, else ordered, awaited, received, fitted or given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest

from aftersales.day_watch.reports import report_arrived, report_done
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood
from aftersales.records import SpareState, WorkOrder
from aftersales.spares import (
    add_spare_part,
    cancel_spare,
    expect_spare,
    fit_spare,
    lose_spare,
    order_spare,
    receive_spare,
    request_spare,
    take_spare,
)
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.spares.conftest import Shelf

WEDNESDAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)


def test_piece_in_the_van_of_whoever_comes_is_set_aside_first(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 2)
    shelf.put(shelf.van, 1)

    request = shelf.request(shelf.ask(shelf.order_of(shelf.booked())))

    assert request.state is SpareState.ARRIVED
    assert request.technician_id == shelf.van.technician_id
    assert (shelf.free(shelf.van), shelf.free(shelf.yard)) == (0, 2)


def test_van_of_somebody_who_is_not_sent_is_left_alone(shelf: Shelf) -> None:
    shelf.put(shelf.van, 1)

    request = shelf.request(shelf.ask(shelf.order()))

    assert request.state is SpareState.REQUESTED
    assert shelf.free(shelf.van) == 1


def test_what_is_not_in_stock_is_asked_for_ordered_received_and_fitted(shelf: Shelf) -> None:
    asked = shelf.ask(shelf.order(), 2)
    states = [shelf.request(asked).state]

    for act, *said in ((order_spare, FRIDAY), (receive_spare,), (fit_spare,)):
        shelf.does(asked, act, *said)
        states.append(shelf.request(asked).state)

    assert states == [
        SpareState.REQUESTED,
        SpareState.ORDERED,
        SpareState.ARRIVED,
        SpareState.FITTED,
    ]
    assert shelf.request(asked).depot_id == shelf.yard.depot_id
    assert shelf.free(shelf.yard) == 0  # it was never free


def test_pieces_that_came_meanwhile_can_be_taken(shelf: Shelf) -> None:
    asked = shelf.ask(shelf.order())
    with pytest.raises(NotAllowed, match="Order them"):
        shelf.does(asked, take_spare)
    shelf.put(shelf.yard, 1)

    shelf.does(asked, take_spare)

    assert shelf.request(asked).state is SpareState.ARRIVED
    assert shelf.free(shelf.yard) == 0


def test_what_was_set_aside_is_free_again_once_it_is_not_needed(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 3)
    asked = shelf.ask(shelf.order(), 2)
    assert shelf.free(shelf.yard) == 1

    shelf.does(asked, cancel_spare)

    assert shelf.request(asked).state is SpareState.CANCELLED
    assert shelf.free(shelf.yard) == 3


def test_work_that_is_called_off_gives_its_parts_back(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)
    order_id = shelf.order()
    here, to_come = shelf.ask(order_id), shelf.ask(order_id, 1, FRIDAY)

    with shelf.village.doing() as deed:
        order = deed.session.get_one(WorkOrder, order_id)
        cancel_work_order(deed, order, by=CancelledBy.CUSTOMER, reason="They moved away.")

    assert {shelf.request(each).state for each in (here, to_come)} == {SpareState.CANCELLED}
    assert shelf.free(shelf.yard) == 1


def test_work_that_is_done_has_fitted_what_was_set_aside(shelf: Shelf) -> None:
    shelf.put(shelf.van, 1)
    booked = shelf.booked(23)
    asked = shelf.ask(shelf.order_of(booked))

    with shelf.village.doing() as deed:
        report_arrived(deed, booked, shelf.village.moment(23, 9))
        report_done(deed, booked, shelf.village.moment(23, 10))

    assert shelf.request(asked).state is SpareState.FITTED
    assert shelf.free(shelf.van) == 0


def test_part_that_is_gone_is_replaced_by_one_in_stock(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 2)
    asked = shelf.ask(shelf.order())

    shelf.does(asked, lose_spare)

    assert shelf.request(asked).state is SpareState.ARRIVED
    assert shelf.free(shelf.yard) == 0  # the lost one does not come back


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (fit_spare, IllegalMove),
        (lose_spare, IllegalMove),
        (receive_spare, IllegalMove),
        (take_spare, IllegalMove),
        (cancel_spare, IllegalMove),
    ],
)
def test_cancelled_request_stays_cancelled(
    shelf: Shelf, act: object, error: type[Exception]
) -> None:
    asked = shelf.ask(shelf.order())
    shelf.does(asked, cancel_spare)

    with pytest.raises(error):
        shelf.does(asked, act)  # type: ignore[arg-type] # one of several acts

    assert shelf.request(asked).state is SpareState.CANCELLED


def test_day_is_said_of_what_is_on_its_way_only_and_lies_ahead(shelf: Shelf) -> None:
    asked = shelf.ask(shelf.order())
    with pytest.raises(NotAllowed, match="Order it first"):
        shelf.does(asked, expect_spare, FRIDAY)

    with pytest.raises(NotUnderstood, match="That day is over"):
        shelf.does(asked, order_spare, date(2026, 11, 20))

    assert shelf.request(asked).state is SpareState.REQUESTED


@pytest.mark.parametrize("quantity", [0, 1001])
def test_impossible_number_of_pieces_is_refused(shelf: Shelf, quantity: int) -> None:
    with pytest.raises(NotUnderstood, match="1 to 1000"):
        shelf.ask(shelf.order(), quantity)


def test_part_of_another_product_is_refused(shelf: Shelf) -> None:
    order_id = shelf.order()

    with pytest.raises(NotUnderstood, match="does not fit"), shelf.village.doing() as deed:
        other = add_spare_part(deed, code="BELT", name="Belt", product_types=["tumble_dryer"])
        request_spare(deed, deed.session.get_one(WorkOrder, order_id), other, 1)


def test_every_change_makes_the_work_another_revision_so_that_a_plan_made_before_is_made_again(
    shelf: Shelf,
) -> None:
    order_id = shelf.order()

    def revision() -> int:
        with shelf.village.parts.store.reading() as session:
            return session.get_one(WorkOrder, order_id).revision

    seen = [revision()]
    asked = shelf.ask(order_id, 1, FRIDAY)
    seen.append(revision())
    shelf.does(asked, expect_spare, WEDNESDAY)
    seen.append(revision())
    shelf.does(asked, receive_spare)
    seen.append(revision())

    assert seen == sorted(set(seen))


def test_two_who_ask_for_the_last_piece_get_it_once(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)
    orders = [shelf.order() for _ in range(4)]
    together = Barrier(len(orders))

    def ask(order_id: UUID) -> SpareState:
        together.wait()
        return shelf.request(shelf.ask(order_id)).state

    with ThreadPoolExecutor(len(orders)) as pool:
        states = sorted(pool.map(ask, orders))

    assert states == [SpareState.ARRIVED] + [SpareState.REQUESTED] * 3
    assert shelf.free(shelf.yard) == 0
