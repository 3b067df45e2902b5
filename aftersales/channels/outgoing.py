"""A message that leaves for a messenger, and what came of it: one POST over the line that webhooks take, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from aftersales.channels.hooks import Line, NoReply, Reply
from aftersales.channels.mail import DeliveryFailed
from aftersales.records import Channel

AGAIN: Final = frozenset({401, 408, 425, 429})
"""Refusals below 500 that may pass: the wrong credentials are put right, and whoever was too fast waits."""

TAKEN: Final = range(200, 300)
BROKEN: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message for one person.

    Attributes:
        channel: on which they are.
        address: what the channel calls them.
        name: as they called themselves.
        text: what they read.
        language: in which it is written.
        key: the same for every repeat of the same message.
        at: when this attempt leaves.
    """

    channel: Channel
    address: str
    name: str
    text: str
    language: str
    key: str
    at: datetime


class Carrier(Protocol):
    """Something that brings a message to a channel and answers for it once `send` returns."""

    def send(self, line: Line, message: Outgoing) -> None:
        """Deliver or raise.

        Raises:
            DeliveryFailed: it could not be delivered now, or never on this channel.
        """
        ...


def posted(
    line: Line,
    url: str,
    content: object,
    headers: Mapping[str, str],
    at: datetime,
    *,
    is_final: Callable[[Reply], bool] | None = None,
) -> None:
    """Post JSON and be content with any answer of success.

    Raises:
        DeliveryFailed: nobody answered, or with a refusal; `is_final` may judge refusals below 500 better than by their status.
    """
    try:
        reply = line.post(url, body_of(content), headers, at)
    except NoReply as nothing:
        raise DeliveryFailed(f"The messenger did not answer. {nothing}", is_final=False) from None
    if reply.status in TAKEN:
        return
    ends = reply.status < BROKEN and reply.status not in AGAIN
    if ends and is_final is not None:
        ends = is_final(reply)
    raise DeliveryFailed(f"The messenger refused the message ({reply.status}).", is_final=ends)


def body_of(content: object) -> str:
    """JSON as it leaves, so that what is signed is what is sent."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def pieces(text: str, most: int) -> list[str]:
    """A text in pieces of at most so many bytes, parted at blank lines, lines or blanks where it can be."""
    left, found = text.strip(), []
    while len(left.encode()) > most:
        end = len(left.encode()[:most].decode(errors="ignore"))
        cuts = (left.rfind(mark, end // 2, end) for mark in ("\n\n", "\n", " "))
        cut = next((each for each in cuts if each > 0), end)
        found.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return [*found, left] if left else found
