"""Places: coordinates that cannot be right are refused with what to do; addresses are found as people write them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.addresses import ListedAddress, keep_addresses
from aftersales.errors import NotUnderstood, Problem
from aftersales.places import (
    FARTHEST_KM,
    Address,
    add_location,
    check_country,
    match_key,
    one_line,
    zone_at,
)
from aftersales.records import Location, Territory
from tests.aftersales.conftest import VADUZ, Village

DEGREES = st.floats(allow_nan=True, allow_infinity=True)

LISTED = ListedAddress(
    code="a1",
    street="Brīvības iela",
    house_number="85",
    postcode="LV-1001",
    town="Rīga",
    country="LV",
    latitude=47.10,
    longitude=9.52,
    is_residential=True,
    road_row=42,
)


def kept(village: Village, address: Address) -> Location:
    with village.doing() as deed:
        return add_location(deed, village.territory, address, customer_id=village.customer.id)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (47.1390, 9.5215, "Europe/Vaduz"),
        (56.9600, 24.1300, "Europe/Riga"),
        (23.8103, 90.4125, "Asia/Dhaka"),
        (33.5731, -7.5898, "Africa/Casablanca"),
    ],
)
def test_zone_at_a_town_is_its_own(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (57.8, 20.1), (-40.0, -120.0)])
def test_zone_at_the_sea_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(NotUnderstood, match=r"lies in the sea\. Check whether"):
        zone_at(latitude, longitude)


@given(DEGREES, DEGREES)
def test_zone_at_any_numbers_answers_or_says_what_is_wrong(
    latitude: float, longitude: float
) -> None:
    is_on_the_globe = -90 <= latitude <= 90 and -180 <= longitude <= 180
    try:
        answer = zone_at(latitude, longitude)
    except NotUnderstood as refusal:
        answer = str(refusal)

    assert ("are no coordinates" in answer) != is_on_the_globe
    assert not answer.startswith("Etc/")


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [
        ("LI", 47.1390, 9.5215),
        ("CH", 47.1390, 9.5215),  # the border is nearer than zones can tell
        ("LV", 56.9600, 24.1300),
        ("XX", 56.9600, 24.1300),  # a country that no zone is in
    ],
)
def test_check_country_lets_pass_what_lies_in_it_or_near(
    country: str, latitude: float, longitude: float
) -> None:
    check_country(country, latitude, longitude)


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [("LI", 9.5215, 47.1390), ("LV", 24.13, 56.96), ("LV", 47.1390, 9.5215)],
)
def test_check_country_refuses_swapped_coordinates_and_other_countries(
    country: str, latitude: float, longitude: float
) -> None:
    with pytest.raises(NotUnderstood, match=f"not in {country}. Check the country") as refusal:
        check_country(country, latitude, longitude)

    assert refusal.value.problems == (Problem("latitude", f"not in {country}"),)


def test_add_location_keeps_what_was_given_with_its_zone(village: Village) -> None:
    location = kept(village, replace(VADUZ, house_number="7a", access_notes="Ring twice."))

    with village.parts.store.reading() as session:
        assert session.get_one(Location, location.id) == Location(
            id=location.id,
            customer_id=village.customer.id,
            territory_id=village.territory.id,
            street="Aeulestrasse",
            house_number="7a",
            postcode="9490",
            town="Vaduz",
            country="LI",
            latitude=47.1390,
            longitude=9.5215,
            zone="Europe/Vaduz",
            access_notes="Ring twice.",
            road_row=None,
        )


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (91.0, 9.5, "are no coordinates"),
        (47.1, 181.0, "are no coordinates"),
        (float("nan"), 9.5, "are no coordinates"),
        (43.0, 5.0, "lies in the sea"),
        (9.5215, 47.1390, "km from the depot of Village. Check the coordinates"),  # swapped
        (56.95, 24.10, "km from the depot of Village. Check the coordinates"),
    ],
)
def test_add_location_refuses_coordinates_that_cannot_be_right(
    village: Village, latitude: float, longitude: float, words: str
) -> None:
    before = village.all_of(Location)

    with pytest.raises(NotUnderstood, match=words):
        kept(village, replace(VADUZ, latitude=latitude, longitude=longitude))

    assert village.all_of(Location) == before


def test_add_location_draws_the_line_at_the_farthest_drive(village: Village) -> None:
    north = FARTHEST_KM / 111.195  # kilometres in a degree of latitude, radius 6371 km

    inside = kept(village, replace(VADUZ, latitude=47.1390 + north * 0.999))

    assert inside.zone == "Europe/Berlin"
    with pytest.raises(NotUnderstood, match="300 km from the depot"):
        kept(village, replace(VADUZ, latitude=47.1390 + north * 1.001))


def test_add_location_without_a_depot_has_no_farthest_drive(village: Village) -> None:
    with village.doing() as deed:
        area = Territory(
            id=deed.new_id(),
            code="new",
            name="New",
            country="LV",
            zone="Europe/Riga",
            answers_name="",
            answers_phone="",
            answers_email="",
        )
        deed.add(area)

        location = add_location(deed, area, replace(VADUZ, latitude=56.95, longitude=24.10))

    assert location.zone == "Europe/Riga"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"street": "BRIVIBAS   IELA", "town": "riga"},
        {"street": "Brīvības  iela.", "postcode": "lv 1001"},
        {"street": "Bri\u0304vi\u0304bas iela"},  # the same letters, decomposed
        {"house_number": "85 "},
    ],
)
def test_add_location_finds_an_address_as_people_write_it(
    village: Village, changes: dict[str, str]
) -> None:
    with village.doing() as deed:
        assert keep_addresses(deed, [LISTED]) == 1
    written = Address(
        street="Brīvības iela", house_number="85", postcode="LV-1001", town="Rīga", country="LV"
    )

    location = kept(village, replace(written, **changes))  # type: ignore[arg-type] # texts only

    assert (location.latitude, location.longitude, location.road_row) == (47.10, 9.52, 42)


def test_add_location_takes_the_first_of_two_that_are_spelled_alike(village: Village) -> None:
    with village.doing() as deed:
        keep_addresses(deed, [replace(LISTED, code="a2", latitude=47.2), LISTED])

    location = kept(
        village,
        Address(
            street="Brivibas iela", house_number="85", postcode="LV-1001", town="Riga", country="LV"
        ),
    )

    assert location.latitude == 47.10


def test_add_location_that_is_not_in_the_list_says_what_to_do(village: Village) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        kept(village, replace(VADUZ, latitude=None))

    assert str(refusal.value) == (
        "Aeulestrasse 30, 9490 Vaduz is not in the address list. "
        "Check the spelling, or give latitude and longitude."
    )
    assert refusal.value.problems == (Problem("street", "not found in the address list"),)


WORDS = st.text(max_size=20)


@given(WORDS, WORDS, WORDS)
def test_match_key_is_the_same_for_any_case_and_blanks(street: str, number: str, town: str) -> None:
    key = match_key(street, number, "9490", town, "LI")

    assert key == match_key(f"  {street} ", number, " 9490", f"{town}\t", "li")
    assert key == " ".join(key.split())
    assert key == match_key(key, "", "", "", "")


@pytest.mark.parametrize(
    "spelled", [lambda text: text.upper(), lambda text: text.lower(), lambda text: text.title()]
)
def test_match_key_does_not_see_case(spelled: Callable[[str], str]) -> None:
    street = "Straße der Āžu, Nr."

    assert match_key(spelled(street), "1", "2", "Ōgre", "LV") == "strasse der azu nr 1 2 ogre lv"


def test_one_line_leaves_no_blank_for_a_missing_number(village: Village) -> None:
    assert one_line(village.location) == "Aeulestrasse 31, 9490 Vaduz"
    assert (
        one_line(village.location.model_copy(update={"house_number": ""}))
        == "Aeulestrasse, 9490 Vaduz"
    )
