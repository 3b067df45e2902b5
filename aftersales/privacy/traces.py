"""Where somebody stands outside the rows that are theirs: found by the addresses that they wrote from or gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from aftersales.queries.belongings import Rows
from aftersales.queries.intakes import intakes_of_messages
from aftersales.queries.leftovers import (
    addresses_heard_from,
    contacts_of_others,
    intakes_of_notices,
    intakes_set_aside_of_all,
    messages_from,
)
from aftersales.store import Session
from aftersales.suppression import Reached, reached_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What names somebody elsewhere.

    Attributes:
        emails: the e-mail addresses that are theirs.
        intakes: messages in no case of theirs.
        own_intakes: those of them that came from, or name, an address which nobody else has.
        messages: what was said from or to their own addresses in the cases of others.
    """

    emails: frozenset[str]
    intakes: frozenset[UUID]
    own_intakes: frozenset[UUID]
    messages: frozenset[UUID]


def traces_of(
    session: Session, customer_ids: Collection[UUID], found: Mapping[str, Rows]
) -> Traces:
    """The traces of some customers, whose own rows were found before."""
    told = [(row["channel"], row["address"]) for row in found.get("contact", [])]
    told += addresses_heard_from(session, customer_ids)
    theirs = {reached_at(*each) for each in told}
    written = {each for _channel, each in told} | {each for _kind, each in theirs}
    others = contacts_of_others(session, written, customer_ids)
    shared = {reached_at(each.channel, each.address) for each in others}
    own = theirs - shared
    messages = messages_from(session, _written(told, own), customer_ids)
    returned = intakes_of_notices(session, [row["id"] for row in found.get("notice", [])])
    certain = [*returned, *(each.id for each in intakes_of_messages(session, messages))]
    return Traces(
        emails=_emails(theirs),
        intakes=frozenset({*certain, *_set_aside(session, theirs)}),
        own_intakes=frozenset({*certain, *_set_aside(session, own)}),
        messages=frozenset(messages),
    )


def _set_aside(session: Session, reached: Collection[Reached]) -> list[UUID]:
    return [
        each.id
        for each in intakes_set_aside_of_all(session, _emails(reached))
        if each.is_naming or (each.address and reached_at(each.channel, each.address) in reached)
    ]


def _written(told: Collection[tuple[str, str]], reached: Collection[Reached]) -> set[str]:
    """These addresses in every way in which they were written."""
    spelled = {each for channel, each in told if reached_at(channel, each) in reached}
    return spelled | {each for _kind, each in reached}


def _emails(reached: Collection[Reached]) -> frozenset[str]:
    return frozenset(each for kind, each in reached if kind == "email")
