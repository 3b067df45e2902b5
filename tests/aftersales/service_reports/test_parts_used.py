"""Parts at a visit: what was fitted leaves the place where it lay, and what was not needed is free again."""

import pytest

from aftersales.errors import NotUnderstood
from aftersales.records import Appointment, ServiceEntry, SpareState
from aftersales.service_reports import Entered, PartLeft, PartUsed, enter
from tests.aftersales.spares.conftest import Shelf, shelf

__all__ = ["shelf"]


def entered(shelf: Shelf, appointment_id: object, piece: Entered) -> ServiceEntry:
    """What the first technician enters of a visit."""
    with shelf.village.doing() as deed:
        visit = deed.session.get_one(Appointment, appointment_id)
        return enter(deed, visit, shelf.village.technicians[0].id, piece, deed.now)


def test_pieces_go_out_of_the_van(shelf: Shelf) -> None:
    shelf.put(shelf.van, 3)

    entry = entered(shelf, shelf.booked(), PartUsed("PUMP-1", 2))

    assert (entry.quantity, entry.missing) == (2, 0)
    assert shelf.free(shelf.van) == 1


def test_what_the_van_should_not_have_had_is_kept_and_noted(shelf: Shelf) -> None:
    shelf.put(shelf.van, 1)

    entry = entered(shelf, shelf.booked(), PartUsed("PUMP-1", 3))

    assert (entry.quantity, entry.missing) == (3, 2)
    assert shelf.free(shelf.van) == 0


def test_what_was_set_aside_for_the_work_is_fitted_first(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 1)
    visit = shelf.booked()
    brought = shelf.ask(shelf.order_of(visit))
    shelf.put(shelf.van, 2)

    entry = entered(shelf, visit, PartUsed("PUMP-1", 2))

    assert entry.missing == 0
    assert shelf.request(brought).state is SpareState.FITTED
    assert (shelf.free(shelf.van), shelf.free(shelf.yard)) == (1, 0)


def test_what_was_not_needed_is_free_again_where_it_lies(shelf: Shelf) -> None:
    shelf.put(shelf.yard, 2)
    visit = shelf.booked()
    brought = shelf.ask(shelf.order_of(visit), 2)
    taken = shelf.free(shelf.yard)

    entry = entered(shelf, visit, PartLeft("PUMP-1"))

    assert (taken, shelf.free(shelf.yard)) == (0, 2)
    assert entry.quantity == 2
    assert shelf.request(brought).state is SpareState.CANCELLED


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        (PartUsed("PUMP-1", 0), "1 to 1000 pieces"),
        (PartUsed("PUMP-9", 1), "no part “PUMP-9”"),
        (PartLeft("PUMP-1"), "Nothing of PUMP-1 is set aside"),
    ],
)
def test_what_cannot_be_is_refused(shelf: Shelf, piece: Entered, said: str) -> None:
    visit = shelf.booked()

    with pytest.raises(NotUnderstood, match=said):
        entered(shelf, visit, piece)

    assert shelf.village.all_of(ServiceEntry) == []
