"""Offers of work: visits that service partners are asked to take, and what they answer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import Principal, SignedIn
from aftersales.deed import Deed
from aftersales.errors import NotPermitted, NotThere
from aftersales.moments import wall_of
from aftersales.partner_work import accept_work, decline_work
from aftersales.partner_work.answering import LONGEST_REASON
from aftersales.queries.access import partner_by_code, partners
from aftersales.queries.pages import page_of
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import Role, WorkKind, WorkOffer, WorkOfferState
from aftersales.store import Session
from web.api.fields import CodeAsked, Sent, Shown, WallShown, example
from web.api.listed import Listed, PagedIn, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/work-offers", tags=["work offers"])


class DeclineSent(Sent):
    """Why the partner does not come."""

    model_config = example(reason="No van is free on that day.")

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class OfferShown(Shown):
    """What a partner is asked: what is to be done, roughly where, and when. Who the customer is comes with the visit."""

    id: UUID
    partner: str
    appointment_id: UUID
    reference: str = Field(description="Of the work order.")
    state: WorkOfferState
    work: WorkKind
    product_type: str
    minutes: int
    postcode: str
    town: str
    on: date
    zone: str
    window_local_from: WallShown
    window_local_to: WallShown
    offered_at: datetime
    answer_by_at: datetime = Field(description="Until then an answer counts.")
    answered_at: datetime | None
    reason: str = Field(description="What the partner said when it declined.")


@router.get("", summary="List offers of work")
def work_offers(
    parts: PartsIn,
    who: Who,
    paged: PagedIn,
    partner: CodeAsked = None,
    state: WorkOfferState | None = None,
    appointment_id: UUID | None = None,
) -> Listed[OfferShown]:
    """All offers, or those to a partner, in a state, or of a visit; partners see their own."""
    with parts.store.reading() as session:
        asked = None
        if partner is not None:
            asked = known(partner_by_code(session, partner), "service partner", partner).id
        page = page_of(
            session,
            WorkOffer,
            after=paged.after,
            limit=paged.limit,
            partner_id=_own(who) or asked,
            state=state,
            appointment_id=appointment_id,
        )
        codes = {row.id: row.code for row in partners(session)}
        visits = visits_by_id(session, {row.appointment_id for row in page.rows})
        return paged.listed(
            page, lambda row: _offer(row, visits[row.appointment_id], codes[row.partner_id])
        )


@router.get("/{offer_id}", summary="One offer of work", response_model=OfferShown)
def work_offer(parts: PartsIn, who: Who, held: HeldIn, offer_id: UUID) -> Response:
    """An offer as it stands."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _row(session, who, offer_id)))


@router.post("/{offer_id}/accept", summary="Accept work", response_model=OfferShown)
def accepted(once: OnceIn, offer_id: UUID) -> Response:
    """The partner comes. The office may say so for it, also after the deadline while the visit still stands with it."""

    def act(deed: Deed) -> Acted:
        row = _row(deed.session, once.principal, offer_id)
        accept_work(deed, row)
        return _shown(deed.session, row), None

    return once.answer(act, status=200)


@router.post("/{offer_id}/decline", summary="Decline work", response_model=OfferShown)
def declined(once: OnceIn, offer_id: UUID, sent: DeclineSent) -> Response:
    """The partner does not come; somebody else is looked for inside the promised window."""

    def act(deed: Deed) -> Acted:
        row = _row(deed.session, once.principal, offer_id)
        decline_work(deed, row, sent.reason)
        return _shown(deed.session, row), None

    return once.answer(act, status=200)


def _own(who: Principal) -> UUID | None:
    """The partner whose offers somebody sees alone; none for whoever sees all."""
    if not isinstance(who, SignedIn) or who.role is not Role.PARTNER:
        return None
    if who.service_partner_id is None:
        raise NotPermitted("You belong to no service partner. Ask the office to correct that.")
    return who.service_partner_id


def _row(session: Session, who: Principal, offer_id: UUID) -> WorkOffer:
    """The offer, if it is within reach; else nothing is told, not even that there is one."""
    row = session.get(WorkOffer, offer_id)
    own = _own(who)
    if row is None or (own is not None and row.partner_id != own):
        raise NotThere(f"There is no offer of work {offer_id}. Check the identifier.")
    return row


def _shown(session: Session, row: WorkOffer) -> OfferShown:
    visit = visits_by_id(session, [row.appointment_id])[row.appointment_id]
    code = next(each.code for each in partners(session) if each.id == row.partner_id)
    return _offer(row, visit, code)


def _offer(row: WorkOffer, visit: Visit, code: str) -> OfferShown:
    zone = visit.appointment.zone
    local_from = wall_of(row.window_from_at, zone)
    return OfferShown(
        **row.model_dump(include=set(OfferShown.model_fields)),
        partner=code,
        reference=visit.work_order.reference,
        work=visit.work_type.kind,
        product_type=visit.product_type,
        minutes=visit.work_order.duration_minutes,
        postcode=visit.location.postcode,
        town=visit.location.town,
        on=local_from.date(),
        zone=zone,
        window_local_from=local_from,
        window_local_to=wall_of(row.window_to_at, zone),
    )
