"""The present owner passes a unit on, takes that back, or nobody answers in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aftersales.deed import SYSTEM, Deed
from aftersales.email_addresses import email_to_keep
from aftersales.errors import Collision, NotAllowed, NotUnderstood, Problem
from aftersales.parts import Parts
from aftersales.queries.claims import is_given_back
from aftersales.queries.notices import contacts_of
from aftersales.queries.ownership import is_unreached, open_transfer, transfers_run_out
from aftersales.records import TransferState, Unit, UnitTransfer
from aftersales.store import lock_rows
from aftersales.transfer_states import settle
from aftersales.transfers.telling import invite, tell_giver

BATCH: Final = 50
"""Transfers that lapse in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom a unit is offered to, as its owner typed it."""

    name: str
    email: str
    language: str


def offer_transfer(deed: Deed, unit: Unit, invited: Invited) -> UnitTransfer:
    """Offer a unit to somebody, who gets a message with a link; nothing changes before they say yes.

    Raises:
        Collision: it is offered to somebody already.
        NotAllowed: it was replaced or went back.
        NotUnderstood: a name or an address is missing, or the address is the owner's own.
    """
    lock_rows(deed.session, "unit", [unit.id])
    deed.session.refresh(unit)
    _check_unit(deed, unit)
    name, email = " ".join(invited.name.split()), email_to_keep(invited.email)
    if not name:
        raise NotUnderstood("Write who gets it.", [Problem("name", "it is missing")])
    if email in {each.address for each in contacts_of(deed.session, unit.customer_id)}:
        raise NotUnderstood(
            "This is the address of the present owner. Write that of the new one.",
            [Problem("email", "it is the present owner's")],
        )
    transfer = UnitTransfer(
        id=deed.new_id(),
        reference=deed.ids.reference("T"),
        unit_id=unit.id,
        customer_id=unit.customer_id,
        state=TransferState.OFFERED,
        name=name,
        email=email,
        language=invited.language,
        live_key=str(unit.id),
        offered_at=deed.now,
        expires_at=deed.now + timedelta(days=deed.settings.transfer_days),
    )
    deed.add(transfer)
    deed.session.flush()
    notice = invite(deed, transfer, unit)
    deed.note("transfer_offered", transfer, notice_id=notice.id)
    return transfer


def withdraw_transfer(deed: Deed, transfer: UnitTransfer) -> None:
    """The owner keeps the unit: the link that was sent opens nothing any more.

    Raises:
        IllegalMove: it has ended before.
    """
    lock_rows(deed.session, "unit_transfer", [transfer.id])
    deed.session.refresh(transfer)
    settle(deed, transfer, TransferState.WITHDRAWN)


def lapse_transfers(parts: Parts) -> int:
    """End what nobody answered in time, or could be reached with; the owners hear why. Answers how many it was."""
    with parts.doing(SYSTEM) as deed:
        due = transfers_run_out(deed.session, deed.now, BATCH)
        lock_rows(deed.session, "unit_transfer", list(due))
        lapsed = 0
        for each in due:
            transfer = deed.session.get_one(UnitTransfer, each)
            deed.session.refresh(transfer)
            if transfer.state is TransferState.OFFERED:
                is_lost = is_unreached(deed.session, transfer.id)
                settle(deed, transfer, TransferState.LAPSED)
                tell_giver(deed, transfer, is_unreached=is_lost)
                lapsed += 1
    return lapsed


def _check_unit(deed: Deed, unit: Unit) -> None:
    if unit.superseded_by_unit_id is not None:
        raise NotAllowed("This unit was replaced by another one. Pass that one on.")
    if is_given_back(deed.session, unit.id):
        raise NotAllowed("The money for this unit was given back, so nobody owns it any more.")
    if open_transfer(deed.session, unit.id) is not None:
        raise Collision(
            "This unit is offered to somebody already. Take that back first, or wait for the answer."
        )
