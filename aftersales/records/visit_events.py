"""What is said of a visit on the road: kept as it came, whether or not it still fitted."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class Report(StrEnum):
    """What is said from the road."""

    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    STARTED = "started"
    OVERRUN = "overrun"
    DONE = "done"
    INCOMPLETE = "incomplete"
    CUSTOMER_NO_SHOW = "customer_no_show"
    TECHNICIAN_NO_SHOW = "technician_no_show"


class Hindrance(StrEnum):
    """Why work could not be finished."""

    NO_ACCESS = "no_access"
    MISSING_PART = "missing_part"
    MORE_TIME = "more_time"
    UNSAFE = "unsafe"
    REFUSED = "refused"
    OTHER = "other"


class Misfit(StrEnum):
    """Why what was said no longer fitted when it came."""

    OVER = "over"
    CANCELLED = "cancelled"
    OUT_OF_TURN = "out_of_turn"
    TOO_OLD = "too_old"


class VisitEvent(Record, table=True):
    """Something that was said of a visit: when it happened by the clock of the device, and when it came.

    `device_key` was made on the device, so that what is sent again is kept once. `misfit` says why nothing followed from it.
    """

    __tablename__ = "visit_event"

    id: UUID = key()
    appointment_id: UUID = link("appointment.id")
    device_key: str | None = Field(default=None, max_length=SHORT, unique=True)
    what: Report = chosen(Report)
    reason: str = words(SHORT)
    minutes: int | None = None
    note: str = words(2000)
    latitude: float | None = None
    longitude: float | None = None
    actor: str = words(SHORT)
    happened_at: datetime = moment()
    received_at: datetime = moment()
    misfit: str = words(SHORT)
