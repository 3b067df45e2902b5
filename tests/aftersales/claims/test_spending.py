"""What a claim costs, who pays, and the claim against the maker."""

import pytest

from aftersales.claims import add_claim_cost, cost_of_claim, move_recovery, recoverable_of
from aftersales.errors import IllegalMove
from aftersales.records import Claim
from tests.aftersales.claims.conftest import Shop
from warranty import Money, Payer
from warranty.claims.costs import CostKind
from warranty.claims.recovery import RecoveryState


def test_costs_are_the_sellers_by_law_and_the_maker_owes_its_share(shop: Shop) -> None:
    claim = shop.opened()
    with shop.village.doing() as deed:
        row = deed.session.get_one(Claim, claim.id)
        add_claim_cost(deed, row, CostKind.PARTS, 4_000, "pump")
        add_claim_cost(deed, row, CostKind.LABOUR, 5_000)
        add_claim_cost(deed, row, CostKind.TRAVEL, 2_500)

    with shop.village.parts.store.reading() as session:
        row = session.get_one(Claim, claim.id)
        cost, owed = cost_of_claim(session, row), recoverable_of(session, row)

    assert cost.total == Money("EUR", 11_500)
    assert dict(cost.by_payer) == {Payer.SELLER: Money("EUR", 11_500)}
    assert owed == Money("EUR", 9_000)


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
