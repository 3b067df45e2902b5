"""Which way an answer goes: back on the customer's channel where that leads to them; pure."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from aftersales.conversations.incoming import TALKED
from aftersales.records import CaseChannel


class Way(StrEnum):
    """How what we wrote comes to the customer."""

    EMAIL = "email"
    CHAT = "chat"
    BRIDGE = "bridge"
    IN_PERSON = "in_person"


def way_back(channel: CaseChannel, *, has_bridge: bool, has_email: bool) -> Way:
    """The way for an answer to somebody who wrote last on `channel`.

    A bridge is a shop system that hears of answers and carries them into messengers. Where nothing does, an
    e-mail goes out; where there is no address, somebody has to call. A chat may have been closed since, so
    whoever left an address in it gets an e-mail as well as the line in the chat.
    """
    if channel in TALKED and channel is not CaseChannel.CHAT and has_bridge:
        return Way.BRIDGE
    if has_email:
        return Way.EMAIL
    return Way.CHAT if channel is CaseChannel.CHAT else Way.IN_PERSON


def channel_of_answer(way: Way, channel: CaseChannel) -> CaseChannel:
    """The channel on which an answer is given."""
    match way:
        case Way.EMAIL:
            return CaseChannel.EMAIL
        case Way.CHAT | Way.BRIDGE:
            return channel
        case Way.IN_PERSON:
            return CaseChannel.PHONE
        case _never:
            assert_never(_never)
