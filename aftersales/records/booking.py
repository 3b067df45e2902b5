"""How many visits a day may have, and customers who would come to an earlier day."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class WaitState(StrEnum):
    """How far somebody has come who waits for an earlier time."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    ENDED = "ended"


class SlotQuota(Record, table=True):
    """No more than `most` visits of a kind of work on a day in a territory.

    Attributes:
        work_type_id: of which work; of any, if empty.
        weekday: on which day of the week, 0 for Monday; on any, if empty.
        on: on this one day; it goes before a rule for the day of the week, and that before one for any day.
    """

    __tablename__ = "slot_quota"

    id: UUID = key()
    territory_id: UUID = link("territory.id")
    work_type_id: UUID | None = link("work_type.id", nullable=True)
    weekday: int | None = None
    on: date | None = Field(default=None, sa_column_kwargs={"name": "on_day"})
    most: int
    created_at: datetime = moment()


class WaitingCustomer(Record, table=True):
    """A visit that stands, whose customer would like an earlier time if one becomes free.

    `hold_id` is the earlier time that is kept for them while they decide, `passed` are the windows that they did not
    take: none of them is offered again, and after some they are asked no more.
    """

    __tablename__ = "waiting_customer"

    id: UUID = key()
    appointment_id: UUID = link("appointment.id")
    territory_id: UUID = link("territory.id")
    state: WaitState = chosen(WaitState, index=True)
    earliest_on: date
    hold_id: UUID | None = link("appointment.id", nullable=True)
    offered_at: datetime | None = moment(nullable=True)
    passed: list[str] = Field(default_factory=list, sa_type=JSON)
    ended_why: str = words(SHORT)
    created_at: datetime = moment()
    revision: int = 1
