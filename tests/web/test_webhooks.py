"""Webhook endpoints through the API: made, tried, changed, followed, removed; a key sees its own only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from aftersales.api_keys import add_api_key
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.records import ApiKey, Event, Scope, WebhookEndpoint, WebhookMessage
from aftersales.webhooks.kinds import WebhookKind
from aftersales.webhooks.sending import SentHooks, send_due_webhooks
from aftersales.webhooks.signing import secret_of
from tests.aftersales.conftest import all_of
from tests.aftersales.webhooks.shop_system import ShopSystem
from web.api import webhooks
from web.errors import add_error_answers
from web.who import identified

PATH = "/api/v1/webhook-endpoints"
ANY_VERSION = {"If-Match": "*"}


@pytest.fixture
def open_parts(parts: Parts) -> Parts:
    """An installation that may write to this machine."""
    settings = parts.settings.model_copy(update={"webhooks_allow_local": True})
    return replace(parts, settings=settings)


@pytest.fixture
def shop() -> Iterator[ShopSystem]:
    with ShopSystem() as shop:
        yield shop


def client_with_key(parts: Parts, name: str) -> TestClient:
    """The router behind a real key; who may come in at all is the business of the doors."""

    def known(request: Request) -> None:
        request.state.principal = identified(request, parts)

    app = FastAPI(dependencies=[Depends(known)])
    app.state.parts = parts
    add_error_answers(app)
    app.include_router(webhooks.router, prefix="/api/v1")
    with parts.doing(SYSTEM) as deed:
        _, text = add_api_key(deed, name=name, scopes={Scope.WEBHOOKS_WRITE})
    return TestClient(app, headers={"Authorization": f"Bearer {text}"})


def made(client: TestClient, url: str) -> str:
    answer = client.post(PATH, json={"url": url, "events": ["case.opened"]})
    assert answer.status_code == 201
    return str(answer.json()["id"])


def test_endpoint_is_made_tried_and_followed(open_parts: Parts, shop: ShopSystem) -> None:
    client = client_with_key(open_parts, "shop")

    answer = client.post(PATH, json={"url": shop.url, "events": ["plan.kept", "case.opened"]})
    where = answer.headers["location"]
    tried = client.post(f"{where}/test")
    sent = send_due_webhooks(open_parts)
    listed = client.get(f"{where}/messages?state=sent").json()["items"]

    (row,), (key,) = all_of(open_parts, WebhookEndpoint), all_of(open_parts, ApiKey)
    assert (answer.status_code, row.api_key_id, row.events) == (
        201,
        key.id,
        ["case.opened", "plan.kept"],
    )
    assert client.get(where).json() == answer.json()
    assert (tried.status_code, sent) == (202, SentHooks(sent=1))
    assert [(each["id"], each["last_status"]) for each in listed] == [(tried.json()["id"], 204)]
    assert shop.types == ["webhook.test"]
    added = [event for event in all_of(open_parts, Event) if event.what == "webhook_endpoint_added"]
    assert [event.actor for event in added] == [str(key.id)]


def test_secret_is_shown_when_asked_for_and_changes_when_rotated(open_parts: Parts) -> None:
    client = client_with_key(open_parts, "shop")
    where = f"{PATH}/{made(client, 'https://shop.example/')}"

    first = client.get(f"{where}/secret")
    rotated = client.post(f"{where}/rotate").json()
    second = client.get(f"{where}/secret").json()["secret"]

    (row,) = all_of(open_parts, WebhookEndpoint)
    assert first.headers["cache-control"] == "no-store"
    assert rotated["secret_rotated_at"] is not None
    assert second == secret_of(open_parts.secret, row) != first.json()["secret"]


def test_change_and_removal_hold(open_parts: Parts) -> None:
    client = client_with_key(open_parts, "shop")
    where = f"{PATH}/{made(client, 'https://shop.example/')}"

    changed = client.patch(
        where, json={"is_active": False, "events": ["plan.kept"]}, headers=ANY_VERSION
    ).json()
    refused = client.post(f"{where}/test")
    wrong = client.patch(where, json={"url": "http://10.0.0.1/"}, headers=ANY_VERSION)
    removed = client.delete(where)

    assert (changed["is_active"], changed["events"], changed["url"]) == (
        False,
        ["plan.kept"],
        "https://shop.example/",
    )
    assert refused.status_code == 409
    assert (wrong.status_code, wrong.json()["problems"][0]["where"]) == (422, "url")
    assert (removed.status_code, client.get(where).status_code) == (204, 404)
    assert client.get(PATH).json() == {"items": [], "next": None}


def test_message_is_sent_again_under_its_identifier(open_parts: Parts, shop: ShopSystem) -> None:
    client = client_with_key(open_parts, "shop")
    where = f"{PATH}/{made(client, shop.url)}"
    message = client.post(f"{where}/test").json()["id"]
    send_due_webhooks(open_parts)

    answer = client.post(f"{where}/messages/{message}/replay")
    send_due_webhooks(open_parts)

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert [taken.id for taken in shop.taken] == [message, message]


def test_key_neither_sees_nor_changes_the_endpoints_of_another(open_parts: Parts) -> None:
    mine, other = client_with_key(open_parts, "mine"), client_with_key(open_parts, "other")
    endpoint, own = made(mine, "https://shop.example/"), made(other, "https://other.example/")
    message = mine.post(f"{PATH}/{endpoint}/test").json()["id"]
    where = f"{PATH}/{endpoint}"

    answers = [
        other.get(where),
        other.get(f"{where}/secret"),
        other.get(f"{where}/messages"),
        other.patch(where, json={"is_active": False}, headers=ANY_VERSION),
        other.delete(where),
        other.post(f"{where}/test"),
        other.post(f"{where}/rotate"),
        other.post(f"{where}/messages/{message}/replay"),
        other.post(f"{PATH}/{own}/messages/{message}/replay"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 9
    assert [each["id"] for each in other.get(PATH).json()["items"]] == [own]
    assert mine.get(where).json()["is_active"] is True
    assert len(all_of(open_parts, WebhookMessage)) == 1


def test_unknown_event_is_refused_with_those_there_are(open_parts: Parts) -> None:
    client = client_with_key(open_parts, "shop")

    answer = client.post(PATH, json={"url": "https://shop.example/", "events": ["case.eaten"]})

    assert answer.status_code == 422
    assert WebhookKind.CASE_OPENED in answer.json()["problems"][0]["sentence"]
