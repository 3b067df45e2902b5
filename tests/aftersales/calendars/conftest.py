"""Readers of calendars: two libraries that know nothing of each other."""

from datetime import UTC, datetime
from typing import Any

import icalendar
from ical.calendar_stream import IcsCalendarStream

Read = dict[str, tuple[datetime, datetime, int, str]]


def calendar_of(content: object) -> Any:
    """A calendar read back; its properties are of many types, so they are not checked."""
    assert isinstance(content, bytes)
    return icalendar.Calendar.from_ical(content)


def read_by_icalendar(content: bytes) -> Read:
    """UID, moments, sequence and status of each event, as `icalendar` reads them."""
    calendar = calendar_of(content)
    return {
        str(event["UID"]): (
            event["DTSTART"].dt.astimezone(UTC),
            event["DTEND"].dt.astimezone(UTC),
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
        )
        for event in calendar.walk("VEVENT")
    }


def read_by_ical(content: bytes) -> Read:
    """The same, as `ical` reads them."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    found: Read = {}
    for event in calendar.events:
        assert isinstance(event.dtstart, datetime)
        assert isinstance(event.dtend, datetime)
        assert event.status is not None
        found[event.uid] = (
            event.dtstart.astimezone(UTC),
            event.dtend.astimezone(UTC),
            event.sequence or 0,
            event.status.value,
        )
    return found
