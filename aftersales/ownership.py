"""Units change hands: who owned them is kept, so that what was promised to the first buyer alone ends for the next."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.queries.ownership import open_transfer, present_ownership
from aftersales.records import Customer, Ownership, OwnershipStart, TransferState, Unit
from aftersales.transfer_states import settle


def hand_over(
    deed: Deed, unit: Unit, owner: Customer, how: OwnershipStart, *, is_buyer: bool
) -> None:
    """Let a unit be another customer's from now on; the place where it stood stays the former owner's.

    Whatever way it was on to somebody else ends.

    Args:
        deed: by whoever does it.
        unit: whose row is locked.
        owner: the new one.
        how: how it came to them.
        is_buyer: they bought it new, and whoever had it before was only thought to have.
    """
    offered = open_transfer(deed.session, unit.id)
    if offered is not None:
        settle(deed, offered, TransferState.WITHDRAWN)
    former = present_ownership(deed.session, unit.id)
    if former is None:
        former = Ownership(
            id=deed.new_id(),
            unit_id=unit.id,
            customer_id=unit.customer_id,
            how=OwnershipStart.BOUGHT,
            is_buyer=not is_buyer,
            since_at=unit.created_at,
        )
    former.until_at = deed.now
    deed.add(former, _begun(deed, unit, owner, how, is_buyer=is_buyer))
    unit.customer_id, unit.location_id = owner.id, None
    deed.add(unit)
    deed.note("unit_owner_changed", unit)


def inherit_ownership(deed: Deed, unit: Unit, new: Unit, owner: Customer) -> None:
    """A replacement is owned as the unit was that it replaces: a later owner does not become its buyer."""
    present = present_ownership(deed.session, unit.id)
    if present is not None:
        deed.add(_begun(deed, new, owner, present.how, is_buyer=present.is_buyer))


def _begun(
    deed: Deed, unit: Unit, owner: Customer, how: OwnershipStart, *, is_buyer: bool
) -> Ownership:
    return Ownership(
        id=deed.new_id(),
        unit_id=unit.id,
        customer_id=owner.id,
        how=how,
        is_buyer=is_buyer,
        since_at=deed.now,
    )
