"""A message as it arrives, whatever brought it, and what it says it belongs to; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category
from uuid import UUID

from aftersales.email_addresses import is_email, same_email
from aftersales.errors import NotUnderstood, Problem
from aftersales.identifiers import digest_of, references_pattern
from aftersales.records import CaseChannel, Channel

LONGEST_TEXT: Final = 32_000
"""Characters of one message that are kept; the rest is cut, and the text says so."""

LONGEST_LINE: Final = 320
"""Characters of a subject, a name or an address that are kept."""

CUT: Final = "\n[…]"
"""Stands at the end of a text that was too long."""

TALKED: Final = frozenset(
    {
        CaseChannel.CHAT,
        CaseChannel.SMS,
        CaseChannel.WHATSAPP,
        CaseChannel.X,
        CaseChannel.MESSENGER,
        CaseChannel.OTHER,
    }
)
"""Channels on which people go on talking without naming anything: the next line belongs to the last case."""

BY_NUMBER: Final = frozenset({CaseChannel.PHONE, CaseChannel.SMS, CaseChannel.WHATSAPP})

CONTACTS: Final = {
    CaseChannel.EMAIL: Channel.EMAIL,
    CaseChannel.PHONE: Channel.PHONE,
    CaseChannel.SMS: Channel.SMS,
    CaseChannel.WHATSAPP: Channel.WHATSAPP,
    CaseChannel.X: Channel.X,
    CaseChannel.MESSENGER: Channel.MESSENGER,
    CaseChannel.OTHER: Channel.OTHER,
}
"""How a customer is reached who wrote on a channel; on the others by the e-mail address or number they gave."""

_REFERENCE: Final = references_pattern("CK")
_SUBJECT: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS: Final = 7
"""A number with fewer digits reaches nobody from outside."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with a message, named as its sender named it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What somebody wrote to us.

    Attributes:
        channel: which way it came.
        address: from where: an e-mail address, an international number, a handle.
        text: what it says.
        name: as the sender calls themselves, if they do.
        subject: its subject line, on channels that have one.
        outside_id: what the channel calls this message; the same one again is kept once.
        reference: what it answers, in the channel's words and apart by blanks: identifiers of messages as in
            In-Reply-To and References, or the reference of a case.
        language: the sender's, as far as it is known.
        files: what came with it. Decoding takes time, so whoever calls cleans files before the transaction
            and keeps them with the message that `receive` answers (`aftersales.uploads.keep_file`).
    """

    channel: CaseChannel
    address: str
    text: str
    name: str = ""
    subject: str = ""
    outside_id: str | None = None
    reference: str = ""
    language: str = ""
    files: tuple[IncomingFile, ...] = ()


def sent_from(incoming: Incoming) -> tuple[Channel, str]:
    """How the sender is reached, in the one way in which addresses are compared.

    Raises:
        NotUnderstood: there is nothing to reach them by.
    """
    given = plain(incoming.address)[:LONGEST_LINE]
    wanted = CONTACTS.get(incoming.channel)
    if wanted in (None, Channel.EMAIL) and is_email(same_email(given)):
        return Channel.EMAIL, same_email(given)
    digits = "".join(mark for mark in given if mark.isdecimal()).removeprefix("00")
    if (wanted is None or incoming.channel in BY_NUMBER) and len(digits) >= _DIGITS:
        return wanted or Channel.PHONE, f"+{digits}"
    if given and wanted is not None and wanted is not Channel.EMAIL:
        return wanted, given
    raise NotUnderstood(
        "It is not known how to answer this message. Give an e-mail address or a telephone number.",
        [Problem("address", "give an e-mail address or a telephone number")],
    )


def references_in(text: str) -> tuple[str, ...]:
    """The references of cases and claims that stand in a text, each once, in their order."""
    return tuple(dict.fromkeys(_REFERENCE.findall(text.upper())))


def subjects_in(text: str) -> tuple[UUID, ...]:
    """The identifiers of rows in what a mail answers: our letters name their subject in References."""
    return tuple(UUID(found) for found in _SUBJECT.findall(text))


def outside_ids_in(text: str) -> tuple[str, ...]:
    """The identifiers of messages in a text as we keep them: without brackets, a very long one by its digest."""
    found = (plain(each).strip("<>") for each in text.split())
    return tuple(
        dict.fromkeys(
            each if len(each) <= LONGEST_LINE else digest_of(each) for each in found if each
        )
    )


def said(text: str) -> str:
    """The text as it is kept: without control characters, no longer than we keep."""
    clean = "".join(
        mark if mark in "\n\t" or category(mark) not in ("Cc", "Cs") else "" for mark in text
    ).strip()
    return clean if len(clean) <= LONGEST_TEXT else clean[: LONGEST_TEXT - len(CUT)] + CUT


def plain(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(said(text).split())


def subject_of(incoming: Incoming) -> str:
    """What it is about: its subject line, else the beginning of what it says."""
    first = plain(incoming.subject) or plain(said(incoming.text).split("\n", 1)[0])
    return first[:LONGEST_LINE]
