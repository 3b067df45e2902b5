"""Maintenance that comes again and again: schedules of models and contracts, and each time that it is due."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, UniqueConstraint

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class MaintenanceState(StrEnum):
    """How far one maintenance has come.

    PLANNED waits for its day, DUE for its owner, BOOKED for the visit; VOID is one that nobody needs any more.
    """

    PLANNED = "planned"
    DUE = "due"
    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    DECLINED = "declined"
    VOID = "void"


class ServiceContract(Record, table=True):
    """A contract about the maintenance of one unit, sold with it or later."""

    __tablename__ = "service_contract"

    id: UUID = key()
    number: str = words(SHORT, unique=True)
    name: str = words()
    provider: str = words()
    unit_id: UUID = link("unit.id")
    customer_id: UUID = link("customer.id")
    starts_on: date
    ends_on: date
    is_transferable: bool = True
    source: str = words()
    created_at: datetime = moment()


class MaintenanceSchedule(Record, table=True):
    """How often the units of a model, or the unit of a contract, are maintained; it belongs to one of the two.

    `task` is what is done, as its owner reads it. `is_required` says that covers which ask for maintenance mean this.
    Without a visit its owner does it themselves. `price_cents` is 0 where it costs nothing, and empty where nobody knows.
    """

    __tablename__ = "maintenance_schedule"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    product_model_id: UUID | None = link("product_model.id", nullable=True)
    service_contract_id: UUID | None = link("service_contract.id", nullable=True)
    task: str = words()
    every_months: int
    counting: str = words(SHORT)
    starts: str = words(SHORT)
    lead_days: int
    grace_days: int
    season_from: int | None = None
    season_to: int | None = None
    most_put_offs: int
    needs_visit: bool = True
    is_required: bool = False
    price_cents: int | None = None
    currency: str = words(3)
    source: str = words()
    created_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)


class Maintenance(Record, table=True):
    """One time that a unit is to be maintained; schedule, unit and day make it the only one of its kind.

    `customer_id` is the owner who was asked, or for whom it was done; `asks_on` the day on which they are asked next,
    empty for never again; `asked` counts how often they were. `done_by` is visit, owner or staff.
    """

    __tablename__ = "maintenance"
    __table_args__ = (UniqueConstraint("maintenance_schedule_id", "unit_id", "due_on"),)

    id: UUID = key()
    maintenance_schedule_id: UUID = link("maintenance_schedule.id")
    unit_id: UUID = link("unit.id")
    customer_id: UUID | None = link("customer.id", nullable=True)
    work_order_id: UUID | None = link("work_order.id", nullable=True)
    state: MaintenanceState = chosen(MaintenanceState, index=True)
    due_on: date = Field(index=True)
    last_on: date
    asks_on: date | None = Field(default=None, index=True)
    asked: int = 0
    put_offs: int = 0
    told_at: datetime | None = moment(nullable=True)
    done_on: date | None = None
    done_by: str = words(SHORT)
    note: str = words(2000)
    created_at: datetime = moment()
    changed_at: datetime = moment(index=True)
    revision: int = 1
