"""The headers by which a shop system knows that a message is ours, new and whole (Standard Webhooks)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from standardwebhooks import Webhook

from aftersales.identifiers import webhook_secret
from aftersales.records import WebhookEndpoint

OVERLAP: Final = timedelta(hours=24)
"""So long after a change of the secret messages are signed with the old one as well."""


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
    signatures = (Webhook(secret).sign(message_id, at, body) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
