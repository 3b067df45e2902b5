"""Improvements: a gap that somebody closes until a day, and how it is seen that it is closed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class ImprovementState(StrEnum):
    """How far an improvement has come."""

    OPEN = "open"
    MISSED = "missed"
    ACHIEVED = "achieved"
    WAIVED = "waived"


class Measure(StrEnum):
    """What is measured to see whether a gap is closed."""

    COMPLAINT_RATE = "complaint_rate"
    SURVEY_SCORE = "survey_score"
    FAILURES = "failures"
    CHANNEL_SPEED = "channel_speed"


class ImprovementScope(StrEnum):
    """Of what it is measured; an alarm stands for the group of units that it was raised for."""

    TECHNICIAN = "technician"
    PARTNER = "partner"
    MODEL = "model"
    CHANNEL = "channel"
    ALARM = "alarm"


class Verdict(StrEnum):
    """What the figures say of the closing check."""

    NOT_MEASURED = "not_measured"
    HOLDS = "holds"
    FAILS = "fails"
    TOO_FEW = "too_few"


class Improvement(Record, table=True):
    """A gap with an owner, a day, and a closing check that the house looks at by itself.

    `threshold` is a score of 1 to 5 or complaints of a hundred, and `least` how many answers, visits, units or cases must
    be there before anything is said. What was found lies between `from_on` and `due_on`; `value`, `count` and `verdict`
    are what was measured last. `warned` counts the warnings that it is late.
    """

    __tablename__ = "improvement"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    state: ImprovementState = chosen(ImprovementState, index=True)
    title: str = words()
    plan: str = words(2000)
    source_kind: str = words(SHORT)
    source_id: UUID | None = Field(default=None, nullable=True, index=True)
    measure: Measure = chosen(Measure)
    scope: ImprovementScope = chosen(ImprovementScope)
    scope_key: str = words(SHORT)
    threshold: float | None = None
    least: int
    owner_id: UUID = link("user_account.id")
    from_on: date
    due_on: date
    value: float | None = None
    count: int = 0
    verdict: Verdict = chosen(Verdict)
    measured_at: datetime | None = moment(nullable=True)
    warned: int = 0
    warned_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    close_reason: str = words(2000)
    opened_at: datetime = moment()
    revision: int = 1
