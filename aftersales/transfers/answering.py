"""Whoever a unit was offered to says yes with their own details, or no."""

from __future__ import annotations

from dataclasses import dataclass

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.links import revoke_links
from aftersales.ownership import hand_over
from aftersales.queries.pages import registrations_of_unit
from aftersales.records import (
    LinkPurpose,
    OwnershipStart,
    ProductModel,
    Registration,
    RegistrationState,
    TransferState,
    Unit,
    UnitTransfer,
)
from aftersales.registrations.known import tell_what_is_known
from aftersales.registrations.moving import step
from aftersales.registrations.owners import keep_safety, owner_named
from aftersales.registrations.registering import register_unit
from aftersales.registrations.telling import zone_of_owner
from aftersales.store import lock_rows
from aftersales.transfer_states import settle
from aftersales.transfers.telling import tell_giver


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOwner:
    """Who says yes, in their own words.

    Attributes:
        wants_safety: they agree to be warned about the safety of the product.
        safety_email: another address for such warnings alone; empty without one.
    """

    name: str
    email: str
    phone: str = ""
    language: str = "en"
    wants_safety: bool = False
    safety_email: str = ""


def accept_transfer(
    deed: Deed, transfer: UnitTransfer, new: NewOwner, *, channel: str = "transfer"
) -> Registration:
    """The unit is theirs: they are registered and get their certificate, the former owner's registration ends.

    Args:
        deed: by the new owner, or by somebody of the house on their behalf.
        transfer: offered, and not run out.
        new: who they are.
        channel: where they said so.

    Raises:
        IllegalMove: it has ended before.
        NotAllowed: it has run out, or the unit has gone another way.
        NotUnderstood: their name is missing, an address is wrong, or they own it already.
    """
    lock_rows(deed.session, "unit_transfer", [transfer.id])
    deed.session.refresh(transfer)
    lock_rows(deed.session, "unit", [transfer.unit_id])
    unit = deed.session.get_one(Unit, transfer.unit_id)
    deed.session.refresh(unit)
    settle(deed, transfer, TransferState.ACCEPTED)
    _check(deed, transfer, unit)
    owner = owner_named(
        deed, name=new.name, email=new.email, phone=new.phone, language=new.language
    )
    if owner.id == unit.customer_id:
        raise NotUnderstood(
            "These are the details of the present owner. Write those of the new one.",
            [Problem("email", "it is the present owner's")],
        )
    deed.session.flush()
    hand_over(deed, unit, owner, OwnershipStart.PASSED_ON, is_buyer=False)
    _end_former(deed, unit, transfer)
    deed.session.flush()
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    row = register_unit(
        deed,
        unit,
        model,
        owner,
        channel=channel,
        zone=zone_of_owner(deed.session, owner.id),
        is_confirmed=True,
    )
    keep_safety(deed, owner, row, wants_safety=new.wants_safety, safety_email=new.safety_email)
    deed.session.flush()
    tell_giver(deed, transfer)
    tell_what_is_known(deed, unit, model, owner)
    return row


def decline_transfer(deed: Deed, transfer: UnitTransfer) -> None:
    """They do not take it: it stays its owner's, who hears so.

    Raises:
        IllegalMove: it has ended before.
    """
    lock_rows(deed.session, "unit_transfer", [transfer.id])
    deed.session.refresh(transfer)
    settle(deed, transfer, TransferState.DECLINED)
    tell_giver(deed, transfer)


def _check(deed: Deed, transfer: UnitTransfer, unit: Unit) -> None:
    if transfer.expires_at <= deed.now:
        raise NotAllowed("This offer has run out. Ask whoever owns the product to offer it again.")
    if unit.customer_id != transfer.customer_id or unit.superseded_by_unit_id is not None:
        raise NotAllowed("This product cannot be passed on like this any more. Please call us.")


def _end_former(deed: Deed, unit: Unit, transfer: UnitTransfer) -> None:
    """What the former owner had opens nothing any more."""
    for row in registrations_of_unit(deed.session, unit.id):
        for purpose in (LinkPurpose.REGISTRATION, LinkPurpose.PROOF):
            revoke_links(deed, purpose, row.id)
        if row.state is RegistrationState.ACTIVE:
            step(
                deed, row, RegistrationState.TRANSFERRED, why=f"passed on with {transfer.reference}"
            )
