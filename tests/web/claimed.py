"""Claims in the small world, for whoever looks at their pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from aftersales.claims import ClaimNews, add_claim_cost, decide_claim, open_claim
from aftersales.deed import SYSTEM
from aftersales.queries.claims import claims_of_unit
from aftersales.records import Claim, Territory, Unit
from tests.web.conftest import MONDAY, World
from warranty.claims.costs import CostKind


def claims_in(world: World) -> dict[str, UUID]:
    """A claim that a person decides and one that is approved, with costs; opened when first looked for."""
    with world.parts.store.reading() as session:
        there = claims_of_unit(session, world.unit_id)
    if not there:
        there = [_opened(world, cents) for cents in (40_000, 9_000)]
    return dict(zip(("in-review", "approved"), (claim.id for claim in there), strict=True))


def _opened(world: World, cents: int) -> Claim:
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        claim = open_claim(
            deed,
            unit,
            deed.session.get_one(Territory, world.territory_id),
            channel="phone",
            fault_on=MONDAY,
            news=ClaimNews(
                symptom="E21 → pump?",
                component="pump",
                serial_read="NW0000000",
                has_proof_of_purchase=True,
                estimate_cents=cents,
            ),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decide_claim(deed, claim)
        add_claim_cost(deed, claim, CostKind.PARTS, 4_050, "P-17")
    return claim
