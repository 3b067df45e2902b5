"""Customers: who they are, how to reach them, what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.customers import deliveries_to_contact
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
)
from aftersales.shown import shown_otherwise
from aftersales.suppression import note_return
from aftersales.words import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """One address of a customer on one channel, as they gave it."""

    channel: Channel
    address: str
    is_preferred: bool = False
    is_safety_only: bool = False


def add_customer(
    deed: Deed,
    *,
    number: str,
    name: str,
    language: str,
    email: str | None = None,
    phone: str | None = None,
    kind: CustomerKind = CustomerKind.PERSON,
) -> Customer:
    """Keep a customer with the addresses they gave; a phone number is for calls, not for texts."""
    _check_language(language)
    person = Customer(
        id=deed.new_id(),
        number=number,
        kind=kind,
        name=name,
        language=language,
        created_at=deed.now,
    )
    deed.add(person)
    for channel, address in ((Channel.EMAIL, email), (Channel.PHONE, phone)):
        if address:
            deed.add(
                Contact(
                    id=deed.new_id(),
                    customer_id=person.id,
                    channel=channel,
                    address=address,
                    is_preferred=channel is Channel.EMAIL,
                    created_at=deed.now,
                )
            )
    deed.note("customer_added", person)
    note_return(deed, person, [(Channel.EMAIL, email), (Channel.PHONE, phone)])
    return person


def edit_customer(
    deed: Deed,
    person: Customer,
    *,
    name: str | None = None,
    language: str | None = None,
    kind: CustomerKind | None = None,
    contacts: Sequence[Reachable] | None = None,
) -> None:
    """Change what a customer is called, how they read and how they are reached; None leaves it.

    Raises:
        NotAllowed: their data were erased.
        NotUnderstood: a language or an address is not right.
    """
    require_known(person)
    if language is not None:
        _check_language(language)
        person.language = language
    is_renamed = bool(name) and name != person.name
    person.name = name or person.name
    person.kind = kind or person.kind
    deed.add(person)
    if contacts is not None:
        replace_contacts(deed, person, contacts)
    deed.note("customer_edited", person)
    if is_renamed:
        shown_otherwise(deed, person.id)


def require_known(person: Customer) -> None:
    """Make sure that a customer is still one.

    Raises:
        NotAllowed: their data were erased, or they turned out to be another customer.
    """
    if person.erased_at is not None:
        raise NotAllowed(
            "The data of this customer were erased at their request. Add them as a new customer."
        )
    if person.merged_into_id is not None:
        raise NotAllowed(
            "This customer turned out to be another one, and everything is there now. Work with that one."
        )


def replace_contacts(deed: Deed, person: Customer, contacts: Sequence[Reachable]) -> None:
    """These are all the addresses of a customer from now on; one that was there keeps its history.

    Raises:
        NotUnderstood: an address is named twice, or an e-mail address has not the shape of one.
    """
    wanted = {(each.channel, address_to_keep(each)): each for each in contacts}
    if len(wanted) < len(contacts):
        raise NotUnderstood(
            "An address is named twice on the same channel. Leave one of them out.",
            [Problem("contacts", "an address is named twice")],
        )
    present = {(each.channel, each.address): each for each in contacts_of(deed.session, person.id)}
    for place in present.keys() - wanted.keys():
        drop_contact(deed, present[place])
    for (channel, address), each in wanted.items():
        row = present.get((channel, address)) or Contact(
            id=deed.new_id(),
            customer_id=person.id,
            channel=channel,
            address=address,
            created_at=deed.now,
        )
        row.is_preferred, row.is_safety_only = each.is_preferred, each.is_safety_only
        deed.add(row)
    note_return(deed, person, sorted(wanted.keys() - present.keys()))


def drop_contact(deed: Deed, contact: Contact) -> None:
    """Forget an address; what was sent to it no longer says where it went."""
    for delivery in deliveries_to_contact(deed.session, contact.id):
        delivery.contact_id = None
        deed.add(delivery)
    deed.remove([contact])


def address_to_keep(given: Reachable) -> str:
    """The address as it is kept.

    Raises:
        NotUnderstood: an e-mail address has not the shape of one.
    """
    return email_to_keep(given.address) if given.channel is Channel.EMAIL else given.address


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise NotUnderstood(
            f"The language “{language}” is not spoken here. Use one of {', '.join(LANGUAGES)}.",
            [Problem("language", f"use one of {', '.join(LANGUAGES)}")],
        )


def record_consent(
    deed: Deed,
    customer_id: UUID,
    channel: Channel,
    purpose: ConsentPurpose,
    *,
    is_given: bool,
    source: str,
) -> Consent:
    """Add a line to the consent ledger; the newest line of a purpose and channel holds."""
    line = Consent(
        id=deed.new_id(),
        customer_id=customer_id,
        channel=channel,
        purpose=purpose,
        is_given=is_given,
        at=deed.now,
        source=source,
    )
    deed.add(line)
    deed.note("consent_given" if is_given else "consent_withdrawn", line)
    return line
