"""What one customer can have only once, when two become one: an address on a channel, a place in a household."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from aftersales.deed import Deed
from aftersales.queries.customers import deliveries_to_contact, membership_of
from aftersales.queries.notices import contacts_of
from aftersales.records import Channel, Contact, Household, HouseholdMember
from aftersales.suppression import reached_at

Facts = dict[str, Any]


def same_address(contact: Contact) -> tuple[Channel, str]:
    """A contact as it is compared: however an e-mail address is capitalised or a number is spaced."""
    return contact.channel, reached_at(contact.channel, contact.address)[1]


def join_contacts(deed: Deed, survivor_id: UUID, loser_id: UUID) -> list[Facts]:
    """Keep one of each address that both have, for safety only if either said so; answers what was given up."""
    kept = {same_address(each): each for each in contacts_of(deed.session, survivor_id)}
    has_preferred = {each.channel for each in kept.values() if each.is_preferred}
    given_up = []
    for each in contacts_of(deed.session, loser_id):
        same = kept.get(same_address(each))
        if same is None:
            if each.is_preferred and each.channel in has_preferred:
                given_up.append({"id": str(each.id), "was_preferred": True})
                each.is_preferred = False
                deed.add(each)
            continue
        given_up.append(
            {
                "id": str(each.id),
                "into": str(same.id),
                "spelled": each.address if each.address != same.address else None,
                "into_was_safety_only": same.is_safety_only,
                "is_preferred": each.is_preferred,
                "is_safety_only": each.is_safety_only,
                "verified_at": None if each.verified_at is None else each.verified_at.isoformat(),
                "created_at": each.created_at.isoformat(),
            }
        )
        same.is_safety_only = same.is_safety_only or each.is_safety_only
        deed.add(same)
        for delivery in deliveries_to_contact(deed.session, each.id):
            delivery.contact_id = same.id
            deed.add(delivery)
        deed.remove([each])
    return given_up


def part_contacts(deed: Deed, survivor_id: UUID, loser_id: UUID, given_up: list[Facts]) -> None:
    """Give back what `join_contacts` took, as far as the survivor still has it."""
    for facts in given_up:
        if "into" not in facts:
            row = deed.session.get(Contact, UUID(facts["id"]))
            if row is not None and row.customer_id == loser_id:
                row.is_preferred = True
                deed.add(row)
            continue
        same = deed.session.get(Contact, UUID(facts["into"]))
        if same is None or same.customer_id != survivor_id:
            continue
        same.is_safety_only = facts["into_was_safety_only"]
        deed.add(
            same,
            Contact(
                id=UUID(facts["id"]),
                customer_id=loser_id,
                channel=same.channel,
                address=facts["spelled"] or same.address,
                is_preferred=facts["is_preferred"],
                is_safety_only=facts["is_safety_only"],
                verified_at=None
                if facts["verified_at"] is None
                else datetime.fromisoformat(facts["verified_at"]),
                created_at=datetime.fromisoformat(facts["created_at"]),
            ),
        )


def join_places(deed: Deed, survivor_id: UUID, loser_id: UUID) -> Facts:
    """Give the survivor the loser's place in a household if they have none; answers what the loser had."""
    theirs, own = membership_of(deed.session, loser_id), membership_of(deed.session, survivor_id)
    if theirs is None:
        return {}
    facts = {
        "household_id": str(theirs.household_id),
        "reason": theirs.reason,
        "joined_at": theirs.joined_at.isoformat(),
        "is_handed_on": own is None,
    }
    deed.remove([theirs])
    if own is None:
        deed.add(_place(survivor_id, facts))
    return facts


def part_places(deed: Deed, survivor_id: UUID, loser_id: UUID, facts: Facts) -> None:
    """Give the loser their place in the household back, if it is still there."""
    if not facts or deed.session.get(Household, UUID(facts["household_id"])) is None:
        return
    own = membership_of(deed.session, survivor_id)
    if facts["is_handed_on"] and own is not None and str(own.household_id) == facts["household_id"]:
        deed.remove([own])
    deed.add(_place(loser_id, facts))


def _place(customer_id: UUID, facts: Facts) -> HouseholdMember:
    return HouseholdMember(
        customer_id=customer_id,
        household_id=UUID(facts["household_id"]),
        reason=facts["reason"],
        joined_at=datetime.fromisoformat(facts["joined_at"]),
    )
