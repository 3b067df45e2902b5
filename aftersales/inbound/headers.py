"""The headers of a message that a stranger wrote: bounded, decoded, and never a reason to fail.

The library's parser takes them as they came, each cut to a length: decoding takes a time that grows faster
than the line, and the parser itself decodes where parts end.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import HeaderRegistry
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses
from typing import Final

from aftersales.email_addresses import is_email, same_email
from aftersales.inbound.texts import clean, in_some_charset

BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the standard library's e-mail package stumbles with over input that it did not foresee."""

LONGEST_HEADER: Final = 8000
"""Characters of one header that are kept: eight of the longest lines that mail servers pass on (RFC 5322)."""

LONGEST_DECODED: Final = 2000
"""Characters of a header that are decoded into words."""

MOST_HEADERS: Final = 500
"""Headers of one part that are looked at."""


class BoundedHeaders(Compat32):
    """Keeps each header as it came, up to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value of a header that the parser met."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


_REGISTRY: Final = HeaderRegistry()
_MESSAGE_ID: Final = re.compile(r"<([^<>\s]{3,250})>")


def raw_headers(part: Message, name: str) -> list[str]:
    """Each header of this name as it came, on one line."""
    wanted = name.lower()
    pairs = list(part.raw_items())[:MOST_HEADERS]
    return [_on_one_line(str(value)) for key, value in pairs if str(key).lower() == wanted]


def raw_header(part: Message, name: str) -> str:
    """The first header of this name as it came, or nothing."""
    return next(iter(raw_headers(part, name)), "")


def text_header(part: Message, name: str) -> str:
    """The first header of this name as people read it."""
    return words_of(raw_header(part, name))


def mailbox_header(part: Message, name: str) -> tuple[str, str]:
    """The name and the address of the first mailbox in a header; the address is empty if there is none."""
    try:
        pairs = getaddresses([raw_header(part, name)])
    except BROKEN:
        return "", ""
    for shown, address in pairs:
        kept = same_email(clean(in_some_charset(_bytes_of(address))))
        if is_email(kept):
            return words_of(shown), kept
    return "", ""


def message_ids(part: Message, *names: str) -> tuple[str, ...]:
    """The message identifiers in these headers, each once, without their brackets."""
    lines = [line for name in names for line in raw_headers(part, name)]
    found = [each for line in lines for each in _MESSAGE_ID.findall(line) if each.isprintable()]
    return tuple(dict.fromkeys(each for each in found if each.isascii()))


def words_of(raw: str) -> str:
    """A header's value as people read it: encoded words (RFC 2047) and stray bytes decoded, on one line."""
    told = in_some_charset(_bytes_of(raw[:LONGEST_DECODED]))
    with suppress(*BROKEN):  # as it came is better than nothing
        told = str(_REGISTRY("subject", told)) or told
    return " ".join(clean(told).split())


def _bytes_of(raw: str) -> bytes:
    """The bytes that the parser hid in surrogates because they are not ASCII."""
    return raw.encode("utf-8", errors="surrogateescape")


def _on_one_line(raw: str) -> str:
    return raw.replace("\r", " ").replace("\n", " ").strip()
