"""The page of one customer: who they are and what is theirs on the left, everything that happened on the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from aftersales.access import SignedIn
from aftersales.errors import NotThere
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.places import one_line
from aftersales.queries.customers import (
    consents_of,
    housemates_of,
    merged_into,
    merges_of,
)
from aftersales.queries.duplicates import doubles_of
from aftersales.queries.notices import contacts_of
from aftersales.queries.places import locations_of_customer
from aftersales.queries.privacy import erasures_of
from aftersales.queries.surveys import survey_waiting
from aftersales.queries.timeline import Mark
from aftersales.records import (
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
)
from aftersales.store import Session
from aftersales.words import LANGUAGES, Words, words_in
from web.pages.customer_facts import loyalty_of, open_of, surprises_shown, units_of
from web.pages.customer_timeline import page_of_timeline, written
from web.pages.customer_words import (
    channel_words,
    consent_said,
    customer_kind_words,
    ground_words,
    purpose_words,
)
from web.pages.own_survey import score_words
from web.pages.table_words import table_words
from web.pages.timeline_kinds import Kind, kind_words
from web.templating import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What part of the timeline is wanted, and which contact is to be changed."""

    kinds: Collection[Kind] = ()
    before: Mark | None = None
    is_whole_household: bool = False
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A form that did not fit: which one, what was typed, and what is wrong with it."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[tuple[str, str]] = ()
    banner: str = ""
    status_code: int = 200


def customer_in(session: Session, customer_id: UUID) -> Customer:
    """The customer of an address.

    Raises:
        NotThere: there is none.
    """
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotThere("There is no such customer. Find them by a name, a number or an order.")
    return row


def customer_page(
    request: Request,
    parts: Parts,
    me: SignedIn,
    customer_id: UUID,
    asked: Asked,
    refused: Refused,
) -> Response:
    """The page; what was refused is said, and nothing typed is lost."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        person = customer_in(session, customer_id)
        places = locations_of_customer(session, person.id)
        zone = places[0].zone if places else "UTC"
        today = wall_of(parts.clock.now(), zone).date()
        mates = housemates_of(session, person.id)
        formers = merged_into(session, person.id)
        contacts = contacts_of(session, person.id)
        changed = next((each for each in contacts if each.id == asked.contact_id), None)
        return page(
            request,
            "customer.html",
            _,
            status_code=refused.status_code,
            customer=person,
            zone=zone,
            now=parts.clock.now(),
            refused=refused,
            typed=defaultdict(str, refused.typed),
            uses=_uses(refused, changed),
            contacts=[(each, channel_words(_, each.channel)) for each in contacts],
            changed=changed,
            survey=survey_waiting(session, person.id, parts.clock.now()),
            scores=score_words(_),
            places=[(each, one_line(each)) for each in places],
            mates=mates,
            language=_.locale.languages.get(person.language, person.language),
            kind=customer_kind_words(_, person.kind),
            **loyalty_of(_, session, parts.settings, person),
            **open_of(_, session, person),
            **surprises_shown(_, session, person, today),
            **units_of(_, session, person, today),
            **_consents(_, session, person),
            erasures=[
                (
                    each,
                    [
                        f"{table_words(_, name)}: {_.number(int(str(number)))}"
                        for name, number in each.counts.items()
                    ],
                )
                for each in erasures_of(session, person.id)
            ],
            **_doubles(_, session, person),
            **_timeline(
                _,
                session,
                person,
                [each.id for each in formers],
                [mate.id for _member, mate in mates],
                asked,
            ),
            **_choices(_),
        )


def _uses(refused: Refused, changed: Contact | None) -> list[str]:
    """What is ticked: as it was typed, else as the contact has it that is to be changed."""
    if "uses" in refused.typed or changed is None:
        return refused.typed.get("uses", "").split()
    ticks = (("preferred", changed.is_preferred), ("safety_only", changed.is_safety_only))
    return [name for name, is_ticked in ticks if is_ticked]


def _consents(_: Words, session: Session, person: Customer) -> dict[str, object]:
    """What holds now: the newest line of each purpose and channel, and the whole ledger."""
    ledger = consents_of(session, person.id)
    newest: dict[tuple[ConsentPurpose, Channel], Consent] = {
        (line.purpose, line.channel): line for line in ledger
    }
    return {
        "consents": [(line, consent_said(_, line)) for line in newest.values()],
        "ledger": [(line, consent_said(_, line)) for line in reversed(ledger)],
    }


def _doubles(_: Words, session: Session, person: Customer) -> dict[str, object]:
    """Who may be the same, who turned out to be, and who this one turned out to be."""
    is_somebody = person.erased_at is None and person.merged_into_id is None
    into = person.merged_into_id
    return {
        "doubles": [
            (each.customer, [ground_words(_, ground) for ground in each.grounds])
            for each in (doubles_of(session, person) if is_somebody else [])
        ],
        "merges": [
            (each, session.get_one(Customer, each.loser_id))
            for each in merges_of(session, person.id)
        ],
        "into": None if into is None else session.get_one(Customer, into),
    }


def _timeline(
    _: Words,
    session: Session,
    person: Customer,
    formers: Sequence[UUID],
    mates: Sequence[UUID],
    asked: Asked,
) -> dict[str, object]:
    """One page of what happened, and the ways to others."""
    whose = [person.id, *formers, *(mates if asked.is_whole_household else ())]
    found = page_of_timeline(_, session, whose, asked.kinds, asked.before)
    return {
        "entries": found.entries,
        "kind_words": kind_words,
        "filters": [
            (
                kind_words(_, kind),
                kind in asked.kinds,
                _address(person, set(asked.kinds) ^ {kind}, asked.is_whole_household),
            )
            for kind in Kind
        ],
        "everything": _address(person, (), asked.is_whole_household) if asked.kinds else "",
        "is_whole_household": asked.is_whole_household,
        "household_href": _address(person, asked.kinds, not asked.is_whole_household),
        "newest": ""
        if asked.before is None
        else _address(person, asked.kinds, asked.is_whole_household),
        "older": ""
        if found.before is None
        else _address(person, asked.kinds, asked.is_whole_household, found.before),
    }


def _address(
    person: Customer,
    kinds: Collection[Kind],
    is_whole_household: bool,  # noqa: FBT001 - one of the four that make an address
    before: Mark | None = None,
) -> str:
    query: list[tuple[str, str]] = [("kind", kind.value) for kind in Kind if kind in kinds]
    if is_whole_household:
        query.append(("household", "yes"))
    if before is not None:
        query.append(("before", written(before)))
    return f"/customers/{person.id}" + (f"?{urlencode(query)}" if query else "") + "#timeline"


def _choices(_: Words) -> dict[str, object]:
    """What the forms offer."""
    return {
        "channels": [(each.value, channel_words(_, each)) for each in Channel],
        "purposes": [(each.value, purpose_words(_, each)) for each in ConsentPurpose],
        "kinds": [(each.value, customer_kind_words(_, each)) for each in CustomerKind],
        "languages": [(each, _.locale.languages.get(each, each)) for each in LANGUAGES],
    }


def contact_in(session: Session, customer_id: UUID, contact_id: UUID) -> Contact:
    """One contact of a customer.

    Raises:
        NotThere: it is not theirs.
    """
    row = session.get(Contact, contact_id)
    if row is None or row.customer_id != customer_id:
        raise NotThere("This contact is not there any more. Open the customer again.")
    return row
