"""The parts of a MIME message, however it is nested: what is read, and the files that came with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from typing import Final
from unicodedata import normalize

from aftersales.inbound.headers import BROKEN, raw_header, words_of
from aftersales.inbound.html import LONGEST_HTML, text_of_html
from aftersales.inbound.texts import clean, in_some_charset, tidy

MOST_PARTS: Final = 200
"""Parts that are looked at; whatever comes behind them is left out."""

LONGEST_BODY: Final = 400_000
"""Bytes of one written part that are read."""

SMALLEST_PICTURE: Final = 2048
"""A smaller picture inside the text is a line or a dot of a signature, not a photograph."""

_ALTERNATIVE: Final = "multipart/alternative"
_READ: Final = ("text/plain", "text/html")
_NO_FILE: Final = (
    "text/calendar",
    "message/delivery-status",
    "application/pgp-signature",
    "application/pkcs7-signature",
)
_UNSAFE_IN_NAMES: Final = re.compile(r"[^\w .,()+@=-]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class File:
    """Something that came with a message: its name without a path, and its bytes."""

    name: str
    content: bytes


def every_part(message: Message) -> Iterator[Message]:
    """The message and every part of it, in order, as many as are looked at."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        waiting.extend(reversed(inner_parts(part)))
        yield part


def leaves(message: Message) -> Iterator[Message]:
    """Every part that holds something itself, in order."""
    return (part for part in every_part(message) if not inner_parts(part))


def inner_parts(part: Message) -> list[Message]:
    """The parts inside a part."""
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def written(message: Message) -> str:
    """What the message says, part after part; of alternatives the plain one if it says anything."""
    said, left = [], LONGEST_HTML
    for part in _read_parts(message):
        told = in_some_charset(content_of(part)[:LONGEST_BODY], parameter(part, "charset"))
        if part.get_content_type() == "text/html":
            said.append(text_of_html(told[:left]))
            left -= len(told[:left])
        else:
            said.append(clean(told))
    return "\n\n".join(each for each in map(tidy, said) if each)


def _read_parts(message: Message) -> Iterator[Message]:
    """The parts that are to be read, in order, without the rich twins of plain ones."""
    waiting, seen = [(message, False)], 0
    while waiting and seen < MOST_PARTS:
        (part, is_plain_wanted), seen = waiting.pop(), seen + 1
        inner = inner_parts(part)
        if inner:
            wanted = is_plain_wanted or (
                part.get_content_type() == _ALTERNATIVE
                and any(_is_plain_text(each) for each in inner)
            )
            waiting.extend((each, wanted) for each in reversed(inner))
        elif _is_read(part, is_plain_wanted=is_plain_wanted):
            yield part


def files(message: Message) -> Iterator[File]:
    """The files that came with the message, pictures inside the text too."""
    for number, part in enumerate(leaves(message), start=1):
        kind = part.get_content_type()
        if kind in _NO_FILE or (kind in _READ and not is_file(part)):
            continue
        content = content_of(part)
        is_picture = kind.startswith("image/") and raw_header(part, "Content-ID") != ""
        if content and not (is_picture and len(content) < SMALLEST_PICTURE):
            yield File(_name_of(part, number), content)


def is_file(part: Message) -> bool:
    """Whether a part is meant to be kept rather than read."""
    told = raw_header(part, "Content-Disposition").lower()
    return told.startswith("attachment") or ("filename" in told and not told.startswith("inline"))


def content_of(part: Message) -> bytes:
    """The bytes of a part, decoded as far as they can be; garbage gives nothing."""
    try:
        content = part.get_payload(decode=True)
    except BROKEN:
        return b""
    return content if isinstance(content, bytes) else b""


def parameter(part: Message, name: str) -> str:
    """A parameter of a part's content type, such as its method or charset, in small letters."""
    try:
        told = part.get_param(name, "")
    except BROKEN:
        return ""
    text = told[2] if isinstance(told, tuple) else told
    return str(text).strip().lower()[:64]


def _is_read(part: Message, *, is_plain_wanted: bool) -> bool:
    """Whether a part is a text to be read, and not the rich twin of a plain one."""
    kind = part.get_content_type()
    is_twin = is_plain_wanted and kind == "text/html"
    return kind in _READ and not is_file(part) and not is_twin


def _is_plain_text(part: Message) -> bool:
    """Whether this is a plain text that says something."""
    is_plain = part.get_content_type() == "text/plain" and not is_file(part)
    return is_plain and content_of(part).strip() != b""


def _name_of(part: Message, number: int) -> str:
    """The name of a file as people read it, without a path and what systems stumble over."""
    try:
        told = part.get_filename("")
    except BROKEN:
        told = ""
    shown = words_of(str(told))
    last = PurePosixPath(shown.replace("\\", "/")).name
    safe = " ".join(_UNSAFE_IN_NAMES.sub("_", normalize("NFC", last)).split()).lstrip(". ")
    stem, dot, ending = safe.rpartition(".")
    if not safe:
        return f"file-{number}.{part.get_content_subtype()[:10]}"
    return f"{stem[:80]}.{ending[:10]}" if dot and stem else safe[:90]
