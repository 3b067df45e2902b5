"""E-mail addresses as they are compared: whatever way somebody types theirs, it is the same one."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from aftersales.errors import NotUnderstood, Problem

LONGEST: Final = 254
"""Characters of an address that mail servers take (RFC 5321, section 4.5.3.1.3, without its brackets)."""

_SHAPE: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
"""Something before one @, and a domain with a dot behind it; only a message proves more."""


def same_email(text: str) -> str:
    """The address in the one way in which it is kept and compared: no blanks around it, small letters.

    The part before the @ could tell large letters from small ones by its standard; no provider does.
    """
    return normalize("NFC", text.strip()).lower()


def is_email(text: str) -> bool:
    """Whether it has the shape of one address that a message can be sent to."""
    return len(text) <= LONGEST and text.isprintable() and _SHAPE.fullmatch(text) is not None


def email_to_keep(text: str, where: str = "email") -> str:
    """The address as it is kept; `where` it was written.

    Raises:
        NotUnderstood: it has not the shape of one.
    """
    email = same_email(text)
    if not is_email(email):
        raise NotUnderstood(
            "The e-mail address is not right. Write one, as name@example.org.",
            [Problem(where, "write one address, as name@example.org")],
        )
    return email
