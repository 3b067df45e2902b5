"""Calendar objects as bytes: one builder for feeds and invitations.

Every property that a client compares is given explicitly; nothing is left for a library to invent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from icalendar import Alarm, Calendar, Event, vCalAddress, vGeo, vText

from aftersales.calendars.zones import in_calendar, vtimezone

PRODID: Final = "-//aftersales//aftersales 1//EN"
REFRESH: Final = timedelta(minutes=15)
"""How often we ask subscribers to look again (RFC 7986 section 5.7); most look far less often."""


class Method(StrEnum):
    """What an invitation asks of its reader (RFC 5546 section 3.2)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of a calendar; `start_at` and `end_at` are moments, shown in `zone`.

    Attributes:
        point: latitude and longitude, if the entry says where it is.
        color: a name of CSS (RFC 7986 section 5.9); empty for none.
        alarm: how long before its start a reader is to be reminded, unless it is cancelled; none for never.
    """

    uid: str
    sequence: int
    changed_at: datetime
    start_at: datetime
    end_at: datetime
    zone: str
    summary: str
    description: str
    location: str = ""
    point: tuple[float, float] | None = None
    url: str = ""
    color: str = ""
    alarm: timedelta | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A name and an e-mail address: the organiser or the one invited."""

    name: str
    email: str


def feed_bytes(name: str, zone: str, entries: Sequence[Entry]) -> bytes:
    """A subscribable calendar: no METHOD, no attendees; the same entries give the same bytes."""
    calendar = _calendar()
    for key, value in (("NAME", name), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", zone)):
        calendar.add(key, vText(value))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vText("PT15M"))
    return _with_zones(calendar, entries, [_event(entry) for entry in entries])


def invitation_bytes(method: Method, entry: Entry, organizer: Party, attendee: Party) -> bytes:
    """An iTIP object for one reader: the whole event, also when it is an update or a cancellation."""
    calendar = _calendar()
    calendar.add("METHOD", vText(method.value))
    event = _event(entry)
    event.add("ORGANIZER", _address(organizer))
    guest = _address(attendee)
    guest.params.update(
        {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE" if method is Method.REQUEST else "FALSE",
        }
    )
    event.add("ATTENDEE", guest)
    return _with_zones(calendar, [entry], [event])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    changed = entry.changed_at.replace(microsecond=0)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("DTSTART", in_calendar(entry.start_at, entry.zone))
    event.add("DTEND", in_calendar(entry.end_at, entry.zone))
    event.add("SUMMARY", entry.summary.strip())
    event.add("DESCRIPTION", entry.description.strip())
    event.add("LOCATION", entry.location.strip())
    if entry.point is not None:
        event.add("GEO", vGeo(entry.point))
    if entry.url:
        event.add("URL", entry.url)
    if entry.color:
        event.add("COLOR", vText(entry.color))
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    if entry.alarm is not None and not entry.is_cancelled:
        event.add_component(_alarm(entry, entry.alarm))
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    """A reminder, with an identifier of its own that stays (RFC 9074 section 4)."""
    alarm = Alarm()
    alarm.add("UID", f"alarm-{entry.uid}")
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", entry.summary.strip())
    alarm.add("TRIGGER", -before)
    return alarm


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = party.name
    return address


def _with_zones(calendar: Calendar, entries: Sequence[Entry], events: Sequence[Event]) -> bytes:
    for zone in sorted({entry.zone for entry in entries}):
        calendar.add_component(vtimezone(zone))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=True))
