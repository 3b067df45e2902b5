"""Where an answer in a case goes: to the address that its customer wrote from last, on the same channel if it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.conversations.ways import Way, way_back
from aftersales.email_addresses import same_email
from aftersales.notices.policy import contact_for
from aftersales.queries.conversations import last_message_in
from aftersales.queries.notices import contacts_of
from aftersales.queries.webhooks import endpoints_told
from aftersales.records import Case, CaseChannel, Channel, Contact, ThreadMessage
from aftersales.store import Session
from aftersales.webhooks.kinds import WebhookKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """How the customer of a case is answered.

    Attributes:
        channel: on which they wrote last.
        way: how an answer goes unless somebody chooses otherwise.
        others: other ways that lead to them; calling always does.
        address: where it goes.
        contact_id: the customer's contact with that address.
        answers: what the channel calls their last message.
    """

    channel: CaseChannel
    way: Way
    others: tuple[Way, ...]
    address: str
    contact_id: UUID | None
    answers: str


def recipient_of(session: Session, case: Case) -> Recipient:
    """How the customer of a case is answered now."""
    last = last_message_in(session, case.id)
    channel = case.channel if last is None else last.channel
    contacts = contacts_of(session, case.customer_id)
    theirs = None if last is None else _contact_with(contacts, last)
    email = theirs if theirs is not None and theirs.channel is Channel.EMAIL else None
    email = email or contact_for(contacts)
    bridged = any(
        WebhookKind.CASE_ANSWERED in endpoint.events for endpoint in endpoints_told(session)
    )
    way = way_back(channel, has_bridge=bridged and theirs is not None, has_email=email is not None)
    reached = email if way is Way.EMAIL else theirs
    return Recipient(
        channel=channel,
        way=way,
        others=(Way.EMAIL,) if email is not None and way is not Way.EMAIL else (),
        address="" if reached is None else reached.address,
        contact_id=None if email is None else email.id,
        answers="" if last is None else last.outside_id or "",
    )


def _contact_with(contacts: Sequence[Contact], last: ThreadMessage) -> Contact | None:
    """The contact of the customer that a message came from; none if somebody else wrote for them."""
    for contact in contacts:
        if _same(contact) == last.address:
            return contact
    return None


def _same(contact: Contact) -> str:
    """The address of a contact in the way in which those of messages are compared."""
    if contact.channel is Channel.EMAIL:
        return same_email(contact.address)
    if contact.channel in (Channel.PHONE, Channel.SMS, Channel.WHATSAPP):
        digits = "".join(mark for mark in contact.address if mark.isdecimal())
        return f"+{digits.removeprefix('00')}"
    return contact.address
