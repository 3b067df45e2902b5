"""Early-failure alarms, and what is known of the problem behind them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class AlarmState(StrEnum):
    """Who has seen an alarm, and whether it is over."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Alarm(Record, table=True):
    """A group of units that fails too often: its figures on the day it was found, and who sees to it.

    `reason` is the statement with its confidence as `aftersales.reasons` writes it. While it is not closed, `live_key` keeps
    the same alarm from being raised twice; `claims` keeps a closed one from coming back without a further claim.
    """

    __tablename__ = "alarm"

    id: UUID = key()
    family: str = words(SHORT)
    group_key: str = words()
    live_key: str | None = Field(default=None, max_length=320, unique=True)
    state: AlarmState = chosen(AlarmState, index=True)
    product_type: str = words(SHORT)
    sku: str = words(SHORT)
    component: str = words(SHORT)
    claims: int
    unit_months: float
    chance: float
    reason: dict[str, object] = facts()
    opened_at: datetime = moment()
    acknowledged_by: str = words()
    acknowledged_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    close_reason: str = words(2000)
    known_issue_id: UUID | None = link("known_issue.id", nullable=True)
    revision: int = 1


class KnownIssueState(StrEnum):
    """Whether an article is read by anybody but its writers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class KnownIssue(Record, table=True):
    """A problem that is known, and what helps against it: an article for staff and owners.

    `texts` holds, by language, title, summary and steps (one a line); `symptoms` the words by which people describe it.
    `told_to_id` is the last unit that the telling under way has looked at; from `told_at` on whoever becomes an owner
    is told as well.
    """

    __tablename__ = "known_issue"

    id: UUID = key()
    slug: str = words(SHORT, unique=True)
    state: KnownIssueState = chosen(KnownIssueState, index=True)
    product_type: str = words(SHORT)
    models: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    component: str = words(SHORT)
    symptoms: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    texts: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    video_url: str = words()
    told_to_id: UUID | None = Field(default=None, nullable=True)
    told_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    published_at: datetime | None = moment(nullable=True)
    retired_at: datetime | None = moment(nullable=True)
    revision: int = 1
