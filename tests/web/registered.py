"""Registrations by buyers in the small world, for whoever looks at their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import select

from aftersales.access import Nobody, actor_of
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.queries.catalogue import product_by_sku
from aftersales.records import LinkPurpose, Registration
from aftersales.registrations import BuyerNews, register_by_buyer
from tests.web.conftest import World


@dataclass(frozen=True)
class Registered:
    """One that is confirmed, one that is asked about, and what opens their pages."""

    active: str
    asked: str
    thanked: str
    asked_id: UUID


def registered_in(world: World) -> Registered:
    """Two registrations, made when first asked for; the second is of somebody else's machine."""
    with world.parts.store.reading() as session:
        there = session.exec(
            select(Registration).where(Registration.channel == "web").order_by(Registration.id)  # type: ignore[arg-type] # a column
        ).all()
    rows = list(there) or [_made(world, "NW9000001"), _made(world, "NW0000000")]
    with world.parts.doing(SYSTEM) as deed:
        links = [issue_link(deed, LinkPurpose.REGISTRATION, row.id) for row in rows]
        thanked = issue_link(deed, LinkPurpose.PROOF, rows[1].id)
    secret = world.parts.secret
    return Registered(
        active=link_token(secret, links[0]),
        asked=link_token(secret, links[1]),
        thanked=link_token(secret, thanked),
        asked_id=rows[1].id,
    )


def _made(world: World, serial: str) -> Registration:
    with world.parts.doing(actor_of(Nobody())) as deed:
        model = product_by_sku(deed.session, "WM-8000")
        assert model is not None
        return register_by_buyer(
            deed,
            model,
            BuyerNews(
                serial=serial,
                purchased_on=date(2026, 11, 2),
                delivered_on=date(2026, 11, 5),
                name="Maximiliane Hasler-Frommelt",
                email="max@example.org",
                phone="",
                country="PT",
                language="en",
                wants_safety=True,
            ),
        )
