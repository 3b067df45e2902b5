"""The ways into messengers: what is posted where, signed how, and which refusals end it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from aftersales.channels.hooks import Line
from aftersales.channels.mail import DeliveryFailed
from aftersales.channels.messengers import MetaPage, XAccount
from aftersales.channels.oauth import Credentials, signature
from aftersales.channels.outgoing import Carrier, Outgoing, pieces
from aftersales.errors import NotReady
from aftersales.notices.carriers import carriers_of
from aftersales.records import Channel
from aftersales.settings import read_settings
from aftersales.webhooks.bridge import Bridge
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
CREDENTIALS = Credentials(
    consumer_key="key", consumer_secret="hush", token="token", token_secret="hush hush"
)
HELLO = Outgoing(
    channel=Channel.X,
    address="4242",
    name="Anna",
    text="Labdien!",
    language="lv",
    key="case_reply:1",
    at=NOW,
)


@pytest.fixture
def server() -> Iterator[ShopSystem]:
    with ShopSystem() as system:
        system.usual = Answering(200, body=b"{}")
        yield system


def base_of(server: ShopSystem) -> str:
    return f"http://127.0.0.1:{server.port}"


def send(carrier: Carrier, message: Outgoing = HELLO) -> None:
    with Line(timeout=5, is_local_allowed=True) as line:
        carrier.send(line, message)


def test_signature_is_that_of_the_example_which_x_publishes() -> None:
    credentials = Credentials(
        consumer_key="xvz1evFS4wEEPTGEFPHBog",
        consumer_secret="kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        token_secret="LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    )
    told = {
        "include_entities": "true",
        "oauth_consumer_key": credentials.consumer_key,
        "oauth_nonce": "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "1318622958",
        "oauth_token": credentials.token,
        "oauth_version": "1.0",
        "status": "Hello Ladies + Gentlemen, a signed OAuth request!",
    }

    signed = signature(credentials, "https://api.twitter.com/1.1/statuses/update.json", told)

    assert signed == "hCtSmYh+iHYCEqBWrE7C7hYmtUk="


def test_direct_message_at_x_is_signed_and_goes_to_one_person(server: ShopSystem) -> None:
    send(XAccount(base_of(server), CREDENTIALS))

    (taken,) = server.taken
    header = taken.headers["authorization"]
    assert taken.path == "/2/dm_conversations/with/4242/messages"
    assert taken.content == {"text": "Labdien!"}
    assert header.startswith('OAuth oauth_consumer_key="key", oauth_nonce="')
    assert f'oauth_timestamp="{int(NOW.timestamp())}"' in header
    assert "hush" not in header


def test_answer_at_meta_is_a_response_to_one_person(server: ShopSystem) -> None:
    send(MetaPage(f"{base_of(server)}/v24.0", "page token"))

    (taken,) = server.taken
    assert taken.path == "/v24.0/me/messages"
    assert taken.headers["authorization"] == "Bearer page token"
    assert taken.content == {
        "recipient": {"id": "4242"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Labdien!"},
    }


def test_bridge_gets_what_it_can_check_and_recognises_a_repeat(server: ShopSystem) -> None:
    bridge = Bridge(f"{base_of(server)}/out", SECRET)

    send(bridge)
    send(bridge)

    first, second = server.taken
    signed = Webhook(SECRET).sign(first.id, NOW, first.body)
    assert first.headers["webhook-signature"] == signed
    assert (first.path, first.id) == ("/out", second.id)
    assert {name: first.content[name] for name in ("channel", "address", "text", "language")} == {
        "channel": "x",
        "address": "4242",
        "text": "Labdien!",
        "language": "lv",
    }


def meta_error(code: int, **more: object) -> bytes:
    return json.dumps({"error": {"message": "no", "code": code, **more}}).encode()


@pytest.mark.parametrize(
    ("status", "body", "is_final"),
    [
        (400, meta_error(10, error_subcode=2018278), True),
        (400, meta_error(551), True),
        (400, meta_error(613), False),
        (400, meta_error(190), False),
        (400, meta_error(100, is_transient=True), False),
        (400, b"not json", True),
        (400, b'{"error": "text"}', True),
        (429, b"", False),
        (503, meta_error(10), False),
    ],
)
def test_meta_says_by_a_code_what_may_pass(
    server: ShopSystem, status: int, body: bytes, *, is_final: bool
) -> None:
    server.usual = Answering(status, body=body)

    with pytest.raises(DeliveryFailed, match=f"refused the message \\({status}\\)") as failed:
        send(MetaPage(base_of(server), "page token"))

    assert failed.value.is_final is is_final


@pytest.mark.parametrize(
    ("status", "is_final"), [(400, True), (401, False), (403, True), (404, True), (500, False)]
)
def test_x_refuses_for_good_or_for_now(server: ShopSystem, status: int, *, is_final: bool) -> None:
    server.usual = Answering(status)

    with pytest.raises(DeliveryFailed) as failed:
        send(XAccount(base_of(server), CREDENTIALS))

    assert failed.value.is_final is is_final
    assert "4242" not in str(failed.value)


def test_nobody_there_may_pass(server: ShopSystem) -> None:
    server.close()

    with pytest.raises(DeliveryFailed, match="did not answer") as failed:
        send(Bridge(base_of(server), SECRET))

    assert not failed.value.is_final


def test_long_answer_comes_in_pieces_that_are_parted_between_words(server: ShopSystem) -> None:
    text = "\n\n".join(["আপনার ফ্রিজ ঠিক হয়েছে। " * 8] * 4)
    assert len(text.encode()) > 1000

    send(MetaPage(base_of(server), "page token"), replace(HELLO, text=text))

    said = [each.content["message"]["text"] for each in server.taken]
    assert len(said) > 1
    assert " ".join(" ".join(said).split()) == " ".join(text.split())


@given(text=st.text(max_size=300), most=st.integers(8, 60))
def test_pieces_hold_everything_and_none_is_too_long(text: str, most: int) -> None:
    found = pieces(text, most)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(each.encode()) <= most for each in found)


def test_what_the_settings_give_credentials_for_is_carried() -> None:
    none = carriers_of(read_settings())
    bridged = carriers_of(read_settings(message_secret=SECRET, bridge_url="https://b.example/out"))
    own = carriers_of(
        read_settings(
            message_secret=SECRET,
            bridge_url="https://b.example/out",
            messenger_page_token="t" * 20,
            x_consumer_key="k" * 20,
            x_consumer_secret="s" * 20,
            x_access_token="t" * 20,
            x_access_secret="u" * 20,
        )
    )

    assert dict(none) == {}
    assert {each.value for each in bridged} == {"sms", "whatsapp", "x", "messenger", "other"}
    assert {each.value: type(carrier) for each, carrier in own.items()} == {
        "sms": Bridge,
        "whatsapp": Bridge,
        "x": XAccount,
        "messenger": MetaPage,
        "other": Bridge,
    }
    assert "s" * 20 not in repr(own)


@pytest.mark.parametrize(
    "given",
    [
        {"x_access_token": "t" * 20},
        {"x_consumer_key": "k" * 20, "x_access_token": "t" * 20, "x_access_secret": "u" * 20},
        {"bridge_url": "https://b.example/out"},
        {"bridge_url": "ftp://b.example", "message_secret": SECRET},
    ],
)
def test_half_of_a_way_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(NotReady):
        read_settings(**given)
