"""Customers, how to reach them, and what they agreed to."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import (
    SHORT,
    Record,
    chosen,
    facts,
    key,
    link,
    moment,
    paired,
    words,
)


class CustomerKind(StrEnum):
    """A person has consumer rights; a company has what its contract says."""

    PERSON = "person"
    COMPANY = "company"


class Channel(StrEnum):
    """A way to reach somebody."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"
    WHATSAPP = "whatsapp"
    X = "x"
    MESSENGER = "messenger"
    OTHER = "other"


class ConsentPurpose(StrEnum):
    """What a contact may be used for beyond the contract itself."""

    VISIT_MESSAGES = "visit_messages"
    SAFETY_ONLY = "safety_only"
    SURVEYS = "surveys"
    MARKETING = "marketing"


class Customer(Record, table=True):
    """Somebody who bought something; erased customers keep their row and lose their name.

    A customer who turned out to be the same as another one keeps their row, which points to that one.
    """

    __tablename__ = "customer"

    id: UUID = key()
    number: str = words(SHORT, unique=True)
    kind: CustomerKind = chosen(CustomerKind)
    name: str = words(index=True)
    language: str = words(16)
    created_at: datetime = moment()
    erased_at: datetime | None = moment(nullable=True)
    merged_into_id: UUID | None = link("customer.id", nullable=True)


class Contact(Record, table=True):
    """One address of one customer on one channel; a letter to a dead one came back at `bounced_at`."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("customer_id", "channel", "address"),)

    id: UUID = key()
    customer_id: UUID = link("customer.id")
    channel: Channel = chosen(Channel)
    address: str = words(index=True)
    is_preferred: bool = False
    is_safety_only: bool = False
    verified_at: datetime | None = moment(nullable=True)
    bounced_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class Consent(Record, table=True):
    """One line of the consent ledger: the newest line of a purpose and channel holds."""

    __tablename__ = "consent"

    id: UUID = key()
    customer_id: UUID = link("customer.id")
    channel: Channel = chosen(Channel)
    purpose: ConsentPurpose = chosen(ConsentPurpose)
    is_given: bool
    at: datetime = moment()
    source: str = words()


class Household(Record, table=True):
    """Customers who live together, each with their own products and addresses."""

    __tablename__ = "household"

    id: UUID = key()
    created_at: datetime = moment()


class HouseholdMember(Record, table=True):
    """A customer's place in the one household they belong to, and why somebody put them there."""

    __tablename__ = "household_member"

    customer_id: UUID = paired("customer.id")
    household_id: UUID = link("household.id")
    reason: str = words(2000)
    joined_at: datetime = moment()


class CustomerMerge(Record, table=True):
    """Two customers became one: `moved` says exactly what, so that it can be undone.

    It holds the identifiers of moved rows by table and column, and under names of their own the contacts that both
    had, the place in a household that was given up, and consents that the stricter answer replaced.
    """

    __tablename__ = "customer_merge"

    id: UUID = key()
    survivor_id: UUID = link("customer.id")
    loser_id: UUID = link("customer.id")
    reason: str = words(2000)
    moved: dict[str, object] = facts()
    merged_at: datetime = moment()
    undone_at: datetime | None = moment(nullable=True)


class Erasure(Record, table=True):
    """A customer's data were erased: how many rows of what, and when the rest is due."""

    __tablename__ = "erasure"

    id: UUID = key()
    customer_id: UUID = link("customer.id")
    counts: dict[str, object] = facts()
    erased_at: datetime = moment()
    rest_due_on: date | None = Field(default=None, index=True)
    finished_at: datetime | None = moment(nullable=True)


class Suppression(Record, table=True):
    """One address of somebody whose data were erased, as a blind hash that cannot be undone."""

    __tablename__ = "suppression"

    digest: str = Field(primary_key=True, max_length=64)
    erasure_id: UUID = link("erasure.id")
