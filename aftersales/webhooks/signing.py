"""The headers by which a message is known to be its sender's, new and whole (Standard Webhooks).

Those of our messages to shop systems, and those of a bridge's messages to us.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from standardwebhooks import Webhook

from aftersales.identifiers import is_same, webhook_secret
from aftersales.records import WebhookEndpoint

OVERLAP: Final = timedelta(hours=24)
"""So long after a change of the secret messages are signed with the old one as well."""

TOLERANCE: Final = timedelta(minutes=5)
"""A message to us that was signed longer ago than this, or is to come, is a replay or a wrong clock."""

LONGEST_TIMESTAMP: Final = 11
"""Digits of the seconds since 1970 that are read."""

MOST_SIGNATURES: Final = 4
"""Signatures of one message that are compared: a sender that changes its secret sends two."""


def secret_of(house_secret: str, endpoint: WebhookEndpoint) -> str:
    """The secret that an address verifies our messages with, such as `whsec_…`."""
    return webhook_secret(house_secret, endpoint.id, endpoint.secret_generation)


def signed_headers(
    house_secret: str, endpoint: WebhookEndpoint, message_id: str, at: datetime, body: str
) -> dict[str, str]:
    """The three headers of a message that leaves at a moment; its identifier stays over every repeat."""
    secrets = [secret_of(house_secret, endpoint)]
    rotated_at = endpoint.secret_rotated_at
    if rotated_at is not None and at < rotated_at + OVERLAP:
        secrets.append(webhook_secret(house_secret, endpoint.id, endpoint.secret_generation - 1))
    return headers_of(secrets, message_id, at, body)


def headers_of(secrets: Iterable[str], message_id: str, at: datetime, body: str) -> dict[str, str]:
    """The three headers of a message that is signed with each of these secrets."""
    signatures = (Webhook(secret).sign(message_id, at, body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def is_signed(
    secret: str, *, message_id: str, timestamp: str, signatures: str, body: bytes, now: datetime
) -> bool:
    """Whether a message to us is signed with `secret`, and that within `TOLERANCE` of now (Standard Webhooks).

    The time of the comparison does not tell where two signatures differ.
    """
    if not message_id or not timestamp.isdecimal() or len(timestamp) > LONGEST_TIMESTAMP:
        return False
    at = datetime.fromtimestamp(int(timestamp), UTC)
    if abs(now - at) > TOLERANCE:
        return False
    try:
        right = Webhook(secret).sign(message_id, at, body.decode())
    except UnicodeDecodeError:
        return False
    return any(is_same(each, right) for each in signatures.split(" ")[:MOST_SIGNATURES])
