"""Calendars that are handed to somebody else than the technician whose visits stand in them, and technicians' own ones."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import Record, chosen, key, moment, paired, words


class FeedKind(StrEnum):
    """Whose visits a calendar shows."""

    TECHNICIAN = "technician"
    CREW = "crew"
    DEPOT = "depot"
    TERRITORY = "territory"


class FeedDetail(StrEnum):
    """How much a calendar tells of customers: everything, their first name and district, or that the time is taken."""

    FULL = "full"
    DISTRICT = "district"
    BUSY = "busy"


class SharedFeed(Record, table=True):
    """A calendar of a technician, crew, depot or territory for somebody; a link of its own opens it.

    `purpose` says for whom or what, so that whoever withdraws it knows. `changed_at` is when it was handed out, or when
    somebody came to its depot or left it.
    """

    __tablename__ = "shared_feed"

    id: UUID = key()
    kind: FeedKind = chosen(FeedKind)
    subject_id: UUID = Field(index=True)
    detail: FeedDetail = chosen(FeedDetail)
    language: str = words(16)
    purpose: str = words()
    created_at: datetime = moment()
    changed_at: datetime = moment()


class BusyCalendar(Record, table=True):
    """A calendar of a technician elsewhere, which says when they are busy; whoever has its address can read it.

    `problem` is why it could not be read when it was asked last.
    """

    __tablename__ = "busy_calendar"

    technician_id: UUID = paired("technician.id")
    url: str = words(2000)
    created_at: datetime = moment()
    looked_at: datetime | None = moment(nullable=True)
    problem: str = words()
