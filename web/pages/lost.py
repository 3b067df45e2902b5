"""For buyers who lost their link: a code to the address we know, then the way to their own visits and requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.codes import ask_code, cases_of_buyer, redeem_code, visits_of_buyer
from aftersales.errors import NotSignedIn, TooOften
from aftersales.words import words_in
from aftersales.words.sentences import work
from web.pages.own_case_words import state_said
from web.pages.signing import too_often
from web.pages.telling import headline, newest_told
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import address_of

router = APIRouter()

Email = Annotated[str, Form(max_length=320)]


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One visit in a buyer's list: its sentence, the work, and its page."""

    headline: str
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """One request in a buyer's list: its sentence, what it is about, and its page."""

    headline: str
    subject: str
    href: str


@router.get("/find")
def find(request: Request) -> Response:
    """Under which address do we know you?"""
    return page(request, "lost_link.html", asked_words(request), problem="", email="")


@router.post("/find")
def asked(request: Request, parts: PartsIn, email: Email = "") -> Response:
    """Send a code if we know the address; the answer is the same if we do not."""
    _ = asked_words(request)
    if "@" not in email.strip():
        problem = _("Type the e-mail address to which our messages come.")
        return page(request, "lost_link.html", _, status_code=422, problem=problem, email=email)
    try:
        ask_code(parts, email, _.language, address_of(request))
    except TooOften as error:
        problem = too_often(_, error)
        return page(request, "lost_link.html", _, status_code=429, problem=problem, email=email)
    return page(request, "lost_code.html", _, problem="", email=email)


@router.post("/find/code")
def redeemed(
    request: Request,
    parts: PartsIn,
    email: Email = "",
    code: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """The right code opens the list of one's own visits and requests for an hour."""
    _ = asked_words(request)
    try:
        token = redeem_code(parts, email, code, address_of(request))
    except NotSignedIn:
        problem = _(
            "This code is wrong, has been used, or is older than ten minutes. Check it, or ask for a new one."
        )
        return page(request, "lost_code.html", _, status_code=401, problem=problem, email=email)
    except TooOften as error:
        problem = too_often(_, error)
        return page(request, "lost_code.html", _, status_code=429, problem=problem, email=email)
    return RedirectResponse(f"/mine/{token}", status_code=303)


@router.get("/mine/{token}")
def mine(request: Request, parts: PartsIn, token: str) -> Response:
    """A buyer's own visits and requests, each with the way to its page."""
    with parts.store.reading() as session:
        owner, found = visits_of_buyer(session, parts.secret, parts.clock.now(), token)
        _ = words_in(owner.language)
        visits = [
            OwnVisit(
                headline=headline(_, visit, newest_told(session, visit)),
                what=work(_, visit.work_type.kind.value, visit.product_type),
                href=f"/visit/{visit_token}",
            )
            for visit, visit_token in found
        ]
        requests = [
            OwnRequest(state_said(_, case), case.subject, f"/case/{case_token}")
            for case, case_token in cases_of_buyer(session, parts.secret, parts.clock.now(), owner)
        ]
        return page(request, "mine.html", _, visits=visits, requests=requests)
