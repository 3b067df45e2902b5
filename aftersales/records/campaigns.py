"""Recalls and service campaigns, and what became of every unit that they mean."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class CampaignState(StrEnum):
    """How far a campaign has come: nobody is told before it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    DISCARDED = "discarded"


class Campaign(Record, table=True):
    """A recall or service campaign.

    `match_lists` says which units are meant, as `aftersales.campaigns.lists` writes it. `wording` holds, by language, what
    owners read: hazard, what to do now, and remedy. `walked_to_id` is the last unit that the round under way has looked at.
    """

    __tablename__ = "campaign"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    title: str = words()
    state: CampaignState = chosen(CampaignState, index=True)
    severity: str = words(SHORT)
    match_lists: dict[str, object] = facts()
    wording: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    needs_visit: bool = False
    source: str = words()
    walked_to_id: UUID | None = Field(default=None, nullable=True)
    created_at: datetime = moment()
    published_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    revision: int = 1


class CampaignResponse(Record, table=True):
    """One unit and its owner in one campaign: why it is meant, how often the owner was told, what became of it.

    `found` is how the unit matches and `state` where it stands, in the words of `warranty.recalls`. `told` lists the steps
    of the ladder that were taken, each with its day and way. `next_way` is the step that `next_on` asks for.
    """

    __tablename__ = "campaign_response"
    __table_args__ = (UniqueConstraint("campaign_id", "unit_id", "customer_id"),)

    id: UUID = key()
    campaign_id: UUID = link("campaign.id")
    unit_id: UUID = link("unit.id")
    customer_id: UUID = link("customer.id")
    work_order_id: UUID | None = link("work_order.id", nullable=True)
    case_id: UUID | None = link("service_case.id", nullable=True)
    found: str = words(SHORT)
    state: str = words(SHORT, index=True)
    told: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON, nullable=False)
    next_on: date | None = Field(default=None, index=True)
    next_way: str | None = Field(default=None, max_length=SHORT)
    is_mail_dead: bool = False
    note: str = words(2000)
    created_at: datetime = moment()
    answered_at: datetime | None = moment(nullable=True)
    revision: int = 1
