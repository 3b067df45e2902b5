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
from aftersales.queries.ownership import open_transfer
from aftersales.records import LinkPurpose, Registration, Unit
from aftersales.registrations import BuyerNews, register_by_buyer
from aftersales.transfers import Invited, offer_transfer
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


@dataclass(frozen=True)
class Passed:
    """A unit that its owner has offered to somebody, and what opens the pages of both."""

    owner: str
    new: str
    unit_id: UUID


def passed_in(world: World) -> Passed:
    """A unit on its way to another owner, made when first asked for."""
    with world.parts.store.reading() as session:
        there = session.exec(
            select(Registration).where(Registration.channel == "label")
        ).one_or_none()
    row = there or _made(world, "NW9000007", channel="label")
    with world.parts.doing(SYSTEM) as deed:
        transfer = open_transfer(deed.session, row.unit_id) or offer_transfer(
            deed,
            deed.session.get_one(Unit, row.unit_id),
            Invited(name="Jānis Ozols", email="janis@example.org", language="en"),
        )
        links = (
            issue_link(deed, LinkPurpose.REGISTRATION, row.id),
            issue_link(deed, LinkPurpose.TRANSFER, transfer.id),
        )
    owner, new = (link_token(world.parts.secret, each) for each in links)
    return Passed(owner=owner, new=new, unit_id=row.unit_id)


def _made(world: World, serial: str, channel: str = "web") -> Registration:
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
                channel=channel,
            ),
        )
