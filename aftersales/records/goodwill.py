"""What was granted beyond every cover, by whom and from which budget."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class GoodwillPurpose(StrEnum):
    """Why something is granted; each has a budget of its own."""

    GOODWILL = "goodwill"
    COMPENSATION = "compensation"
    SURPRISE = "surprise"


class GoodwillState(StrEnum):
    """How a grant stands: asked of somebody with more authority, granted, or over."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    REVOKED = "revoked"
    LAPSED = "lapsed"


class GoodwillBudget(Record, table=True):
    """What a territory may grant in one month for one purpose, and how much of it is spent."""

    __tablename__ = "goodwill_budget"
    __table_args__ = (UniqueConstraint("territory_id", "purpose", "starts_on"),)

    id: UUID = key()
    territory_id: UUID = link("territory.id")
    purpose: GoodwillPurpose = chosen(GoodwillPurpose)
    starts_on: date
    amount_cents: int
    spent_cents: int = 0
    currency: str = words(3)


class GoodwillGrant(Record, table=True):
    """One remedy granted, or asked for, about a claim, a case, a promise or a visit; a surprise is about its customer.

    `proposal` holds what the rules proposed when it was granted: percent, points by ground, facts and precedents.
    `authority` is the role of whoever granted it, or “rules”; `once_key` keeps the same thing from being made up for twice.
    `reason` and `end_reason` are for the file; the customer does not read them.
    """

    __tablename__ = "goodwill_grant"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    purpose: GoodwillPurpose = chosen(GoodwillPurpose)
    state: GoodwillState = chosen(GoodwillState, index=True)
    customer_id: UUID = link("customer.id")
    territory_id: UUID = link("territory.id")
    budget_id: UUID | None = link("goodwill_budget.id", nullable=True)
    cover_id: UUID | None = link("cover.id", nullable=True)
    subject_kind: str = words(SHORT)
    subject_id: UUID = Field(index=True)
    remedy: str = words(SHORT)
    amount_cents: int
    currency: str = words(3)
    percent: int | None = None
    reason: str = words(2000)
    proposal: dict[str, object] = facts()
    asked_by: str = words(SHORT)
    asked_at: datetime = moment(index=True)
    granted_by: str = words(SHORT)
    authority: str = words(SHORT)
    granted_at: datetime | None = moment(nullable=True, index=True)
    ended_by: str = words(SHORT)
    ended_at: datetime | None = moment(nullable=True)
    end_reason: str = words(2000)
    once_key: str | None = Field(default=None, max_length=320, unique=True)
    revision: int = 1
