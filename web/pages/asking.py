"""The form for everybody who needs help: what happened, a photograph, and how we reach them; no account."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.conversations.asking import HelpAsked, ask_for_help
from aftersales.conversations.incoming import Incoming, sent_from
from aftersales.errors import NotUnderstood, TooOften
from aftersales.records import CaseChannel
from aftersales.uploads import CleanFile, FileRefused
from aftersales.words import Words
from web.files import ACCEPTED, FilesIn
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import address_of

router = APIRouter(prefix="/help")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=8000)]

BLANK = {"text": "", "serial": "", "name": "", "reached_at": ""}


@router.get("")
def form(request: Request) -> Response:
    """What happened, and how do we reach you?"""
    return _page(request, asked_words(request), BLANK)


@router.post("")
def asked(
    request: Request,
    parts: PartsIn,
    files: FilesIn,
    text: Long = "",
    serial: Field = "",
    name: Field = "",
    reached_at: Field = "",
) -> Response:
    """Take it in; whoever sent it reads who looks after it, and by when they hear more."""
    _ = asked_words(request)
    typed = {"text": text, "serial": serial, "name": name, "reached_at": reached_at}
    problems = _problems(_, typed)
    clean: list[CleanFile] = []
    if not problems:
        try:
            clean = files.clean()
        except FileRefused as error:
            problems = [("files", error.said(_))]
        except TooOften as error:
            problems = [("files", too_often(_, error))]
    if problems:
        return _page(request, _, typed, problems)
    try:
        ask_for_help(
            parts,
            HelpAsked(
                name=name, reached_at=reached_at, text=text, serial=serial, language=_.language
            ),
            clean,
            address_of(request),
        )
    except TooOften as error:
        return _page(request, _, typed, [("text", too_often(_, error))], status_code=429)
    return RedirectResponse("/help/received", status_code=303)


@router.get("/received")
def received(request: Request) -> Response:
    """It is here; the message to them says the rest."""
    return page(request, "help_received.html", asked_words(request))


def _problems(_: Words, typed: dict[str, str]) -> list[tuple[str, str]]:
    problems = []
    if not typed["text"].strip():
        problems.append(("text", _("Write what happened, or what you need.")))
    try:
        sent_from(Incoming(channel=CaseChannel.WEB_FORM, address=typed["reached_at"], text="?"))
    except NotUnderstood:
        problems.append(
            ("reached_at", _("Write your e-mail address, or your number with the country."))
        )
    return problems


def _page(
    request: Request,
    _: Words,
    typed: dict[str, str],
    problems: list[tuple[str, str]] | None = None,
    *,
    status_code: int = 422,
) -> Response:
    wrong = problems or []
    return page(
        request,
        "help.html",
        _,
        status_code=status_code if wrong else 200,
        typed=typed,
        problems=wrong,
        accepted=ACCEPTED,
    )
