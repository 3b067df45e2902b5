"""What is said in a case: one thread, whatever the channel."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from aftersales.records.cases import CaseChannel
from aftersales.records.columns import LINE, Record, chosen, key, link, moment, words


class Direction(StrEnum):
    """Which way a message goes; a note stays in the house."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


class ThreadMessage(Record, table=True):
    """One message of a case: who said what, when, on which channel, and what carried it.

    `outside_id` is what the channel calls it, so that the same message is kept once; `address` is what somebody
    wrote from or was answered at; `user_id` whoever of us wrote it.
    """

    __tablename__ = "thread_message"
    __table_args__ = (UniqueConstraint("channel", "outside_id"),)

    id: UUID = key()
    case_id: UUID = link("service_case.id")
    direction: Direction = chosen(Direction)
    channel: CaseChannel = chosen(CaseChannel)
    who: str = words()
    address: str = words(index=True)
    user_id: UUID | None = link("user_account.id", nullable=True)
    text: str = words(32_000)
    outside_id: str | None = Field(default=None, max_length=LINE)
    at: datetime = moment()
    notice_id: UUID | None = link("notice.id", nullable=True)
