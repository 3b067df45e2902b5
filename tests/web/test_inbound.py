"""Messages that programs bring: through the right door, signed, bounded, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from aftersales.api_keys import add_api_key
from aftersales.clock import SetClock
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.records import Case, Intake, Scope, ThreadMessage
from aftersales.settings import Settings
from tests.aftersales.conftest import Village, all_of, build_village
from tests.aftersales.inbound.letters import raw
from web.app import create_app

MAIL = "/api/v1/inbound/mail"
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
RFC822 = {"content-type": "message/rfc822"}


@pytest.fixture
def village(parts: Parts, clock: SetClock) -> Village:
    """A house with one territory, on a Monday morning."""
    return build_village(parts, clock)


@pytest.fixture
def open_house(village: Village) -> Parts:
    """A house that takes messages on every channel."""
    given = village.parts.settings.model_dump(exclude_unset=True)
    secrets = {
        "message_secret": SECRET,
        "x_consumer_secret": "the secret of our app at X",
        "messenger_app_secret": "the secret of our app at Meta",
        "messenger_verify_token": "a token that we gave Meta",
        "metrics_token": "a token for Prometheus",
    }
    return replace(village.parts, settings=Settings(**{**given, **secrets}))


@pytest.fixture
def client(open_house: Parts) -> Iterator[TestClient]:
    """A program without a key."""
    with TestClient(create_app(open_house)) as client:
        yield client


@pytest.fixture
def mail_server(open_house: Parts, client: TestClient) -> TestClient:
    """A mail server with a key that opens nothing else."""
    with open_house.doing(SYSTEM) as deed:
        _row, key = add_api_key(deed, name="Mail server", scopes={Scope.MESSAGES_WRITE})
    client.headers["authorization"] = f"Bearer {key}"
    return client


def test_a_raw_letter_is_taken_in_and_the_same_one_is_answered_the_same(
    mail_server: TestClient, open_house: Parts
) -> None:
    first = mail_server.post(MAIL, content=raw("It leaks."), headers=RFC822)
    again = mail_server.post(MAIL, content=raw("It leaks."), headers=RFC822)

    (case,) = all_of(open_house, Case)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json() == {"outcome": "thread", "case": case.reference, "sentence": ""}
    assert [each.text for each in all_of(open_house, ThreadMessage)] == ["It leaks."]


@pytest.mark.parametrize(
    ("content", "headers", "status", "detail"),
    [
        (raw(**{"from": ""}), RFC822, 422, "does not say who wrote it"),
        (b"", RFC822, 422, "There is no message in this"),
        (raw(), {"content-type": "application/json"}, 415, ""),
        (raw("x" * 60_000_000), RFC822, 413, ""),
    ],
)
def test_a_letter_that_is_not_taken_is_refused_with_a_sentence(
    mail_server: TestClient,
    open_house: Parts,
    content: bytes,
    headers: dict[str, str],
    status: int,
    detail: str,
) -> None:
    answer = mail_server.post(MAIL, content=content, headers=headers)

    assert answer.status_code == status
    assert detail in answer.json()["detail"]
    assert all_of(open_house, Intake) == []


def test_a_letter_larger_than_a_form_is_taken_in(mail_server: TestClient) -> None:
    answer = mail_server.post(MAIL, content=raw("x" * 3_000_000), headers=RFC822)

    assert answer.json()["outcome"] == "thread"


def test_a_machine_that_wrote_is_told_apart(mail_server: TestClient) -> None:
    answer = mail_server.post(MAIL, content=raw(auto_submitted="auto-replied"), headers=RFC822)

    assert answer.json() == {
        "outcome": "automatic",
        "case": None,
        "sentence": "A machine wrote it.",
    }


def signed_by_bridge(parts: Parts, body: bytes, message_id: str = "m1") -> dict[str, str]:
    stamp = str(int(parts.clock.now().timestamp()))
    mac = hmac.new(b"k" * 32, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def test_a_bridge_brings_a_message_once_and_only_signed(
    client: TestClient, open_house: Parts
) -> None:
    told = {"channel": "whatsapp", "id": "w1", "address": "+37120000000", "text": "It leaks."}
    body = json.dumps(told).encode()
    path = "/api/v1/inbound/messages"

    unsigned = client.post(path, content=body)
    first = client.post(path, content=body, headers=signed_by_bridge(open_house, body))
    again = client.post(path, content=body, headers=signed_by_bridge(open_house, body, "m2"))

    assert (unsigned.status_code, first.status_code) == (403, 200)
    assert first.json() == again.json()
    (message,) = all_of(open_house, ThreadMessage)
    assert (message.text, message.address, message.channel.value) == (
        "It leaks.",
        "+37120000000",
        "whatsapp",
    )


def test_x_is_answered_and_its_messages_are_kept_once(
    client: TestClient, open_house: Parts
) -> None:
    payload = {
        "for_user_id": "1",
        "direct_message_events": [
            {
                "id": "7",
                "message_create": {"sender_id": "42", "message_data": {"text": "It leaks."}},
            }
        ],
        "favorite_events": [{}],
        "users": {"42": {"name": "Anna", "screen_name": "anna_b"}},
    }
    body = json.dumps(payload).encode()
    mac = hmac.new(b"the secret of our app at X", body, hashlib.sha256).digest()
    signature = {"x-twitter-webhooks-signature": f"sha256={base64.b64encode(mac).decode()}"}

    answers = [client.post("/api/v1/inbound/x", content=body, headers=signature) for _ in "ab"]
    refused = client.post("/api/v1/inbound/x", content=body + b" ", headers=signature)

    assert [each.json() for each in answers] == [{"taken": 1, "passed_over": 1}] * 2
    assert refused.status_code == 403
    (message,) = all_of(open_house, ThreadMessage)
    assert (message.text, message.who) == ("It leaks.", "Anna (@anna_b)")


def test_messenger_is_answered_and_its_messages_are_kept_once(
    client: TestClient, open_house: Parts
) -> None:
    event = {"sender": {"id": "42"}, "message": {"mid": "m_1", "text": "It leaks."}}
    empty = {"sender": {"id": "42"}, "message": {"mid": "m_2"}}
    payload = {"object": "page", "entry": [{"messaging": [event, empty, {"read": {}}]}]}
    body = json.dumps(payload).encode()
    mac = hmac.new(b"the secret of our app at Meta", body, hashlib.sha256).hexdigest()
    signature = {"x-hub-signature-256": f"sha256={mac}"}

    answers = [
        client.post("/api/v1/inbound/messenger", content=body, headers=signature) for _ in "ab"
    ]
    refused = client.post("/api/v1/inbound/messenger", content=body)

    assert [each.json() for each in answers] == [{"taken": 1, "passed_over": 2}] * 2
    assert refused.status_code == 403
    assert [each.text for each in all_of(open_house, ThreadMessage)] == ["It leaks."]
    figures = client.get(
        "/metrics", headers={"authorization": "Bearer a token for Prometheus"}
    ).text
    assert "aftersales_events_passed_over_total 4.0" in figures


def test_challenges_are_answered_and_change_nothing(client: TestClient, open_house: Parts) -> None:
    meta = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    x = client.get("/api/v1/inbound/x", params={"crc_token": "abc"})
    right = client.get(
        "/api/v1/inbound/messenger", params=meta | {"hub.verify_token": "a token that we gave Meta"}
    )
    wrong = client.get("/api/v1/inbound/messenger", params=meta | {"hub.verify_token": "a guess"})

    mac = hmac.new(b"the secret of our app at X", b"abc", hashlib.sha256).digest()
    assert x.json() == {"response_token": f"sha256={base64.b64encode(mac).decode()}"}
    assert (right.text, right.headers["content-type"]) == (
        "1158201444",
        "text/plain; charset=utf-8",
    )
    assert wrong.status_code == 403
    assert all_of(open_house, Intake) == []


def test_a_house_without_secrets_takes_nothing(village: Village) -> None:
    with TestClient(create_app(village.parts)) as client:
        answers = [
            client.request(
                method, f"/api/v1/inbound/{path}", content=b"{}" if method == "POST" else None
            )
            for method, path in (
                ("POST", "messages"),
                ("POST", "x"),
                ("POST", "messenger"),
                ("GET", "x?crc_token=a"),
                ("GET", "messenger"),
            )
        ]

    assert [each.status_code for each in answers] == [404] * 5
