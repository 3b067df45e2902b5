"""Remedies: chosen among those offered, carried out along their ways, and covers recomputed afterwards."""

from dataclasses import replace
from datetime import date

import pytest

from aftersales.claims import choose_remedy, fulfil_claim, move_claim
from aftersales.errors import Collision, IllegalMove, NotAllowed, NotUnderstood
from aftersales.records import Claim, Cover, Unit
from tests.aftersales.claims.conftest import NEWS, Shop
from warranty import ClaimState
from warranty.claims.remedies import RemedyKind

TODAY = date(2026, 11, 23)


def approved(shop: Shop, remedy: RemedyKind = RemedyKind.REPAIR) -> Claim:
    claim = shop.opened()
    shop.decided(claim)
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        row.decision = {**row.decision, "remedies": [kind.value for kind in RemedyKind]}
        deed.add(row)
        choose_remedy(deed, row, remedy)
    return claim


def move(shop: Shop, claim: Claim, state: ClaimState) -> None:
    with shop.village.doing() as deed:
        move_claim(deed, deed.session.get_one(Claim, claim.id), state)


def fulfil(
    shop: Shop, claim: Claim, done_on: date = TODAY, serial: str | None = None
) -> Unit | None:
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        return fulfil_claim(deed, row, done_on=done_on, replacement_serial=serial)


def covers(shop: Shop, unit: Unit) -> list[tuple[str, date, date, list[str]]]:
    return [
        (row.kind, row.starts_on, row.ends_on, row.components)
        for row in shop.village.all_of(Cover)
        if row.unit_id == unit.id
    ]


def test_repair_lengthens_the_law_and_adds_a_warranty_on_the_part(shop: Shop) -> None:
    before = {row.id: row for row in shop.village.all_of(Cover)}
    claim = approved(shop)

    assert fulfil(shop, claim) is None

    assert covers(shop, shop.unit) == [
        ("legal_guarantee", date(2025, 10, 1), date(2029, 10, 1), []),
        ("makers_warranty", date(2025, 10, 1), date(2027, 10, 1), []),
        ("repair_warranty", TODAY, date(2027, 5, 23), ["pump"]),
    ]
    assert set(before) < {row.id for row in shop.village.all_of(Cover)}
    assert shop.claim(claim).state == ClaimState.FULFILLED


def test_replacement_supersedes_the_unit_and_takes_its_covers_along(shop: Shop) -> None:
    claim = approved(shop, RemedyKind.REPLACE)
    move(shop, claim, ClaimState.RETURN_AWAITED)
    move(shop, claim, ClaimState.INSPECTED)

    new = fulfil(shop, claim, serial="ab 5678")

    assert new is not None
    assert (new.serial, new.purchased_on) == ("AB5678", shop.unit.purchased_on)
    assert covers(shop, new) == covers(shop, shop.unit)
    kept = shop.claim(claim)
    assert kept.replacement_unit_id == new.id
    assert kept.rma is not None
    assert kept.rma.startswith("RMA-")
    with shop.village.parts.store.reading() as session:
        assert session.get_one(Unit, shop.unit.id).superseded_by_unit_id == new.id


@pytest.mark.parametrize("serial", ["AB1234", "ab 12-34"])
def test_replacement_is_refused_with_the_serial_of_the_old_unit(shop: Shop, serial: str) -> None:
    claim = approved(shop, RemedyKind.REPLACE)

    with pytest.raises(NotUnderstood, match="serial of the old unit"):
        fulfil(shop, claim, serial=serial)

    assert shop.claim(claim).state == ClaimState.REMEDY_CHOSEN


def test_replacement_is_refused_with_a_serial_that_is_registered(shop: Shop) -> None:
    shop.sold("AB8888")
    claim = approved(shop, RemedyKind.REPLACE)

    with pytest.raises(Collision, match="already registered"):
        fulfil(shop, claim, serial="AB8888")


def test_refund_ends_the_covers_on_its_day(shop: Shop) -> None:
    claim = approved(shop, RemedyKind.REFUND)

    fulfil(shop, claim)

    assert covers(shop, shop.unit) == [
        ("legal_guarantee", date(2025, 10, 1), TODAY, []),
        ("makers_warranty", date(2025, 10, 1), TODAY, []),
    ]


def test_money_changes_no_cover(shop: Shop) -> None:
    before = covers(shop, shop.unit)

    fulfil(shop, approved(shop, RemedyKind.PRICE_REDUCTION))

    assert covers(shop, shop.unit) == before


def test_second_claim_for_the_same_fault_offers_more_than_a_repair(shop: Shop) -> None:
    fulfil(shop, approved(shop))
    second = shop.opened(fault_on=date(2026, 11, 23))

    decision = shop.decided(second)

    assert decision.remedies[0] is RemedyKind.REPLACE
    assert RemedyKind.REFUND in decision.remedies


def test_remedy_that_was_not_offered_is_refused(shop: Shop) -> None:
    claim = shop.opened()

    with (
        pytest.raises(NotAllowed, match="none, the claim is not approved"),
        shop.village.doing() as deed,
    ):
        choose_remedy(deed, deed.session.get_one(Claim, claim.id), RemedyKind.REPAIR)
    shop.decided(claim)
    with (
        pytest.raises(NotAllowed, match="Choose one of: repair, replace"),
        shop.village.doing() as deed,
    ):
        choose_remedy(deed, deed.session.get_one(Claim, claim.id), RemedyKind.REFUND)


def test_remedy_goes_only_its_own_ways(shop: Shop) -> None:
    claim = approved(shop, RemedyKind.REFUND)

    with pytest.raises(NotAllowed, match="does not go by visit_planned"):
        move(shop, claim, ClaimState.VISIT_PLANNED)
    with pytest.raises(NotUnderstood, match="A decision is not a step"):
        move(shop, claim, ClaimState.APPROVED)
    with pytest.raises(NotUnderstood, match="Say what was done"):
        move(shop, claim, ClaimState.FULFILLED)
    move(shop, claim, ClaimState.WITHDRAWN)

    assert shop.claim(claim).state == ClaimState.WITHDRAWN


@pytest.mark.parametrize("done_on", [date(2026, 11, 24), date(2026, 11, 19)])
def test_remedy_is_carried_out_between_the_fault_and_today(shop: Shop, done_on: date) -> None:
    claim = approved(shop)

    with pytest.raises(NotUnderstood, match="between the fault and today"):
        fulfil(shop, claim, done_on)


def test_claim_without_a_remedy_cannot_be_fulfilled(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS))

    with pytest.raises(IllegalMove):
        fulfil(shop, claim)
