"""The customer's own page of a complaint, and the form that begins one; only a POST changes anything."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, assert_never
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.choices import visit_of_link
from aftersales.complaints import (
    Grievance,
    OwnComplaint,
    accept_offer,
    complaint_link,
    complaint_of_link,
    decline_offer,
    open_complaint,
    settle,
    tell_more,
)
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed
from aftersales.identifiers import link_token
from aftersales.notices.complaint_wording import offered
from aftersales.parts import Parts
from aftersales.records import ActorKind, ComplaintState
from aftersales.store import lock_rows
from aftersales.words import Words, words_in
from aftersales.words.sentences import work
from web.pages.complaint_words import said_words
from web.parts import PartsIn
from web.templating import page

router = APIRouter()

Long = Annotated[str, Form(max_length=2000)]
Longest = Annotated[str, Form(max_length=8000)]


class Said(StrEnum):
    """What the page confirms after an answer; the address carries this word and never a sentence."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SETTLED = "settled"
    OPEN = "open"
    MORE = "more"
    LATE = "late"


@router.get("/visit/{token}/complaint")
def form(request: Request, parts: PartsIn, token: str) -> Response:
    """What went wrong with this visit?"""
    return _form(request, parts, token)


@router.post("/visit/{token}/complaint")
def complained(
    request: Request, parts: PartsIn, token: str, happened: Longest = "", wish: Long = ""
) -> Response:
    """Open the complaint and lead to its page; sent twice it is still one."""
    if not happened.strip():
        return _form(request, parts, token, wish=wish, is_missing=True)
    with parts.store.reading() as session:
        number = visit_of_link(session, parts.clock.now(), token).customer.number
    with parts.doing(Actor(ActorKind.CUSTOMER, number)) as deed:
        found = visit_of_link(deed.session, deed.now, token)
        words = words_in(found.customer.language)
        complaint = open_complaint(
            deed,
            found.territory,
            found.customer,
            Grievance(
                subject=work(words, found.work_type.kind.value, found.product_type),
                happened=happened,
                wish=wish,
                appointment_id=found.appointment.id,
                unit_id=found.work_order.unit_id,
            ),
            channel="visit_page",
        )
        own = link_token(deed.secret, complaint_link(deed, complaint))
    return RedirectResponse(f"/complaint/{own}?said={Said.OPENED.value}", status_code=303)


@router.get("/complaint/{token}")
def complaint(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """How the complaint stands, who looks after it, what comes next, and what can be answered."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        own = complaint_of_link(session, now, token)
        words = words_in(own.customer.language)
        row, offer = own.complaint, own.offer
        return page(
            request,
            "own_complaint.html",
            words,
            token=token,
            own=own,
            headline=said_words(words, row.state, own.case.owner_name),
            confirmed=_confirmed(words, own, said),
            is_late=said == Said.LATE,
            steps=_steps(words, row.state),
            offered=""
            if offer is None
            else offered(words, offer.remedy, offer.amount_cents, offer.currency),
            next_update=_next_update(words, own),
            is_resolved=row.state is ComplaintState.RESOLVED,
            is_settled=row.state is ComplaintState.FOLLOWED_UP,
        )


@router.post("/complaint/{token}/accept")
def accepted(
    parts: PartsIn, token: str, offer: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """The customer accepts the offer that the page showed."""

    def act(deed: Deed, own: OwnComplaint) -> None:
        accept_offer(deed, own.complaint, _shown(own, offer))

    return _changed(parts, token, Said.ACCEPTED, act)


@router.post("/complaint/{token}/decline")
def declined(
    parts: PartsIn, token: str, offer: Annotated[str, Form(max_length=40)] = "", why: Long = ""
) -> Response:
    """The customer declines it."""

    def act(deed: Deed, own: OwnComplaint) -> None:
        decline_offer(deed, own.complaint, _shown(own, offer), why=why)

    return _changed(parts, token, Said.DECLINED, act)


@router.post("/complaint/{token}/settled")
def settled(parts: PartsIn, token: str) -> Response:
    """The customer calls it settled."""
    return _changed(
        parts, token, Said.SETTLED, lambda deed, own: settle(deed, own.complaint, is_settled=True)
    )


@router.post("/complaint/{token}/open")
def still_open(parts: PartsIn, token: str, why: Long = "") -> Response:
    """The customer says that it is not settled."""

    def act(deed: Deed, own: OwnComplaint) -> None:
        if own.complaint.state not in {ComplaintState.RESOLVED, ComplaintState.FOLLOWED_UP}:
            raise NotAllowed("It is open, and somebody looks after it.")
        if why.strip():
            tell_more(deed, own.complaint, why)
        settle(deed, own.complaint, is_settled=False)

    return _changed(parts, token, Said.OPEN, act)


@router.post("/complaint/{token}/more")
def more(parts: PartsIn, token: str, happened: Long = "") -> Response:
    """The customer tells more."""

    def act(deed: Deed, own: OwnComplaint) -> None:
        if happened.strip():
            tell_more(deed, own.complaint, happened)

    return _changed(parts, token, Said.MORE, act)


def _changed(
    parts: Parts, token: str, said: Said, change: Callable[[Deed, OwnComplaint], object]
) -> Response:
    """Do what the customer chose, one tap after the other, and lead back to the page."""
    with parts.store.reading() as session:
        seen = complaint_of_link(session, parts.clock.now(), token)
    try:
        with parts.doing(Actor(ActorKind.CUSTOMER, seen.customer.number)) as deed:
            lock_rows(deed.session, "complaint", [seen.complaint.id])
            change(deed, complaint_of_link(deed.session, deed.now, token))
    except NotAllowed:
        said = Said.LATE
    return RedirectResponse(f"/complaint/{token}?said={said.value}", status_code=303)


def _shown(own: OwnComplaint, offer: str) -> UUID:
    """The offer that the customer saw, if it is still the one that counts."""
    if own.offer is None or str(own.offer.id) != offer:
        raise NotAllowed("This offer was answered, or there is a newer one. Load the page again.")
    return own.offer.id


def _form(
    request: Request, parts: Parts, token: str, *, wish: str = "", is_missing: bool = False
) -> Response:
    with parts.store.reading() as session:
        found = visit_of_link(session, parts.clock.now(), token)
    _ = words_in(found.customer.language)
    problems = [("happened", _("Tell us what happened, in a sentence."))] if is_missing else []
    return page(
        request,
        "complain.html",
        _,
        status_code=422 if is_missing else 200,
        token=token,
        what=work(_, found.work_type.kind.value, found.product_type),
        reference=found.work_order.reference,
        owner=found.territory.answers_name,
        wish=wish,
        problems=problems,
    )


def _steps(_: Words, state: ComplaintState) -> list[tuple[str, str]]:
    """The line of steps: each with whether it is past, present or to come."""
    names = [_("Received"), _("Looked into"), _("Offer"), _("Done"), _("Settled")]
    match state:
        case ComplaintState.RECEIVED:
            present = 0
        case ComplaintState.ACKNOWLEDGED | ComplaintState.INVESTIGATING | ComplaintState.ESCALATED:
            present = 1
        case ComplaintState.OFFER_MADE | ComplaintState.ACCEPTED | ComplaintState.DECLINED:
            present = 2
        case ComplaintState.RESOLVED:
            present = 3
        case ComplaintState.FOLLOWED_UP:
            present = 4
        case _never:
            assert_never(_never)
    kinds = ["past"] * present + ["present"] + ["ahead"] * (len(names) - present - 1)
    return list(zip(names, kinds, strict=True))


def _next_update(_: Words, own: OwnComplaint) -> str:
    by = own.complaint.due_at
    if by is None or own.offer is not None or own.complaint.state is ComplaintState.RESOLVED:
        return ""
    return _(
        "You hear from us by {time} on {day}.",
        time=_.time_at(by, own.zone),
        day=_.day_at(by, own.zone),
    )


def _confirmed(_: Words, own: OwnComplaint, said: str) -> str:
    """The sentence that confirms an answer; nothing for a word that is not ours or no longer true."""
    state = own.complaint.state
    name = own.case.owner_name
    true = {
        Said.OPENED: _("Thank you for telling us. This page shows at any time how it goes on."),
        Said.MORE: _("Thank you. {name} reads it.", name=name),
    }
    if state is ComplaintState.ACCEPTED:
        true[Said.ACCEPTED] = _("Thank you. We carry it out.")
    if state in {ComplaintState.DECLINED, ComplaintState.ESCALATED}:
        sentence = _("Thank you for your answer. {name} looks at it now.", name=name)
        true |= {Said.DECLINED: sentence, Said.OPEN: sentence}
    if state is ComplaintState.FOLLOWED_UP:
        true[Said.SETTLED] = _("Thank you. We are glad that it is settled.")
    return true[Said(said)] if said in set(true) else ""
