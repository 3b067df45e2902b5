"""A unit whose claim was refused goes back to its customer, who hears with whom; once, and no other unit does."""

import pytest

from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood
from aftersales.records import GoodsReturn, ReturnState
from aftersales.returns import Parcel, parcel_back, send_back
from tests.aftersales.returns.conftest import Dock
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind

OMNIVA = Parcel("Omniva", " CC123456785LV ")


def back(dock: Dock, parcel: Parcel = OMNIVA) -> None:
    with dock.shop.village.doing() as deed:
        send_back(deed, deed.session.get_one(GoodsReturn, dock.last().id), parcel)


def looked_at(dock: Dock, finding: Finding, remedy: RemedyKind = RemedyKind.REPLACE) -> None:
    row = dock.awaited(remedy)
    dock.received(row)
    dock.inspected(row, finding)


def test_refused_unit_goes_back_with_its_number_and_once(dock: Dock) -> None:
    looked_at(dock, Finding.CUSTOMER_CAUSED)
    assert dock.claim().state == "rejected"

    back(dock)

    assert (dock.last().state, dock.told()[-1]) == (ReturnState.SENT_BACK, "return_sent_back")
    assert dock.notice().facts["tracking"] == "CC123456785LV"
    with dock.shop.village.parts.store.reading() as session:
        assert parcel_back(session, dock.last()) == Parcel("Omniva", "CC123456785LV")
    with pytest.raises(IllegalMove):
        back(dock)
    assert dock.told().count("return_sent_back") == 1


def test_unit_that_is_exchanged_stays_here(dock: Dock) -> None:
    looked_at(dock, Finding.CONFIRMED)

    with pytest.raises(NotAllowed, match="once its claim is refused"):
        back(dock)

    assert dock.last().state is ReturnState.INSPECTED
    with dock.shop.village.parts.store.reading() as session:
        assert parcel_back(session, dock.last()) is None


def test_repaired_unit_goes_back_when_the_repair_is_done(dock: Dock) -> None:
    looked_at(dock, Finding.CONFIRMED, RemedyKind.REPAIR)
    with pytest.raises(NotAllowed):
        back(dock)
    dock.fulfilled(dock.claim())

    back(dock)

    assert dock.last().state is ReturnState.SENT_BACK


def test_nothing_goes_back_before_it_was_looked_at(dock: Dock) -> None:
    dock.received(dock.awaited())

    with pytest.raises(IllegalMove):
        back(dock)


@pytest.mark.parametrize("parcel", [Parcel(" ", "1"), Parcel("Omniva", " ")])
def test_carrier_and_number_are_needed(dock: Dock, parcel: Parcel) -> None:
    looked_at(dock, Finding.CUSTOMER_CAUSED)

    with pytest.raises(NotUnderstood, match="Write who brings it"):
        back(dock, parcel)

    assert "return_sent_back" not in dock.told()
