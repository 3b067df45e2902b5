"""Whose a unit was and is, and its way from one owner to the next."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class OwnershipStart(StrEnum):
    """How somebody became an owner."""

    BOUGHT = "bought"
    PASSED_ON = "passed_on"
    PROVEN = "proven"


class TransferState(StrEnum):
    """How far a unit is on its way to another owner."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Ownership(Record, table=True):
    """A time in which a unit was one customer's; a unit without rows has been its present owner's ever since.

    `is_buyer` says that they bought it new, so that what was promised to the buyer alone is theirs.
    """

    __tablename__ = "ownership"

    id: UUID = key()
    unit_id: UUID = link("unit.id")
    customer_id: UUID = link("customer.id")
    how: OwnershipStart = chosen(OwnershipStart)
    is_buyer: bool
    since_at: datetime = moment()
    until_at: datetime | None = moment(nullable=True)


class UnitTransfer(Record, table=True):
    """The present owner passes a unit on to somebody who is no customer yet.

    Name and address of whoever it is offered to stand here while it is open, and are taken out when it ends.
    While it is open, `live_key` keeps the unit from being offered twice.
    """

    __tablename__ = "unit_transfer"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    unit_id: UUID = link("unit.id")
    customer_id: UUID = link("customer.id")
    state: TransferState = chosen(TransferState, index=True)
    name: str = words()
    email: str = words()
    language: str = words(16)
    live_key: str | None = Field(default=None, max_length=SHORT, unique=True)
    offered_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    settled_at: datetime | None = moment(nullable=True)
    revision: int = 1
