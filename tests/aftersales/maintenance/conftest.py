"""A village with a boiler that was installed eleven months ago and is to be maintained every year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from aftersales.appointments import new_appointment, place
from aftersales.booking import hear_arranged
from aftersales.catalogue import add_product_model, add_work_type
from aftersales.choices import leave_to_planner
from aftersales.day_watch.reports import report_arrived
from aftersales.deed import Deed
from aftersales.identifiers import link_token
from aftersales.maintenance import (
    Asked,
    add_schedule,
    maintenance_work,
    record_done,
    tend_maintenance,
)
from aftersales.maintenance.asked import asked_by_id
from aftersales.maintenance.schedules import Upkeep
from aftersales.records import (
    Maintenance,
    MaintenanceSchedule,
    ProductModel,
    Unit,
    WorkKind,
    WorkOrder,
)
from aftersales.registrations import add_unit
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.conftest import MONDAY, Village, placement_of
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms
from warranty.maintenance.schedules import Schedule

INSTALLED = date(2025, 12, 10)
DUE = date(2026, 12, 10)
LAST = date(2027, 1, 9)
YEARLY = Upkeep(
    task="Yearly service",
    schedule=Schedule(every_months=12),
    is_required=True,
    price_cents=12_000,
    source="Booklet 2025, page 9",
)


def book(deed: Deed, asked: Asked) -> WorkOrder:
    """Its owner is at home whenever somebody comes: the next plan finds the time."""
    order = maintenance_work(deed, asked)
    deed.session.flush()
    leave_to_planner(deed, order)
    hear_arranged(deed, order)
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class Cellar:
    """The village with its boiler and short ways to let time pass and look."""

    village: Village
    model: ProductModel
    unit: Unit

    def scheduled(self, upkeep: Upkeep = YEARLY, code: str = "B-YEARLY") -> MaintenanceSchedule:
        """A schedule of the model."""
        with self.village.doing() as deed:
            return add_schedule(deed, code, self.model, upkeep)

    def sold(self, installed_on: date = INSTALLED, *, location_id: UUID | None = None) -> Unit:
        """One more boiler at the same place."""
        with self.village.doing() as deed:
            return add_unit(
                deed,
                self.model,
                self.village.customer,
                serial=None,
                country="PT",
                purchased_on=installed_on,
                installed_on=installed_on,
                location_id=location_id or self.village.location.id,
            )

    def tend(self, on: date | None = None) -> int:
        """What a round does, perhaps at noon of a later day."""
        if on is not None:
            start = self.village.moment(23, 12)
            self.village.clock.move_to(start + timedelta(days=(on - MONDAY).days))
        return tend_maintenance(self.village.parts)

    def rows(self) -> list[Maintenance]:
        """Every maintenance, the oldest first."""
        return self.village.all_of(Maintenance)

    def row(self, row: Maintenance) -> Maintenance:
        """One as it is kept now."""
        return next(each for each in self.rows() if each.id == row.id)

    def asked(self, row: Maintenance) -> Asked:
        """One with everything that it is about."""
        with self.village.parts.store.reading() as session:
            return asked_by_id(session, row.id, self.village.clock.now())

    def asked_in(self, deed: Deed, row: Maintenance) -> Asked:
        """The same, for whoever changes it."""
        return asked_by_id(deed.session, row.id, deed.now)

    def record(self, row: Maintenance, on: date, by: str = "staff") -> None:
        """Somebody says that one was done."""
        with self.village.doing() as deed:
            record_done(deed, self.asked_in(deed, row), on, by=by)

    def visited(self, *, day: int) -> UUID:
        """The visit for the newest work order, under way at noon so many days from now."""
        start_at = self.village.moment(23, 12) + timedelta(days=day)
        order = self.village.all_of(WorkOrder)[-1]
        with self.village.doing() as deed:
            mine = deed.session.get_one(WorkOrder, order.id)
            appointment = new_appointment(
                deed,
                mine,
                window=(start_at, start_at + timedelta(hours=2)),
                zone=self.village.location.zone,
                start_at=start_at,
                end_at=start_at + timedelta(hours=1),
                plan_run_id=None,
            )
            crew = self.village.crew(0)
            place(deed, [placement_of(appointment, crew, start_at, start_at + timedelta(hours=1))])
        self.village.clock.move_to(start_at)
        with self.village.doing() as deed:
            report_arrived(deed, appointment.id, start_at)
        return appointment.id

    def token(self, number: int = -1) -> str:
        """What opens the page of a message."""
        notice = self.village.notices("maintenance_due")[number]
        return link_token(self.village.parts.secret, UUID(str(notice.facts["link_id"])))


@pytest.fixture
def cellar(village: Village) -> Cellar:
    """A boiler whose maker's warranty asks for maintenance, and technicians on duty for two weeks."""
    terms = WarrantyTerms(
        "B-1",
        (
            CoverTerm(
                kind=CoverKind.MAKERS_WARRANTY,
                provider="Alpina",
                starts=StartBasis.PURCHASE,
                months=120,
                source="Booklet 2025",
                requires_maintenance=True,
            ),
        ),
    )
    with village.doing() as deed:
        add_work_type(
            deed,
            product_type="boiler",
            kind=WorkKind.MAINTENANCE,
            minutes=(45, 60, 90),
            crew_size=1,
            skills=("plumbing",),
            source="test",
        )
        model = add_product_model(
            deed, sku="B-1", name="Glow 3", brand="Alpina", product_type="boiler", terms=terms
        )
        deed.session.flush()
        for days in range(1, 90):
            plan = DayPlan(from_time=time(8), to_time=time(17))
            on = MONDAY + timedelta(days)
            add_shift(deed, village.technicians[0], "Europe/Vaduz", on, plan)
        unit = add_unit(
            deed,
            model,
            village.customer,
            serial="B100",
            country="PT",
            purchased_on=INSTALLED,
            installed_on=INSTALLED,
            location_id=village.location.id,
        )
    return Cellar(village=village, model=model, unit=unit)
