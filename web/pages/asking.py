"""The form for everybody who needs help: what happened, a photograph, and how we reach them; no account."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.case_owners import who_answers_strangers
from aftersales.conversations.asking import HelpAsked, ask_for_help
from aftersales.conversations.hours import Hours, hours_at
from aftersales.conversations.incoming import Incoming, sent_from
from aftersales.errors import NotReady, NotUnderstood, TooOften
from aftersales.identifiers import new_token
from aftersales.parts import Parts
from aftersales.records import CaseChannel
from aftersales.uploads import CleanFile, FileRefused
from aftersales.words import Words
from web.files import ACCEPTED, FilesIn
from web.pages.hours_said import answered_by, here_now
from web.pages.signing import too_often
from web.parts import PartsIn
from web.templating import asked_words, page
from web.who import address_of

router = APIRouter(prefix="/help")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=8000)]

CHAT: Final = "chat"
"""What the button says by which somebody stays for an answer."""

COMPLAINT: Final = "complaint"

BLANK = {"text": "", "serial": "", "name": "", "reached_at": "", "about": "help"}


@router.get("")
def form(request: Request, parts: PartsIn, about: str = "") -> Response:
    """What happened, and how do we reach you?"""
    chosen = COMPLAINT if about == COMPLAINT else BLANK["about"]
    typed = BLANK | {"draft": new_token(), "about": chosen}
    return _page(request, parts, asked_words(request), typed)


@router.post("")
def asked(
    request: Request,
    parts: PartsIn,
    files: FilesIn,
    text: Long = "",
    serial: Field = "",
    name: Field = "",
    reached_at: Field = "",
    about: Field = "",
    draft: Field = "",
    how: Field = "",
) -> Response:
    """Take it in; whoever sent it reads who looks after it, and by when they hear more."""
    _ = asked_words(request)
    typed = {"text": text, "serial": serial, "name": name, "reached_at": reached_at}
    typed |= {"about": about, "draft": draft}
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
        return _page(request, parts, _, typed, problems)
    try:
        begun = ask_for_help(
            parts,
            HelpAsked(
                name=name,
                reached_at=reached_at,
                text=text,
                serial=serial,
                language=_.language,
                draft=draft,
                is_chat=how == CHAT,
                is_complaint=about == COMPLAINT,
            ),
            clean,
            address_of(request),
        )
    except TooOften as error:
        problems = [("text", too_often(_, error))]
        return _page(request, parts, _, typed, problems, status_code=429)
    page_of_it = f"/case/{begun.token}?said=begun" if begun.token else "/help/received"
    return RedirectResponse(page_of_it, status_code=303)


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


def _hours(parts: Parts) -> Hours | None:
    """The hours of whoever answers strangers; none before there is anybody."""
    with parts.store.reading() as session:
        try:
            area = who_answers_strangers(session, parts.settings)
        except NotReady:
            return None
    return hours_at(parts.settings, area, parts.clock.now())


def _page(
    request: Request,
    parts: Parts,
    _: Words,
    typed: dict[str, str],
    problems: list[tuple[str, str]] | None = None,
    *,
    status_code: int = 422,
) -> Response:
    wrong = problems or []
    hours = _hours(parts)
    return page(
        request,
        "help.html",
        _,
        status_code=status_code if wrong else 200,
        typed=typed,
        problems=wrong,
        accepted=ACCEPTED,
        here_now="" if hours is None else here_now(_, hours),
        answered_by="" if hours is None else answered_by(_, hours),
    )
