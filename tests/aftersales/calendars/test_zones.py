"""Zones in calendars: what any reader computes is the moment that was meant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from ical.timezone import IcsTimezoneInfo, Timezone

from aftersales.calendars.zones import in_calendar, vtimezone

ZONES = (
    "Africa/Casablanca",
    "America/New_York",
    "Asia/Dhaka",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Riga",
    "Europe/Vaduz",
)


@pytest.mark.parametrize(
    ("moment", "zone", "shown"),
    [
        (
            "2026-01-15T07:00",
            "Europe/Riga",
            datetime(2026, 1, 15, 9, tzinfo=ZoneInfo("Europe/Riga")),
        ),
        (
            "2026-07-15T06:00",
            "Europe/Riga",
            datetime(2026, 7, 15, 9, tzinfo=ZoneInfo("Europe/Riga")),
        ),
        ("2026-10-25T00:30", "Europe/Riga", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice
        ("2026-10-25T01:30", "Europe/Riga", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-06-01T09:00", "Africa/Casablanca", datetime(2026, 6, 1, 9, tzinfo=UTC)),
    ],
)
def test_in_calendar_shows_the_zone_or_utc_where_it_must(
    moment: str, zone: str, shown: datetime
) -> None:
    told = in_calendar(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone)

    assert (told, told.tzinfo) == (shown, shown.tzinfo)


@effort(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
def test_in_calendar_is_the_moment_for_a_reader_of_the_zone_component(
    moment: datetime, zone: str
) -> None:
    told = in_calendar(moment, zone)

    assert told.astimezone(UTC) == moment
    if told.tzinfo is not UTC:
        rules = IcsTimezoneInfo.from_timezone(Timezone.from_tzif(zone))
        assert told.replace(tzinfo=rules).utcoffset() == told.utcoffset()
        assert told.fold == 0


@pytest.mark.parametrize("zone", ZONES)
def test_vtimezone_says_a_zone_in_few_lines(zone: str) -> None:
    component = vtimezone(zone)

    assert component.name == "VTIMEZONE"
    assert component["TZID"] == zone
    assert len(component.to_ical().splitlines()) < 40
    assert isinstance(icalendar.Timezone.from_ical(component.to_ical()), icalendar.Timezone)
