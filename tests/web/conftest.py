"""A small world on a real database: a territory with a depot, three technicians, eight buyers, one plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import col, select

from aftersales.bookings import Wish, request_visit
from aftersales.catalogue import add_product_model, add_work_type, work_type_of
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.notices.delivery import send_due
from aftersales.orders import SoldItem, add_order
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.notices import notices_about
from aftersales.queries.places import territory_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit, visits_between, visits_by_id
from aftersales.records import (
    Customer,
    Depot,
    LinkPurpose,
    Location,
    Record,
    Territory,
    WorkKind,
)
from aftersales.registrations import add_unit
from aftersales.solving import ProcessPlanner
from aftersales.technicians import DayPlan, add_shift, add_technician
from tests.web.principals import People, as_admin
from tests.web.remembered import Memory
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms
from web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web.browsing import Served

MONDAY = date(2026, 11, 23)
OPENING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""08:00 in Vaduz: quiet hours are over, so what waits goes out."""

PLACES = (
    ("Landstrasse", "4", "9494", "Schaan", 47.1656, 9.5105),
    ("Aeulestrasse", "12", "9490", "Vaduz", 47.1391, 9.5215),
    ("Dorfstrasse", "40", "9495", "Triesen", 47.1075, 9.5283),
    ("Burgweg", "5", "9496", "Balzers", 47.0643, 9.4992),
    ("Essanestrasse", "9", "9492", "Eschen", 47.2107, 9.5222),
    ("Peter-Kaiser-Strasse", "3", "9493", "Mauren", 47.2180, 9.5420),
    ("Bergstrasse", "22", "9497", "Triesenberg", 47.1180, 9.5420),
    ("Schlossweg", "1", "9490", "Vaduz", 47.1400, 9.5230),
)
NAMES = (
    "Anna Beck",
    "Maximiliane Hasler-Frommelt",
    "Jonas Marxer",
    "Ruta Kalnina",
    "Peter Vogt",
    "Lea Ospelt",
    "Samuel Kindle",
    "Nora <b>Wolf</b> & Sons",
)


@dataclass(frozen=True)
class World:
    """What tests look at; `visits` are those of Monday by planned start."""

    parts: Parts
    clock: SetClock
    outbox: Path
    territory_id: UUID
    customers: tuple[Customer, ...]
    unit_id: UUID
    feed_token: str

    def visits(self) -> list[Visit]:
        """The visits of Monday as they stand."""
        with self.parts.store.reading() as session:
            return visits_between(
                session, self.territory_id, OPENING, OPENING + timedelta(hours=12)
            )

    def visit(self, appointment_id: UUID) -> Visit:
        """One visit as it stands."""
        with self.parts.store.reading() as session:
            return visits_by_id(session, [appointment_id])[appointment_id]

    def token_of(self, visit: Visit) -> str:
        """What stands in the newest message to the buyer of a visit."""
        with self.parts.store.reading() as session:
            links = [
                notice.facts["link_id"]
                for notice in notices_about(session, visit.appointment.id)
                if notice.facts.get("link_id")
            ]
        return link_token(self.parts.secret, UUID(str(links[-1])))

    def mails(self, beginning: str = "") -> list[EmailMessage]:
        """The messages in the outbox whose file name begins like this, the newest last."""
        letters = sorted(
            self.outbox.glob(f"{beginning}*.eml"),
            key=lambda file: (file.stat().st_mtime_ns, file.name),
        )
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in letters]

    def dump(self) -> dict[str, list[str]]:
        """Every row of every table, to see whether anything changed."""
        with self.parts.store.reading() as session:
            return {
                table.name: sorted(
                    str(tuple(row))
                    for row in session.execute(text(f'SELECT * FROM "{table.name}"'))
                )
                for table in Record.metadata.sorted_tables
            }


@pytest.fixture(scope="session")
def planner() -> Iterator[ProcessPlanner]:
    """One planner's process for all tests: starting it takes longer than planning."""
    planner = ProcessPlanner()
    yield planner
    planner.close()


@pytest.fixture(scope="session")
def memory() -> Memory:
    """What this process has built for its tests so far."""
    return Memory()


@pytest.fixture
def world(parts: Parts, clock: SetClock, planner: ProcessPlanner, memory: Memory) -> World:
    """The small world, planned for Monday, with every message sent."""
    parts = replace(parts, planner=planner)
    facts = memory.built("world", parts, clock, lambda: settle(parts, clock))
    return world_of(parts, clock, facts)


@dataclass(frozen=True)
class Facts:
    """What the small world is found again by."""

    territory_id: UUID
    unit_id: UUID
    feed_token: str


def furnish(parts: Parts) -> UUID:
    """Put customers, what they bought and what they wish for into an empty installation; nothing is planned."""
    with parts.doing(SYSTEM) as deed:
        territory = add_area(deed)
        customers = tuple(
            add_customer(
                deed,
                number=f"C-{position:04}",
                name=name,
                language="en",
                email=f"buyer{position}@example.org",
                phone="+423 555 01 02",
            )
            for position, name in enumerate(NAMES)
        )
        deed.session.flush()
        return _requests(deed, territory, customers)


def customers_of(parts: Parts) -> tuple[Customer, ...]:
    """The buyers as they stand, by their number."""
    with parts.store.reading() as session:
        return tuple(session.exec(select(Customer).order_by(col(Customer.number))))


def build_world(parts: Parts, clock: SetClock) -> World:
    """Put the small world into an empty installation."""
    return world_of(parts, clock, settle(parts, clock))


def settle(parts: Parts, clock: SetClock) -> Facts:
    """Let the small world begin in an empty installation."""
    unit_id = furnish(parts)
    plan_territory(
        parts,
        SYSTEM,
        PlanRequest(territory="li", from_on=MONDAY, days=1, effort=EffortName.QUICK, seed=1),
    )
    clock.move_to(OPENING)
    send_due(parts)
    with parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, "T1")
        area = territory_by_code(deed.session, "li")
        assert worker is not None
        assert area is not None
        feed_token = link_token(parts.secret, issue_link(deed, LinkPurpose.FEED, worker.id))
    return Facts(territory_id=area.id, unit_id=unit_id, feed_token=feed_token)


def world_of(parts: Parts, clock: SetClock, facts: Facts) -> World:
    """The small world in an installation where it has begun."""
    return World(
        parts=parts,
        clock=clock,
        outbox=parts.settings.outbox,
        territory_id=facts.territory_id,
        customers=customers_of(parts),
        unit_id=facts.unit_id,
        feed_token=facts.feed_token,
    )


def add_area(deed: Deed) -> Territory:
    territory = Territory(
        id=deed.new_id(),
        code="li",
        name="Liechtenstein",
        country="LI",
        zone="Europe/Vaduz",
        road_table="liechtenstein",
        answers_name="Inga Frick",
        answers_phone="+423 555 00 11",
        answers_email="inga@example.org",
    )
    deed.add(territory)
    deed.session.flush()
    shop = add_location(
        deed,
        territory,
        Address(
            street="Im Bretscha",
            house_number="22",
            postcode="9494",
            town="Schaan",
            country="LI",
            latitude=47.1690,
            longitude=9.5080,
        ),
    )
    depot = Depot(
        id=deed.new_id(), territory_id=territory.id, location_id=shop.id, code="D1", name="Schaan"
    )
    deed.add(depot)
    add_work_type(
        deed,
        product_type="washing_machine",
        kind=WorkKind.INSTALL,
        minutes=(30, 45, 60),
        crew_size=1,
        skills=("plumbing",),
        source="test",
    )
    deed.session.flush()
    for code, name in (("T1", "Inga Frick"), ("T2", "Marco Bühler"), ("T3", "Lina Quaderer")):
        worker = add_technician(
            deed,
            territory,
            code=code,
            name=name,
            email=f"{code.lower()}@example.org",
            phone="+423 555 02 03",
            language="en",
            skills={"plumbing": None},
            cost_per_hour_cents=4200,
            depot_id=depot.id,
        )
        for ahead in range(5):
            add_shift(
                deed,
                worker,
                territory.zone,
                MONDAY + timedelta(days=ahead),
                DayPlan(
                    from_time=time(8),
                    to_time=time(16, 30),
                    break_from=time(11, 30),
                    break_to=time(13),
                    break_minutes=30,
                ),
            )
    return territory


def _requests(deed: Deed, territory: Territory, customers: tuple[Customer, ...]) -> UUID:
    """A sale and a wished visit for each buyer, and one wish that nobody can fulfil."""
    terms = WarrantyTerms(
        "WM-8000",
        (
            CoverTerm(
                kind=CoverKind.MAKERS_WARRANTY,
                provider="Nordwasch",
                starts=StartBasis.PURCHASE,
                months=36,
                source="test",
            ),
        ),
    )
    model = add_product_model(
        deed,
        sku="WM-8000",
        name="8000",
        brand="Nordwasch",
        product_type="washing_machine",
        terms=terms,
    )
    deed.session.flush()
    add_work_type(
        deed,
        product_type="washing_machine",
        kind=WorkKind.REPAIR,
        minutes=(30, 60, 90),
        crew_size=1,
        skills=("wizardry",),
        source="test",
    )
    install = work_type_of(deed.session, "washing_machine", WorkKind.INSTALL)
    units = []
    for position, (customer, place) in enumerate(zip(customers, PLACES, strict=True)):
        location = _location(deed, territory, customer, place)
        deed.session.flush()
        _order, lines = add_order(
            deed,
            number=f"O-{position:04}",
            customer_id=customer.id,
            location_id=location.id,
            channel="shop",
            ordered_on=date(2026, 11, 2),
            items=[
                SoldItem(
                    product_model_id=model.id,
                    quantity=1,
                    unit_price_cents=89_900,
                    currency="CHF",
                    delivered_on=date(2026, 11, 5),
                    wants_installation=True,
                )
            ],
        )
        units.append(
            add_unit(
                deed,
                model,
                customer,
                serial=f"NW{position:07}",
                country="LI",
                purchased_on=date(2026, 11, 2),
                delivered_on=date(2026, 11, 5),
                order_line_id=lines[0].id,
                location_id=location.id,
            )
        )
        half = (8, 12) if position % 2 else (12, 16)
        wish = Wish(
            datetime.combine(MONDAY, time(half[0])), datetime.combine(MONDAY, time(half[1]))
        )
        request_visit(deed, customer, location, install, [wish], unit_id=units[-1].id)
        if position == 0:
            repair = work_type_of(deed.session, "washing_machine", WorkKind.REPAIR)
            request_visit(deed, customer, location, repair, [wish])
    return units[0].id


def _location(
    deed: Deed,
    territory: Territory,
    customer: Customer,
    place: tuple[str, str, str, str, float, float],
) -> Location:
    street, house_number, postcode, town, latitude, longitude = place
    return add_location(
        deed,
        territory,
        Address(
            street=street,
            house_number=house_number,
            postcode=postcode,
            town=town,
            country="LI",
            latitude=latitude,
            longitude=longitude,
            access_notes="Bell at the side door",
        ),
        customer_id=customer.id,
    )


def text_of(mail: EmailMessage) -> str:
    """What somebody reads who sees plain text only."""
    body = mail.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


@pytest.fixture
def stranger(world: World) -> Iterator[TestClient]:
    """The app of the small world, asked by nobody in particular and without following redirects."""
    with TestClient(
        create_app(world.parts), follow_redirects=False, client=("127.0.0.1", 50_000)
    ) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient, world: World) -> TestClient:
    """The same, asked by an admin who has signed in."""
    return as_admin(world.parts, stranger)


@pytest.fixture
def people(world: World) -> People:
    """Every kind of principal before the app of the small world."""
    return People(world, create_app(world.parts))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A real Chromium for the tests of one file."""
    from tests.web.browsing import chromium  # it builds on this file

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Served]":
    """The small world on a late day behind a real server, for the tests of one file."""
    from tests.web.browsing import serving  # it builds on this file

    planner = ProcessPlanner()  # its own: a server that stops closes it
    with serving(tmp_path_factory.mktemp("served"), planner) as served:
        yield served
    planner.close()
