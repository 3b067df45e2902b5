"""When somebody is busy by a calendar of their own (RFC 5545): times alone, nothing of what they do; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from ical.exceptions import CalendarError

from aftersales.errors import NotUnderstood
from aftersales.moments import day_bounds

LARGEST: Final = 2_000_000
"""Bytes of a calendar that is read."""

MOST_SERIES: Final = 300
"""Events that come again and again; each is followed from its first day on."""

MOST_TIMES: Final = 2_000
"""Times that are taken of a calendar."""

_TOO_OFTEN: Final = re.compile(rb"FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)

_NONE: Final = (
    "There is no calendar at this address that can be read. Copy the address in iCal format."
)

Span = tuple[datetime, datetime]


def busy_times(
    content: bytes, zone: str, from_at: datetime, to_at: datetime, *, but_of: str
) -> list[Span]:
    """The times in a span in which a calendar blocks time, joined where they touch, in order.

    Args:
        content: the calendar.
        zone: on whose clocks whole days, and times without a zone, are meant.
        from_at: where the span begins; what began before it is cut off.
        to_at: where it ends.
        but_of: events whose UID ends with this domain are our own visits, and left out.

    Raises:
        NotUnderstood: it is no calendar, or one that nobody can follow.
    """
    if len(content) > LARGEST:
        raise NotUnderstood("The calendar is larger than 2 MB. Share one with fewer old events.")
    if _TOO_OFTEN.search(content) or content.upper().count(b"RRULE") > MOST_SERIES:
        raise NotUnderstood("The calendar repeats too much to be followed. Share a smaller one.")
    if b"BEGIN:VCALENDAR" not in content.upper():
        raise NotUnderstood(_NONE)
    try:
        calendar = IcsCalendarStream.calendar_from_ics(content.decode("utf-8", "replace"))
        found = calendar.timeline_tz(ZoneInfo(zone)).overlapping(from_at, to_at)
        spans = [
            _span(each, zone)
            for each in islice(found, MOST_TIMES)
            if _blocks(each) and not (each.uid or "").endswith(f"@{but_of}")
        ]
    except (CalendarError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise NotUnderstood(_NONE) from error
    return _joined((max(start, from_at), min(end, to_at)) for start, end in spans)


def _blocks(event: Event) -> bool:
    is_free = (event.transparency or "").upper() == "TRANSPARENT"
    return not is_free and event.status is not EventStatus.CANCELLED


def _span(event: Event, zone: str) -> Span:
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return _aware(start, zone), _aware(end, zone)
    return day_bounds(_day(start), zone)[0], day_bounds(_day(end), zone)[0]


def _aware(moment: datetime, zone: str) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(each for each in spans if each[0] < each[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
