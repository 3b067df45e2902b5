"""A raw e-mail as somebody's letter: who wrote it, what is new in it, what it is about; pure.

Whatever the bytes are, the answer is a letter or a refusal in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from typing import Final

from aftersales.calendars.replies import CalendarReply
from aftersales.errors import NotUnderstood
from aftersales.identifiers import references_pattern
from aftersales.inbound.bounces import Bounce, bounce_of
from aftersales.inbound.calendar_replies import reply_in
from aftersales.inbound.headers import (
    BROKEN,
    BoundedHeaders,
    mailbox_header,
    message_ids,
    raw_header,
    text_header,
)
from aftersales.inbound.parts import File, files, written
from aftersales.inbound.quoting import divided
from aftersales.inbound.texts import language_of
from aftersales.inbound.writers import Writer, writer_of
from aftersales.words import LANGUAGES

LARGEST: Final = 25 * 1024 * 1024
"""Bytes of a message: what the large mail services let anybody send."""

DEEPEST: Final = 100
"""Parts inside parts: the parser needs a time that grows with them, and nobody writes so."""

LONGEST_TEXT: Final = 30_000
"""Characters of what is new in a letter; more is left in the whole letter."""

LONGEST_WHOLE: Final = 100_000
"""Characters of the whole letter that are kept to be read."""

LONGEST_SUBJECT: Final = 200

MOST_FILES: Final = 10
"""Files of one letter that are kept; the others are named in its text."""

LARGEST_FILE: Final = 15 * 1024 * 1024
"""Bytes of one file that is kept."""

REFERENCE: Final = references_pattern("CKRW")
"""A reference as people read it in our messages (`Identifiers.reference`)."""

_PREFIXES: Final = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|fw|fwd|wg|atb|pārs|উত্তর)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody wrote to us.

    Attributes:
        writer: whether a person wrote it.
        outside_id: its Message-ID, or a digest of it where it has none; the same letter has the same one.
        name: of the sender, as they write it; may be empty.
        address: that answers go to; empty only if no person wrote it.
        subject: without “Re:”, on one line.
        text: what is new in it.
        whole: all of its text, with older letters below it.
        in_reply_to: identifiers of letters that it answers or refers to, the nearest first.
        reference: of ours, as “C-7K3M9QX”, if one stands in it.
        language: of ours, if the letter shows one; else empty.
        files: that came with it.
        left_out: names of files that came with it and are too large or too many.
        bounce: what a mail server says, if it returned a letter of ours.
        sender: the address that it came from, wherever answers go to.
        reply: what a calendar answers to an invitation of ours, if it does.
    """

    writer: Writer
    outside_id: str
    name: str
    address: str
    subject: str
    text: str
    whole: str
    in_reply_to: tuple[str, ...] = ()
    reference: str = ""
    language: str = ""
    files: tuple[File, ...] = ()
    left_out: tuple[str, ...] = ()
    bounce: Bounce | None = None
    sender: str = ""
    reply: CalendarReply | None = None


def letter_in(raw: bytes, *, our_address: str, our_domain: str) -> Letter:
    """The letter in a raw message.

    Raises:
        NotUnderstood: it is empty, too large, tells no sender, or is no message at all.
    """
    message = _parsed(raw)
    try:
        return _read(message, raw, our_address, our_domain)
    except BROKEN as error:
        raise NotUnderstood(
            "This message is broken in a way that nobody foresaw. Ask its sender to write again."
        ) from error


def _parsed(raw: bytes) -> Message:
    if not raw.strip():
        raise NotUnderstood("There is no message in this. Send the raw e-mail, headers first.")
    if len(raw) > LARGEST:
        raise NotUnderstood(
            f"This message is larger than {LARGEST // 1024 // 1024} MB. Ask its sender for smaller files."
        )
    small = raw.lower()
    if small.count(b"multipart/") + small.count(b"message/") > DEEPEST:
        raise NotUnderstood(
            "This message has too many parts inside parts. Ask its sender to write anew."
        )
    try:
        return BytesParser(policy=BoundedHeaders()).parsebytes(raw)
    except BROKEN as error:
        raise NotUnderstood(
            "This is no e-mail that can be read. Send the raw message, headers first."
        ) from error


def _read(message: Message, raw: bytes, our_address: str, our_domain: str) -> Letter:
    writer = writer_of(message, our_address=our_address, our_domain=our_domain)
    reply = None if writer in (Writer.BOUNCE, Writer.OURSELVES) else reply_in(message)
    if reply is not None:
        writer = Writer.CALENDAR
    name, address = _sender(message, writer, our_address)
    if not address and writer is Writer.PERSON:
        raise NotUnderstood(
            "This message does not say who wrote it, so nobody could be answered. Ask for an address."
        )
    whole = written(message)[:LONGEST_WHOLE]
    parts = divided(whole)
    subject = text_header(message, "Subject")
    kept, left_out = _bounded(files(message))
    return Letter(
        writer=writer,
        outside_id=_outside_id(message, raw),
        name=name[:120],
        address=address,
        subject=_PREFIXES.sub("", subject).strip()[:LONGEST_SUBJECT],
        text=parts.fresh[:LONGEST_TEXT],
        whole=whole,
        in_reply_to=_answered(message),
        reference=_reference(subject, parts.fresh, parts.rest),
        language=_language(message, parts.fresh),
        files=kept,
        left_out=left_out,
        bounce=bounce_of(message) if writer is Writer.BOUNCE else None,
        sender=mailbox_header(message, "From")[1],
        reply=reply,
    )


def _sender(message: Message, writer: Writer, our_address: str) -> tuple[str, str]:
    """Who is answered: where the writer wants answers, as forms on websites tell, else the writer."""
    name, address = mailbox_header(message, "From")
    wished_name, wished = mailbox_header(message, "Reply-To")
    if wished and wished != our_address and writer not in (Writer.BOUNCE, Writer.OURSELVES):
        return wished_name or name, wished
    return name, address


def _outside_id(message: Message, raw: bytes) -> str:
    """Its own identifier, or one of what does not change on its way: what stands below the headers."""
    own = message_ids(message, "Message-ID")
    if own:
        return own[0]
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    told = "\0".join(raw_header(message, name) for name in ("From", "Date", "Subject"))
    return (
        f"{sha256(told.encode('utf-8', 'surrogateescape') + body).hexdigest()[:32]}@no-message-id"
    )


def _answered(message: Message) -> tuple[str, ...]:
    direct = message_ids(message, "In-Reply-To")
    others = reversed(message_ids(message, "References"))
    return tuple(dict.fromkeys([*direct, *others]))[:50]


def _reference(*texts: str) -> str:
    found = (
        REFERENCE.search(text.upper() if number == 0 else text) for number, text in enumerate(texts)
    )
    return next((each[0] for each in found if each), "")


def _language(message: Message, text: str) -> str:
    told = raw_header(message, "Content-Language")[:2].lower()
    return told if told in LANGUAGES else language_of(text)


def _bounded(found: Iterable[File]) -> tuple[tuple[File, ...], tuple[str, ...]]:
    kept: list[File] = []
    left_out: list[str] = []
    for each in found:
        if len(kept) < MOST_FILES and len(each.content) <= LARGEST_FILE:
            kept.append(each)
        elif len(left_out) < MOST_FILES:
            left_out.append(each.name)
    return tuple(kept), tuple(left_out)
