"""“Book an installation”: for buyers who have an order and no link; a shop may show it in a frame of its own pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.errors import TooOften
from aftersales.installations.asking_again import form_mark, is_form_mark, send_link
from aftersales.parts import Parts
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import address_of

router = APIRouter(prefix="/book")

Short = Annotated[str, Form(max_length=64)]
Line = Annotated[str, Form(max_length=320)]
Language = Annotated[str, Query(max_length=16)]


@router.get("")
def form(request: Request, parts: PartsIn, language: Language = "") -> Response:
    """Which order, and how do we know that it is yours? A shop may say the language of its pages."""
    return _page(request, parts, _words(request, language), {"number": "", "known_by": ""})


@router.post("")
def asked(
    request: Request,
    parts: PartsIn,
    number: Short = "",
    known_by: Line = "",
    website: Line = "",
    mark: Annotated[str, Form(max_length=100)] = "",
    language: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Send the link if we know the order; the answer is the same if we do not, and for programs that fill in everything."""
    _ = _words(request, language)
    typed = {"number": number.strip(), "known_by": known_by.strip()}
    problems = _problems(_, typed)
    if not problems and not is_form_mark(parts.secret, parts.clock.now(), mark):
        problems = [("number", _("This form was open for too long. Please send it again."))]
    if problems:
        return _page(request, parts, _, typed, problems)
    try:
        if not website:
            send_link(parts, typed["number"], typed["known_by"], address_of(request))
    except TooOften as error:
        return _page(request, parts, _, typed, [("number", too_often(_, error))], status_code=429)
    return RedirectResponse(f"/book/received?language={_.language}", status_code=303)


@router.get("/received")
def received(request: Request, language: Language = "") -> Response:
    """If we know the order, the link is on its way."""
    return page(request, "book_received.html", _words(request, language))


def _words(request: Request, language: str) -> Words:
    """In the language of the shop's page, else in that of the browser."""
    return words_in(language) if language in LANGUAGES else asked_words(request)


def _problems(_: Words, typed: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    if not typed["number"]:
        found.append(("number", _("Write the number of your order.")))
    if not typed["known_by"]:
        found.append(("known_by", _("Write the e-mail address or the postcode of your order.")))
    return found


def _page(
    request: Request,
    parts: Parts,
    _: Words,
    typed: dict[str, str],
    problems: Sequence[tuple[str, str]] = (),
    *,
    status_code: int = 422,
) -> Response:
    return page(
        request,
        "book_ask.html",
        _,
        status_code=status_code if problems else 200,
        typed=typed,
        problems=list(problems),
        mark=form_mark(parts.secret, parts.clock.now()),
    )
