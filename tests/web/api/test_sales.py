"""Product models and orders through the API: what is sold, and the units and covers that follow."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import select

from aftersales.customers import add_customer
from aftersales.deed import SYSTEM
from aftersales.queries.catalogue import terms_of
from aftersales.queries.units import covers_of_unit
from aftersales.records import Order, OrderLine, ProductModel, Unit
from aftersales.store import Store
from tests.web.api.asking import wheres
from tests.web.api.conftest import Shop

MODEL: dict[str, Any] = {
    "sku": "DW-450",
    "name": "450 Silent",
    "brand": "Nordwasch",
    "product_type": "dishwasher",
    "serial_pattern": "DW[0-9]{7}",
    "terms": [
        {"provider": "Nordwasch", "months": 24, "source": "Card"},
        {
            "provider": "Nordwasch",
            "months": 120,
            "source": "Card",
            "labour_percent": 0,
            "travel_percent": 0,
            "components": ["pump"],
        },
    ],
}
LINE: dict[str, Any] = {"sku": "WM-8000", "unit_price_cents": 89_900, "currency": "CHF"}
ORDER: dict[str, Any] = {
    "number": "O-9000",
    "customer": "C-0001",
    "channel": "web shop",
    "ordered_on": "2026-11-20",
    "lines": [{**LINE, "quantity": 2, "delivered_on": "2026-11-22", "serials": ["nw 900 0001"]}],
}


def test_a_product_model_is_kept_with_what_is_promised(shop: Shop, store: Store) -> None:
    answer = shop.client.post("/api/v1/product-models", json=MODEL)

    assert answer.status_code == 201
    assert [term["months"] for term in answer.json()["terms"]] == [24, 120]
    with store.reading() as session:
        row = session.get_one(ProductModel, UUID(answer.json()["id"]))
        assert (row.sku, row.serial_pattern) == ("DW-450", "DW[0-9]{7}")
        assert [term.components for term in terms_of(session, row.id)] == [[], ["pump"]]
    again = shop.client.post("/api/v1/product-models", json=MODEL)
    assert (again.status_code, again.json()["type"]) == (409, "/api#collision")


def test_a_product_model_keeps_how_serials_are_checked_who_pays_and_how_it_is_exchanged(
    shop: Shop, store: Store
) -> None:
    term = {**MODEL["terms"][0], "payer": "seller", "exchange": "advance", "is_transferable": False}
    ranges = [{"first": "dw 4500001", "last": "DW4599999"}]
    sent = {**MODEL, "terms": [term], "serial_check": "luhn", "serial_ranges": ranges}

    answer = shop.client.post("/api/v1/product-models", json=sent)
    path = f"/api/v1/product-models/{answer.json()['id']}"
    taken_away = {"serial_check": "", "serial_ranges": []}
    patched = shop.client.patch(path, json=taken_away, headers={"If-Match": "*"})

    shown = answer.json()
    assert (shown["serial_check"], shown["serial_ranges"]) == ("luhn", [["DW4500001", "DW4599999"]])
    assert [
        (each["payer"], each["exchange"], each["is_transferable"]) for each in shown["terms"]
    ] == [("seller", "advance", False)]
    assert (patched.json()["serial_check"], patched.json()["serial_ranges"]) == (None, [])


def test_ranges_and_exchanges_that_make_no_sense_are_named(shop: Shop) -> None:
    crooked = {**MODEL, "serial_ranges": [{"first": "DW1", "last": "DW20"}]}
    lent = {**MODEL, "terms": [{**MODEL["terms"][0], "exchange": "loaner"}]}

    answers = [shop.client.post("/api/v1/product-models", json=sent) for sent in (crooked, lent)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ["serial_ranges[0]" in answers[0].text, "terms[0]" in answers[1].text] == [True, True]


def test_terms_and_patterns_that_make_no_sense_are_named(shop: Shop, store: Store) -> None:
    term = MODEL["terms"][0]
    nothing = {"parts_percent": 0, "labour_percent": 0, "travel_percent": 0}
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"terms": [term, {**term, **nothing}]}, ["terms[1]"]),
        ({"terms": [{**term, "kind": "goodwill"}]}, ["terms[0]"]),
        ({"terms": [{**term, "components": ["a"], "exclusions": ["a"]}]}, ["terms[0]"]),
        ({"serial_pattern": "DW["}, ["serial_pattern"]),
        ({"sku": "   "}, ["sku"]),
    ]

    for change, where in wrong:
        answer = shop.client.post("/api/v1/product-models", json={**MODEL, **change})

        assert wheres(answer) == where
    with store.reading() as session:
        assert [row.sku for row in session.exec(select(ProductModel))] == ["WM-8000"]


def test_an_edited_product_model_keeps_its_terms(shop: Shop, store: Store) -> None:
    where = shop.client.post("/api/v1/product-models", json=MODEL).headers["location"]

    edited = shop.edit(where, name="450 Plus", serial_pattern="", hazards="Hot water").json()
    refused = shop.edit(where, serial_pattern="DW[")

    assert (edited["name"], edited["serial_pattern"], edited["hazards"]) == (
        "450 Plus", None, "Hot water",
    )  # fmt: skip
    assert (edited["brand"], len(edited["terms"])) == ("Nordwasch", 2)
    assert wheres(refused) == ["serial_pattern"]
    assert shop.client.get(where).json() == edited


def test_an_order_is_kept_with_its_lines_and_units(shop: Shop, store: Store) -> None:
    answer = shop.client.post("/api/v1/orders", json=ORDER)

    assert answer.status_code == 201
    [place] = shop.client.get(shop.customer_path(1)).json()["locations"]
    assert answer.json()["location_id"] == place["id"]
    with store.reading() as session:
        [line] = session.exec(
            select(OrderLine).where(OrderLine.order_id == UUID(answer.json()["id"]))
        )
        [unit] = session.exec(select(Unit).where(Unit.order_line_id == line.id))
        covers = covers_of_unit(session, unit.id)
    assert (line.quantity, line.unit_price_cents, line.currency) == (2, 89_900, "CHF")
    assert (unit.serial, unit.customer_id, unit.country) == (
        "NW9000001", shop.customers[1].id, "LI",
    )  # fmt: skip
    assert (unit.purchased_on, unit.delivered_on) == (date(2026, 11, 20), date(2026, 11, 22))
    assert [cover.kind for cover in covers] == ["makers_warranty"]


def test_an_order_that_makes_no_sense_keeps_nothing(shop: Shop, store: Store) -> None:
    with shop.parts.doing(SYSTEM) as deed:
        add_customer(deed, number="C-9", name="Nobody Yet", language="en")
    nobody = "01a206fd-6700-78d1-b21b-76f34559eb49"
    wrong: list[tuple[dict[str, object], int, list[str]]] = [
        ({"number": "O-0001"}, 409, []),
        ({"customer": "C-none"}, 404, []),
        ({"lines": [{**LINE, "sku": "none"}]}, 404, []),
        ({"lines": []}, 422, ["lines"]),
        ({"lines": [LINE, {**LINE, "serials": ["A1", "A2"]}]}, 422, ["lines[1].serials"]),
        ({"lines": [{**LINE, "quantity": 2, "serials": ["A1", "a 1"]}]}, 409, []),
        ({"customer": "C-9"}, 422, ["location_id"]),
        ({"location_id": nobody}, 422, ["location_id"]),
        ({"lines": [{**LINE, "unit_price_cents": 2**40}]}, 422, ["lines[0].unit_price_cents"]),
    ]

    for change, status, where in wrong:
        answer = shop.client.post("/api/v1/orders", json={**ORDER, **change})

        assert answer.status_code == status, (change, answer.text)
        assert [each["where"] for each in answer.json()["problems"]] == where
    with store.reading() as session:
        assert session.exec(select(Order).where(Order.number == "O-9000")).all() == []
        assert len(session.exec(select(Unit)).all()) == len(shop.customers)


def test_units_are_found_by_serial_however_it_is_written(shop: Shop) -> None:
    found = shop.client.get("/api/v1/units?serial=nw-000 0003").json()["items"]

    assert [each["serial"] for each in found] == ["NW0000003"]
