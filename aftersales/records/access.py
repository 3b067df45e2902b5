"""Who may come in: users with their sessions, keys of shop systems, one-time codes, counted attempts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class Role(StrEnum):
    """What a user does in the house; a partner is a subcontractor, who sees only their own."""

    TECHNICIAN = "technician"
    SUPPORT = "support"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMIN = "admin"
    PARTNER = "partner"


class Scope(StrEnum):
    """What the key of a shop system opens."""

    CATALOGUE_READ = "catalogue:read"
    CATALOGUE_WRITE = "catalogue:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    SALES_READ = "sales:read"
    SALES_WRITE = "sales:write"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    VISITS_READ = "visits:read"
    VISITS_WRITE = "visits:write"
    PLANNING_READ = "planning:read"
    PLANNING_WRITE = "planning:write"
    MESSAGES_WRITE = "messages:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


class SessionEnd(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    REVOKED = "revoked"
    REPLAYED = "replayed"


class User(Record, table=True):
    """Somebody who signs in; a technician's user leads to the technician, a partner's to the partner."""

    __tablename__ = "user_account"

    id: UUID = key()
    email: str = words(unique=True)
    name: str = words()
    role: Role = chosen(Role)
    language: str = words(16)
    password_hash: str = words()
    technician_id: UUID | None = link("technician.id", nullable=True)
    service_partner_id: UUID | None = link("service_partner.id", nullable=True)
    phone: str = Field(default="", max_length=SHORT)
    is_on_call: bool = False
    is_active: bool = True
    created_at: datetime = moment()
    password_changed_at: datetime = moment()


class UserSession(Record, table=True):
    """One sign-in on one browser; its token is stored hashed and changes on the way.

    `former_token_hash` is the token before the last rotation: whoever shows it long after the new one was
    shown for the first time, at `confirmed_at`, holds a stolen copy, or their copy was stolen, so the
    session ends. Until then the answer that carried the new one may have been lost.
    """

    __tablename__ = "user_session"

    id: UUID = key()
    user_id: UUID = link("user_account.id")
    token_hash: str = words(64, unique=True)
    former_token_hash: str | None = Field(default=None, max_length=64, index=True)
    created_at: datetime = moment()
    rotated_at: datetime = moment()
    confirmed_at: datetime | None = moment(nullable=True)
    expires_at: datetime = moment(index=True)
    ended_at: datetime | None = moment(nullable=True)
    end: str = words(SHORT)


class ApiKey(Record, table=True):
    """The key of one shop system, stored hashed; `hint` is how its owner recognises it."""

    __tablename__ = "api_key"

    id: UUID = key()
    name: str = words(unique=True)
    key_hash: str = words(64, unique=True)
    hint: str = words(SHORT)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = moment()
    expires_at: datetime | None = moment(nullable=True)
    revoked_at: datetime | None = moment(nullable=True)


class OneTimeCode(Record, table=True):
    """Six digits sent to a buyer who lost their link; the digits are derived and stored nowhere."""

    __tablename__ = "one_time_code"

    id: UUID = key()
    customer_id: UUID | None = link("customer.id", nullable=True)
    asked_for_hash: str = words(64, index=True)
    created_at: datetime = moment()
    expires_at: datetime = moment(index=True)
    wrong_tries: int = 0
    used_at: datetime | None = moment(nullable=True)


class AttemptCount(Record, table=True):
    """How often something that may be guessed was tried lately; `what` is a hash without personal data."""

    __tablename__ = "attempt_count"

    what: str = Field(primary_key=True, max_length=64)
    count: int
    since_at: datetime = moment(index=True)
