"""The third step of a booking: whom we meet on the day, in which language, and how they hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from aftersales.installations.preparing import (
    DayContact,
    Prepared,
    Reached,
    Step,
    can_be_called,
    keep_contact,
    prepared_by_link,
)
from aftersales.notices.carriers import carriers_of
from aftersales.parts import Parts
from aftersales.queries.customers import agrees_to
from aftersales.queries.notices import contacts_of
from aftersales.records import Channel, ConsentPurpose
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.book import Problems, closed, kept, step_page
from web.parts import PartsIn

router = APIRouter(prefix="/book")

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactTyped:
    """Whom we meet, as it was typed."""

    name: str = ""
    phone: str = ""
    language: str = ""
    reached_by: str = ""
    wants_surveys: str = ""


def _typed(
    name: Line = "",
    phone: Short = "",
    language: Short = "",
    reached_by: Short = "",
    wants_surveys: Short = "",
) -> ContactTyped:
    return ContactTyped(
        name=name.strip(),
        phone=phone.strip(),
        language=language,
        reached_by=reached_by,
        wants_surveys=wants_surveys,
    )


TypedIn = Annotated[ContactTyped, Depends(_typed)]


@router.get("/{token}/contact")
def form(request: Request, parts: PartsIn, token: str) -> Response:
    """Whom do we ask for? What we know is filled in."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
        person, row = prepared.booking.customer, prepared.row
        phones = [
            each.address
            for each in contacts_of(session, person.id)
            if each.channel is Channel.PHONE
        ]
        agreed = agrees_to(session, person.id, ConsentPurpose.SURVEYS)
    typed = ContactTyped(
        name=row.contact_name or person.name,
        phone=row.contact_phone or next(iter(phones), ""),
        language=person.language,
        reached_by=row.reached_by or Reached.EMAIL.value,
        wants_surveys="yes" if agreed else "",
    )
    return closed(prepared, token) or _page(request, parts, prepared, token, typed)


@router.post("/{token}/contact")
def given(request: Request, parts: PartsIn, token: str, typed: TypedIn) -> Response:
    """Keep it, and lead to the times."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    _ = words_in(prepared.booking.customer.language)
    problems = _problems(_, parts, typed)
    if problems:
        return _page(request, parts, prepared, token, typed, problems)
    contact = DayContact(
        name=typed.name,
        phone=typed.phone,
        language=typed.language,
        reached_by=Reached(typed.reached_by),
        wants_surveys=bool(typed.wants_surveys),
    )
    order_id = prepared.booking.order.id
    return kept(
        parts, prepared, token, Step.CONTACT, lambda deed: keep_contact(deed, order_id, contact)
    )


def _problems(_: Words, parts: Parts, typed: ContactTyped) -> list[tuple[str, str]]:
    found = []
    if not typed.name:
        found.append(("name", _("Write whom we ask for at the door.")))
    if not can_be_called(typed.phone):
        found.append(("phone", _("Write a number that we can call on the day.")))
    if typed.language not in LANGUAGES:
        found.append(("language", _("Choose a language.")))
    if typed.reached_by not in {code for code, _words, _more in _ways(_, parts)}:
        found.append(("reached_by", _("Choose how we reach you.")))
    return found


def _ways(_: Words, parts: Parts) -> list[tuple[str, str, str]]:
    """How somebody can hear of their visit in this house."""
    ways = [
        (Reached.EMAIL.value, _("By e-mail"), _("With an invitation for your calendar")),
        (
            Reached.PHONE.value,
            _("By e-mail, and please call me if something changes"),
            "",
        ),
    ]
    if Channel.WHATSAPP in carriers_of(parts.settings):
        more = _("Under the number above; you can take it back at any time")
        ways.insert(1, (Reached.WHATSAPP.value, "WhatsApp", more))
    return ways


def _page(
    request: Request,
    parts: Parts,
    prepared: Prepared,
    token: str,
    typed: ContactTyped,
    problems: Problems = (),
) -> Response:
    _ = words_in(prepared.booking.customer.language)
    return step_page(
        request,
        prepared,
        token,
        Step.CONTACT,
        problems=problems,
        typed=typed,
        languages=[(each, words_in(each).locale.get_language_name(each)) for each in LANGUAGES],
        ways=_ways(_, parts),
    )
