"""The address of a booking: what no list knows is chosen among what is near, or set with a pin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from aftersales.roads import EngineRoads, ModelRoads
from tests.aftersales.roads.conftest import Grid
from tests.web.booked import FAR, BookingAsked, booking_in
from tests.web.conftest import World
from tests.web.test_book_pages import place_of
from web.app import create_app


@pytest.fixture
def made(world: World) -> BookingAsked:
    """A washing machine sold with its installation."""
    return booking_in(world)


def test_address_that_is_not_in_the_list_offers_what_is_near(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    typed = {
        "street": "Aeulestrase",
        "house_number": "31",
        "postcode": "9490",
        "town": "Vaduz",
        "country": "LI",
        "access_notes": "Blue door",
    }
    path = f"/book/{made.token}/address"

    unknown = stranger.post(path, data=typed)
    chosen = stranger.post(path, data=typed | {"near": "L31"})

    assert unknown.status_code == 422
    assert "We cannot find this address" in unknown.text
    assert "Aeulestrasse 31, 9490 Vaduz" in unknown.text
    assert "Blue door" in unknown.text
    assert chosen.status_code == 303
    place = place_of(world, made)
    assert (place.street, place.house_number, place.access_notes) == (
        "Aeulestrasse",
        "31",
        "Blue door",
    )
    assert place.latitude == pytest.approx(47.13931)
    assert place.customer_id == made.customer_id


def test_address_of_nobody_is_placed_in_the_street_nearest_to_it(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    typed = {
        "street": "Hut above the wood",
        "house_number": "",
        "postcode": "9490",
        "town": "Vaduz",
        "country": "LI",
    }
    path = f"/book/{made.token}/address"

    unknown = stranger.post(path, data=typed)
    chosen = stranger.post(path, data=typed | {"beside": "L32"})

    assert 'name="near"' not in unknown.text
    assert "Aeulestrasse, Vaduz" in unknown.text
    assert chosen.status_code == 303
    place = place_of(world, made)
    assert place.street == "Hut above the wood"
    assert place.latitude == pytest.approx(47.13932)


@pytest.mark.parametrize(
    "pin",
    ["47.13955, 9.52205", "https://map.example/#map=19/47.13955,9.52205", " 47.13955,9.52205"],
)
def test_point_of_a_map_is_taken_where_no_list_knows_the_address(
    stranger: TestClient, world: World, made: BookingAsked, pin: str
) -> None:
    typed = {
        "street": "Hut above the wood",
        "postcode": "9490",
        "town": "Vaduz",
        "country": "LI",
    }
    path = f"/book/{made.token}/address"

    unknown = stranger.post(path, data=typed)
    wrong = stranger.post(path, data=typed | {"pin": "behind the church"})
    chosen = stranger.post(path, data=typed | {"pin": pin})

    assert 'name="pin"' in unknown.text
    assert 'name="pin"' not in stranger.get(path).text
    assert (wrong.status_code, 'value="behind the church"' in wrong.text) == (422, True)
    assert chosen.status_code == 303
    place = place_of(world, made)
    assert place.street == "Hut above the wood"
    assert (place.latitude, place.longitude) == (47.13955, 9.52205)


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("47.5, 9.5", "Write two numbers"),
        ("-33.856, 151.215", "not in the country"),
        ("95.123, 9.123", "Write two numbers"),
    ],
)
def test_point_that_cannot_be_is_refused(
    stranger: TestClient, world: World, made: BookingAsked, pin: str, said: str
) -> None:
    before = place_of(world, made).id
    typed = {"street": "Hut", "postcode": "9490", "town": "Vaduz", "country": "LI", "pin": pin}

    answer = stranger.post(f"/book/{made.token}/address", data=typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert place_of(world, made).id == before


def test_place_off_every_road_is_asked_for_with_a_pin_and_taken_where_it_stands(
    world: World, made: BookingAsked
) -> None:
    roads = EngineRoads(Grid(north=47.2, south=47.0), ModelRoads())
    parts = replace(world.parts, roads=roads)
    client = TestClient(create_app(parts), follow_redirects=False)
    typed = {"street": "Alp", "postcode": "9490", "town": "Vaduz", "country": "LI"}
    path = f"/book/{made.token}/address"

    on_alp = client.post(path, data=typed | {"pin": "47.2501, 9.5502"})
    on_road = client.post(path, data=typed | {"pin": "47.1391, 9.5215"})

    assert on_alp.status_code == 422
    assert 'href="#pin"' in on_alp.text
    assert "Move the pin to the road where we can stop" in on_alp.text
    assert '"middle": [47.2501, 9.5502]' in on_alp.text
    assert on_road.status_code == 303
    assert place_of(world, made).latitude == 47.1391


def test_address_without_any_list_near_it_leaves_the_pin(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    typed = {"street": "Alp", "postcode": "9999", "town": "Nowhere", "country": "LI"}

    answer = stranger.post(f"/book/{made.token}/address", data=typed)

    place = place_of(world, made)
    assert "We cannot find this address. Move the pin to your door." in answer.text
    assert 'href="#pin"' in answer.text
    assert f'"middle": [{place.latitude}, {place.longitude}]' in answer.text


def test_place_outside_our_area_is_refused_with_what_to_do(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    typed = {
        "street": FAR.street,
        "house_number": FAR.house_number,
        "postcode": FAR.postcode,
        "town": FAR.town,
        "country": FAR.country,
    }

    answer = stranger.post(f"/book/{made.token}/address", data=typed)

    assert answer.status_code == 422
    assert "outside the area in which we come ourselves" in answer.text
    assert "we find somebody" in answer.text
    assert 'value="Rue Centrale"' in answer.text
