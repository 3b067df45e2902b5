"""Who wrote a letter: a person, a machine, a mail server that returns ours, or we ourselves; pure.

Machines are never answered and open no case, or two of them would write to each other for ever (RFC 3834).
"""

from __future__ import annotations

import re
from email.message import Message
from enum import StrEnum
from typing import Final

from aftersales.inbound.headers import mailbox_header, message_ids, raw_header, text_header
from aftersales.inbound.parts import every_part, parameter


class Writer(StrEnum):
    """Who wrote a letter."""

    PERSON = "person"
    RESPONDER = "responder"
    LIST = "list"
    CALENDAR = "calendar"
    BOUNCE = "bounce"
    OURSELVES = "ourselves"


_RETURNED: Final = frozenset({"delivery-status", "disposition-notification", "feedback-report"})
"""Reports that mail systems make (RFC 6522): of failure, of having been read, of being spam."""

_RESPONDS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-response-suppress-by",
    "x-autoresponder",
)
_SERVERS: Final = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|double-bounce)@")
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_AWAY: Final = re.compile(
    r"^\W*(auto(matic|matische|mātiska)?[ -]?(reply|response|antwort|atbilde)|automātiskā atbilde|automātiska atbilde"
    r"|out of (the )?office|abwesenheitsnotiz|prombūtnē|ārpus biroja|স্বয়ংক্রিয় উত্তর|অফিসের বাইরে)",
    re.IGNORECASE,
)
"""Subjects of absence notices whose senders say so nowhere else."""


def writer_of(message: Message, *, our_address: str, our_domain: str) -> Writer:
    """Who wrote this, as far as its headers tell; whether a calendar did is told by what it brings."""
    if _is_ours(message, our_address, our_domain):
        return Writer.OURSELVES
    if _is_bounce(message):
        return Writer.BOUNCE
    if raw_header(message, "List-Id") or raw_header(message, "List-Unsubscribe"):
        return Writer.LIST
    if _is_automatic(message):
        return Writer.RESPONDER
    return Writer.PERSON


def _is_ours(message: Message, our_address: str, our_domain: str) -> bool:
    """Whether it is one of our own letters that came back whole, or claims to be."""
    _name, address = mailbox_header(message, "From")
    own = f"@{our_domain}".lower()
    return address == our_address or any(
        each.lower().endswith(own) for each in message_ids(message, "Message-ID")
    )


def _is_bounce(message: Message) -> bool:
    kind = message.get_content_type()
    if kind == "multipart/report":
        return parameter(message, "report-type") in _RETURNED
    if any(part.get_content_type() == "message/delivery-status" for part in every_part(message)):
        return True
    _name, address = mailbox_header(message, "From")
    has_no_sender = raw_header(message, "Return-Path") == "<>"
    return _SERVERS.match(address) is not None or (has_no_sender and not address)


def _is_automatic(message: Message) -> bool:
    told = raw_header(message, "Auto-Submitted").lower()
    if told and not told.startswith("no"):
        return True
    if raw_header(message, "Precedence").lower() in _BULK:
        return True
    if any(raw_header(message, name) for name in _RESPONDS):
        return True
    return _AWAY.match(text_header(message, "Subject")) is not None
