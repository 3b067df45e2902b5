"""What came in from outside, so that the same message is taken in once and nothing is lost on its way."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class IntakeOutcome(StrEnum):
    """What became of a message from outside."""

    THREAD = "thread"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    OURSELVES = "ourselves"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"


class Intake(Record, table=True):
    """One message from outside and what became of it; it is forgotten some months later.

    `outside_id` is what its sender's system calls it: the same one again is the same message. `whole` is all
    of its text, older letters below it too, where the thread shows only what is new in it. `sender` is a
    blind hash that counts messages without naming anybody. `address`, `name` and `subject` are kept of what was
    set aside, so that somebody can open a case for it.
    """

    __tablename__ = "intake"
    __table_args__ = (UniqueConstraint("channel", "outside_id"),)

    id: UUID = key()
    channel: str = words(SHORT)
    outside_id: str = words()
    outcome: IntakeOutcome = chosen(IntakeOutcome, index=True)
    sender: str = words(64, index=True)
    whole: str = words(100_000)
    sentence: str = words(2000)
    address: str = words()
    name: str = words()
    subject: str = words()
    message_id: UUID | None = link("thread_message.id", nullable=True)
    notice_id: UUID | None = link("notice.id", nullable=True)
    taken_at: datetime = moment(index=True)
