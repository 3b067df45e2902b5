"""Offers of work for whoever signs in: a partner answers its own, the office sees all and what nobody else can take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.access import OFFICE, SignedIn, actor_of
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood
from aftersales.partner_work.answering import LONGEST_REASON
from aftersales.parts import Parts
from aftersales.queries.work_offers import accepted_ahead, open_offers, refused_standing
from aftersales.records import WorkOffer
from aftersales.store import Session
from aftersales.words import words_in
from web.pages.work_offers_shown import SAID, accepting, cards, declining, problem_said
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/work-offers")


@router.get("")
def offers(request: Request, parts: PartsIn, me: Me, said: str = "") -> Response:
    """What waits for an answer; for the office also what was refused and still stands with its partner."""
    return _page(request, parts, me, said=said if said in SAID else "")


@router.post("/{offer_id}/accept")
def accepted(request: Request, parts: PartsIn, me: Me, offer_id: UUID) -> Response:
    """They come; the office says so after a call, also when the time to answer is over."""
    return _answered(request, parts, me, offer_id, accepting)


@router.post("/{offer_id}/decline")
def declined(
    request: Request,
    parts: PartsIn,
    me: Me,
    offer_id: UUID,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
) -> Response:
    """They do not come, and say why."""
    return _answered(request, parts, me, offer_id, declining(reason))


def _answered(
    request: Request,
    parts: Parts,
    me: SignedIn,
    offer_id: UUID,
    act: Callable[[Deed, WorkOffer], str],
) -> Response:
    with parts.store.reading() as session:
        row = _row(session, me, offer_id)
    try:
        with parts.doing(actor_of(me)) as deed:
            said = act(deed, _row(deed.session, me, offer_id))
    except (NotAllowed, NotUnderstood) as error:
        status = 409 if isinstance(error, NotAllowed) else 422
        problem = problem_said(words_in(me.language), error, row)
        return _page(request, parts, me, problem=(offer_id, problem), status=status)
    return RedirectResponse(f"/work-offers?said={said}", status_code=303)


def _row(session: Session, me: SignedIn, offer_id: UUID) -> WorkOffer:
    row = session.get(WorkOffer, offer_id)
    if row is None or (me.role not in OFFICE and row.partner_id != me.service_partner_id):
        raise NotThere("There is no such offer of work. Look at the list of offers.")
    return row


def _page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    *,
    said: str = "",
    problem: tuple[UUID, str] | None = None,
    status: int = 200,
) -> Response:
    _, now, own = words_in(me.language), parts.clock.now(), me.service_partner_id
    is_office = me.role in OFFICE
    with parts.store.reading() as session:
        waiting = open_offers(session, now, None if is_office else own)
        coming = () if is_office or own is None else accepted_ahead(session, own, now)
        return page(
            request,
            "work_offers.html",
            _,
            status_code=status,
            here="/work-offers",
            is_office=is_office,
            refused=cards(_, session, refused_standing(session) if is_office else ()),
            waiting=cards(_, session, waiting),
            coming=cards(_, session, coming),
            said=said,
            problem=problem,
        )
