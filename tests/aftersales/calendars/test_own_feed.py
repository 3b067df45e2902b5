"""A technician's feed: one UID for life, a sequence that grows, a validator that moves with the bytes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from aftersales.appointments import advance, cancel, place, set_window
from aftersales.calendars.feeds import feed_state, written
from aftersales.customers import edit_customer
from aftersales.errors import NotThere
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.places import Address, edit_location
from aftersales.records import (
    Appointment,
    AppointmentState,
    Customer,
    LinkPurpose,
    Location,
    Technician,
)
from tests.aftersales.calendars.conftest import calendar_of, read_by_ical, read_by_icalendar
from tests.aftersales.conftest import RIGA, STAFF, Village, placement_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def feed_token(village: Village, number: int = 0) -> str:
    with village.doing() as deed:
        link_id = issue_link(deed, LinkPurpose.FEED, village.technicians[number].id)
    return link_token(village.parts.secret, link_id)


def fetched(village: Village, token: str) -> tuple[str, bytes]:
    """The validator and the bytes as a subscriber gets them now."""
    now = village.clock.now()
    with village.parts.store.reading() as session:
        state = feed_state(session, village.parts.settings, now, token)
        return state.validator, written(session, village.parts.settings, now, state.feed)


def change(village: Village, booked: UUID, how: Callable[..., None]) -> None:
    village.clock.move_to(village.clock.now() + timedelta(minutes=1))
    with village.doing() as deed:
        how(deed, deed.session.get_one(Appointment, booked))


def move_to(village: Village, start_at: datetime, *crew: int) -> Callable[..., None]:
    def moving(deed, appointment):  # type: ignore[no-untyped-def] # a deed and its appointment
        place(deed, [placement_of(appointment, village.crew(*crew), start_at, start_at + HOUR)])

    return moving


def address_of(place: Location) -> Address:
    return Address(
        street=place.street,
        house_number=place.house_number,
        postcode=place.postcode,
        town=place.town,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        access_notes=place.access_notes,
    )


def event_of(content: bytes) -> Any:
    (event,) = calendar_of(content).walk("VEVENT")
    return event


def test_feed_shows_the_planned_time_and_what_is_needed_at_the_door(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    order = village.visit(booked).work_order

    _, content = fetched(village, feed_token(village))

    expected = {f"{booked}@aftersales.example": (nine, nine + HOUR, 0, "CONFIRMED")}
    assert read_by_icalendar(content) == read_by_ical(content) == expected
    event = event_of(content)
    assert str(event["SUMMARY"]) == "Installation: washing machine · Anna Beck"
    assert str(event["DESCRIPTION"]) == (
        f"{order.reference}\nPromised: 08:00 to 12:00\nRing twice."
    )
    assert str(event["LOCATION"]) == "Aeulestrasse 31, 9490 Vaduz"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == village.clock.now()
    day = f"{village.parts.settings.public_url}/technicians/t0/2026-11-24"
    assert str(event["URL"]) == f"{day}#{order.reference}"
    assert str(event["COLOR"]) == "steelblue"
    assert event.walk("VALARM") == []


def test_uid_stays_and_sequence_grows_when_rescheduled_and_reassigned(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = village.book(nine)
    tokens = [feed_token(village, number) for number in range(2)]

    change(village, booked, move_to(village, nine + HOUR, 0))
    first = read_by_icalendar(fetched(village, tokens[0])[1])
    change(village, booked, move_to(village, nine + HOUR, 1))
    second = read_by_icalendar(fetched(village, tokens[1])[1])

    uid = f"{booked}@aftersales.example"
    assert first == {uid: (nine + HOUR, nine + 2 * HOUR, 1, "CONFIRMED")}
    assert second == {uid: (nine + HOUR, nine + 2 * HOUR, 2, "CONFIRMED")}
    assert read_by_icalendar(fetched(village, tokens[0])[1]) == {}


def test_cancelled_visit_stays_marked_for_fourteen_days_then_goes(village: Village) -> None:
    token = feed_token(village)
    booked = village.book(village.moment(24, 9))
    change(village, booked, lambda deed, row: cancel(deed, row, by="customer", reason="Sold it."))
    cancelled_on = village.moment(23, 0)

    event = event_of(fetched(village, token)[1])
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)
    assert str(event["SUMMARY"]).startswith("Cancelled: Installation")
    village.clock.move_to(cancelled_on + 15 * DAY - timedelta(seconds=1))
    before, content = fetched(village, token)
    assert b"STATUS:CANCELLED" in content
    village.clock.move_to(cancelled_on + 15 * DAY)

    after, content = fetched(village, token)
    assert b"BEGIN:VEVENT" not in content
    assert after != before


@pytest.mark.parametrize(
    "how",
    [
        lambda village, nine: move_to(village, nine + HOUR, 0),
        lambda village, nine: move_to(village, nine, 0, 1),
        lambda village, nine: move_to(village, nine, 1),
        lambda village, nine: lambda deed, row: set_window(deed, row, (nine, nine + 2 * HOUR)),
        lambda village, nine: lambda deed, row: advance(deed, row, AppointmentState.EN_ROUTE),
        lambda village, nine: lambda deed, row: cancel(deed, row, by="x", reason="y"),
    ],
    ids=["retimed", "helped", "reassigned", "narrowed", "on the way", "cancelled"],
)
def test_validator_changes_with_every_change_of_the_bytes(
    village: Village, how: Callable[[Village, datetime], Callable[..., None]]
) -> None:
    token = feed_token(village)
    nine = village.moment(24, 9)
    booked = village.book(nine)
    before = fetched(village, token)

    change(village, booked, how(village, nine))

    after = fetched(village, token)
    assert after[0] != before[0]


def test_validator_stays_while_nothing_of_this_technician_changes(village: Village) -> None:
    token = feed_token(village)
    village.book(village.moment(24, 9))
    before = fetched(village, token)

    village.clock.move_to(village.clock.now() + 3 * HOUR)
    village.book(village.moment(24, 9), crew=(1,))

    assert fetched(village, token) == before


@pytest.mark.parametrize("base", [RIGA, None], ids=["Riga", "Vaduz"])
def test_bytes_slide_only_when_the_local_day_and_the_validator_do(
    build: Callable[..., Village], base: object
) -> None:
    village = build() if base is None else build(base=base)
    token = feed_token(village)
    booked = village.book(village.moment(24, 9))
    change(village, booked, lambda deed, row: cancel(deed, row, by="customer", reason="Sold it."))
    midnight = village.moment(23, 0) + 14 * DAY

    seen: dict[str, set[bytes]] = {}
    for half_hours in range(100):
        village.clock.move_to(midnight + timedelta(minutes=30 * half_hours))
        validator, content = fetched(village, token)
        seen.setdefault(validator, set()).add(content)

    assert [len(contents) for contents in seen.values()] == [1, 1, 1]


def test_feed_leaves_out_what_lies_more_than_thirty_days_back(village: Village) -> None:
    token = feed_token(village)
    village.book(village.moment(24, 9))

    village.clock.move_to(village.moment(24, 0) + 31 * DAY - timedelta(seconds=1))
    assert b"BEGIN:VEVENT" in fetched(village, token)[1]
    village.clock.move_to(village.moment(24, 0) + 31 * DAY)
    assert b"BEGIN:VEVENT" not in fetched(village, token)[1]


def test_feed_in_riga_is_read_as_the_same_moments(build: Callable[..., Village]) -> None:
    village = build(base=RIGA, name="Jānis Bērziņš")
    nine = village.moment(24, 9)
    booked = village.book(nine)

    _, content = fetched(village, feed_token(village))

    expected = {f"{booked}@aftersales.example": (nine, nine + HOUR, 0, "CONFIRMED")}
    assert read_by_icalendar(content) == read_by_ical(content) == expected
    assert b"DTSTART;TZID=Europe/Riga:20261124T090000\r\n" in content
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_feed_of_a_technician_who_is_gone_is_not_there(village: Village) -> None:
    with village.parts.doing(STAFF) as deed:
        link_id = issue_link(deed, LinkPurpose.FEED, UUID(int=5))

    with (
        village.parts.store.reading() as session,
        pytest.raises(NotThere, match="This calendar does not exist any more"),
    ):
        feed_state(
            session,
            village.parts.settings,
            village.clock.now(),
            link_token(village.parts.secret, link_id),
        )


def test_feed_speaks_the_language_of_its_technician(village: Village) -> None:
    token = feed_token(village)
    village.book(village.moment(24, 9))
    before = fetched(village, token)

    with village.doing() as deed:
        deed.session.get_one(Technician, village.technicians[0].id).language = "lv"

    assert fetched(village, token)[0] != before[0]


def test_apps_remind_of_visits_but_not_of_cancelled_ones_where_the_house_wants_it(
    village: Village,
) -> None:
    booked = village.book(village.moment(24, 9))
    settings = village.parts.settings.model_copy(update={"feed_alarm_minutes": 30})
    eager = replace(village, parts=replace(village.parts, settings=settings))

    def alarms() -> list[Any]:
        content = fetched(eager, token)[1]
        return [each["TRIGGER"].dt for each in calendar_of(content).walk("VALARM")]

    token = feed_token(village)
    before = alarms()
    change(village, booked, lambda deed, row: cancel(deed, row, by="x", reason="y"))

    assert (before, alarms()) == ([timedelta(minutes=-30)], [])
    assert fetched(eager, token)[0] != fetched(village, token)[0]


@pytest.mark.parametrize(
    ("how", "shows", "grows"),
    [
        (lambda deed, seen: edit_customer(deed, seen[0], name="Berta Kind"), b"Berta Kind", 0),
        (
            lambda deed, seen: edit_location(
                deed, seen[1], replace(address_of(seen[1]), access_notes="Through the yard.")
            ),
            b"Through the yard.",
            1,
        ),
    ],
)
def test_what_is_corrected_at_a_customer_or_a_place_is_read_again(
    village: Village, how: Callable[..., None], shows: bytes, grows: int
) -> None:
    booked, token = village.book(village.moment(24, 9)), feed_token(village)
    before, old = fetched(village, token)
    village.clock.move_to(village.clock.now() + timedelta(minutes=1))

    with village.doing() as deed:
        visit = village.visit(booked)
        seen = [
            deed.session.get_one(Customer, visit.customer.id),
            deed.session.get_one(Location, visit.location.id),
        ]
        how(deed, seen)

    after, new = fetched(village, token)
    assert after != before
    assert shows in new
    assert shows not in old
    assert event_of(new)["LAST-MODIFIED"].dt == village.clock.now()
    assert int(event_of(new)["SEQUENCE"]) == int(event_of(old)["SEQUENCE"]) + grows
