"""Returns: announced with a label and a day, received, inspected; the claim goes on from what was found."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aftersales.claims import give_until
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood
from aftersales.records import CaseState, GoodsReturn, ReturnedThing, ReturnState, UploadKind
from aftersales.records import UploadState as Scan
from aftersales.returns import read_reference
from aftersales.uploads import CleanFile
from tests.aftersales.returns.conftest import Dock
from warranty import ClaimState
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind

PLATE = CleanFile(name="plate.png", kind=UploadKind.PNG, content=b"png", state=Scan.CLEAN)


def test_awaited_return_has_a_label_a_day_and_a_promise_of_news(dock: Dock) -> None:
    row = dock.awaited()

    assert (row.state, row.thing, row.due_on) == ("awaited", "unit", date(2026, 12, 7))
    assert row.depot_id == dock.shop.village.depot.id
    assert dock.claim().rma == row.reference
    assert dock.told()[-1] == "return_label"
    assert dock.notice().facts["depot"] == "Yard, Aeulestrasse 30, 9490 Vaduz"
    assert dock.case().next_update_at == datetime(2026, 12, 8, 11, tzinfo=UTC)


def test_arrival_is_told_and_the_inspection_promised(dock: Dock) -> None:
    row = dock.awaited()

    dock.received(row)

    now = dock.shop.village.clock.now()
    assert (dock.last().state, dock.last().received_at) == ("received", now)
    assert dock.told()[-1] == "return_received"
    assert dock.case().next_update_at == now + timedelta(days=3)
    with pytest.raises(IllegalMove):
        dock.received(row)


@pytest.mark.parametrize("finding", [Finding.CONFIRMED, Finding.INSTALLATION])
def test_remedy_goes_on_when_the_fault_was_seen(dock: Dock, finding: Finding) -> None:
    row = dock.awaited()
    dock.received(row)

    dock.inspected(row, finding, serial="ab i234", files=(PLATE,))

    claim, kept = dock.claim(), dock.last()
    assert (claim.state, claim.finding, claim.evidence) == ("inspected", finding, 1)
    assert (kept.serial_read, kept.checks) == ("ABI234", ["plate_read", "fault_tried"])
    assert (kept.accessories, kept.condition) == ("2 hoses", "used")
    assert dock.told()[-1] == "return_inspected"


def test_claim_is_decided_again_when_the_customer_did_it(dock: Dock) -> None:
    row = dock.awaited()
    dock.received(row)

    dock.inspected(row, Finding.CUSTOMER_CAUSED)

    assert (dock.claim().state, dock.told()[-1]) == ("rejected", "claim_decided")


def test_second_inspection_of_a_claim_that_finds_nothing_goes_to_a_person(dock: Dock) -> None:
    first = dock.awaited(RemedyKind.REPAIR)
    dock.received(first)
    dock.inspected(first, Finding.NO_FAULT_FOUND)
    assert dock.claim().state == "rejected"
    with dock.shop.village.doing() as deed:
        claim = deed.session.get_one(type(dock.claim()), dock.claim().id)
        claim.state = ClaimState.RETURN_AWAITED.value
        deed.add(claim)
    with dock.shop.village.doing() as deed:
        second = GoodsReturn(
            id=deed.new_id(),
            reference="RMA-2222222",
            claim_id=dock.claim().id,
            state=ReturnState.RECEIVED,
            thing=ReturnedThing.UNIT,
            exchange="return",
            accessories="",
            note="",
            created_at=deed.now,
        )
        deed.add(second)

    dock.inspected(second, Finding.NO_FAULT_FOUND)

    claim = dock.claim()
    reasons = claim.decision["reasons"]
    assert isinstance(reasons, list)
    assert (claim.state, claim.decision["outcome"]) == ("in_review", "route")
    assert reasons[0] == {"code": "no_fault_found_again", "facts": {"count": 2}}


def test_another_unit_in_the_box_is_looked_at_by_a_person(dock: Dock) -> None:
    row = dock.awaited()
    dock.received(row)

    dock.inspected(row, Finding.CONFIRMED, serial="AB9999")

    assert (dock.claim().state, dock.claim().decision["outcome"]) == ("in_review", "route")
    assert dock.told()[-1] == "claim_question"


def test_inspection_says_what_was_found_before_anything_is_kept(dock: Dock) -> None:
    row = dock.awaited()
    dock.received(row)

    with pytest.raises(NotUnderstood, match="what you found"):
        dock.inspected(row, None)

    assert dock.last().state is ReturnState.RECEIVED


def test_reminded_twice_then_somebody_calls_and_nobody_is_told_twice(dock: Dock) -> None:
    dock.awaited()

    told = [dock.watched(days) for days in (0, 9, 0, 6, 0, 6, 1, 0, 30)]

    assert told == [0, 1, 0, 1, 0, 0, 1, 0, 0]
    assert dock.told()[-3:] == ["return_reminder", "return_reminder", "return_missing"]
    assert dock.last().state is ReturnState.MISSING
    assert dock.claim().state == "return_awaited"


def test_case_has_an_hour_of_the_call_when_nothing_came(dock: Dock) -> None:
    dock.awaited()

    dock.watched(22)

    assert dock.case().next_update_at == dock.shop.village.clock.now() + timedelta(days=1)


def test_more_time_begins_the_reminders_anew(dock: Dock) -> None:
    row = dock.awaited()
    dock.watched(22)

    with dock.shop.village.doing() as deed:
        give_until(deed, deed.session.get_one(GoodsReturn, row.id), date(2027, 1, 8))

    kept = dock.last()
    assert (kept.state, kept.due_on, kept.told) == ("awaited", date(2027, 1, 8), 0)
    assert dock.told()[-1] == "return_label"
    with pytest.raises(NotUnderstood), dock.shop.village.doing() as deed:
        give_until(deed, deed.session.get_one(GoodsReturn, row.id), date(2026, 11, 1))


def test_new_unit_goes_out_first_where_the_cover_says_so_and_the_old_one_is_asked_back(
    dock: Dock,
) -> None:
    claim = dock.chosen(exchange="advance")

    dock.fulfilled(claim, "AB5678")

    row = dock.last()
    assert (dock.claim().state, row.state, row.exchange) == ("fulfilled", "awaited", "advance")
    assert (dock.claim().rma, dock.told()[-1]) == (row.reference, "return_label")
    dock.received(row)
    dock.inspected(row, Finding.NO_FAULT_FOUND)
    assert (dock.claim().state, dock.claim().finding) == ("fulfilled", "no_fault_found")


def test_loaner_is_asked_back_once_the_repair_is_done(dock: Dock) -> None:
    claim = dock.chosen(RemedyKind.REPAIR, exchange="loaner")
    dock.lent(claim, "ln 77")
    before = dock.last()

    dock.fulfilled(claim)

    row = dock.last()
    assert (before.state, before.due_on, before.serial) == ("lent", None, "LN77")
    assert (row.state, row.thing, row.due_on) == ("awaited", "loaner", date(2026, 12, 7))
    dock.received(row)
    dock.inspected(row, None, serial="LN77")
    assert (dock.last().state, dock.claim().state) == ("inspected", "fulfilled")


@pytest.mark.parametrize("serial", ["", "AB1234", "ab i234"])
def test_loaner_needs_a_serial_of_its_own(dock: Dock, serial: str) -> None:
    claim = dock.chosen(RemedyKind.REPAIR)

    with pytest.raises(NotUnderstood, match="unit that is lent"):
        dock.lent(claim, serial)


def test_loaner_is_lent_once_and_for_a_repair_only(dock: Dock) -> None:
    claim = dock.chosen(RemedyKind.REPAIR)
    dock.lent(claim)

    with pytest.raises(NotAllowed, match="already"):
        dock.lent(claim, "LN-2")
    with pytest.raises(NotAllowed, match="while a repair goes on"):
        dock.lent(dock.chosen(RemedyKind.REPLACE))


def test_return_is_called_off_with_its_claim_and_taken_up_when_it_comes_after_all(
    dock: Dock,
) -> None:
    row = dock.awaited()
    dock.step(dock.claim(), ClaimState.WITHDRAWN)
    assert dock.last().state is ReturnState.CALLED_OFF

    dock.received(row)

    assert (dock.last().state, dock.claim().state) == ("received", "reopened")
    dock.inspected(row, Finding.CONFIRMED)
    assert dock.claim().state == "approved"


def test_case_that_was_closed_is_open_again_while_somebody_has_to_call(dock: Dock) -> None:
    dock.awaited()
    with dock.shop.village.doing() as deed:
        case = deed.session.get_one(type(dock.case()), dock.case().id)
        case.state, case.next_update_at = CaseState.CLOSED, None
        deed.add(case)

    dock.watched(22)

    assert dock.case().state is CaseState.REOPENED
    assert dock.case().next_update_at is not None


@pytest.mark.parametrize(
    "scanned",
    [
        "RMA-7K3M9QX",
        " rma 7k3m9qx ",
        "7K3M9QX",
        "https://shop.example/returns/RMA-7K3M9QX",
    ],
)
def test_number_is_read_from_whatever_was_scanned(scanned: str) -> None:
    assert read_reference(scanned) == "RMA-7K3M9QX"
