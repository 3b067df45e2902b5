"""Whoever had their data erased does not come back unnoticed: their addresses are kept as blind hashes only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from aftersales.deed import Deed
from aftersales.email_addresses import is_email, same_email
from aftersales.identifiers import blind_hash
from aftersales.queries.privacy import suppressed
from aftersales.records import Channel, Contact, Customer

HANDLES: Final = frozenset({Channel.X, Channel.MESSENGER, Channel.OTHER, Channel.POST})
"""Channels with names of their own: the same name on another channel is somebody else."""

Reached = tuple[str, str]
"""A kind of address, and the address in the one way in which it is compared."""


def reached_at(channel: str, address: str) -> Reached:
    """One address on any channel as it is compared, however somebody wrote it."""
    if channel in HANDLES:
        return channel, " ".join(address.split()).removeprefix("@").casefold()
    email = same_email(address)
    if channel == Channel.EMAIL or is_email(email):
        return "email", email
    number = "".join(mark for mark in address if mark not in " ()/.-\t\n\xa0").casefold()
    return "number", f"+{number[2:]}" if number.startswith("00") else number


def digest_of_address(secret: str, channel: Channel, address: str) -> str:
    """One address as it is kept: however it is written, the same one gives the same hash."""
    return blind_hash(secret, "erased", *reached_at(channel, address))


def digests_of(secret: str, contacts: Iterable[Contact]) -> set[str]:
    """Everything that somebody is recognised by."""
    return {digest_of_address(secret, each.channel, each.address) for each in contacts}


def note_return(deed: Deed, person: Customer, told: Collection[tuple[Channel, str | None]]) -> None:
    """Write down that somebody gave an address of a person who had their data erased, on whatever channel."""
    digests = [digest_of_address(deed.secret, channel, each) for channel, each in told if each]
    if digests and suppressed(deed.session, digests):
        deed.note("erased_customer_returned", person)
