"""Calendar objects as bytes: complete, folded as the standard says, the same for the same entries."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from aftersales.calendars.entries import Entry, Method, Party, feed_bytes, invitation_bytes
from tests.aftersales.calendars.conftest import calendar_of, read_by_ical, read_by_icalendar

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BENGALI = "রবীন্দ্রনাথ ঠাকুরের ধোয়ার যন্ত্র লাগানো, দ্বিতীয় তলায়; বেল দু'বার বাজান"
LATVIAN = "Šķērsiela, Ģertrūdes ielas stūris — mazgājamās mašīnas uzstādīšana; zvaniet divreiz"
OFFICE = Party("Aftersales", "visits@aftersales.example")
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n,;:\\"'), max_size=200
)


def entry(**facts: object) -> Entry:
    values: dict[str, object] = {
        "uid": "1@aftersales.example",
        "sequence": 3,
        "changed_at": datetime(2026, 11, 23, 6, 0, 0, 250_000, tzinfo=UTC),
        "start_at": NINE,
        "end_at": NINE + timedelta(hours=1),
        "zone": "Europe/Vaduz",
        "summary": BENGALI,
        "description": f"{LATVIAN}\n{BENGALI}",
        "location": LATVIAN,
        "point": (47.139, 9.5215),
        "url": "https://aftersales.example/visit/1",
    }
    return Entry(**(values | facts))  # type: ignore[arg-type] # facts of the right kinds


def assert_lines_are_folded(content: bytes) -> None:
    """RFC 5545 section 3.1: CRLF, 75 octets; no character is cut, so that each line is UTF-8."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode("utf-8")


def test_feed_says_everything_that_a_client_compares() -> None:
    content = feed_bytes("Tom", "Europe/Vaduz", [entry()])

    calendar = calendar_of(content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["PRODID"]) == "-//aftersales//aftersales 1//EN"
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert "METHOD" not in calendar
    assert "ATTENDEE" not in event
    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == ("Tom", "Tom")
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(minutes=15)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (BENGALI, LATVIAN)
    assert str(event["DESCRIPTION"]) == f"{LATVIAN}\n{BENGALI}"
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CONFIRMED", "OPAQUE")
    assert str(event["URL"]) == "https://aftersales.example/visit/1"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (47.139, 9.5215)
    assert_lines_are_folded(content)


def test_feed_of_the_same_entries_is_the_same_bytes() -> None:
    entries = [entry(), entry(uid="2@x", zone="Europe/Riga")]

    assert feed_bytes("Tom", "Europe/Vaduz", entries) == feed_bytes("Tom", "Europe/Vaduz", entries)
    assert feed_bytes("Tom", "Europe/Vaduz", entries) != feed_bytes("Ida", "Europe/Vaduz", entries)


def test_feed_says_each_zone_once() -> None:
    entries = [entry(uid=str(number), zone="Europe/Riga") for number in range(3)]

    content = feed_bytes("Tom", "Europe/Vaduz", [*entries, entry(uid="9")])

    assert content.count(b"BEGIN:VTIMEZONE") == 2


def test_cancelled_entry_is_marked_and_blocks_no_time() -> None:
    content = feed_bytes("Tom", "Europe/Vaduz", [entry(is_cancelled=True, url="")])

    assert b"STATUS:CANCELLED\r\n" in content
    assert b"TRANSP:TRANSPARENT\r\n" in content
    assert b"\r\nURL" not in content


@pytest.mark.parametrize(
    ("start", "zone", "is_utc"),
    [
        ("2026-01-15T07:00", "Europe/Riga", False),
        ("2026-07-15T06:00", "Europe/Riga", False),
        ("2026-10-25T00:30", "Europe/Riga", True),
        ("2026-06-01T09:00", "Africa/Casablanca", True),
    ],
)
def test_feed_is_read_as_the_same_moments_by_both_libraries(
    start: str, zone: str, *, is_utc: bool
) -> None:
    start_at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    end_at = start_at + timedelta(minutes=25)

    content = feed_bytes("Tom", zone, [entry(start_at=start_at, end_at=end_at, zone=zone)])

    expected = {"1@aftersales.example": (start_at, end_at, 3, "CONFIRMED")}
    assert read_by_icalendar(content) == expected
    assert read_by_ical(content) == expected
    event = content.split(b"BEGIN:VEVENT")[1]
    assert (b"\r\nDTSTART:" in event) == is_utc
    assert (f"\r\nDTSTART;TZID={zone}:".encode() in event) != is_utc


@effort(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_feed_of_any_texts_is_folded_and_read_back(
    summary: str, description: str, location: str
) -> None:
    content = feed_bytes(
        "Tom",
        "Europe/Vaduz",
        [entry(summary=summary, description=description, location=location)],
    )

    assert_lines_are_folded(content)
    (event,) = calendar_of(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == summary.strip()
    assert str(event["DESCRIPTION"]) == description.strip()
    assert str(event["LOCATION"]) == location.strip()


@pytest.mark.parametrize(("method", "rsvp"), [(Method.REQUEST, "TRUE"), (Method.CANCEL, "FALSE")])
@pytest.mark.parametrize("name", [BENGALI[:30], "Jānis Bērziņš, SIA “Ģints”; Ķekava", 'A "B" C'])
def test_invitation_has_one_organizer_and_one_attendee(
    method: Method, rsvp: str, name: str
) -> None:
    content = invitation_bytes(
        method,
        entry(is_cancelled=method is Method.CANCEL),
        OFFICE,
        Party(name, "janis@example.lv"),
    )

    calendar = calendar_of(content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == method.value
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == (
        "mailto:visits@aftersales.example",
        "Aftersales",
    )
    assert str(event["ATTENDEE"]) == "mailto:janis@example.lv"
    assert event["ATTENDEE"].params["RSVP"] == rsvp
    assert event["ATTENDEE"].params["CN"].replace("'", '"') == name
    assert content.count(b"ATTENDEE;") == 1
    assert_lines_are_folded(content)


def test_invitation_of_the_same_entry_is_the_same_bytes() -> None:
    guest = Party("Anna", "anna@example.org")

    assert invitation_bytes(Method.REQUEST, entry(), OFFICE, guest) == invitation_bytes(
        Method.REQUEST, entry(), OFFICE, guest
    )
