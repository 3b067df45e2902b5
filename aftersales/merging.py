"""Two customers turn out to be one: everything of the one moves to the other in one transaction, and can be undone.

The one who goes keeps a row that points to the one who stays, so that old numbers, links and files still lead there.
Consents: where the two said different things about one purpose and channel, the stricter answer holds.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from aftersales.customers import record_consent, require_known
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.joining import join_contacts, join_places, part_contacts, part_places
from aftersales.queries.customers import consents_of
from aftersales.queries.following import let_go
from aftersales.queries.pointers import (
    lead_elsewhere,
    lock_customers,
    pointers,
    rows_of,
)
from aftersales.records import Channel, Consent, ConsentPurpose, Customer, CustomerMerge
from aftersales.shown import shown_otherwise
from aftersales.store import Session

PLACES: Final = "household_member"
"""A place in a household has no identifier of its own: `join_places` hands it on."""

Kind = tuple[ConsentPurpose, Channel]


def merge_customers(deed: Deed, survivor: Customer, loser: Customer, reason: str) -> CustomerMerge:
    """Make one customer of two.

    Args:
        deed: by whoever found out.
        survivor: stays, with their name, language and number.
        loser: goes; their number leads to the survivor from now on.
        reason: why they are the same, in a sentence for colleagues.

    Raises:
        NotUnderstood: they are the same row, or nobody says why.
        NotAllowed: one of them was erased or merged before, or one is a person and the other a company.
    """
    if survivor.id == loser.id:
        raise NotUnderstood(
            "This is the same customer. Choose the other one.",
            [Problem("loser", "it is the same customer")],
        )
    if not reason.strip():
        raise NotUnderstood(
            "Say in a sentence how you know that they are the same.",
            [Problem("reason", "it is missing")],
        )
    lock_customers(deed.session, survivor.id, loser.id)
    for each in (survivor, loser):
        deed.session.refresh(each)
        require_known(each)
    if survivor.kind is not loser.kind:
        raise NotAllowed(
            "One is a person and the other a company, and the law gives them different rights. "
            "Correct the kind of one of them first."
        )
    stricter = stricter_consents(deed.session, survivor.id, loser.id)
    moved: dict[str, Any] = {
        "contacts": join_contacts(deed, survivor.id, loser.id),
        "household": join_places(deed, survivor.id, loser.id),
        "consents": [],
    }
    deed.session.flush()
    for pointer in pointers():
        if pointer.table.name == PLACES:
            continue
        ids = rows_of(deed.session, pointer, loser.id, survivor.id)
        if ids:
            lead_elsewhere(deed.session, pointer, ids, loser.id, survivor.id)
            moved[pointer.name] = [str(each) for each in ids]
    deed.session.expire_all()
    for each in (survivor, loser):
        deed.session.refresh(each)
    for purpose, channel in stricter:
        line = record_consent(
            deed,
            survivor.id,
            channel,
            purpose,
            is_given=False,
            source=f"joined with {loser.number}: the stricter answer holds",
        )
        moved["consents"].append(str(line.id))
    loser.merged_into_id = survivor.id
    let_go(deed.session)
    merge = CustomerMerge(
        id=deed.new_id(),
        survivor_id=survivor.id,
        loser_id=loser.id,
        reason=reason.strip(),
        moved=moved,
        merged_at=deed.now,
    )
    deed.add(loser, merge)
    for each in (survivor, loser):
        deed.note("customer_merged", each, facts={"merge": str(merge.id)})
    shown_otherwise(deed, survivor.id)
    return merge


def undo_merge(deed: Deed, merge: CustomerMerge) -> None:
    """Make two customers of one again; what came to the survivor since stays with them.

    Raises:
        NotAllowed: it is undone already, or one of them was merged again or erased since.
    """
    lock_customers(deed.session, merge.survivor_id, merge.loser_id)
    deed.session.refresh(merge)
    survivor = deed.session.get_one(Customer, merge.survivor_id)
    loser = deed.session.get_one(Customer, merge.loser_id)
    deed.session.refresh(survivor)
    deed.session.refresh(loser)
    if merge.undone_at is not None or loser.merged_into_id != survivor.id:
        raise NotAllowed(
            "This cannot be undone any more: it was undone already, or merged again since. "
            "Undo the newest merge first."
        )
    for each in (survivor, loser):
        if each.erased_at is not None:
            raise NotAllowed("The data of this customer were erased, so nothing can be undone.")
    loser.merged_into_id = None
    deed.add(loser)
    deed.session.flush()
    let_go(deed.session)
    moved: dict[str, Any] = merge.moved
    for pointer in pointers():
        ids = [UUID(each) for each in moved.get(pointer.name, [])]
        if ids:
            lead_elsewhere(deed.session, pointer, ids, survivor.id, loser.id)
    deed.session.expire_all()
    part_contacts(deed, survivor.id, loser.id, moved["contacts"])
    part_places(deed, survivor.id, loser.id, moved["household"])
    _give_back_consents(deed, survivor, [UUID(each) for each in moved["consents"]])
    merge.undone_at = deed.now
    deed.add(merge)
    for each in (survivor, loser):
        deed.note("customer_unmerged", each, facts={"merge": str(merge.id)})
    shown_otherwise(deed, survivor.id, loser.id)


def stricter_consents(session: Session, survivor_id: UUID, loser_id: UUID) -> list[Kind]:
    """Where one of two agreed and the other did not: what is taken back when they become one."""
    one, other = _newest(session, survivor_id), _newest(session, loser_id)
    return sorted(
        kind for kind in one.keys() & other.keys() if one[kind].is_given != other[kind].is_given
    )


def _newest(session: Session, customer_id: UUID) -> dict[Kind, Consent]:
    return {(line.purpose, line.channel): line for line in consents_of(session, customer_id)}


def _give_back_consents(deed: Deed, survivor: Customer, lines: list[UUID]) -> None:
    """What the survivor had agreed to holds again, unless they said something else since."""
    ledger = consents_of(deed.session, survivor.id)
    for line in [each for each in ledger if each.id in lines]:
        same = [
            each for each in ledger if (each.purpose, each.channel) == (line.purpose, line.channel)
        ]
        before = [each for each in same if each.id not in lines]
        if same[-1].id == line.id and before and before[-1].is_given:
            record_consent(
                deed,
                survivor.id,
                line.channel,
                line.purpose,
                is_given=True,
                source=f"{before[-1].source} (joined by mistake, and parted again)",
            )
