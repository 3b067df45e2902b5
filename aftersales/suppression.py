"""Whoever had their data erased does not come back unnoticed: their addresses are kept as blind hashes only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aftersales.email_addresses import same_email
from aftersales.identifiers import blind_hash
from aftersales.records import Channel, Contact


def digest_of_address(secret: str, channel: Channel, address: str) -> str:
    """One address as it is kept: however it is written, the same one gives the same hash."""
    if channel is Channel.EMAIL:
        return blind_hash(secret, "erased", "email", same_email(address))
    return blind_hash(secret, "erased", "number", re.sub(r"[\s()/.-]", "", address).casefold())


def digests_of(secret: str, contacts: Sequence[Contact]) -> set[str]:
    """Everything that somebody is recognised by."""
    return {digest_of_address(secret, each.channel, each.address) for each in contacts}
