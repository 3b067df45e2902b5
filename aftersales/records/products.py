"""What is sold, what was sold to whom, and the covers that stand behind each unit."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class RegistrationState(StrEnum):
    """How far a registration has come (FIELD, Registration)."""

    SUBMITTED = "submitted"
    VERIFIED = "verified"
    NEEDS_INFO = "needs_info"
    REJECTED = "rejected"
    ACTIVE = "active"
    TRANSFERRED = "transferred"
    SUPERSEDED = "superseded"
    ERASED = "erased"


REGISTRATION_OPEN: Final = (RegistrationState.SUBMITTED, RegistrationState.NEEDS_INFO)
"""States in which somebody has to look at a registration, or its owner to answer."""


class ProductModel(Record, table=True):
    """A product as it stands in the catalogue."""

    __tablename__ = "product_model"

    id: UUID = key()
    sku: str = words(SHORT, unique=True)
    name: str = words()
    brand: str = words()
    product_type: str = words(SHORT, index=True)
    serial_pattern: str | None = words()
    serial_check: str | None = Field(default=None, max_length=SHORT)
    serial_ranges: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    hazards: str = words()
    expected_life_months: int | None = None
    created_at: datetime = moment()


class CoverTerm(Record, table=True):
    """One commercial promise of a product model: what a maker or seller answers for, and how long."""

    __tablename__ = "cover_term"

    id: UUID = key()
    product_model_id: UUID = link("product_model.id")
    kind: str = words(SHORT)
    provider: str = words()
    starts: str = words(SHORT)
    months: int
    parts_percent: int = 100
    labour_percent: int = 100
    travel_percent: int = 100
    has_loaner: bool = False
    components: list[str] = Field(default_factory=list, sa_type=JSON)
    exclusions: list[str] = Field(default_factory=list, sa_type=JSON)
    is_transferable: bool = True
    is_for_defects_only: bool = True
    requires_maintenance: bool = False
    payer: str | None = Field(default=None, max_length=SHORT)
    exchange: str | None = Field(default=None, max_length=SHORT)
    source: str = words()


class Order(Record, table=True):
    """A sale, as the shop system handed it over."""

    __tablename__ = "sales_order"

    id: UUID = key()
    number: str = words(SHORT, unique=True)
    customer_id: UUID = link("customer.id")
    location_id: UUID | None = link("location.id", nullable=True)
    channel: str = words(SHORT)
    ordered_on: date = Field(index=True)
    created_at: datetime = moment()


class OrderLine(Record, table=True):
    """One product of a sale; the price of its installation is 0 where it came free, and None where nobody said.

    `delivered_on` is the day on which it came, or will for certain; while its delivery is awaited `delivery_on` is the
    day on which it is expected, as far as anybody knows.
    """

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "line_number"),)

    id: UUID = key()
    order_id: UUID = link("sales_order.id")
    line_number: int
    product_model_id: UUID = link("product_model.id")
    quantity: int
    unit_price_cents: int
    currency: str = words(3)
    delivered_on: date | None = None
    is_delivery_awaited: bool = False
    delivery_on: date | None = None
    wants_installation: bool = False
    installation_price_cents: int | None = None


class Unit(Record, table=True):
    """One sold item with its serial; all units together are the installed base."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("product_model_id", "serial"),)

    id: UUID = key()
    product_model_id: UUID = link("product_model.id")
    serial: str | None = words(SHORT, index=True)
    order_line_id: UUID | None = link("order_line.id", nullable=True)
    customer_id: UUID = link("customer.id")
    location_id: UUID | None = link("location.id", nullable=True)
    country: str = words(2)
    purchased_on: date = Field(index=True)
    delivered_on: date | None = None
    installed_on: date | None = None
    manufactured_on: date | None = None
    superseded_by_unit_id: UUID | None = link("unit.id", nullable=True)
    created_at: datetime = moment()


class Registration(Record, table=True):
    """An owner made known to the maker; it never decides about a claim.

    `told` is what the owner typed, to be compared with the proof; `question` is what was asked last, or why not.
    """

    __tablename__ = "registration"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    unit_id: UUID = link("unit.id")
    customer_id: UUID = link("customer.id")
    state: RegistrationState = chosen(RegistrationState, index=True)
    channel: str = words(SHORT)
    question: str = words(2000)
    told: dict[str, object] = facts()
    submitted_at: datetime = moment(index=True)
    revision: int = 1


class Cover(Record, table=True):
    """What one provider answers for on one unit, as computed by the rules of `warranty`."""

    __tablename__ = "cover"

    id: UUID = key()
    unit_id: UUID = link("unit.id")
    kind: str = words(SHORT)
    provider: str = words()
    starts_on: date
    ends_on: date
    counted_from: str = words(SHORT)
    parts_percent: int
    labour_percent: int
    travel_percent: int
    has_loaner: bool = False
    components: list[str] = Field(default_factory=list, sa_type=JSON)
    exclusions: list[str] = Field(default_factory=list, sa_type=JSON)
    is_transferable: bool | None = None
    is_for_defects_only: bool = True
    requires_maintenance: bool = False
    burden_of_proof_turns_on: date | None = None
    payer: str | None = Field(default=None, max_length=SHORT)
    exchange: str | None = Field(default=None, max_length=SHORT)
    is_extended: bool = False
    source: str = words()
    computed_at: datetime = moment()
