"""Work that is offered to service partners in the small world, in the afternoon of its day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.partner_work import tend_work_offers
from aftersales.queries.access import partner_by_code, user_by_email
from aftersales.records import (
    LinkPurpose,
    Role,
    ServicePartner,
    Technician,
    WorkOffer,
    WorkOfferState,
)
from aftersales.service_partners import add_service_partner
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People, with_password


def offered(people: People, world: World) -> list[WorkOffer]:
    """The whole team works for the partner, whose user may sign in; answers what it is asked about, in order."""
    people.client(Role.PARTNER)
    with world.parts.doing(SYSTEM) as deed:
        partner = partner_by_code(deed.session, "P1")
        assert partner is not None
        partner.answer_hours = 2
        for worker in all_of(world.parts, Technician):
            kept = deed.session.get_one(Technician, worker.id)
            kept.service_partner_id = partner.id
            deed.add(kept)
        deed.add(partner)
    tend_work_offers(world.parts, "li")
    return all_of(world.parts, WorkOffer)


def partner_of(world: World) -> ServicePartner:
    """The partner that is asked."""
    (partner,) = [row for row in all_of(world.parts, ServicePartner) if row.code == "P1"]
    return partner


OFFICE_EMAIL = "office@berg.example"
"""Of the partner whose page of offers is looked at; the page speaks the language of this user."""


def offers_in(world: World) -> str:
    """The page of a partner's office by link, with a visit that waits, one accepted, and one declined that nobody else can take."""
    with world.parts.doing(SYSTEM) as deed:
        office = user_by_email(deed.session, OFFICE_EMAIL)
        partner_id = _asked(deed, world) if office is None else office.service_partner_id
        assert partner_id is not None
        link_id = issue_link(deed, LinkPurpose.WORK_OFFERS, partner_id)
    return f"/offers/{link_token(world.parts.secret, link_id)}"


def _asked(deed: Deed, world: World) -> UUID:
    partner = add_service_partner(
        deed, code="P9", name="Berg & Tal", email=OFFICE_EMAIL, phone="+423 1", answer_hours=4
    )
    deed.session.flush()
    with_password(
        deed,
        email=OFFICE_EMAIL,
        name="Berg & Tal",
        role=Role.PARTNER,
        service_partner_id=partner.id,
    )
    visits = world.visits()
    last = deed.session.get_one(Technician, visits[-1].lead.id)
    last.service_partner_id = partner.id
    deed.add(last)
    states = (WorkOfferState.OPEN, WorkOfferState.ACCEPTED, WorkOfferState.DECLINED)
    for visit, state in zip((visits[-3], visits[-2], visits[-1]), states, strict=True):
        deed.add(
            WorkOffer(
                id=deed.new_id(),
                appointment_id=visit.appointment.id,
                work_order_id=visit.work_order.id,
                partner_id=partner.id,
                state=state,
                live_key=None,
                window_from_at=visit.appointment.window_from_at,
                window_to_at=visit.appointment.window_to_at,
                offered_at=deed.now,
                answer_by_at=deed.now + timedelta(hours=4),
                reason="No van is free." if state is WorkOfferState.DECLINED else "",
            )
        )
    return partner.id
