"""Returns in the small world, for whoever looks at their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aftersales.claims import ClaimNews, choose_remedy, decide_claim, move_claim, open_claim
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.queries.claims import claims_of_unit
from aftersales.queries.returns import returns_of_claim
from aftersales.queries.units import unit_by_serial
from aftersales.records import Claim, GoodsReturn, LinkPurpose, Territory, Unit
from aftersales.returns import receive_return
from tests.web.conftest import MONDAY, World
from warranty import ClaimState
from warranty.claims.remedies import RemedyKind

SERIALS: Final = ("NW0000006", "NW0000005")
"""Units of a return that is awaited, and of one that is here."""


@dataclass(frozen=True)
class Returned:
    """Their numbers, and what opens the buyer's page of the first."""

    awaited: str
    arrived: str
    token: str


def returns_in(world: World) -> Returned:
    """Two returns, made when first looked for."""
    rows = [_return_of(world, serial) for serial in SERIALS]
    if not all(rows):
        rows = [_made(world, serial) for serial in SERIALS]
        with world.parts.doing(SYSTEM) as deed:
            assert rows[1] is not None
            receive_return(deed, deed.session.get_one(GoodsReturn, rows[1].id))
    awaited, arrived = rows
    assert awaited is not None
    assert arrived is not None
    with world.parts.doing(SYSTEM) as deed:
        link = issue_link(deed, LinkPurpose.RETURN, awaited.id)
    return Returned(awaited.reference, arrived.reference, link_token(world.parts.secret, link))


def _return_of(world: World, serial: str) -> GoodsReturn | None:
    with world.parts.store.reading() as session:
        unit = _unit(world, serial)
        for claim in claims_of_unit(session, unit.id):
            for row in returns_of_claim(session, claim.id):
                return row
    return None


def _unit(world: World, serial: str) -> Unit:
    with world.parts.store.reading() as session:
        model_id = session.get_one(Unit, world.unit_id).product_model_id
        unit = unit_by_serial(session, model_id, serial)
        assert unit is not None
        return unit


def _made(world: World, serial: str) -> GoodsReturn:
    with world.parts.doing(SYSTEM) as deed:
        claim: Claim = open_claim(
            deed,
            deed.session.get_one(Unit, _unit(world, serial).id),
            deed.session.get_one(Territory, world.territory_id),
            channel="phone",
            fault_on=MONDAY,
            news=ClaimNews(
                symptom="E21 → pump?",
                component="pump",
                serial_read=serial,
                has_proof_of_purchase=True,
                estimate_cents=9_000,
            ),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decide_claim(deed, claim)
        choose_remedy(deed, claim, RemedyKind.REPLACE)
        move_claim(deed, claim, ClaimState.RETURN_AWAITED)
        deed.session.flush()
        return returns_of_claim(deed.session, claim.id)[0]
