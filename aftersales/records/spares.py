"""Spare parts: what there is, where pieces of it lie, and what is asked for to do which work."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class SpareState(StrEnum):
    """How far a parts request has come; what has arrived is set aside for its work."""

    REQUESTED = "requested"
    ORDERED = "ordered"
    ARRIVED = "arrived"
    FITTED = "fitted"
    CANCELLED = "cancelled"


class SparePart(Record, table=True):
    """A spare part as it stands in the catalogue; without types and models it fits any product."""

    __tablename__ = "spare_part"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    name: str = words()
    product_types: list[str] = Field(default_factory=list, sa_type=JSON)
    skus: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = moment()


class SpareStock(Record, table=True):
    """Free pieces of a part in one place: a depot, or a technician's van; what is set aside is not among them."""

    __tablename__ = "spare_stock"
    __table_args__ = (
        UniqueConstraint("spare_part_id", "depot_id"),
        UniqueConstraint("spare_part_id", "technician_id"),
        CheckConstraint("quantity >= 0", name="quantity"),
    )

    id: UUID = key()
    spare_part_id: UUID = link("spare_part.id")
    depot_id: UUID | None = link("depot.id", nullable=True)
    technician_id: UUID | None = link("technician.id", nullable=True)
    quantity: int = 0


class SpareRequest(Record, table=True):
    """Pieces of a part that a work order needs.

    `expected_on` is the first day on which they can be taken along, as far as anybody knows; once they have arrived
    they lie in `depot_id`, or in the van of `technician_id`.
    """

    __tablename__ = "spare_request"

    id: UUID = key()
    work_order_id: UUID = link("work_order.id")
    spare_part_id: UUID = link("spare_part.id")
    quantity: int
    state: SpareState = chosen(SpareState, index=True)
    expected_on: date | None = Field(default=None, index=True)
    depot_id: UUID | None = link("depot.id", nullable=True)
    technician_id: UUID | None = link("technician.id", nullable=True)
    created_at: datetime = moment()
    arrived_at: datetime | None = moment(nullable=True)
    revision: int = 1
