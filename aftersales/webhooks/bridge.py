"""The way into every other messenger: a bridge of the shop, which gets one signed POST for each message."""

from __future__ import annotations

from dataclasses import dataclass, field

from aftersales.channels.hooks import Line
from aftersales.channels.outgoing import Outgoing, body_of, posted
from aftersales.identifiers import digest_of
from aftersales.webhooks.signing import headers_of


@dataclass(frozen=True, slots=True)
class Bridge:
    """Whatever else: the shop's own bridge gets one signed POST for each message (Standard Webhooks)."""

    url: str
    secret: str = field(repr=False)

    def send(self, line: Line, message: Outgoing) -> None:
        """Hand one message over; a repeat has the same `webhook-id`.

        Raises:
            DeliveryFailed: the bridge did not take it.
        """
        content = {
            "type": "message",
            "channel": message.channel.value,
            "id": digest_of(message.key)[:32],
            "address": message.address,
            "name": message.name,
            "text": message.text,
            "language": message.language,
        }
        headers = headers_of((self.secret,), content["id"], message.at, body_of(content))
        posted(line, self.url, content, headers, message.at)
