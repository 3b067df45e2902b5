"""Messages that a bridge brings from any other channel: one plain JSON object, signed as Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aftersales.conversations import Incoming
from aftersales.errors import NotUnderstood, Problem
from aftersales.inbound.payloads import text
from aftersales.records import CaseChannel

CHANNELS: Final = (
    CaseChannel.WHATSAPP,
    CaseChannel.SMS,
    CaseChannel.X,
    CaseChannel.MESSENGER,
    CaseChannel.OTHER,
)
"""What a bridge may bring; e-mail has a way of its own."""


def message_from_bridge(payload: Mapping[str, object]) -> Incoming:
    """The message in a bridge's payload.

    Raises:
        NotUnderstood: the channel, the sender, the identifier or the text is missing.
    """
    problems = [
        Problem(name, sentence)
        for name, sentence in (
            ("id", "write what the channel calls this message"),
            ("address", "write where its sender is answered"),
            ("text", "write what it says"),
        )
        if not text(payload.get(name), 30_000).strip()
    ]
    told = payload.get("channel")
    if told not in [each.value for each in CHANNELS]:
        problems.append(Problem("channel", f"write one of {', '.join(CHANNELS)}"))
    if problems:
        raise NotUnderstood("This message is not complete. Correct it and send it again.", problems)
    return Incoming(
        channel=CaseChannel(str(told)),
        address=text(payload.get("address")),
        name=text(payload.get("name")),
        subject=text(payload.get("subject")),
        text=text(payload.get("text"), 30_000),
        outside_id=text(payload.get("id"), 1000),
        reference=text(payload.get("reference"), 1000),
        language=text(payload.get("language"), 16),
    )
