"""Goodwill in the small world, for whoever looks at its pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.deed import SYSTEM
from aftersales.goodwill import ask_for_grant, grant
from aftersales.queries.access import user_by_email
from aftersales.queries.claims import claim_with_owner, claims_of_unit
from aftersales.queries.goodwill import grants_about
from aftersales.queries.units import unit_by_serial
from aftersales.records import Case, CaseChannel, Claim, Role, Territory, Unit
from aftersales.users import add_user
from tests.web.conftest import MONDAY, World
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind

WHY = "She was patient for three weeks."
WEARS = ("free", "asked", "granted")
"""Claims about worn parts: without goodwill, with some that waits for approval, with some granted."""


def refused_in(world: World) -> UUID:
    """A claim that no cover pays for, and nobody has offered anything yet."""
    return _claims_in(world)["free"]


def grants_in(world: World) -> dict[str, UUID]:
    """A grant that waits for approval, and one that was granted."""
    claims = _claims_in(world)
    with world.parts.store.reading() as session:
        return {name: grants_about(session, claims[name])[0].id for name in WEARS[1:]}


def _claims_in(world: World) -> dict[str, UUID]:
    """Each of another customer's; opened when first looked for."""
    with world.parts.store.reading() as session:
        model_id = session.get_one(Unit, world.unit_id).product_model_id
        units = [unit_by_serial(session, model_id, f"NW000000{number}") for number in (1, 2, 3)]
        unit_ids = [unit.id for unit in units if unit is not None]
        there = [claim.id for each in unit_ids for claim in claims_of_unit(session, each)]
    if not there:
        _hire(world)
        there = [_refused(world, unit_id) for unit_id in unit_ids]
        _grant(world, there[1], 40_000, is_asked=True)
        _grant(world, there[2], 20_000, is_asked=False)
    return dict(zip(WEARS, there, strict=True))


def _hire(world: World) -> None:
    with world.parts.doing(SYSTEM) as deed:
        if user_by_email(deed.session, "mara@shop.example") is None:
            user = add_user(
                deed,
                email="mara@shop.example",
                name="Māra Kalniņa",
                role=Role.MANAGER,
                password="a long enough sentence",
            )
            user.phone, user.is_on_call = "+423 555 77 88", True
            deed.add(user)


def _refused(world: World, unit_id: UUID) -> UUID:
    with world.parts.doing(SYSTEM) as deed:
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, unit_id),
            deed.session.get_one(Territory, world.territory_id),
            channel=CaseChannel.PHONE,
            fault_on=MONDAY,
            news=ClaimNews(
                symptom="E21 → pump?",
                component="pump",
                has_proof_of_purchase=True,
                estimate_cents=40_000,
                finding=Finding.WEAR,
            ),
            next_update_at=deed.now + timedelta(hours=2),
        )
        deed.session.flush()
        decide_claim(deed, claim)
    return claim.id


def _grant(world: World, claim_id: UUID, cents: int, *, is_asked: bool) -> None:
    with world.parts.doing(SYSTEM) as deed:
        claim, person = claim_with_owner(deed.session, claim_id)
        (ask_for_grant if is_asked else grant)(
            deed,
            Role.MANAGER,
            customer=person,
            subject=claim,
            remedy=RemedyKind.REPAIR,
            amount_cents=cents,
            reason=WHY,
        )


def other_channel(world: World) -> str:
    """Let the claim that was granted something have come by another channel; answers its reference."""
    with world.parts.doing(SYSTEM) as deed:
        claim = deed.session.get_one(Claim, _claims_in(world)["granted"])
        case = deed.session.get_one(Case, claim.case_id)
        case.channel = CaseChannel.X
        deed.add(case)
        return claim.reference
