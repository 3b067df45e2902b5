"""When somebody is busy by a calendar of their own: what blocks time, in order, and nothing that nobody can follow."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aftersales.calendars.busy import LARGEST, MOST_SERIES, MOST_TIMES, busy_times
from aftersales.errors import NotUnderstood

FROM, TO = datetime(2027, 3, 22, tzinfo=UTC), datetime(2027, 4, 5, tzinfo=UTC)


def calendar(*events: str) -> bytes:
    """A calendar of events, each a few lines."""
    inside = "".join(
        f"BEGIN:VEVENT\nUID:{number}@home.example\nDTSTAMP:20270101T000000Z\n{each}\nEND:VEVENT\n"
        for number, each in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str) -> list[str]:
    """The times as text in UTC."""
    spans = busy_times(calendar(*events), "Europe/Riga", FROM, TO, but_of="aftersales.example")
    return [
        f"{start.astimezone(UTC):%m-%d %H:%M} {end.astimezone(UTC):%m-%d %H:%M}"
        for start, end in spans
    ]


@pytest.mark.parametrize(
    ("event", "times"),
    [
        ("DTSTART:20270323T080000Z\nDTEND:20270323T090000Z", ["03-23 08:00 03-23 09:00"]),
        ("DTSTART:20270323T080000Z\nDURATION:PT90M", ["03-23 08:00 03-23 09:30"]),
        ("DTSTART:20270323T080000\nDTEND:20270323T090000", ["03-23 06:00 03-23 07:00"]),
        (
            "DTSTART;TZID=America/New_York:20270323T080000\nDTEND;TZID=America/New_York:20270323T090000",
            ["03-23 12:00 03-23 13:00"],
        ),
        ("DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329", ["03-27 22:00 03-28 21:00"]),
        ("DTSTART;VALUE=DATE:20270323", ["03-22 22:00 03-23 22:00"]),
        (
            "DTSTART;TZID=Europe/Riga:20200106T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY",
            ["03-22 07:00 03-22 08:00", "03-29 06:00 03-29 07:00"],
        ),
        ("DTSTART:20270320T080000Z\nDTEND:20270322T090000Z", ["03-22 00:00 03-22 09:00"]),
        ("DTSTART:20270323T080000Z\nDTEND:20270323T090000Z\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20270323T080000Z\nDTEND:20270323T090000Z\nSTATUS:CANCELLED", []),
        ("DTSTART:20270323T080000Z\nDTEND:20270323T080000Z", []),
        ("DTSTART:20260323T080000Z\nDTEND:20260323T090000Z", []),
    ],
)
def test_what_blocks_time_is_read(event: str, times: list[str]) -> None:
    assert read(event) == times


def test_times_that_touch_are_one_and_our_own_visits_are_none() -> None:
    content = calendar(
        "DTSTART:20270323T090000Z\nDTEND:20270323T100000Z",
        "DTSTART:20270323T080000Z\nDTEND:20270323T090000Z",
        "DTSTART:20270324T080000Z\nDTEND:20270324T090000Z",
    ).replace(b"2@home.example", b"2@aftersales.example")

    (span,) = busy_times(content, "Europe/Riga", FROM, TO, but_of="aftersales.example")

    assert [each.hour for each in span] == [8, 10]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Sign in</html>",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:soon\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"x" * (LARGEST + 1),
        calendar("DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"),
        calendar(
            *["DTSTART:20270101T000000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"] * (MOST_SERIES + 1)
        ),
    ],
)
def test_what_nobody_can_follow_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(NotUnderstood):
        busy_times(content, "Europe/Riga", FROM, TO, but_of="aftersales.example")


def test_no_more_times_are_taken_than_anybody_has() -> None:
    often = ["DTSTART:20270101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY"] * MOST_SERIES

    spans = busy_times(calendar(*often), "UTC", FROM, TO, but_of="aftersales.example")

    assert 0 < len(spans) <= MOST_TIMES
