"""The page of a service partner's office by the link of a message: every open offer, accepted or declined without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.links import subject_of
from aftersales.partner_work.answering import LONGEST_REASON
from aftersales.parts import Parts
from aftersales.queries.access import language_of_partner
from aftersales.queries.work_offers import accepted_ahead, open_offers
from aftersales.records import ActorKind, LinkPurpose, ServicePartner, WorkOffer
from aftersales.store import Session
from aftersales.words import words_in
from web.pages.work_offers_shown import SAID, accepting, cards, declining, problem_said
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/offers")


@router.get("/{token}")
def offers(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """What waits for an answer, the soonest deadline first, and what was accepted."""
    return _page(request, parts, token, said=said if said in SAID else "")


@router.post("/{token}/{offer_id}/accept")
def accepted(request: Request, parts: PartsIn, token: str, offer_id: UUID) -> Response:
    """They come."""
    return _answered(request, parts, token, offer_id, accepting)


@router.post("/{token}/{offer_id}/decline")
def declined(
    request: Request,
    parts: PartsIn,
    token: str,
    offer_id: UUID,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    """They do not come, and say why."""
    return _answered(request, parts, token, offer_id, declining(reason))


def _answered(
    request: Request,
    parts: Parts,
    token: str,
    offer_id: UUID,
    act: Callable[[Deed, WorkOffer], str],
) -> Response:
    with parts.store.reading() as session:
        partner = _partner(session, parts, token)
        row = _row(session, partner, offer_id)
        _ = words_in(language_of_partner(session, partner.id))
    try:
        with parts.doing(Actor(ActorKind.PARTNER, partner.code)) as deed:
            said = act(deed, _row(deed.session, partner, offer_id))
    except (NotAllowed, NotUnderstood) as error:
        status = 409 if isinstance(error, NotAllowed) else 422
        problem = problem_said(_, error, row)
        return _page(request, parts, token, problem=(offer_id, problem), status=status)
    return RedirectResponse(f"/offers/{token}?said={said}", status_code=303)


def _partner(session: Session, parts: Parts, token: str) -> ServicePartner:
    found = subject_of(session, parts.clock.now(), LinkPurpose.WORK_OFFERS, token)
    return session.get_one(ServicePartner, found)


def _row(session: Session, partner: ServicePartner, offer_id: UUID) -> WorkOffer:
    row = session.get(WorkOffer, offer_id)
    if row is None or row.partner_id != partner.id:
        raise NotThere("There is no such offer. Look at your page again.")
    return row


def _page(
    request: Request,
    parts: Parts,
    token: str,
    *,
    said: str = "",
    problem: tuple[UUID, str] | None = None,
    status: int = 200,
) -> Response:
    now = parts.clock.now()
    with parts.store.reading() as session:
        partner = _partner(session, parts, token)
        _ = words_in(language_of_partner(session, partner.id))
        return page(
            request,
            "offers_by_link.html",
            _,
            status_code=status,
            here=f"/offers/{token}",
            sender=parts.settings.sender_name,
            partner=partner.name,
            waiting=cards(_, session, open_offers(session, now, partner.id)),
            coming=cards(_, session, accepted_ahead(session, partner.id, now)),
            said=said,
            problem=problem,
        )
