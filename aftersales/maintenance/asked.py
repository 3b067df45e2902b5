"""One maintenance with everything that its owner's page, its notice and the office need to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.errors import NotThere
from aftersales.links import subject_of
from aftersales.maintenance.schedules import facts_of
from aftersales.moments import wall_of
from aftersales.queries.catalogue import work_types_for
from aftersales.queries.maintenance import Due, Maintained, maintenance_whole
from aftersales.queries.places import territories
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Cover,
    LinkPurpose,
    Maintenance,
    MaintenanceState,
    Territory,
    WorkKind,
    WorkType,
)
from aftersales.store import Session

WAITS: Final = (timedelta(days=14), timedelta(days=28))
"""For how long an owner may put it off, besides the last day that there is."""

CAN_STILL_BE_DONE: Final = frozenset(
    {
        MaintenanceState.PLANNED,
        MaintenanceState.DUE,
        MaintenanceState.MISSED,
        MaintenanceState.DECLINED,
    }
)
"""Nothing is arranged yet, and it is not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One maintenance: what, for whom, where, and the day it is there."""

    row: Maintenance
    about: Maintained
    area: Territory | None
    work_type: WorkType | None
    today: date

    @property
    def zone(self) -> str:
        """Of the wall clock where the unit stands."""
        if self.about.place is not None:
            return self.about.place.zone
        return "UTC" if self.area is None else self.area.zone

    @property
    def product(self) -> str:
        """The unit as people call it."""
        return f"{self.about.model.brand} {self.about.model.name}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered or done."""
        return self.row.state in CAN_STILL_BE_DONE

    @property
    def can_be_visited(self) -> bool:
        """Whether it is known where the unit stands and who can do this."""
        return self.about.place is not None and self.work_type is not None

    @property
    def last_put_off(self) -> date | None:
        """The last day to which it can be put off now; None when it cannot."""
        if self.row.state not in (MaintenanceState.DUE, MaintenanceState.PLANNED):
            return None
        last = facts_of(self.about.schedule).may_wait_until(self.row.due_on, self.row.put_offs)
        return None if last is None or last <= self.today else last

    @property
    def put_off_days(self) -> list[date]:
        """The days to which its owner can put it off."""
        last = self.last_put_off
        if last is None:
            return []
        return sorted({each for wait in WAITS if (each := self.today + wait) < last} | {last})


def asked_of(session: Session, due: Due, now: datetime) -> Asked:
    """Everything that one maintenance is about."""
    about = due.about
    place = about.place
    area = (
        session.get_one(Territory, place.territory_id)
        if place is not None
        else next(iter(territories(session)), None)
    )
    zone = "UTC" if area is None else area.zone
    found = work_types_for(session, about.model.product_type, [WorkKind.MAINTENANCE])
    return Asked(
        row=due.row,
        about=about,
        area=area,
        work_type=found[0] if found and about.schedule.needs_visit else None,
        today=wall_of(now, zone if place is None else place.zone).date(),
    )


def asked_by_id(session: Session, maintenance_id: UUID, now: datetime) -> Asked:
    """The maintenance of an identifier.

    Raises:
        NotThere: there is none.
    """
    due = maintenance_whole(session, maintenance_id)
    if due is None:
        raise NotThere("There is no such maintenance. Choose one from the list.")
    return asked_of(session, due, now)


def maintenance_of_link(session: Session, now: datetime, token: str) -> Asked:
    """The maintenance that an owner's link leads to.

    Raises:
        NotThere: the link does not work (any more), or the unit belongs to somebody else now.
    """
    due = maintenance_whole(session, subject_of(session, now, LinkPurpose.MAINTENANCE, token))
    if due is None or due.row.customer_id != due.about.owner.id or due.about.owner.erased_at:
        raise NotThere(
            "This link does not work any more. Please use the newest message from us, or call us."
        )
    return asked_of(session, due, now)


def covers_that_ask(session: Session, asked: Asked) -> list[Cover]:
    """The covers that still run and ask for this maintenance."""
    if not asked.about.schedule.is_required:
        return []
    return [
        each
        for each in covers_of_unit(session, asked.about.unit.id)
        if each.requires_maintenance and each.ends_on >= asked.today
    ]
