"""JSON that a stranger sent: each look into it gives something of the right kind, or nothing of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from aftersales.conversations import Incoming
from aftersales.errors import NotUnderstood

MOST_EVENTS: Final = 200
"""Events of one payload that are looked at; channels send a few dozen at most."""

OLDEST: Final = timedelta(days=7)
"""Older messages are passed over: we may have forgotten by now that we have them."""

_LATEST: Final = 253_402_300_799
"""The last second of the year 9999."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What stood in one payload: messages for us, and events that are nothing to us."""

    messages: tuple[Incoming, ...]
    others: int


def json_in(body: bytes) -> dict[str, object]:
    """The JSON object in a body.

    Raises:
        NotUnderstood: there is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("The body is no JSON. Send one JSON object.") from error
    if not isinstance(found, dict):
        raise NotUnderstood("The body is no JSON object. Send one.")
    return found


def inner(value: object, *names: str) -> object:
    """What lies below these names, one in the other; nothing if one is missing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def items(value: object) -> list[object]:
    """The elements of a list, as many as are looked at."""
    return value[:MOST_EVENTS] if isinstance(value, list) else []


def text(value: object, longest: int = 320) -> str:
    """A text, cut to a length; a number as it is written."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:longest] if abs(value) < 10**30 else ""
    return value[:longest] if isinstance(value, str) else ""


def is_recent(milliseconds: object, now: datetime) -> bool:
    """Whether a moment in milliseconds since 1970 is not too old; one that is not told counts as now."""
    told = text(milliseconds)
    if not told.isdecimal():
        return True
    seconds = int(told) // 1000
    return seconds <= _LATEST and datetime.fromtimestamp(seconds, UTC) >= now - OLDEST
