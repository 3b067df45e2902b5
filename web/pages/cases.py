"""Cases for staff: the queue by what is due next, and everything that is done to one of them."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, TypeVar, assert_never

from fastapi import APIRouter, Form, Query, Request, Response

from aftersales.access import OFFICE, actor_of
from aftersales.cases import advance_case, hand_over_case, promise_next_update
from aftersales.complaints import refuse_settling
from aftersales.conversations import (
    Way,
    identify_sender,
    next_due,
    preview_reply,
    reply,
    write_note,
)
from aftersales.conversations.recipients import HERE_WITHIN
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.queries.access import users
from aftersales.queries.case_lists import CaseFigure, open_cases
from aftersales.queries.customers import customer_by_number
from aftersales.queries.own_cases import talks_under_way
from aftersales.queries.playbooks import overdue_steps
from aftersales.queries.promises import zones_of_cases
from aftersales.records import (
    Case,
    CaseChannel,
    CaseKind,
    CaseState,
    ThreadMessage,
    User,
)
from aftersales.words import Words, words_in
from web.pages.case_desk import DeskIn
from web.pages.case_page import TypedCase, case_in
from web.pages.case_words import (
    case_kind_words,
    case_state_words,
    channel_words,
    due_words,
)
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/cases")

MOST: Final = 300
"""Cases that the queue shows."""

MOST_TALKS: Final = 20
"""Talks that wait for an answer and are shown."""

MINE: Final = "mine"

EVERY: Final = "every"

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=32_000)]
Asked = Annotated[str, Query(max_length=64)]
Choice = TypeVar("Choice", bound=StrEnum)


def chosen(kinds: type[Choice], word: str) -> Choice | None:
    """The choice of that word; none for any other word."""
    return kinds(word) if word in set(kinds) else None


@router.get("")
def cases(
    request: Request,
    parts: PartsIn,
    me: Me,
    owner: Asked = "",
    channel: Asked = "",
    state: Asked = "",
    kind: Asked = "",
    only: Asked = "",
    days: Annotated[int | None, Query(ge=1, le=366)] = None,
) -> Response:
    """Every open case, or those that fit what the address names, by what is due next."""
    _ = words_in(me.language)
    now = parts.clock.now()
    with parts.store.reading() as session:
        staff = [user for user in users(session) if user.is_active and user.role in OFFICE]
        known = {str(user.id): user.id for user in staff} | {MINE: me.user_id}
        found = open_cases(
            session,
            MOST,
            owner_user_id=known.get(owner),
            channel=chosen(CaseChannel, channel),
            state=chosen(CaseState, state),
            kind=chosen(CaseKind, kind),
            has_all=state == EVERY,
            opened_since=None if days is None else now - timedelta(days=days),
            only=chosen(CaseFigure, only),
            now=now,
        )
        waiting = talks_under_way(session, now - HERE_WITHIN, MOST_TALKS)
        shown = {case.id for case, *_rest in (*found, *waiting)}
        zones = zones_of_cases(session, shown)
        overdue = overdue_steps(session, {case.id for case, _customer in found}, now)
    rows = sorted(
        ((next_due(case), case, customer) for case, customer in found),
        key=lambda row: (row[0] is None, row[0] and row[0].at, row[1].id),
    )
    return page(
        request,
        "cases.html",
        _,
        rows=rows,
        zones=zones,
        overdue=overdue,
        waiting=waiting,
        now=now,
        counted=_counted_words(_, chosen(CaseFigure, only), days),
        count=_.many("{number} case", "{number} cases", len(rows)),
        asked={"owner": owner, "channel": channel, "state": state, "kind": kind},
        owners=[("", _("anybody")), (MINE, _("me"))]
        + [(str(user.id), user.name) for user in staff],
        channels=[("", _("any")), *((each.value, channel_words(_, each)) for each in CaseChannel)],
        states=[
            ("", _("all open ones")),
            (EVERY, _("all, the settled ones, too")),
            *((each.value, case_state_words(_, each)) for each in CaseState),
        ],
        kinds=[("", _("any")), *((each.value, case_kind_words(_, each)) for each in CaseKind)],
        case_state_words=case_state_words,
        channel_words=channel_words,
        due_words=due_words,
    )


@router.get("/{case_id}")
def case(desk: DeskIn) -> Response:
    """One case: its facts, its thread, and what can be done."""
    return desk.shown()


@router.post("/{case_id}/reply")
def replied(
    desk: DeskIn,
    text: Long = "",
    state: Field = "",
    way: Field = "",
    next_update: Field = "",
    sure: Field = "",
) -> Response:
    """Show who is told what; sent once somebody is sure."""
    _ = desk.words
    typed = TypedCase(text=text, state=state, way=way, next_update=next_update)
    if not text.strip():
        return desk.refused("text", _("Write what the customer is to read."), typed)
    try:
        by = desk.moment(next_update)
    except ValueError:
        return desk.refused("next_update", _moment_wanted(_), typed)

    def act(deed: Deed, row: Case) -> ThreadMessage:
        return reply(
            deed,
            row,
            text,
            desk.author,
            state=chosen(CaseState, state),
            next_update_at=by,
            way=chosen(Way, way),
        )

    if sure:
        return desk.acted(act, "text", typed)
    try:
        preview = preview_reply(
            desk.parts,
            actor_of(desk.me),
            lambda deed: act(deed, case_in(deed.session, desk.case_id)),
        )
    except (NotAllowed, NotUnderstood):
        problem = _("This is not possible, or no longer. See how the case stands now.")
        return desk.refused("text", problem, typed)
    return desk.shown(typed=typed.with_preview(preview))


@router.post("/{case_id}/note")
def noted(desk: DeskIn, note: Long = "") -> Response:
    """Something for colleagues only."""
    _ = desk.words
    if not note.strip():
        return desk.refused("note", _("Write something."))
    return desk.acted(lambda deed, row: write_note(deed, row, note, desk.author), "note")


@router.post("/{case_id}/hand-over")
def handed_over(desk: DeskIn, owner: Field = "") -> Response:
    """Somebody else looks after it."""
    with desk.parts.store.reading() as session:
        found = [user.id for user in users(session) if str(user.id) == owner and user.is_active]
    if not found:
        return desk.refused("owner", desk.words("Choose somebody."))
    return desk.acted(
        lambda deed, row: hand_over_case(deed, row, deed.session.get_one(User, found[0])), "owner"
    )


@router.post("/{case_id}/promise")
def promised(desk: DeskIn, promised_by: Field = "") -> Response:
    """The customer was told in person when they hear more."""
    try:
        by = desk.moment(promised_by)
    except ValueError:
        by = None
    if by is None:
        typed = TypedCase(promised_by=promised_by)
        return desk.refused("promised_by", _moment_wanted(desk.words), typed)
    at = by
    return desk.acted(lambda deed, row: promise_next_update(deed, row, at), "promised_by")


@router.post("/{case_id}/step")
def stepped(desk: DeskIn, step: Field = "") -> Response:
    """The next step along the graph, without a word to the customer."""
    state = chosen(CaseState, step)
    if state is None:
        return desk.refused("step", desk.words("Choose one of the steps."))

    def act(deed: Deed, row: Case) -> None:
        refuse_settling(deed.session, row, state)
        advance_case(deed, row, state)

    return desk.acted(act, "step")


@router.post("/{case_id}/sender")
def identified(desk: DeskIn, number: Field = "") -> Response:
    """Somebody said whose case it is."""

    def act(deed: Deed, row: Case) -> None:
        person = customer_by_number(deed.session, number.strip())
        if person is None:
            raise NotUnderstood("There is no customer with this number. Check it.")
        identify_sender(deed, row, person)

    return desk.acted(act, "number")


def _counted_words(_: Words, only: CaseFigure | None, days: int | None) -> str:
    """What a figure of the channels counted, if one led here."""
    if days is None:
        return ""
    number = _.number(days)
    match only:
        case None:
            return _("Opened in the last {days} days", days=number)
        case CaseFigure.ANSWERED:
            return _("Opened in the last {days} days and answered", days=number)
        case CaseFigure.SETTLED:
            return _("Opened in the last {days} days and settled", days=number)
        case CaseFigure.LATE:
            return _("Opened in the last {days} days, the first answer late", days=number)
        case _never:
            assert_never(_never)


def _moment_wanted(_: Words) -> str:
    return _("Write a moment to come, such as 2026-11-24 14:00.")
