"""Customers through the API: added, edited, reached, placed, and what they agreed to."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.queries.notices import contacts_of
from aftersales.queries.pages import events_about
from aftersales.records import Consent, Contact, Customer, Location
from aftersales.roads import EngineRoads, ModelRoads
from aftersales.store import Store
from tests.aftersales.roads.conftest import Grid
from tests.web.api.asking import wheres
from tests.web.api.conftest import Shop, keyed
from web.app import create_app

NEW = {
    "number": "C-9000",
    "name": "Nora Wolf",
    "language": "lv",
    "kind": "company",
    "contacts": [
        {"channel": "email", "address": " Nora@Example.org ", "is_preferred": True},
        {"channel": "sms", "address": "+423 555 09 09", "is_safety_only": True},
    ],
}
HOME = {
    "street": "Im Bretscha",
    "house_number": "22",
    "postcode": "9494",
    "town": "Schaan",
    "country": "LI",
    "latitude": 47.169,
    "longitude": 9.508,
}


def test_an_added_customer_is_kept_with_their_addresses(shop: Shop, store: Store) -> None:
    answer = shop.client.post("/api/v1/customers", json=NEW)

    assert answer.status_code == 201
    identifier = UUID(answer.json()["id"])
    with store.reading() as session:
        row = session.get_one(Customer, identifier)
        contacts = contacts_of(session, identifier)
        [event] = events_about(session, [identifier])
    assert (row.number, row.name, row.language, row.kind.value) == (
        "C-9000", "Nora Wolf", "lv", "company",
    )  # fmt: skip
    assert [(each.address, each.is_preferred, each.is_safety_only) for each in contacts] == [
        ("nora@example.org", True, False),
        ("+423 555 09 09", False, True),
    ]
    assert (event.what, event.actor_kind.value) == ("customer_added", "shop")
    assert shop.client.get("/api/v1/customers?email=NORA@example.ORG").json()["items"] == [
        {
            name: answer.json()[name]
            for name in ("id", "number", "kind", "name", "language", "created_at", "merged_into_id")
        }
    ]


def test_a_number_that_is_taken_and_an_address_that_is_none_are_refused(
    shop: Shop, store: Store
) -> None:
    taken = shop.client.post("/api/v1/customers", json={**NEW, "number": "C-0001"})
    broken = shop.client.post(
        "/api/v1/customers",
        json={**NEW, "contacts": [{"channel": "email", "address": "nobody"}]},
    )
    twice = shop.client.post(
        "/api/v1/customers", json={**NEW, "contacts": [NEW["contacts"][0]] * 2}
    )

    assert (taken.status_code, taken.json()["type"]) == (409, "/api#collision")
    assert wheres(broken) == ["email"]
    assert wheres(twice) == ["contacts"]
    assert shop.client.post("/api/v1/customers", json={**NEW, "language": "xx"}).status_code == 422
    with store.reading() as session:
        assert session.exec(select(Customer).where(Customer.name == "Nora Wolf")).all() == []


def test_an_edit_replaces_the_addresses_and_leaves_what_is_not_named(
    shop: Shop, store: Store
) -> None:
    path, person = shop.customer_path(0), shop.customers[0]
    with store.reading() as session:
        before = {each.address: each for each in contacts_of(session, person.id)}

    answer = shop.edit(
        path,
        contacts=[
            {"channel": "email", "address": "buyer0@example.org"},
            {"channel": "email", "address": "anna@example.org", "is_preferred": True},
        ],
    )

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["language"]) == (person.name, "en")
    with store.reading() as session:
        after = {each.address: each for each in contacts_of(session, person.id)}
        assert [event.what for event in events_about(session, [person.id])][-1] == "customer_edited"
    assert set(after) == {"buyer0@example.org", "anna@example.org"}
    assert after["buyer0@example.org"].id == before["buyer0@example.org"].id
    assert not after["buyer0@example.org"].is_preferred
    assert after["anna@example.org"].is_preferred


def test_an_erased_customer_is_not_edited(shop: Shop, store: Store) -> None:
    person = shop.customers[0]
    with shop.parts.doing(SYSTEM) as deed:
        deed.session.get_one(Customer, person.id).erased_at = deed.now

    answer = shop.edit(shop.customer_path(0), name="Back Again")

    assert (answer.status_code, answer.json()["type"]) == (409, "/api#not-allowed")
    with store.reading() as session:
        assert session.get_one(Customer, person.id).name == person.name


def test_a_location_is_added_found_and_corrected(shop: Shop, store: Store) -> None:
    added = shop.client.post(f"{shop.customer_path(0)}/locations", json=HOME)
    where = added.headers["location"]

    notes = shop.edit(where, access_notes="Ring twice")
    moved = shop.edit(where, house_number="24", latitude=47.1691, longitude=9.5081)

    assert added.status_code == 201
    assert (added.json()["zone"], added.json()["latitude"]) == ("Europe/Vaduz", 47.169)
    assert (notes.json()["latitude"], notes.json()["access_notes"]) == (47.169, "Ring twice")
    assert shop.client.get(where).json() == moved.json()
    with store.reading() as session:
        row = session.get_one(Location, UUID(added.json()["id"]))
        assert row.customer_id == shop.customers[0].id
        assert (row.house_number, row.latitude, row.access_notes) == ("24", 47.1691, "Ring twice")
        told = [event.what for event in events_about(session, [row.id])]
    assert told == ["location_added", "location_edited", "location_edited"]


def test_a_place_elsewhere_is_refused_and_nothing_is_kept(shop: Shop, store: Store) -> None:
    path, where = f"{shop.customer_path(0)}/locations", shop.location_path(0)
    before = shop.client.get(where).json()
    vaduz = {"latitude": 47.14, "longitude": 9.52}

    refused = [
        shop.client.post(path, json={**HOME, "latitude": None}),
        shop.client.post(path, json={**HOME, "country": "FR"}),
        shop.client.post(path, json={**HOME, "territory": "nowhere"}),
        shop.client.post(path, json={**HOME, "latitude": None, "longitude": None}),
        shop.edit(where, latitude=48.8566, longitude=2.3522),
        shop.edit(where, town="Nowhere at all"),
        shop.edit(
            shop.location_path(0).replace(str(shop.customers[0].id), str(shop.customers[1].id)),
            **vaduz,
        ),
    ]

    assert [answer.status_code for answer in refused] == [422, 422, 404, 422, 409, 422, 404]
    assert shop.client.get(where).json() == before
    with store.reading() as session:
        rows = session.exec(select(Location).where(Location.customer_id == shop.customers[0].id))
        assert len(rows.all()) == 1


def test_a_place_that_nobody_can_drive_to_is_refused_with_move_the_pin(
    shop: Shop, store: Store
) -> None:
    roads = EngineRoads(Grid(north=47.2, south=47.0), ModelRoads())
    parts = replace(shop.parts, roads=roads)
    client = keyed(parts, create_app(parts), "Shop with roads")
    path = f"{shop.customer_path(0)}/locations"
    headers = {"If-Match": "*"}

    on_alp = client.post(path, json={**HOME, "latitude": 47.25})
    moved = client.patch(
        shop.location_path(0), json={"latitude": 47.25, "longitude": 9.5}, headers=headers
    )
    noted = client.patch(shop.location_path(0), json={"access_notes": "Ring"}, headers=headers)
    on_road = client.post(path, json=HOME)

    assert [each.status_code for each in (on_alp, moved, noted, on_road)] == [422, 422, 200, 201]
    assert "move the pin to the house" in on_alp.json()["detail"]
    assert "400 m" in moved.json()["detail"]
    with store.reading() as session:
        rows = session.exec(select(Location).where(Location.customer_id == shop.customers[0].id))
        assert {row.latitude > 47.2 for row in rows} == {False}


def test_consents_are_added_line_by_line(shop: Shop, store: Store) -> None:
    path = f"{shop.customer_path(0)}/consents"
    yes = {"channel": "email", "purpose": "surveys", "is_given": True, "source": "checkout"}

    given = shop.client.post(path, json=yes)
    taken_back = shop.client.post(path, json={**yes, "is_given": False, "source": "phone"})

    listed = shop.client.get(path).json()["items"]
    assert listed == [given.json(), taken_back.json()]
    assert [each["is_given"] for each in listed] == [True, False]
    with store.reading() as session:
        assert {row.customer_id for row in session.exec(select(Consent))} == {shop.customers[0].id}
    assert shop.client.get(f"{shop.customer_path(1)}/consents").json()["items"] == []


def test_what_belongs_to_nobody_is_not_there(shop: Shop, store: Store) -> None:
    nobody = "/api/v1/customers/01a206fd-6700-78d1-b21b-76f34559eb49"
    yes = {"channel": "email", "purpose": "surveys", "is_given": True, "source": "checkout"}

    answers = [
        shop.client.post(f"{nobody}/locations", json=HOME),
        shop.client.post(f"{nobody}/consents", json=yes),
        shop.client.get(f"{nobody}/consents"),
        shop.edit(nobody, name="Nobody"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    with store.reading() as session:
        assert session.exec(select(Consent)).all() == []
        assert len(session.exec(select(Contact)).all()) == 2 * len(shop.customers)
