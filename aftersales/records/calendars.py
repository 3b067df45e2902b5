"""Calendars that are handed to somebody else than the technician whose visits stand in them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import Record, chosen, key, moment, words


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
