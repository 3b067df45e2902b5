"""What a calendar app answers to an invitation (RFC 5546 sections 3.2.3 and 3.2.7); pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from icalendar import Calendar

LARGEST: Final = 100_000
"""Bytes of a reply that is read; apps write some thousand."""

MOST_COMPONENTS: Final = 60
"""Components of a reply that is read: one event, and what its zones need."""

MOST_ATTENDEES: Final = 20

LONGEST_SAID: Final = 2000
"""Characters of what a person added to their reply."""


class Answer(StrEnum):
    """What somebody answers to an invitation."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    COUNTERED = "countered"


_ANSWERS: Final = MappingProxyType(
    {
        "ACCEPTED": Answer.ACCEPTED,
        "TENTATIVE": Answer.TENTATIVE,
        "DECLINED": Answer.DECLINED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReply:
    """A reply to an invitation.

    Attributes:
        uid: of the entry that it answers.
        sequence: of the entry as it was when it was answered.
        answers: for each address, in small letters, what it answers.
        answered_at: when, as the app says; replies may overtake each other.
        said: what the person added.
        wished: another time that they propose, from and to; none if they propose none.
    """

    uid: str
    sequence: int
    answers: Mapping[str, Answer]
    answered_at: datetime
    said: str = ""
    wished: tuple[datetime, datetime] | None = None


def reply_of(content: bytes) -> CalendarReply | None:
    """The reply in a calendar object; None if it is none, or none that can be read."""
    if len(content) > LARGEST or content.upper().count(b"BEGIN:") > MOST_COMPONENTS:
        return None
    try:
        calendar = Calendar.from_ical(content)
        method = str(calendar.get("METHOD", "")).upper()
        events = calendar.walk("VEVENT")
        if method not in ("REPLY", "COUNTER") or len({str(each["UID"]) for each in events}) != 1:
            return None
        return _reply(events[0], is_counter=method == "COUNTER")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return None  # nothing that this library could read: the mail goes to a person


def _reply(event: Any, *, is_counter: bool) -> CalendarReply | None:
    wished = _wished(event) if is_counter else None
    answers = _answers(event, is_counter=is_counter)
    if not answers or (is_counter and wished is None):
        return None
    return CalendarReply(
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        answers=MappingProxyType(answers),
        answered_at=_moment(event.decoded("DTSTAMP")),
        said=_comment(event)[:LONGEST_SAID],
        wished=wished,
    )


def _answers(event: Any, *, is_counter: bool) -> dict[str, Answer]:
    told = event.get("ATTENDEE", [])
    found = {}
    for each in (told if isinstance(told, list) else [told])[:MOST_ATTENDEES]:
        scheme, _colon, address = str(each).strip().partition(":")
        status = str(each.params.get("PARTSTAT", "")).upper()
        answer = Answer.COUNTERED if is_counter else _ANSWERS.get(status)
        if scheme.lower() == "mailto" and answer is not None:
            found[address.strip().lower()] = answer
    return found


def _wished(event: Any) -> tuple[datetime, datetime] | None:
    if "DTSTART" not in event:
        return None
    start = event.decoded("DTSTART")
    if not isinstance(start, datetime):
        return None  # a whole day names no time; the person who reads the mail asks
    if "DTEND" in event:
        end = _moment(event.decoded("DTEND"))
    else:
        end = _moment(start) + event.decoded("DURATION")
    return (_moment(start), end) if _moment(start) < end else None


def _comment(event: Any) -> str:
    told = event.get("COMMENT", "")
    return "\n".join(map(str, told)) if isinstance(told, list) else str(told)


def _moment(value: datetime | date) -> datetime:
    """A moment; one without a zone is meant in UTC, as DTSTAMP must be.

    Raises:
        TypeError: it is a day.
    """
    if not isinstance(value, datetime):
        raise TypeError("This is a day and no moment.")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
