"""What a claim costs, who pays, and the claim against the maker."""

from dataclasses import replace

import pytest

from aftersales.claims import (
    add_claim_cost,
    bill_of_claim,
    move_claim,
    move_recovery,
    rule_on_claim,
)
from aftersales.errors import IllegalMove
from aftersales.records import Claim, Role
from tests.aftersales.claims.conftest import NEWS, Shop
from warranty import ClaimState, Money, Payer
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RecoveryState


def test_costs_are_the_sellers_by_law_and_the_maker_owes_its_share(shop: Shop) -> None:
    claim = shop.opened()
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        add_claim_cost(deed, row, CostKind.PARTS, 4_000, "pump")
        add_claim_cost(deed, row, CostKind.LABOUR, 5_000)
        add_claim_cost(deed, row, CostKind.TRAVEL, 2_500)

    with shop.village.parts.store.reading() as session:
        bill = bill_of_claim(session, session.get_one(Claim, claim.id))

    assert bill.cost.total == Money("EUR", 11_500)
    assert dict(bill.cost.by_payer) == {Payer.SELLER: Money("EUR", 11_500)}
    assert bill.owed == Money("EUR", 9_000)
    assert [row.note for row in bill.rows] == ["pump", "", ""]


def test_what_a_person_approved_beyond_every_cover_is_goodwill(shop: Shop) -> None:
    claim = shop.opened(replace(NEWS, finding=Finding.WEAR, estimate_cents=20_000))
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        move_claim(deed, row, ClaimState.IN_REVIEW)
        rule_on_claim(deed, row, Role.MANAGER, Outcome.APPROVE, "She has been with us for years.")
        add_claim_cost(deed, row, CostKind.PARTS, 4_000)

    with shop.village.parts.store.reading() as session:
        bill = bill_of_claim(session, session.get_one(Claim, claim.id))

    assert dict(bill.cost.by_payer) == {Payer.GOODWILL: Money("EUR", 4_000)}
    assert bill.owed == Money("EUR", 0)  # the maker answers for defects only


def test_recovery_moves_along_its_graph(shop: Shop) -> None:
    claim = shop.opened()

    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        move_recovery(deed, row, RecoveryState.FILED)
        move_recovery(deed, row, RecoveryState.ACCEPTED)
        move_recovery(deed, row, RecoveryState.PAID)
    with pytest.raises(IllegalMove), shop.village.doing() as deed:
        move_recovery(deed, deed.session.get_one(Claim, claim.id), RecoveryState.FILED)

    assert shop.claim(claim).supplier_recovery == "paid"
