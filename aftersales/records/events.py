"""The audit trail, and the links by which people without an account reach what is theirs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class ActorKind(StrEnum):
    """Who did something."""

    SYSTEM = "system"
    CUSTOMER = "customer"
    TECHNICIAN = "technician"
    STAFF = "staff"
    SHOP = "shop"
    PARTNER = "partner"


class LinkPurpose(StrEnum):
    """The one thing a link may be used for; CHAT opens a case for whoever began it on the help page, unproven."""

    BOOKING = "booking"
    VISIT = "visit"
    FEED = "feed"
    SHARED_FEED = "shared_feed"
    BUYER = "buyer"
    RECALL = "recall"
    COMPLAINT = "complaint"
    SURVEY = "survey"
    REGISTRATION = "registration"
    PROOF = "proof"
    RETURN = "return"
    TRANSFER = "transfer"
    CASE = "case"
    CHAT = "chat"
    MAINTENANCE = "maintenance"
    WORK_OFFERS = "work_offers"


class Event(Record, table=True):
    """Something happened: who, when, what, why, and which notice it caused."""

    __tablename__ = "event"

    id: UUID = key()
    at: datetime = moment(index=True)
    actor_kind: ActorKind = chosen(ActorKind)
    actor: str = words(SHORT)
    what: str = words(SHORT, index=True)
    why: str = words(2000)
    subject_kind: str = words(SHORT)
    subject_id: UUID = Field(index=True)
    facts: dict[str, object] = facts()
    notice_id: UUID | None = link("notice.id", nullable=True)


class Link(Record, table=True):
    """An unguessable address, bound to one purpose and one subject, stored as a hash, revocable."""

    __tablename__ = "link"

    id: UUID = key()
    purpose: LinkPurpose = chosen(LinkPurpose)
    subject_id: UUID = Field(index=True)
    token_hash: str = words(64, unique=True)
    created_at: datetime = moment()
    expires_at: datetime | None = moment(nullable=True)
    revoked_at: datetime | None = moment(nullable=True)
