"""How long does a buyer wait for the page with all times, in an installation of 200 technicians? The peer is its own smaller self.

    python -m benchmarks.booking_request [--technicians 200] [--url postgresql://…]

Everything is real but the network: the app with its middleware, the database, the travel row, the search, the page.
Four cases: nothing has changed since the page was asked last (other addresses), only time has gone by, one booking
was made just before, and the first request of a process that did not get ready before.
"""

from __future__ import annotations

import gc
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import UUID

import typer
from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from aftersales.booking import confirm_hold, hold_slot, load_kernels, slots_for, wanted_by
from aftersales.bookings import keep_work
from aftersales.bootstrap import bootstrap
from aftersales.catalogue import work_type_of
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.logs import configure_logs
from aftersales.moments import utc_of, wall_of
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.queries.places import depots_of, territory_by_code
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    Customer,
    LinkPurpose,
    Location,
    Priority,
    Technician,
    WorkKind,
    WorkOrder,
    WorkOrderState,
    WorkType,
)
from aftersales.settings import read_settings
from aftersales.technicians import DayPlan, add_shift, add_technician
from aftersales.territories import add_standard_work_types, add_territory
from scheduling import Stopwatch
from web.app import create_app

ZONE = "Europe/Riga"
MONDAY = date(2026, 11, 23)
DAYS = 14
STOPS = 10
WINDOWS = tuple((time(hour), time(hour + 3)) for hour in range(7, 15))
"""Eight arrival windows a day."""

SHIFT = DayPlan(from_time=time(7), to_time=time(19))
REQUESTS = 100
LATER = 60
"""Requests five minutes apart: from six in the morning to eleven."""


def address(chance: Random) -> Address:
    """Somewhere within 15 km of the depot."""
    return Address(
        street="Brīvības iela",
        house_number="1",
        postcode="LV-1010",
        town="Rīga",
        country="LV",
        latitude=56.95 + chance.uniform(-0.1, 0.1),
        longitude=24.11 + chance.uniform(-0.15, 0.15),
    )


def founded(parts: Parts, technicians: int, chance: Random, *, days: int = DAYS + 1) -> None:
    """A territory with its technicians, whose days hold ten visits each."""
    with parts.doing(SYSTEM) as deed:
        add_standard_work_types(deed)
        add_territory(
            deed,
            code="riga",
            name="Rīga",
            country="LV",
            depot_code="d",
            depot_name="Depot",
            depot=address(chance),
            answers=("Maija", "+371 20000000", "maija@shop.example"),
        )
    with parts.doing(SYSTEM) as deed:
        area = territory_by_code(deed.session, "riga")
        assert area is not None
        depot = depots_of(deed.session, area.id)[0][0]
        work_type = work_type_of(deed.session, "washing_machine", WorkKind.INSTALL)
        person = add_customer(
            deed, number="K1", name="Anna Beck", language="en", email="anna@example.org", phone="+3"
        )
        places = [
            add_location(deed, area, address(chance), customer_id=person.id) for _ in range(500)
        ]
        for number in range(technicians):
            worker = add_technician(
                deed,
                area,
                code=f"T{number}",
                name=f"T{number} Liepa",
                email=f"t{number}@shop.example",
                phone="+371",
                language="en",
                skills={"plumbing": None},
                cost_per_hour_cents=4000,
                depot_id=depot.id,
            )
            for ahead in range(days):
                on = MONDAY + timedelta(days=ahead)
                add_shift(deed, worker, ZONE, on, SHIFT)
                _fill(deed, worker, on, person, places, work_type, chance)


def _fill(
    deed: Deed,
    worker: Technician,
    on: date,
    person: Customer,
    places: list[Location],
    work_type: WorkType,
    chance: Random,
) -> None:
    """Ten visits of half an hour, an hour apart, each told a window of three hours."""
    for stop in range(STOPS):
        start_at = utc_of(datetime.combine(on, time(7, 30)) + timedelta(minutes=65 * stop), ZONE)
        place = chance.choice(places)
        window = start_at - timedelta(minutes=90), start_at + timedelta(minutes=90)
        order = WorkOrder(
            id=deed.new_id(),
            reference=deed.ids.reference("W"),
            state=WorkOrderState.PLANNED,
            priority=Priority.NORMAL,
            territory_id=place.territory_id,
            customer_id=person.id,
            location_id=place.id,
            work_type_id=work_type.id,
            duration_minutes=30,
            note="",
            created_at=deed.now,
        )
        appointment = Appointment(
            id=deed.new_id(),
            work_order_id=order.id,
            territory_id=place.territory_id,
            state=AppointmentState.BOOKED,
            zone=ZONE,
            window_local_from=wall_of(window[0], ZONE),
            window_local_to=wall_of(window[1], ZONE),
            window_from_at=window[0],
            window_to_at=window[1],
            planned_start_at=start_at,
            planned_end_at=start_at + timedelta(minutes=30),
            created_at=deed.now,
            modified_at=deed.now,
        )
        deed.add(
            order,
            appointment,
            Assignment(appointment_id=appointment.id, technician_id=worker.id, is_lead=True),
        )


def sold(parts: Parts, chance: Random) -> tuple[UUID, str]:
    """A buyer somewhere new who has to choose a time."""
    with parts.doing(SYSTEM) as deed:
        area = territory_by_code(deed.session, "riga")
        assert area is not None
        work_type = work_type_of(deed.session, "washing_machine", WorkKind.INSTALL)
        person = add_customer(
            deed,
            number=f"K{chance.random()}",
            name="Ilze",
            language="en",
            email="ilze@example.org",
            phone="+3",
        )
        place = add_location(deed, area, address(chance), customer_id=person.id)
        order = keep_work(deed, person, place, work_type)
        link_id = issue_link(deed, LinkPurpose.BOOKING, order.id)
    return order.id, link_token(parts.secret, link_id)


def asked(client: TestClient, token: str) -> float:
    """Milliseconds for one page with all times."""
    watch = Stopwatch()
    answer = client.get(f"/book/{token}/time")
    elapsed = watch.elapsed * 1000
    answer.raise_for_status()
    return elapsed


def booked(parts: Parts, chance: Random) -> None:
    """Somebody else books, so that a route changes."""
    order_id, _token = sold(parts, chance)
    with parts.store.reading() as session:
        area, wanted = wanted_by(session, session.get_one(WorkOrder, order_id), parts.clock.now())
        codes = [slot.window.code for slot in slots_for(parts, session, area, wanted).slots]
    code = chance.choice(codes)
    hold_slot(parts, SYSTEM, order_id, code)
    with parts.doing(SYSTEM) as deed:
        confirm_hold(deed, order_id, code)


def measured(technicians: int, url: str | None) -> list[tuple[str, list[float]]]:
    """Milliseconds of each case."""
    chance = Random(1)
    clock = SetClock(utc_of(datetime.combine(MONDAY, time(6)), ZONE))
    with TemporaryDirectory() as folder:
        settings = read_settings(
            database_url=url or f"sqlite:///{Path(folder) / 'a.db'}",
            secret_key="k" * 43,
            outbox=Path(folder),
            slot_windows=WINDOWS,
            requests_per_minute=10**6,
        )
        with bootstrap(settings, clock=clock) as parts:
            parts.store.migrate()
            founded(parts, technicians, chance)
            with parts.store.writing() as session:  # a server learns its sizes within a minute
                session.execute(text("ANALYZE"))
            load_kernels(settings)
            client = TestClient(create_app(parts, with_jobs=False), base_url=settings.public_url)
            tokens = [sold(parts, chance)[1] for _ in range(REQUESTS)]
            first = [asked(client, tokens[0])]
            gc.collect()
            calm = [asked(client, token) for token in tokens]
            later = []
            for token in tokens[:LATER]:
                clock.moment += timedelta(minutes=5)
                later.append(asked(client, token))
            moved = []
            for token in tokens:
                booked(parts, chance)
                moved.append(asked(client, token))
            return [
                ("first of a process", first),
                ("nothing changed", calm),
                ("five minutes later", later),
                ("after a booking", moved),
            ]


def main(
    technicians: Annotated[int, typer.Option(help="Technicians.")] = 200,
    url: Annotated[str | None, typer.Option(help="An empty database instead of SQLite.")] = None,
) -> None:
    """Measure the page with all times at a quarter of the size and at the whole; in a database that is named, at the whole."""
    configure_logs("error")
    table = Table("technicians", "case", "p50 ms", "p95 ms", "p99 ms")
    for size in (technicians,) if url else (technicians // 4, technicians):
        for case, times in measured(size, url):
            cuts = quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
            table.add_row(str(size), case, *(f"{cuts[at]:.0f}" for at in (49, 94, 98)))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
