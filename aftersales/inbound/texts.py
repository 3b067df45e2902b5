"""Text that a stranger sent: decoded whatever is said of it, and without what could harm a reader."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_HARMFUL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, and those that show a text in another order than it is written; joiners stay, for Bengali."""

_BLANK_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n){2,}")

_SHIFTING: Final = ("utf-16", "utf16", "utf-32", "utf32", "utf-7", "utf7", "iso-2022", "hz")
"""Charsets whose bytes may pass for another one's, so that what the sender says comes first."""

_NO_CHARSET: Final = frozenset({"idna", "punycode", "undefined", "unicode_escape", "mbcs", "oem"})
"""Codecs of the library that no letter is written in; one of them takes quadratic time."""

_LATVIAN: Final = re.compile("[āēīģķļņĀĒĪĢĶĻŅ]")
_BENGALI: Final = re.compile("[\u0980-\u09ff]")
ENOUGH: Final = 3
"""Letters of its own that a language needs to be recognised."""


def in_some_charset(content: bytes, told: str = "") -> str:
    """The text in bytes whose sender says they are in the charset `told`, which is often wrong.

    What reads as UTF-8 is UTF-8: no other charset's text does so by chance.
    """
    charset = told.strip().lower()
    order = (charset, "utf-8") if charset.startswith(_SHIFTING) else ("utf-8", charset)
    for each in order:
        if not each or each in _NO_CHARSET:
            continue
        try:
            return content.decode(each)
        except (LookupError, ValueError, TypeError):
            continue
    return content.decode("cp1252", errors="replace")


def clean(text: str) -> str:
    """The text without harmful characters, with plain line ends, composed as databases compare it."""
    plain = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\xa0", " ")
    )
    return normalize("NFC", _HARMFUL.sub("", plain))


def tidy(text: str) -> str:
    """The text with at most one blank line in a row and none around it."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n ")


def language_of(text: str) -> str:
    """The language of ours that a text shows by its letters, or nothing if it shows none."""
    if len(_BENGALI.findall(text)) >= ENOUGH:
        return "bn"
    if len(_LATVIAN.findall(text)) >= ENOUGH:
        return "lv"
    return ""
