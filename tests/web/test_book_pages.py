"""The pages before a time is chosen: address, place, contact; nothing typed is lost, and the way back stays open."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from aftersales.queries.installations import preparation_of
from aftersales.queries.uploads import uploads_of
from aftersales.records import (
    Consent,
    ConsentPurpose,
    Customer,
    Location,
    VisitPreparation,
    WorkOrder,
)
from tests.aftersales.uploads.files import picture
from tests.web.booked import BookingAsked, booking_in
from tests.web.conftest import World

SITE = {
    "floor": "3",
    "lift": "no",
    "parking": "door",
    "water": "yes",
    "power": "yes",
    "old": "no",
    "note": "Mind the dog",
}
CONTACT = {
    "name": "Nora Neighbour",
    "phone": "+423 555 77 88",
    "language": "lv",
    "reached_by": "email",
    "wants_surveys": "yes",
}


@pytest.fixture
def made(world: World) -> BookingAsked:
    """A washing machine sold with its installation."""
    return booking_in(world)


def row(world: World, made: BookingAsked) -> VisitPreparation:
    with world.parts.store.reading() as session:
        found = preparation_of(session, made.work_id)
        assert found is not None
        return found


def work_of(world: World, made: BookingAsked) -> WorkOrder:
    with world.parts.store.reading() as session:
        return session.get_one(WorkOrder, made.work_id)


def place_of(world: World, made: BookingAsked) -> Location:
    with world.parts.store.reading() as session:
        return session.get_one(Location, session.get_one(WorkOrder, made.work_id).location_id)


def address(place: Location, **changed: str) -> dict[str, str]:
    fields = ("street", "house_number", "postcode", "town", "country", "access_notes")
    return {name: str(getattr(place, name)) for name in fields} | changed


def test_link_leads_to_the_first_step_and_changes_nothing(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    before = world.dump()
    answer = stranger.get(f"/book/{made.token}")
    text = stranger.get(answer.headers["location"]).text

    place = place_of(world, made)
    assert answer.headers["location"] == f"/book/{made.token}/address"
    assert f'value="{place.street}"' in text
    assert "The installation is free" in text
    assert world.dump() == before


def test_buyer_goes_step_by_step_to_the_times_and_back_finds_everything(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    root = f"/book/{made.token}"
    known = address(place_of(world, made), access_notes="Second bell")

    steps = [
        stranger.post(f"{root}/address", data=known),
        stranger.post(f"{root}/site", data=SITE),
        stranger.post(f"{root}/contact", data=CONTACT),
    ]

    assert [(each.status_code, each.headers["location"]) for each in steps] == [
        (303, f"{root}/site"),
        (303, f"{root}/contact"),
        (303, f"{root}/time"),
    ]
    kept = row(world, made)
    assert kept.answers == SITE
    assert (kept.contact_name, kept.contact_phone) == ("Nora Neighbour", "+423 555 77 88")
    assert place_of(world, made).access_notes == "Second bell"
    assert stranger.get(root).headers["location"] == f"{root}/time"
    assert "Mind the dog" in stranger.get(f"{root}/site").text
    back = stranger.get(f"{root}/contact").text
    assert 'lang="lv"' in back
    assert "Nora Neighbour" in back
    with world.parts.store.reading() as session:
        consents = session.exec(select(Consent).where(Consent.customer_id == made.customer_id))
        surveys = [each for each in consents if each.purpose is ConsentPurpose.SURVEYS]
        assert session.get_one(Customer, made.customer_id).language == "lv"
    assert [each.is_given for each in surveys] == [True]


def test_floors_without_a_lift_make_the_visit_longer_and_a_lift_does_not(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    minutes = work_of(world, made).duration_minutes

    stranger.post(f"/book/{made.token}/site", data=SITE)
    without = work_of(world, made).duration_minutes
    stranger.post(f"/book/{made.token}/site", data=SITE | {"lift": "yes"})

    assert (without, work_of(world, made).duration_minutes) == (minutes + 15, minutes)


def test_answers_are_kept_although_one_is_missing(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    given = {"floor": "0", "parking": "door", "note": "Ring twice"}

    answer = stranger.post(f"/book/{made.token}/site", data=given)

    assert answer.status_code == 422
    assert 'href="#water"' in answer.text
    assert 'href="#lift"' not in answer.text  # nobody needs one to the ground floor
    assert "Ring twice" in answer.text
    assert row(world, made).answers == given
    assert row(world, made).site_at is None


def test_photograph_is_kept_with_the_place(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    files = [("files", ("sink.jpg", picture("JPEG"), "image/jpeg"))]

    answer = stranger.post(f"/book/{made.token}/site", data=SITE, files=files)

    assert answer.status_code == 303
    with world.parts.store.reading() as session:
        names = [
            each.name for each in uploads_of(session, "visit_preparation", row(world, made).id)
        ]
    assert names == ["sink.jpg"]
    assert "sink.jpg" in stranger.get(f"/book/{made.token}/site").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " ", "Write whom we ask for at the door."),
        ("phone", "none", "Write a number that we can call on the day."),
        ("language", "xx", "Choose a language."),
        ("reached_by", "whatsapp", "Choose how we reach you."),
    ],
)
def test_contact_that_does_not_fit_is_said_at_its_field_and_nothing_is_lost(
    stranger: TestClient, world: World, made: BookingAsked, field: str, typed: str, said: str
) -> None:
    answer = stranger.post(f"/book/{made.token}/contact", data=CONTACT | {field: typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert row(world, made).contact_at is None
    if field != "name":
        assert "Nora Neighbour" in answer.text
