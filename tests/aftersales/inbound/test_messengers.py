"""What stands in the payloads of messengers: messages of people, and what is nothing to us."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftersales.conversations import Incoming
from aftersales.errors import NotUnderstood
from aftersales.inbound.bridge import message_from_bridge
from aftersales.inbound.messenger import is_from_meta, is_verified, messages_from_meta
from aftersales.inbound.payloads import Payload, json_in
from aftersales.inbound.x import answer_to_challenge, is_from_x, messages_from_x
from aftersales.records import CaseChannel
from aftersales.webhooks.signing import is_signed

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MILLISECONDS = int(NOW.timestamp() * 1000)
LONG_AGO = MILLISECONDS - 8 * 24 * 3600 * 1000


def direct(
    sender: str, text: str = "It leaks.", at: object = str(MILLISECONDS)
) -> dict[str, object]:
    return {
        "type": "message_create",
        "id": "954491830116155396",
        "created_timestamp": at,
        "message_create": {
            "target": {"recipient_id": "1"},
            "sender_id": sender,
            "message_data": {"text": text, "entities": {}},
        },
    }


USERS = {"42": {"id": "42", "name": "Anna", "screen_name": "anna_b"}}
FROM_ANNA = Incoming(
    channel=CaseChannel.X,
    address="42",
    name="Anna (@anna_b)",
    text="It leaks.",
    outside_id="954491830116155396",
)


def test_a_direct_message_of_x_is_read_and_our_own_is_not() -> None:
    payload = {
        "for_user_id": "1",
        "direct_message_events": [direct("42"), direct("1"), direct("42", at=str(LONG_AGO))],
        "direct_message_indicate_typing_events": [{}, {}],
        "users": USERS,
    }

    assert messages_from_x(payload, NOW) == Payload((FROM_ANNA,), others=4)


def test_a_mention_on_x_is_read_whole_and_a_repost_is_not() -> None:
    user = {"id_str": "42", "name": "Anna", "screen_name": "anna_b"}
    post = {
        "id_str": "7",
        "text": "It…",
        "extended_tweet": {"full_text": "It leaks."},
        "user": user,
    }
    ours = {"id_str": "8", "text": "Hello", "user": {"id_str": "1"}}
    payload = {
        "for_user_id": "1",
        "tweet_create_events": [post, ours, {**post, "retweeted_status": {}}],
    }

    found = messages_from_x(payload, NOW)

    assert [(each.text, each.outside_id) for each in found.messages] == [("It leaks.", "7")]
    assert found.others == 2


def test_x_recognises_us_and_we_recognise_x() -> None:
    token = "challenge"
    mac = hmac.new(b"secret", token.encode(), hashlib.sha256).digest()
    answer = f"sha256={base64.b64encode(mac).decode()}"

    assert answer_to_challenge("secret", token) == answer
    assert is_from_x("secret", b"challenge", answer)
    assert not is_from_x("secret", b"challenged", answer)
    assert not is_from_x("other", b"challenge", answer)
    assert not is_from_x("secret", b"challenge", "")


def test_messages_of_messenger_are_read_and_echoes_and_receipts_are_not() -> None:
    message = {
        "mid": "m_1",
        "text": "It leaks.",
        "attachments": [{"payload": {"url": "https://c.d/e"}}],
    }
    event = {"sender": {"id": "42"}, "recipient": {"id": "1"}, "timestamp": MILLISECONDS}
    payload = {
        "object": "page",
        "entry": [
            {
                "id": "1",
                "messaging": [
                    {**event, "message": message},
                    {**event, "message": {**message, "is_echo": True}},
                    {**event, "message": message, "timestamp": LONG_AGO},
                    {**event, "read": {"watermark": 1}},
                ],
            }
        ],
    }

    assert messages_from_meta(payload, NOW) == Payload(
        (
            Incoming(
                channel=CaseChannel.MESSENGER,
                address="42",
                text="It leaks.\nhttps://c.d/e",
                outside_id="m_1",
            ),
        ),
        others=3,
    )
    assert messages_from_meta({**payload, "object": "user"}, NOW) == Payload((), others=4)


def test_meta_is_recognised_and_its_challenge_needs_our_token() -> None:
    signature = "sha256=" + hmac.new(b"secret", b"{}", hashlib.sha256).hexdigest()

    assert is_from_meta("secret", b"{}", signature)
    assert not is_from_meta("secret", b"{ }", signature)
    assert not is_from_meta("other", b"{}", signature)
    assert is_verified("token", "subscribe", "token")
    assert not is_verified("token", "subscribe", "tokens")
    assert not is_verified("token", "unsubscribe", "token")


@pytest.mark.parametrize(
    ("changed", "is_right"),
    [
        ({}, True),
        ({"signatures": "v1,other v1,RIGHT"}, True),
        ({"signatures": "RIGHT"}, False),
        ({"message_id": "m2"}, False),
        ({"message_id": ""}, False),
        ({"body": b"{ }"}, False),
        ({"body": b"\xff"}, False),
        ({"secret": "whsec_" + base64.b64encode(bytes(32)).decode()}, False),
        ({"timestamp": str(int(NOW.timestamp()) - 301)}, False),
        ({"timestamp": str(int(NOW.timestamp()) + 301)}, False),
        ({"timestamp": "soon"}, False),
        ({"timestamp": "9" * 12}, False),
        ({"timestamp": ""}, False),
    ],
)
def test_a_bridge_is_recognised_for_five_minutes(
    changed: dict[str, object], *, is_right: bool
) -> None:
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    stamp = str(int(NOW.timestamp()))
    mac = hmac.new(b"k" * 32, f"m1.{stamp}.{{}}".encode(), hashlib.sha256).digest()
    right = base64.b64encode(mac).decode()
    asked: dict[str, object] = {
        "secret": secret,
        "message_id": "m1",
        "timestamp": stamp,
        "signatures": "v1,RIGHT",
        "body": b"{}",
    } | changed
    asked["signatures"] = str(asked["signatures"]).replace("RIGHT", right)

    assert is_signed(now=NOW, **asked) is is_right  # type: ignore[arg-type] # of each kind


def test_a_bridge_says_what_is_missing() -> None:
    told = {"channel": "whatsapp", "id": "w1", "address": "+371 20000000", "text": "It leaks."}

    assert message_from_bridge({**told, "name": "Anna", "language": "lv"}) == Incoming(
        channel=CaseChannel.WHATSAPP,
        address="+371 20000000",
        name="Anna",
        text="It leaks.",
        outside_id="w1",
        language="lv",
    )
    with pytest.raises(NotUnderstood) as refused:
        message_from_bridge({"channel": "email", "text": " "})
    assert [each.where for each in refused.value.problems] == ["id", "address", "text", "channel"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"a":'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        json_in(body)


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.floats(allow_nan=False)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "object",
                    "entry",
                    "messaging",
                    "message",
                    "sender",
                    "id",
                    "mid",
                    "text",
                    "timestamp",
                    "attachments",
                    "payload",
                    "url",
                    "is_echo",
                    "for_user_id",
                    "direct_message_events",
                    "message_create",
                    "sender_id",
                    "message_data",
                    "users",
                    "name",
                    "screen_name",
                    "tweet_create_events",
                    "user",
                    "id_str",
                    "created_timestamp",
                    "channel",
                    "address",
                    "page",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=30,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(
            ["entry", "object", "direct_message_events", "tweet_create_events", "users"]
        ),
        VALUES,
    )
)
def test_any_json_is_read_or_counted(payload: dict[str, object]) -> None:
    for read in (messages_from_x, messages_from_meta):
        found = read(json_in(json.dumps({**payload, "object": "page"}).encode()), NOW)
        assert found.others >= 0
        assert all(each.address for each in found.messages)
