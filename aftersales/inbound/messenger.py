"""Messages from Messenger and Instagram: the payloads of Meta's webhooks, and how they are signed.

See https://developers.facebook.com/docs/messenger-platform/webhooks: a POST carries `X-Hub-Signature-256`, a GET
once brings the token that was entered with the address, and wants its challenge back.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from aftersales.conversations import Incoming
from aftersales.identifiers import is_same
from aftersales.inbound.payloads import Payload, inner, is_recent, items, text
from aftersales.records import CaseChannel

_OBJECTS: Final = frozenset({"page", "instagram"})


def is_from_meta(app_secret: str, body: bytes, signature: str) -> bool:
    """Whether Meta signed this body."""
    mac = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return is_same(signature, f"sha256={mac}")


def is_verified(verify_token: str, mode: str, token: str) -> bool:
    """Whether whoever enters our address at Meta knows the token that we gave them."""
    return mode == "subscribe" and is_same(token, verify_token)


def messages_from_meta(payload: Mapping[str, object], now: datetime) -> Payload:
    """What people wrote to our page; echoes of our own words, receipts and the like are counted."""
    found: list[Incoming] = []
    others = 0
    for entry in items(payload.get("entry")):
        is_ours = payload.get("object") in _OBJECTS
        for event in items(inner(entry, "messaging")):
            incoming = _incoming(event, now) if is_ours else None
            others += incoming is None
            found.extend([incoming] if incoming is not None else [])
        others += len(items(inner(entry, "changes")))
    return Payload(tuple(found), others)


def _incoming(event: object, now: datetime) -> Incoming | None:
    message = inner(event, "message")
    sender, own_id = text(inner(event, "sender", "id")), text(inner(message, "mid"))
    is_echo = inner(message, "is_echo") is True
    if not sender or not own_id or is_echo or not is_recent(inner(event, "timestamp"), now):
        return None
    shown = [
        text(inner(each, "payload", "url"), 500) for each in items(inner(message, "attachments"))
    ]
    lines = [text(inner(message, "text"), 30_000), *shown]
    return Incoming(
        channel=CaseChannel.MESSENGER,
        address=sender,
        text="\n".join(each for each in lines if each),
        outside_id=own_id,
    )
