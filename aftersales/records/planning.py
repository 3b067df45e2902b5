"""Each run of the optimiser: what it was asked, what it found, and what it could not place."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class PlanRunState(StrEnum):
    """What became of a run."""

    KEPT = "kept"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


class PlanRun(Record, table=True):
    """One plan of one territory; `trigger` says whether it was asked for or followed an event."""

    __tablename__ = "plan_run"

    id: UUID = key()
    territory_id: UUID = link("territory.id")
    state: PlanRunState = chosen(PlanRunState)
    trigger: str = words(SHORT)
    from_on: date
    days: int
    seed: int
    effort: str = words(SHORT)
    started_at: datetime = moment()
    finished_at: datetime = moment()
    visits: int
    planned: int
    driving_seconds: int
    metres: int
    cost: float
    violations: list[str] = Field(default_factory=list, sa_type=JSON)


class PlannedRoute(Record, table=True):
    """One technician's day as one run planned it; the stops are appointments."""

    __tablename__ = "planned_route"

    id: UUID = key()
    plan_run_id: UUID = link("plan_run.id")
    technician_id: UUID = link("technician.id")
    on: date = Field(index=True, sa_column_kwargs={"name": "on_day"})
    start_at: datetime = moment()
    end_at: datetime = moment()
    pause_from_at: datetime | None = moment(nullable=True)
    pause_to_at: datetime | None = moment(nullable=True)
    driving_seconds: int
    metres: int
    stops: int


class UnplannedVisit(Record, table=True):
    """A work order that a run could not place, with the reason a person can act on."""

    __tablename__ = "unplanned_visit"

    id: UUID = key()
    plan_run_id: UUID = link("plan_run.id")
    work_order_id: UUID = link("work_order.id")
    reason: str = words(SHORT)
    sentence: str = words(2000)
