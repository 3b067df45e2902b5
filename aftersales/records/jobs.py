"""Work that is done beside the requests: asked for in a transaction, done at least once, told about."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, facts, key, moment, words


class JobKind(StrEnum):
    """What is done beside the requests; only some of it is followed as a job of its own row."""

    PLAN = "plan"
    DELIVER = "deliver"
    WATCH = "watch"
    CASES = "cases"
    NARROW = "narrow"
    RETAIN = "retain"
    WEBHOOKS = "webhooks"
    SCAN = "scan"
    GOODWILL = "goodwill"
    CAMPAIGN = "campaign"
    COMPLAINTS = "complaints"
    MAILBOX = "mailbox"
    ALARMS = "alarms"
    SURVEYS = "surveys"
    RETURNS = "returns"
    OWNERS = "owners"
    MAINTENANCE = "maintenance"
    IMPROVEMENTS = "improvements"
    BOOKINGS = "bookings"
    ROADS = "roads"
    SPARES = "spares"
    REMIND = "remind"
    OFFERS = "offers"
    BUSY = "busy"


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Job(Record, table=True):
    """One piece of work. While it is waiting or running, `live_key` keeps the same work from being asked twice.

    `lease_until_at` is renewed while somebody works on it; a job whose lease ran out is taken up anew.
    `attempts` counts how often it was begun, and tells one who works on it from the next.
    `turn` names what must not be worked on twice at once.
    `sentence` says to people how it ended or what went wrong.
    """

    __tablename__ = "job"

    id: UUID = key()
    kind: JobKind = chosen(JobKind, index=True)
    key: str = words()
    live_key: str | None = Field(default=None, max_length=320, unique=True)
    turn: str | None = Field(default=None, max_length=320)
    state: JobState = chosen(JobState, index=True)
    arguments: dict[str, object] = facts()
    progress: dict[str, object] = facts()
    result: dict[str, object] = facts()
    sentence: str = words(2000)
    asked_by: str = words(SHORT)
    attempts: int = 0
    is_stop_wanted: bool = False
    created_at: datetime = moment(index=True)
    not_before_at: datetime = moment(index=True)
    lease_until_at: datetime | None = moment(nullable=True)
    started_at: datetime | None = moment(nullable=True)
    finished_at: datetime | None = moment(nullable=True)
