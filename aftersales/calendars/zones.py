"""Zones in calendars: a compact VTIMEZONE where one can say the zone, else UTC.

Only this file and `entries.py` know the calendar libraries.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import icalendar
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import IcsTimezoneInfo, Timezone

from aftersales.moments import utc_of, wall_of, zone_of


@lru_cache(maxsize=64)
def _said(zone: str) -> tuple[icalendar.Component, IcsTimezoneInfo]:
    """The VTIMEZONE of a zone, and what a reader of it will compute."""
    rules = Timezone.from_tzif(zone)
    text = IcsCalendarStream.calendar_to_ics(Calendar(timezones=[rules]))
    component = icalendar.Calendar.from_ical(text).subcomponents[0]
    return component, IcsTimezoneInfo.from_timezone(rules)


def vtimezone(zone: str) -> icalendar.Component:
    """The VTIMEZONE component of a zone, with yearly rules instead of lists of dates."""
    return _said(zone)[0]


def in_calendar(moment: datetime, zone: str) -> datetime:
    """The moment as a calendar should carry it: in its zone, or in UTC where the zone cannot be said.

    UTC is used in the hour that clocks show twice, and where a VTIMEZONE gives another offset than the
    zone has (zones that follow no yearly rule, such as Africa/Casablanca).
    """
    wall = wall_of(moment, zone)
    is_first_reading = utc_of(wall, zone) == moment
    local = wall.replace(tzinfo=zone_of(zone))
    is_twice = local.replace(fold=1).utcoffset() != local.utcoffset()
    agrees = wall.replace(tzinfo=_said(zone)[1]).utcoffset() == local.utcoffset()
    return local if is_first_reading and not is_twice and agrees else moment.astimezone(UTC)
