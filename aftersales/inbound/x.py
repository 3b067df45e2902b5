"""Direct messages and mentions from X: the payloads of its Account Activity API, and how they are signed.

See https://docs.x.com/x-api/account-activity: a POST carries `x-twitter-webhooks-signature`, a GET asks from
time to time whether we still know the secret (the challenge-response check).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime

from aftersales.conversations import Incoming
from aftersales.identifiers import is_same
from aftersales.inbound.payloads import Payload, inner, is_recent, items, text
from aftersales.records import CaseChannel


def answer_to_challenge(consumer_secret: str, token: str) -> str:
    """What proves that we know the secret: the same function that signs payloads."""
    return _signature(consumer_secret, token.encode(errors="surrogatepass"))


def is_from_x(consumer_secret: str, body: bytes, signature: str) -> bool:
    """Whether X signed this body."""
    return is_same(signature, _signature(consumer_secret, body))


def messages_from_x(payload: Mapping[str, object], now: datetime) -> Payload:
    """What people wrote to our account; what we wrote ourselves, and everything else, is counted."""
    ours = text(payload.get("for_user_id"))
    found: list[Incoming] = []
    seen = 0
    for is_known, incoming in (*_direct(payload, ours, now), *_mentions(payload, ours)):
        seen += not is_known
        found.extend([incoming] if incoming is not None else [])
    others = sum(
        len(items(value))
        for name, value in payload.items()
        if name.endswith("_events") and name not in {"direct_message_events", "tweet_create_events"}
    )
    return Payload(tuple(found), seen + others)


def _direct(
    payload: Mapping[str, object], ours: str, now: datetime
) -> Iterator[tuple[bool, Incoming | None]]:
    for event in items(payload.get("direct_message_events")):
        message = inner(event, "message_create")
        sender = text(inner(message, "sender_id"))
        if not sender or sender == ours or not is_recent(inner(event, "created_timestamp"), now):
            yield False, None
            continue
        person = inner(payload, "users", sender)
        data = inner(message, "message_data")
        media = text(inner(data, "attachment", "media", "media_url_https"), 500)
        written = "\n".join(each for each in (text(inner(data, "text"), 30_000), media) if each)
        yield True, _incoming(text(inner(event, "id")), sender, person, written)


def _mentions(payload: Mapping[str, object], ours: str) -> Iterator[tuple[bool, Incoming | None]]:
    for post in items(payload.get("tweet_create_events")):
        sender = text(inner(post, "user", "id_str"))
        if not sender or sender == ours or inner(post, "retweeted_status") is not None:
            yield False, None
            continue
        written = text(inner(post, "extended_tweet", "full_text"), 30_000) or text(
            inner(post, "text"), 30_000
        )
        yield True, _incoming(text(inner(post, "id_str")), sender, inner(post, "user"), written)


def _incoming(own_id: str, sender: str, person: object, written: str) -> Incoming:
    handle = text(inner(person, "screen_name"), 50)
    name = text(inner(person, "name"), 200)
    return Incoming(
        channel=CaseChannel.X,
        address=sender,
        name=f"{name} (@{handle})".strip() if handle else name,
        text=written,
        outside_id=own_id or None,
    )


def _signature(consumer_secret: str, content: bytes) -> str:
    mac = hmac.new(consumer_secret.encode(), content, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(mac).decode()
