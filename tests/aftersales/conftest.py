"""A village to visit: one territory with a depot, three technicians, a catalogue, a customer and a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, col, select

from aftersales.appointments import Placement, new_appointment, place
from aftersales.bookings import Wish, request_visit
from aftersales.catalogue import add_product_model, add_work_type
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.deed import Actor, Deed
from aftersales.moments import utc_of, wall_of
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import (
    ActorKind,
    Appointment,
    Customer,
    Depot,
    Location,
    Notice,
    OccupiedTime,
    ProductModel,
    Promise,
    Technician,
    Territory,
    WorkKind,
    WorkOrder,
    WorkType,
)
from aftersales.technicians import add_technician
from aftersales.territories import add_territory
from aftersales.visits import tell_booked
from warranty import WarrantyTerms

STAFF = Actor(ActorKind.STAFF, "test")

VADUZ = Address(
    street="Aeulestrasse",
    house_number="30",
    postcode="9490",
    town="Vaduz",
    country="LI",
    latitude=47.1390,
    longitude=9.5215,
)
RIGA = Address(
    street="Brīvības iela",
    house_number="85",
    postcode="LV-1001",
    town="Rīga",
    country="LV",
    latitude=56.9600,
    longitude=24.1300,
)

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """The rows that tests refer to, and short ways to book visits among them."""

    parts: Parts
    clock: SetClock
    territory: Territory
    depot: Depot
    technicians: tuple[Technician, ...]
    model: ProductModel
    work_type: WorkType
    customer: Customer
    location: Location

    def moment(self, day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
        """The moment of a wall time in 2026 here, in November unless another month is named."""
        return utc_of(datetime(2026, month, day, hour, minute), self.territory.zone)

    @contextmanager
    def doing(self) -> Iterator[Deed]:
        """A deed of the staff."""
        with self.parts.doing(STAFF) as deed:
            yield deed

    def crew(self, *numbers: int) -> tuple[UUID, ...]:
        """Technicians by number, the lead first."""
        return tuple(self.technicians[number].id for number in numbers)

    def order(self, deed: Deed, first: datetime, last: datetime) -> WorkOrder:
        """A work order of our customer with one wished window."""
        zone = self.location.zone
        wish = Wish(wall_of(first, zone), wall_of(last, zone))
        return request_visit(deed, self.customer, self.location, self.work_type, [wish])

    def book(
        self,
        start_at: datetime,
        *,
        minutes: int = 60,
        crew: Sequence[int] = (0,),
        window: tuple[datetime, datetime] | None = None,
    ) -> UUID:
        """A visit booked, placed and told, as a plan would do it."""
        first, last = window or (start_at - timedelta(hours=1), start_at + timedelta(hours=3))
        with self.doing() as deed:
            order = self.order(deed, first, last)
            end_at = start_at + timedelta(minutes=minutes)
            appointment = new_appointment(
                deed,
                order,
                window=(first, last),
                zone=self.location.zone,
                start_at=start_at,
                end_at=end_at,
                plan_run_id=None,
            )
            place(deed, [placement_of(appointment, self.crew(*crew), start_at, end_at)])
            tell_booked(deed, visit_in(deed.session, appointment.id))
        return appointment.id

    def visit(self, appointment_id: UUID) -> Visit:
        """A visit as it is kept."""
        with self.parts.store.reading() as session:
            return visit_in(session, appointment_id)

    def all_of(self, kind: type[Row]) -> list[Row]:
        """Every row of a table, the oldest first."""
        return all_of(self.parts, kind)

    def cells(self) -> dict[tuple[UUID, int], UUID]:
        """Who holds which cell."""
        return {
            (row.technician_id, row.cell): row.appointment_id for row in self.all_of(OccupiedTime)
        }

    def promises(self, appointment_id: UUID) -> list[Promise]:
        """The promises about a visit, the oldest first."""
        return [row for row in self.all_of(Promise) if row.appointment_id == appointment_id]

    def notices(self, kind: str | None = None) -> list[Notice]:
        """The notices of a kind, the oldest first."""
        return [row for row in self.all_of(Notice) if kind in (None, row.kind)]

    def mail(self) -> list[EmailMessage]:
        """What lies in the outbox, by name of the file."""
        return mail_in(self.parts.settings.outbox)


def all_of(parts: Parts, kind: type[Row]) -> list[Row]:
    """Every row of a table, the oldest first."""
    with parts.store.reading() as session:
        rows = select(kind)
        if "id" in kind.model_fields:
            rows = rows.order_by(col(kind.id))  # type: ignore[attr-defined] # every noun has one
        return list(session.exec(rows).all())


def visit_in(session: Session, appointment_id: UUID) -> Visit:
    """A visit as a session sees it."""
    return visits_by_id(session, [appointment_id])[appointment_id]


def placement_of(
    appointment: Appointment, crew: tuple[UUID, ...], start_at: datetime, end_at: datetime
) -> Placement:
    """A placement without a drive."""
    return Placement(
        appointment=appointment,
        crew=crew,
        start_at=start_at,
        end_at=end_at,
        drive_seconds=0,
        drive_metres=0,
    )


def mail_in(folder: Path) -> list[EmailMessage]:
    """The messages in an outbox folder, read again."""
    found = []
    for file in sorted(folder.glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=SMTP)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def build_village(
    parts: Parts,
    clock: SetClock,
    *,
    base: Address = VADUZ,
    home: Address | None = None,
    name: str = "Anna Beck",
    language: str = "en",
) -> Village:
    """Keep a village around a depot; its one customer lives beside it if no home is given."""
    with parts.doing(STAFF) as deed:
        territory, depot = add_territory(
            deed,
            code="village",
            name="Village",
            country=base.country,
            depot_code="yard",
            depot_name="Yard",
            depot=base,
            answers=("Eva Office", "+423 000 00 00", "office@aftersales.example"),
        )
        work_type = add_work_type(
            deed,
            product_type="washing_machine",
            kind=WorkKind.INSTALL,
            minutes=(45, 60, 90),
            crew_size=1,
            skills=("plumbing",),
            source="test",
        )
        deed.session.flush()
        technicians = tuple(
            add_technician(
                deed,
                territory,
                code=f"t{number}",
                name=full_name,
                email=f"t{number}@aftersales.example",
                phone="+423 111 11 11",
                language="en",
                skills={"plumbing": None},
                cost_per_hour_cents=4000,
                depot_id=depot.id,
            )
            for number, full_name in enumerate(("Tom Vogt", "Ida Frick", "Max Hilti"))
        )
        model = add_product_model(
            deed,
            sku="WM-1",
            name="Wave 7",
            brand="Alpina",
            product_type="washing_machine",
            terms=WarrantyTerms("WM-1"),
        )
        customer = add_customer(
            deed,
            number="C-1",
            name=name,
            language=language,
            email="anna@example.org",
            phone="+423 5",
        )
        location = add_location(
            deed,
            territory,
            home or replace(base, house_number="31", access_notes="Ring twice."),
            customer_id=customer.id,
        )
    return Village(
        parts=parts,
        clock=clock,
        territory=territory,
        depot=depot,
        technicians=technicians,
        model=model,
        work_type=work_type,
        customer=customer,
        location=location,
    )


@pytest.fixture
def village(parts: Parts, clock: SetClock) -> Village:
    """A village in Liechtenstein, at 07:00 on Monday, 23 November 2026."""
    return build_village(parts, clock)


@pytest.fixture
def build(parts: Parts, clock: SetClock) -> Callable[..., Village]:
    """Build a village of another shape on the same installation."""

    def building(**shape: object) -> Village:
        return build_village(parts, clock, **shape)  # type: ignore[arg-type] # passed on as it is

    return building


MONDAY = date(2026, 11, 23)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
