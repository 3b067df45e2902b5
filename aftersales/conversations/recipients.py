"""Where an answer in a case goes: to the address that its customer wrote from last, on the same channel if it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.conversations.ways import Way, way_back
from aftersales.email_addresses import same_email
from aftersales.notices.policy import contact_for
from aftersales.notices.routes import open_messengers
from aftersales.queries.conversations import last_message_in
from aftersales.queries.notices import contacts_of
from aftersales.queries.webhooks import endpoints_told
from aftersales.records import Case, CaseChannel, Channel, Contact, ThreadMessage
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.webhooks.kinds import WebhookKind

HERE_WITHIN: Final = timedelta(seconds=60)
"""Whoever had their page open within this is there: an open page says so every twenty seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """How the customer of a case is answered.

    Attributes:
        channel: on which they wrote last.
        way: how an answer goes unless somebody chooses otherwise.
        others: other ways that lead to them; calling always does.
        address: where it goes that way.
        contact_id: the customer's contact with that address.
        email: the customer's address for mail.
        is_carried: we bring it into their messenger ourselves; otherwise a shop system that hears of it does.
        answers: what the channel calls their last message.
    """

    channel: CaseChannel
    way: Way
    others: tuple[Way, ...]
    address: str
    contact_id: UUID | None
    email: Contact | None
    is_carried: bool
    answers: str

    def reached_by(self, way: Way) -> tuple[str, UUID | None]:
        """The address to which an answer goes on a way, and the contact that it belongs to."""
        if way is Way.EMAIL and self.email is not None:
            return self.email.address, self.email.id
        return ("", None) if way is Way.IN_PERSON else (self.address, self.contact_id)


def is_here(case: Case, now: datetime) -> bool:
    """Whether the customer of a case has their page of it open."""
    return case.customer_here_at is not None and case.customer_here_at >= now - HERE_WITHIN


def recipient_of(session: Session, settings: Settings, case: Case, now: datetime) -> Recipient:
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
    carried = open_messengers(session, settings, [] if theirs is None else [theirs], now)
    has_bridge = (bool(carried) or bridged) and theirs is not None
    way = way_back(channel, has_bridge=has_bridge, has_email=email is not None)
    talks = channel is CaseChannel.CHAT
    if talks and is_here(case, now):
        way = Way.CHAT
    others = {Way.CHAT: talks, Way.EMAIL: email is not None}
    reached = email if way is Way.EMAIL else theirs
    return Recipient(
        channel=channel,
        way=way,
        others=tuple(other for other, leads in others.items() if leads and other is not way),
        address="" if reached is None else reached.address,
        contact_id=None if reached is None else reached.id,
        email=email,
        is_carried=bool(carried),
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
