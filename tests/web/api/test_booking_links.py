"""Booking links through the API: in the answer to a sale, shown again on demand, and as a code to scan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.links import subject_of
from aftersales.records import LinkPurpose, RememberedAnswer, Scope, WorkOrder
from aftersales.store import Store
from aftersales.work_orders import CancelledBy, cancel_work_order
from tests.aftersales.conftest import all_of
from tests.conftest import STAFF
from tests.web.api.conftest import Shop
from tests.web.principals import People

ORDER: dict[str, Any] = {
    "number": "O-9100",
    "customer": "C-0001",
    "channel": "web shop",
    "ordered_on": "2026-11-20",
    "lines": [
        {
            "sku": "WM-8000",
            "unit_price_cents": 89_900,
            "currency": "CHF",
            "wants_installation": True,
            "installation_price_cents": 0,
            "serials": ["nw 910 0001"],
        },
        {"sku": "WM-8000", "unit_price_cents": 89_900, "currency": "CHF"},
    ],
}
PNG = b"\x89PNG\r\n\x1a\n"


def test_sale_with_installation_answers_the_link_of_its_buyer(shop: Shop, store: Store) -> None:
    answer = shop.client.post("/api/v1/orders", json=ORDER)

    assert answer.status_code == 201
    [booking] = answer.json()["bookings"]
    address, _, token = booking.pop("url").rpartition("/")
    assert address == f"{shop.parts.settings.public_url}/book"
    with store.reading() as session:
        led = subject_of(session, shop.parts.clock.now(), LinkPurpose.BOOKING, token)
        work = session.get_one(WorkOrder, led)
    assert booking == {
        "line_number": 1,
        "work_order_id": str(work.id),
        "work_order": work.reference,
        "why_not": "",
    }
    assert work.unit_id is not None
    assert answer.headers["cache-control"] == "no-store"


def test_link_is_not_remembered_with_the_answer_and_can_be_asked_for_again(shop: Shop) -> None:
    first = shop.client.post("/api/v1/orders", json=ORDER, headers={"Idempotency-Key": "one"})
    again = shop.client.post("/api/v1/orders", json=ORDER, headers={"Idempotency-Key": "one"})

    [booking] = first.json()["bookings"]
    token = booking["url"].rpartition("/")[2]
    assert again.json()["bookings"] == [booking | {"url": None}]
    assert all_of(shop.parts, RememberedAnswer)
    assert token not in str(all_of(shop.parts, RememberedAnswer))
    path = f"/api/v1/work-orders/{booking['work_order_id']}/booking-link"
    assert shop.client.post(path).json() == {
        "work_order_id": booking["work_order_id"],
        "work_order": booking["work_order"],
        "url": booking["url"],
    }


def test_code_is_drawn_only_of_a_link_that_works(shop: Shop) -> None:
    [other] = shop.client.get("/api/v1/work-orders", params={"limit": 1}).json()["items"]
    path = f"/api/v1/work-orders/{other['id']}/booking-link"
    missing = shop.client.get(f"{path}.svg")
    shop.client.post(path)

    drawn, picture = shop.client.get(f"{path}.svg"), shop.client.get(f"{path}.png")

    assert missing.status_code == 404
    assert "Ask for one" in missing.json()["detail"]
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(PNG)


def test_work_that_was_called_off_has_no_link(shop: Shop) -> None:
    [booking] = shop.client.post("/api/v1/orders", json=ORDER).json()["bookings"]
    with shop.parts.doing(STAFF) as deed:
        work = deed.session.get_one(WorkOrder, UUID(booking["work_order_id"]))
        cancel_work_order(deed, work, by=CancelledBy.CUSTOMER, reason="Sent back.")

    answer = shop.client.post(f"/api/v1/work-orders/{booking['work_order_id']}/booking-link")

    assert answer.status_code == 409
    assert "there is nothing to book any more" in answer.json()["detail"]


def test_key_that_only_reads_visits_sees_no_link(people: People) -> None:
    reader: TestClient = people.client(Scope.VISITS_READ)
    [one] = reader.get("/api/v1/work-orders", params={"limit": 1}).json()["items"]

    for path in ("booking-link.svg", "booking-link.png"):
        assert reader.get(f"/api/v1/work-orders/{one['id']}/{path}").status_code == 403
