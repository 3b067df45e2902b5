"""What a mail server says of a letter that it returned (RFC 3464): which one, to whom, and whether for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from aftersales.email_addresses import is_email, same_email
from aftersales.inbound.headers import message_ids, raw_header
from aftersales.inbound.parts import content_of, every_part, inner_parts, leaves
from aftersales.inbound.texts import clean, in_some_charset

LONGEST_REASON: Final = 300
"""Characters of a mail server's reason that are kept."""

LONGEST_READ: Final = 100_000
"""Bytes of one part in which the identifiers of letters are looked for."""

_STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_PERMANENT: Final = re.compile(r"\b5(?:\.\d{1,3}\.\d{1,3}|\d\d)\b")
_ID: Final = re.compile(r"<([^<>\s]{3,250})>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A letter that came back.

    Attributes:
        letters: identifiers of the letter that came back, and of those that it referred to.
        recipient: whom it did not reach, if the server says so.
        is_final: whether trying again is useless; else the server goes on trying.
        reason: what the server says, on one line.
    """

    letters: tuple[str, ...]
    recipient: str
    is_final: bool
    reason: str


def bounce_of(message: Message) -> Bounce:
    """What the server says, as far as it can be understood."""
    told = [fields for fields in _status_fields(message) if raw_header(fields, "Final-Recipient")]
    first = told[0] if told else None
    letters = tuple(dict.fromkeys(_returned_ids(message)))
    if first is None:
        said = " ".join(_said(message).split())
        found = _PERMANENT.search(said)
        return Bounce(
            letters=letters, recipient="", is_final=found is not None, reason=_around(said, found)
        )
    status = _STATUS.search(raw_header(first, "Status"))
    reason = raw_header(first, "Diagnostic-Code") or raw_header(first, "Status")
    return Bounce(
        letters=letters,
        recipient=_recipient(first),
        is_final=raw_header(first, "Action").lower() == "failed"
        and status is not None
        and status[1] == "5",
        reason=_on_one_line(reason),
    )


def _status_fields(message: Message) -> list[Message]:
    """The groups of fields in the reports of delivery; the library makes a message of each."""
    groups = []
    for part in every_part(message):
        if part.get_content_type() == "message/delivery-status":
            groups.extend(inner_parts(part))
    return groups


def _returned_ids(message: Message) -> Iterator[str]:
    """The identifiers in the headers of the letter that came back, or wherever the server wrote them."""
    for part in every_part(message):
        if part is not message:
            yield from message_ids(part, "Message-ID", "In-Reply-To", "References")
        yield from _ID.findall(_told_in(part))


def _said(message: Message) -> str:
    """What the server wrote for people."""
    texts = (part for part in leaves(message) if part.get_content_type() == "text/plain")
    return next((_told_in(part) for part in texts), "")


def _told_in(part: Message) -> str:
    return clean(in_some_charset(content_of(part)[:LONGEST_READ]))


def _recipient(fields: Message) -> str:
    """The address that a group of fields is about, such as “rfc822; anna@example.org”."""
    told = raw_header(fields, "Original-Recipient") or raw_header(fields, "Final-Recipient")
    address = same_email(told.rpartition(";")[2].strip(" <>"))
    return address if is_email(address) else ""


def _around(said: str, found: re.Match[str] | None) -> str:
    return _on_one_line(said if found is None else said[max(found.start() - 100, 0) :])


def _on_one_line(text: str) -> str:
    return " ".join(clean(in_some_charset(text.encode("utf-8", "surrogateescape"))).split())[
        :LONGEST_REASON
    ]
