"""What is expected back from a customer under a number, and what was found when it came."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class ReturnState(StrEnum):
    """How far a return has come; a loaner is lent until the customer has their own unit again."""

    LENT = "lent"
    AWAITED = "awaited"
    MISSING = "missing"
    RECEIVED = "received"
    INSPECTED = "inspected"
    SENT_BACK = "sent_back"
    CALLED_OFF = "called_off"


class ReturnedThing(StrEnum):
    """What is to come: the customer's unit, or the one that we lent them."""

    UNIT = "unit"
    LOANER = "loaner"


class Condition(StrEnum):
    """How it looks to whoever unpacks it."""

    AS_NEW = "as_new"
    USED = "used"
    DAMAGED_ON_THE_WAY = "damaged_on_the_way"
    DAMAGED_BEFORE = "damaged_before"
    INCOMPLETE = "incomplete"


class GoodsReturn(Record, table=True):
    """One authorised return (RMA): `reference` is the number on its label, `due_on` the day by which it should be here.

    `exchange` says which comes first, the new unit or the old one; `told` counts the reminders. `serial` is that of a
    loaner, `serial_read` what whoever inspected read; `checks` and `accessories` are what they ticked and counted.
    """

    __tablename__ = "goods_return"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    claim_id: UUID = link("claim.id")
    depot_id: UUID | None = link("depot.id", nullable=True)
    state: ReturnState = chosen(ReturnState, index=True)
    thing: ReturnedThing = chosen(ReturnedThing)
    exchange: str = words(SHORT)
    serial: str | None = Field(default=None, max_length=SHORT)
    due_on: date | None = None
    told: int = 0
    received_at: datetime | None = moment(nullable=True)
    inspected_at: datetime | None = moment(nullable=True)
    condition: str | None = Field(default=None, max_length=SHORT)
    serial_read: str | None = Field(default=None, max_length=SHORT)
    finding: str | None = Field(default=None, max_length=SHORT)
    checks: list[str] = Field(default_factory=list, sa_type=JSON)
    accessories: str = words(2000)
    note: str = words(2000)
    created_at: datetime = moment()
    revision: int = 1
