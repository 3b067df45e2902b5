"""A case on the customer's behalf: whoever answers the telephone finds who calls, or adds them, and writes it down."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from aftersales.access import SignedIn, actor_of
from aftersales.conversations import take_call
from aftersales.customers import add_customer
from aftersales.deed import Deed
from aftersales.email_addresses import is_email, same_email
from aftersales.errors import NotUnderstood
from aftersales.parts import Parts
from aftersales.queries.case_lists import units_of_customer
from aftersales.queries.customers import customers_found
from aftersales.records import Case, CaseChannel, CaseKind, Customer, Priority, Unit, User
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words, words_in
from warranty import normalised_serial
from web.pages.case_words import channel_words, priority_words
from web.pages.cases import chosen
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/cases/new")

MOST: Final = 10
"""Customers that one search shows."""

LEAST: Final = 3
"""Characters that a search needs."""

SPOKEN: Final = (
    CaseChannel.PHONE,
    CaseChannel.EMAIL,
    CaseChannel.SMS,
    CaseChannel.WHATSAPP,
    CaseChannel.X,
    CaseChannel.MESSENGER,
    CaseChannel.OTHER,
)
"""Ways in which people reach somebody who then writes it down."""

SOMEBODY_NEW: Final = "new"

Field = Annotated[str, Form(max_length=320)]
Line = Annotated[str, StringConstraints(max_length=320)]

BLANK: Final = {
    "asked": "",
    "whose": "",
    "name": "",
    "email": "",
    "phone": "",
    "language": "",
    "channel": CaseChannel.PHONE.value,
    "priority": Priority.NORMAL.value,
    "subject": "",
    "text": "",
}


@router.get("")
def new(request: Request, parts: PartsIn, me: Me) -> Response:
    """The form of a call."""
    return _form(request, parts, me, dict(BLANK))


@router.post("/find")
def found(request: Request, parts: PartsIn, me: Me, asked: Field = "") -> Response:
    """Who calls, by what they say; asked by POST, so that no name stands in an address or a log."""
    _ = words_in(me.language)
    problems = []
    if len(normalised_serial(asked)) < LEAST:
        problems = [("asked", _("Write at least three characters."))]
    return _form(request, parts, me, BLANK | {"asked": asked}, problems)


class CallSent(BaseModel):
    """The form of a call as it was typed."""

    asked: Line = ""
    whose: Line = ""
    name: Line = ""
    email: Line = ""
    phone: Line = ""
    language: Line = ""
    channel: Line = ""
    priority: Line = ""
    subject: Line = ""
    text: Annotated[str, StringConstraints(max_length=32_000)] = ""


@router.post("")
def opened(request: Request, parts: PartsIn, me: Me, sent: Annotated[CallSent, Form()]) -> Response:
    """Open the case; whoever took the call owns it."""
    _ = words_in(me.language)
    typed = BLANK | sent.model_dump()
    problems = _problems(_, typed)
    if problems:
        return _form(request, parts, me, typed, problems)
    try:
        with parts.doing(actor_of(me)) as deed:
            case = _taken(deed, me, typed)
    except NotUnderstood:
        return _form(request, parts, me, typed, [("whose", _("Choose who calls, or add them."))])
    return RedirectResponse(f"/cases/{case.id}", status_code=303)


def _problems(_: Words, typed: dict[str, str]) -> list[tuple[str, str]]:
    problems = []
    if not typed["whose"]:
        problems.append(("whose", _("Choose who calls, or add them.")))
    if typed["whose"] == SOMEBODY_NEW:
        if not typed["name"].strip():
            problems.append(("name", _("Write their name.")))
        if typed["email"].strip() and not is_email(same_email(typed["email"])):
            problems.append(("email", _("Write one e-mail address, such as name@example.org.")))
        if not typed["email"].strip() and not typed["phone"].strip():
            problems.append(
                ("phone", _("Write a number or an e-mail address, so that we can answer."))
            )
    if not typed["subject"].strip():
        problems.append(("subject", _("Write in a few words what it is about.")))
    return problems


def _taken(deed: Deed, me: SignedIn, typed: dict[str, str]) -> Case:
    person, unit = _whose(deed, typed)
    deed.session.flush()
    return take_call(
        deed,
        person,
        deed.session.get_one(User, me.user_id),
        channel=chosen(CaseChannel, typed["channel"]) or CaseChannel.PHONE,
        kind=CaseKind.SUPPORT,
        priority=chosen(Priority, typed["priority"]) or Priority.NORMAL,
        subject=typed["subject"],
        text=typed["text"],
        unit=unit,
    )


def _whose(deed: Deed, typed: dict[str, str]) -> tuple[Customer, Unit | None]:
    """The customer and the unit of a choice such as “unit:…”, or somebody new."""
    if typed["whose"] == SOMEBODY_NEW:
        person = add_customer(
            deed,
            number=deed.ids.reference("P"),
            name=typed["name"].strip(),
            language=typed["language"] if typed["language"] in LANGUAGES else LANGUAGES[0],
            email=same_email(typed["email"]) or None,
            phone=typed["phone"].strip() or None,
        )
        return person, None
    what, _colon, name = typed["whose"].partition(":")
    try:
        identifier = UUID(name)
    except ValueError as error:
        raise NotUnderstood("Choose one of those shown.") from error
    unit = deed.session.get(Unit, identifier) if what == "unit" else None
    person_id = identifier if unit is None else unit.customer_id
    known = deed.session.get(Customer, person_id)
    if known is None or known.erased_at is not None or known.merged_into_id is not None:
        raise NotUnderstood("Choose one of those shown.")
    return known, unit


def _form(
    request: Request,
    parts: Parts,
    me: SignedIn,
    typed: dict[str, str],
    problems: list[tuple[str, str]] | None = None,
) -> Response:
    _ = words_in(me.language)
    with parts.store.reading() as session:
        options = _options(_, session, typed["asked"])
    wrong = problems or []
    return page(
        request,
        "case_new.html",
        _,
        status_code=422 if wrong else 200,
        typed=typed,
        problems=wrong,
        is_searched=bool(typed["asked"]),
        options=[*options, (SOMEBODY_NEW, _("Somebody new"), "")],
        chosen_whose=typed["whose"] or (SOMEBODY_NEW if not options else ""),
        languages=[(each, words_in(each).locale.get_language_name(each)) for each in LANGUAGES],
        channels=[(each.value, channel_words(_, each)) for each in CaseChannel if each in SPOKEN],
        priorities=[(each.value, priority_words(_, each)) for each in Priority],
    )


def _options(_: Words, session: Session, asked: str) -> list[tuple[str, str, str]]:
    """For each customer that fits their units, and something else."""
    if len(normalised_serial(asked)) < LEAST:
        return []
    options = []
    for person in customers_found(session, asked, MOST):
        who = f"{person.name} ({person.number})"
        for unit, model in units_of_customer(session, person.id):
            what = f"{model.brand} {model.name}, {unit.serial or '–'}"
            options.append((f"unit:{unit.id}", who, what))
        options.append((f"customer:{person.id}", who, _("something else")))
    return options
