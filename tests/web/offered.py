"""Work that is offered to service partners in the small world, in the afternoon of its day."""

from __future__ import annotations

from aftersales.deed import SYSTEM
from aftersales.partner_work import tend_work_offers
from aftersales.queries.access import partner_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.records import Appointment, Role, ServicePartner, Technician, WorkOffer
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People


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


def appointment_of(world: World, offer: WorkOffer) -> Appointment:
    """The visit that is offered."""
    with world.parts.store.reading() as session:
        return visits_by_id(session, [offer.appointment_id])[offer.appointment_id].appointment
