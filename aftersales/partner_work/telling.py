"""A service partner's office is written to: what it is asked, and the link to its page of open offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.partner_facts import OfferedVisit, WorkOfferedFacts
from aftersales.notices.writing import partner_office, write_notice
from aftersales.queries.access import language_of_partner
from aftersales.queries.visits import Visit
from aftersales.queries.work_offers import offers_ever
from aftersales.records import LinkPurpose, ServicePartner, Territory, WorkOffer
from aftersales.store import lock_rows

LINK_OPEN: Final = timedelta(days=14)
"""For so long the page opens by the link of a message; by then the deadlines in it are over."""


def tell_partner(
    deed: Deed,
    territory: Territory,
    partner: ServicePartner,
    offers: Sequence[WorkOffer],
    visits: Mapping[UUID, Visit],
) -> None:
    """Write once of several new offers, the soonest deadline first."""
    lock_rows(deed.session, "service_partner", [partner.id])
    asked = sorted(offers, key=lambda offer: (offer.answer_by_at, offer.window_from_at, offer.id))
    notice = write_notice(
        deed,
        NoticeKind.WORK_OFFERED,
        partner_office(partner, language_of_partner(deed.session, partner.id)),
        partner,
        revision=offers_ever(deed.session, partner.id),
        zone=territory.zone,
        facts=WorkOfferedFacts(
            visits=tuple(_visit(offer, visits[offer.appointment_id]) for offer in asked),
            answers_name=territory.answers_name,
            answers_phone=territory.answers_phone,
            link_id=issue_link(
                deed, LinkPurpose.WORK_OFFERS, partner.id, expires_at=deed.now + LINK_OPEN
            ),
        ),
    )
    for offer in offers:
        deed.note("work_offered", offer, notice_id=notice.id)


def _visit(offer: WorkOffer, visit: Visit) -> OfferedVisit:
    return OfferedVisit(
        work_kind=visit.work_type.kind.value,
        product_type=visit.product_type,
        place=district_of(visit),
        zone=visit.appointment.zone,
        window_from_at=offer.window_from_at,
        window_to_at=offer.window_to_at,
        answer_by_at=offer.answer_by_at,
    )


def district_of(visit: Visit) -> str:
    """Roughly where a visit is: postcode and town, never the street."""
    return f"{visit.location.postcode} {visit.location.town}".strip()
