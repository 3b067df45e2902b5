"""Stock: free pieces by place, never fewer than none, whoever takes them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.records import SparePart, SpareStock
from aftersales.spares import StockPlace, move_stock, set_stock, take_out
from tests.aftersales.spares.conftest import Shelf

TAKERS = 8


def test_pieces_go_from_the_depot_into_a_van(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 5)

    with shelf.village.doing() as deed:
        move_stock(deed, shelf.part, out_of=shelf.yard, into=shelf.van, quantity=2)

    assert (shelf.free(shelf.yard), shelf.free(shelf.van)) == (3, 2)


def test_more_than_there_is_cannot_be_moved_and_nothing_is(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)

    with (
        pytest.raises(NotAllowed, match="Only 1 of PUMP-1 are free there"),
        shelf.village.doing() as deed,
    ):
        move_stock(deed, shelf.part, out_of=shelf.yard, into=shelf.van, quantity=2)

    assert (shelf.free(shelf.yard), shelf.free(shelf.van)) == (1, 0)


def test_whoever_counts_says_what_is_there(shelf: Shelf) -> None:
    with shelf.village.doing() as deed:
        is_news = [set_stock(deed, shelf.part, shelf.yard, count) for count in (4, 4, 1)]

    assert is_news == [True, False, True]
    assert shelf.free(shelf.yard) == 1


@pytest.mark.parametrize("quantity", [0, -1])
def test_no_number_of_pieces_is_refused(shelf: Shelf, quantity: int) -> None:
    with pytest.raises(NotUnderstood, match="no number of pieces"):
        shelf.put(shelf.yard, quantity)


def test_place_is_a_depot_or_a_van(shelf: Shelf) -> None:
    with pytest.raises(NotUnderstood, match="one of the two"):
        StockPlace()
    with pytest.raises(NotUnderstood, match="one of the two"):
        StockPlace(depot_id=shelf.yard.depot_id, technician_id=shelf.van.technician_id)


def test_those_who_take_the_last_pieces_at_once_get_what_is_there_and_no_more(
    shelf: Shelf,
) -> None:
    shelf.put(shelf.yard, 3)
    together = Barrier(TAKERS)

    def take(_number: int) -> bool:
        together.wait()
        try:
            with shelf.village.doing() as deed:
                part = deed.session.get_one(SparePart, shelf.part.id)
                take_out(deed, part, shelf.yard, 1)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(TAKERS) as pool:
        taken = list(pool.map(take, range(TAKERS)))

    assert (sum(taken), shelf.free(shelf.yard)) == (3, 0)


def test_database_itself_refuses_fewer_than_none(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)
    row = shelf.village.all_of(SpareStock)[0]

    with pytest.raises(IntegrityError), shelf.village.parts.store.writing() as session:
        session.get_one(SpareStock, row.id).quantity = -1
