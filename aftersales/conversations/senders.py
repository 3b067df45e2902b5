"""Who wrote: a customer with that address, one of several, or somebody whom we do not know yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aftersales.conversations.incoming import LONGEST_LINE, Incoming, plain, sent_from
from aftersales.deed import Deed
from aftersales.queries.conversations import (
    customers_with_email,
    customers_with_handle,
    customers_with_number,
)
from aftersales.records import Channel, Contact, Customer, CustomerKind
from aftersales.store import Session
from aftersales.suppression import note_return
from aftersales.words import LANGUAGES

NUMBERS: Final = frozenset({Channel.PHONE, Channel.SMS, Channel.WHATSAPP})


def possible_senders(session: Session, channel: Channel, address: str) -> Sequence[Customer]:
    """Everybody who gave this address: none, one, or a household that shares it."""
    if channel is Channel.EMAIL:
        return customers_with_email(session, address)
    if channel in NUMBERS and address.startswith("+"):
        return customers_with_number(session, address[1:])
    return customers_with_handle(session, channel, address)


def new_sender(deed: Deed, incoming: Incoming) -> Customer:
    """Keep somebody whom we do not know yet, with the address they wrote from; they are who they say they are."""
    channel, address = sent_from(incoming)
    language = incoming.language[:2].lower()
    person = Customer(
        id=deed.new_id(),
        number=deed.ids.reference("P"),
        kind=CustomerKind.PERSON,
        name=plain(incoming.name)[:LONGEST_LINE] or address,
        language=language if language in LANGUAGES else "en",
        created_at=deed.now,
    )
    contact = Contact(
        id=deed.new_id(),
        customer_id=person.id,
        channel=channel,
        address=address,
        is_preferred=True,
        created_at=deed.now,
    )
    deed.add(person, contact)
    deed.note("customer_added", person)
    note_return(deed, person, [(channel, address)])
    return person
