"""Whose was a unit, who bought it, and on which way is it to somebody else?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Customer,
    Notice,
    NoticeState,
    Ownership,
    RecipientKind,
    TransferState,
    UnitTransfer,
)


def ownerships_of(session: Session, unit_id: UUID) -> Sequence[tuple[Ownership, Customer]]:
    """Everybody whose a unit was or is, the first first; nobody while it has had one owner only."""
    return session.exec(
        select(Ownership, Customer)
        .join(Customer, col(Customer.id) == Ownership.customer_id)
        .where(Ownership.unit_id == unit_id)
        .order_by(col(Ownership.since_at), col(Ownership.id))
    ).all()


def is_buyer(session: Session, unit_id: UUID, customer_id: UUID) -> bool:
    """Whether somebody bought this unit new; without a history its one owner did."""
    return (unit_id, customer_id) not in later_owners(session, [(unit_id, customer_id)])


def later_owners(session: Session, pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of these pairs of unit and customer in which the customer did not buy the unit new."""
    bought: dict[UUID, set[UUID]] = {}
    for chunk in chunks({unit_id for unit_id, _customer_id in pairs}):
        rows = session.exec(select(Ownership).where(col(Ownership.unit_id).in_(chunk)))
        for row in rows:
            buyers = bought.setdefault(row.unit_id, set())
            if row.is_buyer:
                buyers.add(row.customer_id)
    return {
        (unit_id, customer_id)
        for unit_id, customer_id in pairs
        if unit_id in bought and customer_id not in bought[unit_id]
    }


def present_ownership(session: Session, unit_id: UUID) -> Ownership | None:
    """The line of the present owner, if the unit has a history."""
    return session.exec(
        select(Ownership).where(Ownership.unit_id == unit_id, col(Ownership.until_at).is_(None))
    ).one_or_none()


def open_transfer(session: Session, unit_id: UUID) -> UnitTransfer | None:
    """The one way on which a unit is to somebody else now."""
    return session.exec(
        select(UnitTransfer).where(UnitTransfer.live_key == str(unit_id))
    ).one_or_none()


def open_transfers_by(session: Session, customer_ids: Collection[UUID]) -> Sequence[UnitTransfer]:
    """Every unit that some customers have offered to somebody, and that nobody has taken yet."""
    return session.exec(
        select(UnitTransfer)
        .where(
            col(UnitTransfer.customer_id).in_(customer_ids),
            UnitTransfer.state == TransferState.OFFERED,
        )
        .order_by(col(UnitTransfer.id))
    ).all()


def transfers_of(session: Session, unit_id: UUID) -> Sequence[UnitTransfer]:
    """Every time that a unit was offered to somebody else, the newest first."""
    return session.exec(
        select(UnitTransfer)
        .where(UnitTransfer.unit_id == unit_id)
        .order_by(col(UnitTransfer.offered_at).desc(), col(UnitTransfer.id).desc())
    ).all()


def is_unreached(session: Session, transfer_id: UUID) -> bool:
    """Whether the message about a transfer could not be delivered to whoever the unit was offered to."""
    found = session.exec(_UNREACHED.where(Notice.subject_id == transfer_id)).first()
    return found is not None


_UNREACHED: Final = select(Notice.subject_id).where(
    Notice.subject_kind == "unit_transfer",
    Notice.recipient_kind == RecipientKind.INVITED,
    Notice.state == NoticeState.UNREACHABLE,
)


def transfers_run_out(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Transfers that nobody answered in time or was reached with, the longest overdue first."""
    return session.exec(
        select(UnitTransfer.id)
        .where(
            UnitTransfer.state == TransferState.OFFERED,
            or_(col(UnitTransfer.expires_at) <= now, col(UnitTransfer.id).in_(_UNREACHED)),
        )
        .order_by(col(UnitTransfer.expires_at), col(UnitTransfer.id))
        .limit(limit)
    ).all()
