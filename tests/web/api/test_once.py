"""Idempotency keys: a request sent twice is done once and answered twice."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import func, select

from aftersales.clock import SetClock
from aftersales.records import Case, Customer
from aftersales.store import Store
from tests.web.api.conftest import Shop

SENT: Mapping[str, Any] = {"number": "C-9000", "name": "Nora Wolf", "language": "en"}


def customers_called(store: Store, name: str) -> int:
    with store.reading() as session:
        return session.exec(
            select(func.count()).select_from(Customer).where(Customer.name == name)
        ).one()


def cases(store: Store) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Case)).one()


def post(client: TestClient, key: str, **changes: object) -> Any:
    return client.post(
        "/api/v1/customers", json={**SENT, **changes}, headers={"Idempotency-Key": key}
    )


def test_the_same_key_again_gives_the_same_answer_and_one_row(shop: Shop, store: Store) -> None:
    first, second = post(shop.client, "order-1"), post(shop.client, "order-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    for name in ("location", "etag", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert customers_called(store, "Nora Wolf") == 1


def test_the_same_request_spaced_otherwise_is_the_same(shop: Shop) -> None:
    first = post(shop.client, "order-1")

    second = shop.client.post(
        "/api/v1/customers",
        content='{ "language":"en",  "name":"Nora Wolf",\n "number":"C-9000" }',
        headers={"Idempotency-Key": "order-1", "content-type": "application/json"},
    )

    assert second.headers["idempotent-replayed"] == "true"
    assert second.content == first.content


def test_the_key_with_another_request_is_refused_and_keeps_nothing(
    shop: Shop, store: Store
) -> None:
    post(shop.client, "order-1")

    refused = post(shop.client, "order-1", number="C-9001", name="Nora Fox")
    elsewhere = shop.client.post(
        "/api/v1/cases",
        json={"customer": "C-0001", "subject": "Help"},
        headers={"Idempotency-Key": "order-1"},
    )

    assert (refused.status_code, refused.json()["type"]) == (422, "/api#key-reused")
    assert elsewhere.json()["type"] == "/api#key-reused"
    assert customers_called(store, "Nora Fox") == 0
    assert cases(store) == 0


def test_a_key_belongs_to_whoever_sent_it(shop: Shop, store: Store) -> None:
    post(shop.client, "order-1")

    other = post(shop.another_client(), "order-1", number="C-9001", name="Nora Fox")

    assert other.status_code == 201
    assert "idempotent-replayed" not in other.headers
    assert customers_called(store, "Nora Fox") == 1


def test_two_at_once_are_one(shop: Shop, store: Store) -> None:
    sent = {"customer": "C-0001", "subject": "It leaks"}

    def ask(_number: int) -> tuple[int, bytes]:
        answer = shop.client.post(
            "/api/v1/cases",
            json=sent,
            headers={"Idempotency-Key": "one and the same".replace(" ", "-")},
        )
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(ask, range(8)))

    assert [status for status, _ in answers] == [201]
    assert cases(store) == 1


def test_without_a_key_each_request_is_done(shop: Shop, store: Store) -> None:
    for _ in range(2):
        shop.client.post("/api/v1/cases", json={"customer": "C-0001", "subject": "It leaks"})

    assert cases(store) == 2


def test_after_a_day_a_key_is_forgotten(shop: Shop, store: Store, clock: SetClock) -> None:
    sent = {"customer": "C-0001", "subject": "It leaks"}
    headers = {"Idempotency-Key": "again"}
    first = shop.client.post("/api/v1/cases", json=sent, headers=headers)

    clock.move_to(clock.now() + timedelta(hours=23, minutes=59))
    within = shop.client.post("/api/v1/cases", json=sent, headers=headers)
    clock.move_to(clock.now() + timedelta(minutes=2))
    later = shop.client.post("/api/v1/cases", json=sent, headers=headers)

    assert within.content == first.content
    assert later.status_code == 201
    assert later.json()["id"] != first.json()["id"]
    assert cases(store) == 2


def test_a_refusal_is_not_remembered(shop: Shop, store: Store) -> None:
    headers = {"Idempotency-Key": "later"}
    sent = {"customer": "C-9000", "subject": "Help", "territory": "li"}
    refused = shop.client.post("/api/v1/cases", json=sent, headers=headers)
    post(shop.client, "first")

    again = shop.client.post("/api/v1/cases", json=sent, headers=headers)

    assert (refused.status_code, again.status_code) == (404, 201)
    assert "idempotent-replayed" not in again.headers


def test_what_is_no_key_is_not_understood(shop: Shop, store: Store) -> None:
    for key in ("two words", "", "x" * 256):
        answer = post(shop.client, key)

        assert answer.status_code == 422
        assert [each["where"] for each in answer.json()["problems"]] == ["Idempotency-Key"]
    assert customers_called(store, "Nora Wolf") == 0
