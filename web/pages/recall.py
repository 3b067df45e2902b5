"""The owner's page of a recall, under a link that needs no account: still there, gone, or book the remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking import has_times
from aftersales.campaigns.answering import (
    Asked,
    ask_for_remedy,
    asked_of,
    remedy_work,
    response_of_link,
    still_has,
    tell_serial,
    work_that_waits,
)
from aftersales.campaigns.telling import ASKED
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.installations import booking_link
from aftersales.notices.recall_wording import heading, meant, urgent
from aftersales.parts import Parts
from aftersales.records import ActorKind
from aftersales.remedies import answer_campaign
from aftersales.words import Words, words_in
from warranty.recalls.campaigns import Match, Severity
from warranty.recalls.notices import ENGLISH
from warranty.recalls.responses import ResponseState
from web.pages.booking_times import to_times
from web.parts import PartsIn
from web.templating import page

router = APIRouter(prefix="/recall")

WANTING: Final = ASKED | {ResponseState.UNREACHABLE, ResponseState.DECLINED}
"""States in which the remedy can be asked for."""


class Said(StrEnum):
    """What the page confirms; the address carries this word and never a sentence."""

    HAVE = "have"
    TOLD = "told"
    BOOKED = "booked"
    CALLED = "called"
    CHECKED = "checked"
    CLOSED = "closed"


class Answer(StrEnum):
    """What an owner can answer at first."""

    HAVE = "have"
    SOLD = "sold"
    THROWN_AWAY = "thrown_away"
    DECLINE = "decline"


@router.get("/{token}")
def recall(request: Request, parts: PartsIn, token: str, said: str = "") -> Response:
    """What can happen, what to do now, what is offered, and one question."""
    return _page(request, parts, token, said=said)


@router.post("/{token}/answer")
def answered(
    request: Request,
    parts: PartsIn,
    token: str,
    chosen: Annotated[str, Form(alias="answer", max_length=20)] = "",
) -> Response:
    """Whether the owner still has it."""
    _ = _words(parts, token)
    if chosen not in set(Answer):
        return _page(request, parts, token, problems=[("answer", _("Choose one of the answers."))])
    if chosen == Answer.HAVE:
        return _changed(parts, token, Said.HAVE, still_has)
    state = ResponseState.DECLINED if chosen == Answer.DECLINE else ResponseState.GONE
    note = "" if chosen == Answer.DECLINE else chosen.replace("_", " ")
    return _changed(
        parts, token, Said.TOLD, lambda deed, asked: answer_campaign(deed, asked, state, note=note)
    )


@router.post("/{token}/serial")
def serial_read(
    request: Request,
    parts: PartsIn,
    token: str,
    serial: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """What stands on the rating plate."""
    _ = _words(parts, token)
    try:
        return _changed(
            parts, token, Said.CHECKED, lambda deed, asked: tell_serial(deed, asked, serial)
        )
    except NotUnderstood:
        problem = _(
            "This serial does not fit. Read it once more from the rating plate, or call us."
        )
        return _page(request, parts, token, said=Said.HAVE, problems=[("serial", problem)])


@router.post("/{token}/book")
def booked(request: Request, parts: PartsIn, token: str) -> Response:
    """The owner chooses a time next: the work order is there, and its own pages keep and book one."""
    links: list[UUID] = []

    def act(deed: Deed, asked: Asked) -> None:
        links.append(booking_link(deed, remedy_work(deed, asked), is_prepared=False))

    try:
        answer = _changed(parts, token, Said.BOOKED, act)
    except NotUnderstood:
        _ = _words(parts, token)
        problem = _("No time can be chosen here. Please let us call you.")
        return _page(request, parts, token, said=Said.HAVE, problems=[("book", problem)])
    return to_times(parts, links[0]) if links else answer


@router.post("/{token}/remedy")
def wanted(parts: PartsIn, token: str) -> Response:
    """The remedy that needs no visit, or that somebody arranges."""
    return _changed(
        parts, token, Said.BOOKED, lambda deed, asked: ask_for_remedy(deed, asked, is_call=False)
    )


@router.post("/{token}/call")
def call(parts: PartsIn, token: str) -> Response:
    """The owner wishes to be called."""
    return _changed(
        parts, token, Said.CALLED, lambda deed, asked: ask_for_remedy(deed, asked, is_call=True)
    )


def _changed(
    parts: Parts, token: str, said: Said, change: Callable[[Deed, Asked], object]
) -> Response:
    """Do what the owner chose, and lead back to the page; reloading it does nothing again."""
    with parts.store.reading() as session:
        response = response_of_link(session, parts.clock.now(), token)
        number = asked_of(session, response).sold.owner.number
    try:
        with parts.doing(Actor(ActorKind.CUSTOMER, number)) as deed:
            row = response_of_link(deed.session, deed.now, token)
            change(deed, asked_of(deed.session, row))
    except NotAllowed:
        said = Said.CLOSED
    return RedirectResponse(f"/recall/{token}?said={said.value}", status_code=303)


def _words(parts: Parts, token: str) -> Words:
    with parts.store.reading() as session:
        response = response_of_link(session, parts.clock.now(), token)
        return words_in(asked_of(session, response).sold.owner.language)


def _page(
    request: Request,
    parts: Parts,
    token: str,
    *,
    said: str = "",
    problems: Sequence[tuple[str, str]] = (),
) -> Response:
    now = parts.clock.now()
    with parts.store.reading() as session:
        asked = asked_of(session, response_of_link(session, now, token))
        row, state = asked.response, ResponseState(asked.response.state)
        is_answered = said == Said.HAVE or (state in ASKED and row.answered_at is not None)
        has_it = state in WANTING and is_answered
        is_offered = has_it and row.found == Match.AFFECTED
        can_choose = is_offered and has_times(
            parts, session, work_that_waits(session, asked), asked.place, asked.work_type
        )
    campaign, sold = asked.campaign, asked.sold
    _ = words_in(sold.owner.language)
    language = _.language if _.language in campaign.wording else ENGLISH
    return page(
        request,
        "recall.html",
        _,
        status_code=422 if problems else 200,
        token=token,
        heading=heading(_, campaign.severity),
        campaign=campaign,
        model=sold.model,
        unit=sold.unit,
        area=asked.area,
        is_open=asked.is_open,
        meant=meant(_, row.found),
        urgent=urgent(_, campaign.severity, row.found),
        said=campaign.wording[language],
        said_language=language,
        hazard=campaign.wording[language]["hazard"],
        state_said=_state_said(_, state, row.found, has_it=has_it),
        confirmed=_confirmed(_, said, state),
        problems=problems,
        answers=_answers(_, state, campaign.severity) if not has_it else [],
        is_serial_asked=has_it and row.found == Match.CHECK_SERIAL,
        is_remedy_offered=is_offered,
        can_choose=can_choose,
    )


def _answers(_: Words, state: ResponseState, severity: str) -> list[tuple[str, str, str]]:
    """What can be answered now."""
    have = (Answer.HAVE.value, _("I still have it"), "")
    if state is ResponseState.GONE:
        return [(have[0], _("I have it after all"), "")]
    if state not in WANTING:
        return []
    answers = [
        have,
        (Answer.SOLD.value, _("I have sold it or given it away"), ""),
        (Answer.THROWN_AWAY.value, _("I have thrown it away"), ""),
    ]
    if state is not ResponseState.DECLINED:
        hint = (
            ""
            if severity == Severity.SERVICE
            else _("The danger stays. You can change your mind at any time.")
        )
        answers.append((Answer.DECLINE.value, _("I do not want what is offered"), hint))
    return answers


def _state_said(_: Words, state: ResponseState, found: str, *, has_it: bool) -> str:
    """How it stands, where that is not the question itself."""
    match state:
        case ResponseState.SCHEDULED:
            return _("It is arranged. You hear from us before anybody comes or anything is sent.")
        case ResponseState.DONE:
            return _("It has been put right. There is nothing left for you to do.")
        case ResponseState.GONE:
            return _("You have told us that you do not have it any more. Thank you.")
        case ResponseState.CLEARED:
            return _("Your product was checked: it is not meant. You can go on using it.")
        case ResponseState.DECLINED:
            return _("You have told us that you do not want what is offered.")
        case _:
            is_checked = has_it and found == Match.CHECK_MODEL
            return _("We check whether yours is meant, and tell you.") if is_checked else ""


def _confirmed(_: Words, said: str, state: ResponseState) -> str:
    """The sentence that confirms a choice; nothing for a word that is not ours or no longer true."""
    if said == Said.BOOKED and state is ResponseState.SCHEDULED:
        return _("Thank you. You hear from us when it is arranged.")
    if said == Said.CALLED:
        return _("Thank you. We call you. The message that we have just sent says by when.")
    if said == Said.CLOSED:
        return _("This has been answered already. See below how it stands, or call us.")
    is_thanked = said in (Said.TOLD, Said.CHECKED)
    return _("Thank you for your answer.") if is_thanked else ""
