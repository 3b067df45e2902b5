"""Events told to shop systems under signed addresses, and the answers kept for repeated requests."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class WebhookState(StrEnum):
    """How far a message to a shop system has come."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class WebhookEndpoint(Record, table=True):
    """An address that is told of some kinds of events; its secret is derived and stored nowhere.

    `busy_until_at` is set while somebody sends to it, so that messages leave one after the other.
    `trouble` says what went wrong last, since `failing_since_at`; both are empty when all is well.
    """

    __tablename__ = "webhook_endpoint"

    id: UUID = key()
    url: str = words(2000)
    events: list[str] = Field(default_factory=list, sa_type=JSON)
    is_active: bool = True
    api_key_id: UUID | None = link("api_key.id", nullable=True)
    secret_generation: int = 1
    secret_rotated_at: datetime | None = moment(nullable=True)
    trouble: str = words(2000)
    failing_since_at: datetime | None = moment(nullable=True)
    busy_until_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    removed_at: datetime | None = moment(nullable=True)


class WebhookMessage(Record, table=True):
    """One event for one endpoint; identifiers only, nothing personal."""

    __tablename__ = "webhook_message"

    id: UUID = key()
    endpoint_id: UUID = link("webhook_endpoint.id")
    kind: str = words(SHORT)
    content: dict[str, object] = facts()
    state: WebhookState = chosen(WebhookState, index=True)
    attempts: int = 0
    last_status: int | None = None
    error: str = words(2000)
    created_at: datetime = moment()
    not_before_at: datetime = moment(index=True)
    sent_at: datetime | None = moment(nullable=True)


class RememberedAnswer(Record, table=True):
    """The answer to a POST with an idempotency key: the same key from the same caller gets it again for 24 hours."""

    __tablename__ = "remembered_answer"

    caller: str = Field(primary_key=True, max_length=SHORT)
    key: str = Field(primary_key=True, max_length=255)
    request_digest: str = words(64)
    status: int
    headers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    body: str
    created_at: datetime = moment(index=True)
