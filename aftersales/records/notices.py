"""What people are told: a notice is a row written with its cause, delivered afterwards."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words
from aftersales.records.people import Channel


class RecipientKind(StrEnum):
    """Who a notice is for; whoever a unit is offered to is no customer yet."""

    CUSTOMER = "customer"
    TECHNICIAN = "technician"
    TERRITORY = "territory"
    USER = "user"
    INVITED = "invited"
    PARTNER = "partner"


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    GIVEN_UP = "given_up"


class DeliveryState(StrEnum):
    """How one attempt ended."""

    STARTED = "started"
    SENT = "sent"
    FAILED = "failed"


class Notice(Record, table=True):
    """One thing one person is told once.

    `unrepeatable_key` is `<kind>:<subject>:<revision>:<recipient>`; the facts are frozen here and
    rendered the same way at every attempt, so that a repeat is the very same message. Long after it,
    at `forgotten_at`, names, places and serial numbers are taken out of them; what was promised stays.
    """

    __tablename__ = "notice"

    id: UUID = key()
    unrepeatable_key: str = words(unique=True)
    kind: str = words(SHORT, index=True)
    state: NoticeState = chosen(NoticeState, index=True)
    subject_kind: str = words(SHORT)
    subject_id: UUID = Field(index=True)
    recipient_kind: RecipientKind = chosen(RecipientKind)
    recipient_id: UUID = Field(index=True)
    language: str = words(16)
    facts: dict[str, object] = facts()
    created_at: datetime = moment()
    not_before_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(nullable=True)
    attempts: int = 0
    forgotten_at: datetime | None = moment(nullable=True)


class NoticeDelivery(Record, table=True):
    """One attempt to deliver one notice on one channel; `is_final` says that trying again there is useless."""

    __tablename__ = "notice_delivery"
    __table_args__ = (UniqueConstraint("notice_id", "attempt"),)

    id: UUID = key()
    notice_id: UUID = link("notice.id")
    attempt: int
    channel: Channel = chosen(Channel)
    contact_id: UUID | None = link("contact.id", nullable=True)
    state: DeliveryState = chosen(DeliveryState)
    started_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)
    error: str = words(2000)
    is_final: bool = False
