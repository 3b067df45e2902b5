"""Small surprises: the rules that a manager made, and what was given by them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class SurpriseRuleState(StrEnum):
    """Whether a rule gives anything: only while it is active."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class SurpriseRule(Record, table=True):
    """What is given for which occasion, how often, and from when until when; `warranty.goodwill.surprises` knows its words.

    `gift` is what an upgrade is, as the customer reads it; `valid_days` is how long what was given can be taken.
    """

    __tablename__ = "surprise_rule"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    state: SurpriseRuleState = chosen(SurpriseRuleState, index=True)
    kind: str = words(SHORT)
    worth_cents: int
    currency: str = words(3)
    gift: str = words()
    occasion: str = words(SHORT)
    number: int
    every_months: int
    starts_on: date
    ends_on: date
    most_a_day: int
    most: int
    valid_days: int
    created_at: datetime = moment()
    created_by: str = words(SHORT)
    revision: int = 1


class Surprise(Record, table=True):
    """One surprise of one customer, and the grant that pays for it.

    `told_at` is empty where they may not be written to: somebody hands it over in person, at `handed_at`.
    `work_order_id` is the work that may come earlier.
    """

    __tablename__ = "surprise"

    id: UUID = key()
    surprise_rule_id: UUID = link("surprise_rule.id")
    customer_id: UUID = link("customer.id")
    goodwill_grant_id: UUID = link("goodwill_grant.id")
    work_order_id: UUID | None = link("work_order.id", nullable=True)
    occasion_on: date
    ends_on: date
    given_at: datetime = moment(index=True)
    told_at: datetime | None = moment(nullable=True)
    handed_at: datetime | None = moment(nullable=True)
    handed_by: str = words(SHORT)
