"""Spare parts through the API: the catalogue, stock by place, what work asks for, and deliveries of units."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from aftersales.records import SpareRequest
from tests.aftersales.conftest import all_of
from tests.web.api.conftest import Shop


@pytest.fixture
def client(shop: Shop) -> TestClient:
    """A shop system with a pump in the catalogue."""
    answer = shop.client.post("/api/v1/spare-parts", json={"code": "PUMP-1", "name": "Drain pump"})
    assert answer.status_code == 201
    return shop.client


def post(client: TestClient, path: str, **sent: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=sent)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def order_in(client: TestClient) -> str:
    return str(client.get("/api/v1/work-orders?limit=1").json()["items"][0]["id"])


def test_part_is_kept_once_and_found_by_its_code(client: TestClient) -> None:
    again = client.post("/api/v1/spare-parts", json={"code": "PUMP-1", "name": "Other"})

    assert client.get("/api/v1/spare-parts/PUMP-1").json()["name"] == "Drain pump"
    assert len(client.get("/api/v1/spare-parts").json()["items"]) == 1
    assert again.status_code == 422
    assert client.get("/api/v1/spare-parts/NONE").status_code == 404


def test_stock_comes_moves_is_counted_and_never_less_than_none(client: TestClient) -> None:
    post(client, "stock", part="PUMP-1", depot="D1", quantity=4)
    moved = post(
        client,
        "stock/moves",
        part="PUMP-1",
        out_of={"depot": "D1"},
        into={"technician": "T1"},
        quantity=3,
    )
    too_many = client.post(
        "/api/v1/stock/moves",
        json={
            "part": "PUMP-1",
            "out_of": {"depot": "D1"},
            "into": {"technician": "T1"},
            "quantity": 2,
        },
    )
    nowhere = client.post("/api/v1/stock", json={"part": "PUMP-1", "quantity": 1})
    counted = post(client, "stock/counts", part="PUMP-1", technician="T1", quantity=0)

    assert [(each["depot"], each["technician"], each["quantity"]) for each in moved["places"]] == [
        ("D1", None, 1),
        (None, "T1", 3),
    ]
    assert (too_many.status_code, nowhere.status_code) == (409, 422)
    assert [each["quantity"] for each in counted["places"]] == [1, 0]
    listed = client.get("/api/v1/stock?depot=D1").json()["items"]
    assert [(each["part"], each["quantity"]) for each in listed] == [("PUMP-1", 1)]


def test_request_goes_its_way_to_the_fitted_part(client: TestClient) -> None:
    order_id = order_in(client)
    asked = post(client, "parts-requests", work_order_id=order_id, part="PUMP-1", quantity=2)
    path = f"parts-requests/{asked['id']}"

    states = [asked["state"]]
    states.append(post(client, f"{path}/order", expected_on="2026-12-03")["state"])
    moved = post(client, f"{path}/expect", expected_on="2026-12-04")
    states.append(post(client, f"{path}/receive", technician="T1")["state"])
    lost = post(client, f"{path}/lose", expected_on="2026-12-09")
    received = post(client, f"{path}/receive")
    states.append(client.post(f"/api/v1/{path}/fit").json()["state"])

    assert states == ["requested", "ordered", "arrived", "fitted"]
    assert moved["expected_on"] == "2026-12-04"
    assert (lost["state"], lost["technician"]) == ("ordered", None)
    assert (received["depot"], received["state"]) == ("D1", "arrived")
    assert client.get(f"/api/v1/{path}").json()["state"] == "fitted"
    assert client.post(f"/api/v1/{path}/cancel").status_code == 409
    assert len(client.get(f"/api/v1/parts-requests?work_order_id={order_id}").json()["items"]) == 1
    assert client.get("/api/v1/parts-requests?state=ordered").json()["items"] == []


def test_what_is_in_stock_is_set_aside_taken_and_given_back(client: TestClient) -> None:
    order_id = order_in(client)
    waits = post(client, "parts-requests", work_order_id=order_id, part="PUMP-1")
    post(client, "stock", part="PUMP-1", depot="D1", quantity=1)

    taken = client.post(f"/api/v1/parts-requests/{waits['id']}/take").json()
    assert (taken["state"], taken["depot"]) == ("arrived", "D1")
    assert client.get("/api/v1/stock").json()["items"][0]["quantity"] == 0
    client.post(f"/api/v1/parts-requests/{waits['id']}/cancel")

    assert client.get("/api/v1/stock").json()["items"][0]["quantity"] == 1


def test_same_request_sent_twice_asks_once(client: TestClient, shop: Shop) -> None:
    sent = {"work_order_id": order_in(client), "part": "PUMP-1"}
    answers = [
        client.post("/api/v1/parts-requests", json=sent, headers={"Idempotency-Key": "one"})
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert len(all_of(shop.parts, SpareRequest)) == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"part": "NONE"}, 404),
        ({"part": "PUMP-1", "work_order_id": "01a206fd-6700-7226-b63c-75767a30fe78"}, 404),
        ({"part": "PUMP-1", "quantity": 0}, 422),
        ({"part": "PUMP-1", "expected_on": "2026-11-01"}, 422),
    ],
)
def test_request_that_makes_no_sense_is_refused(
    client: TestClient, sent: dict[str, Any], status: int
) -> None:
    body = {"work_order_id": order_in(client), **sent}

    assert client.post("/api/v1/parts-requests", json=body).status_code == status


def test_delivery_is_expected_and_made(client: TestClient) -> None:
    order = post(
        client,
        "orders",
        number="O-77",
        customer="C-0001",
        channel="web shop",
        ordered_on="2026-11-20",
        lines=[{"sku": "WM-8000", "unit_price_cents": 1, "currency": "CHF"}],
    )
    path = f"orders/{order['id']}/lines/1/delivery"

    awaited = post(client, path, expected_on="2026-12-03")
    both = client.post(
        f"/api/v1/{path}", json={"expected_on": "2026-12-03", "delivered_on": "2026-12-03"}
    )
    made = post(client, path, delivered_on="2026-11-22")

    assert (awaited["is_delivery_awaited"], awaited["delivery_on"]) == (True, "2026-12-03")
    assert both.status_code == 422
    assert (made["is_delivery_awaited"], made["delivered_on"]) == (False, "2026-11-22")
    assert client.post(f"/api/v1/orders/{order['id']}/lines/9/delivery", json={}).status_code == 404
