"""The customer's own page of a case: what was said, who answers and by when, and what they add; only a POST changes anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.conversations.own_page import (
    LINES_OF_CASE,
    LONGEST_LINE,
    OwnCase,
    case_of_link,
    file_of,
    not_solved,
    say,
    solved,
)
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotUnderstood, TooOften
from aftersales.parts import Parts
from aftersales.records import ActorKind
from aftersales.throttle import attempt
from aftersales.uploads import CleanFile, FileRefused
from web.files import FilesIn
from web.pages.own_case_shown import Typed, own_case_page, words_of
from web.pages.signing import too_often
from web.pages.uploads import handed_out
from web.parts import PartsIn

router = APIRouter(prefix="/case")

Line = Annotated[str, Form(max_length=64)]
Long = Annotated[str, Form(max_length=LONGEST_LINE)]


class Said(StrEnum):
    """What the page confirms; the address carries this word and never a sentence."""

    BEGUN = "begun"
    SENT = "sent"
    SOLVED = "solved"
    OPEN = "open"
    LATE = "late"


@router.get("/{token}")
def own_case(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """What is happening, who answers and by when, what was said, and what can be added."""
    return own_case_page(request, parts, token, Typed(), said=said)


@router.get("/{token}/files/{upload_id}")
def own_file(parts: PartsIn, token: str, upload_id: UUID) -> Response:
    """A file that stands on the page, to be saved."""
    with parts.store.reading() as session:
        own = case_of_link(session, parts.settings, parts.clock.now(), token)
        row = file_of(session, own, upload_id)
    return handed_out(parts, row)


@router.post("/{token}/say")
def said_more(
    request: Request,
    parts: PartsIn,
    files: FilesIn,
    token: str,
    text: Long = "",
    said_id: Line = "",
) -> Response:
    """The customer writes something, with photographs if they like; sent twice it is once."""
    own = seen(parts, token)
    _ = words_of(request, own)
    clean: list[CleanFile] = []
    problem = ""
    try:
        attempt(parts, LINES_OF_CASE, str(own.case.id))
        clean = files.clean()
        with doing(parts, own) as deed:
            say(deed, current(deed, token), text, said_id=said_id, files=clean)
    except FileRefused as error:
        return own_case_page(
            request,
            parts,
            token,
            Typed(text=text, said_id=said_id).with_problem("files", error.said(_)),
        )
    except NotUnderstood:
        problem = _("Write what you want to tell us, or choose a photograph.")
    except TooOften as error:
        problem = too_often(_, error)
    if problem:
        typed = Typed(text=text, said_id=said_id).with_problem("text", problem)
        return own_case_page(request, parts, token, typed)
    return _back(token, Said.SENT, "#talk")


@router.post("/{token}/solved")
def was_solved(parts: PartsIn, token: str, confirms: Line = "") -> Response:
    """The customer says that it is solved."""
    return _changed(
        parts, token, Said.SOLVED, lambda deed, own: solved(deed, own, is_confirmed=bool(confirms))
    )


@router.post("/{token}/open")
def was_not_solved(parts: PartsIn, token: str, why: Long = "", said_id: Line = "") -> Response:
    """The customer says that it is not solved."""
    return _changed(
        parts, token, Said.OPEN, lambda deed, own: not_solved(deed, own, why, said_id=said_id)
    )


def seen(parts: Parts, token: str) -> OwnCase:
    """The case of a link as it stands now."""
    with parts.store.reading() as session:
        return case_of_link(session, parts.settings, parts.clock.now(), token)


def doing(parts: Parts, own: OwnCase) -> AbstractContextManager[Deed]:
    """A deed of the customer."""
    return parts.doing(Actor(ActorKind.CUSTOMER, own.customer.number))


def current(deed: Deed, token: str) -> OwnCase:
    """The case of a link inside a deed."""
    return case_of_link(deed.session, deed.settings, deed.now, token)


def _changed(
    parts: Parts, token: str, told: Said, change: Callable[[Deed, OwnCase], object]
) -> Response:
    """Do what the customer chose, and lead back to the page; reloading it does nothing again."""
    try:
        with doing(parts, seen(parts, token)) as deed:
            change(deed, current(deed, token))
    except NotAllowed:
        told = Said.LATE
    return _back(token, told)


def _back(token: str, told: Said, where: str = "") -> Response:
    return RedirectResponse(f"/case/{token}?said={told.value}{where}", status_code=303)
