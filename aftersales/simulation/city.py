"""The city in which days are simulated: Liechtenstein's addresses and roads, made-up people, ten technicians."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from importlib.resources import as_file, files
from typing import Final

import numpy as np

from aftersales.addresses import ListedAddress, keep_addresses, listed_addresses
from aftersales.bookings import Wish, request_visit
from aftersales.catalogue import work_type_of
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.day_factors import learn_day_factors
from aftersales.day_watch.narrowing import narrow_windows
from aftersales.deed import Actor, Deed
from aftersales.errors import NotThere
from aftersales.moments import utc_of, wall_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.places import territory_by_code
from aftersales.records import ActorKind, Priority, Territory, WorkKind, WorkOrder
from aftersales.store import Session
from aftersales.technicians import DayPlan, add_shift, add_technician
from aftersales.territories import add_standard_work_types, add_territory

STAFF: Final = Actor(ActorKind.STAFF, "simulation")
TERRITORY: Final = "li"
ZONE: Final = "Europe/Vaduz"

SHIFT: Final = DayPlan(
    from_time=time(7, 30),
    to_time=time(16, 30),
    break_from=time(11, 30),
    break_to=time(13, 30),
    break_minutes=30,
)
SKILLS: Final = ("plumbing", "electrical", "repair", "gas")
WINDOWS: Final = ((time(8), time(12)), (time(10), time(14)), (time(12), time(16)))
WORKS: Final = (
    # product type, kind of work, weight of being asked for
    ("washing_machine", WorkKind.INSTALL, 4),
    ("dishwasher", WorkKind.INSTALL, 3),
    ("tumble_dryer", WorkKind.INSTALL, 2),
    ("cooker_or_oven", WorkKind.INSTALL, 2),
    ("washing_machine", WorkKind.REPAIR, 5),
    ("dishwasher", WorkKind.DIAGNOSIS, 2),
    ("washing_machine", WorkKind.MAINTENANCE, 2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySize:
    """How large the simulated city is.

    Attributes:
        technicians: who works every day.
        visits: asked for on each day.
        history: working days that are played before, from which the forecast learns.
    """

    technicians: int = 10
    visits: int = 65
    history: int = 10


MODERATE: Final = CitySize()
"""What the figures in the documentation are measured in."""


def working_days(first: date, count: int) -> tuple[date, ...]:
    """So many days from Monday to Friday, from `first` on."""
    days = (first + timedelta(days=at) for at in range(2 * count + 7))
    return tuple([on for on in days if on.weekday() < 5][:count])  # noqa: PLR2004 - Saturday is 5


def found_city(parts: Parts, size: CitySize, days: tuple[date, ...]) -> None:
    """The territory, its depot, its technicians and their shifts, in an empty database."""
    parts.store.migrate()
    with parts.doing(STAFF) as deed:
        add_standard_work_types(deed)
        keep_addresses(deed, city_addresses())
        territory, depot = add_territory(
            deed,
            code=TERRITORY,
            name="Liechtenstein",
            country="LI",
            depot_code="schaan",
            depot_name="Schaan",
            depot=Address(
                street="Feldkircher Strasse",
                house_number="",
                postcode="9494",
                town="Schaan",
                country="LI",
                latitude=47.165352,
                longitude=9.508729,
            ),
            answers=("Maria Vogt", "+423 555 00 00", "dispatch@aftersales.example"),
            table="liechtenstein",
        )
        for number in range(size.technicians):
            worker = add_technician(
                deed,
                territory,
                code=f"T{number:02d}",
                name=f"Technician {number}",
                email=f"t{number:02d}@technicians.example",
                phone="+423 555 80 00",
                language="en",
                skills=dict.fromkeys(SKILLS),
                cost_per_hour_cents=4_000,
                depot_id=depot.id,
            )
            for on in days:
                add_shift(deed, worker, territory.zone, on, SHIFT)


def the_territory(session: Session) -> Territory:
    """The city's only territory.

    Raises:
        NotThere: this is no simulated city.
    """
    territory = territory_by_code(session, TERRITORY)
    if territory is None:
        raise NotThere("No city was founded here. Name an empty folder with --out.")
    return territory


def city_addresses() -> list[ListedAddress]:
    """The addresses of the country between which roads are measured."""
    with as_file(files("aftersales.demo") / "data" / "addresses.csv") as file:
        return [each for each in listed_addresses(file) if each.road_row is not None]


def prepare_day(
    parts: Parts,
    clock: SetClock,
    size: CitySize,
    on: date,
    seed: int,
    told: Callable[[str], None] = lambda _: None,
) -> None:
    """Customers ask for visits on a day, a plan is made, everybody is told, and told more closely the evening before.

    What the days before teach is learned first, as it is every night.
    """
    evening = utc_of(datetime.combine(on - timedelta(days=1), time(17)), ZONE)
    clock.move_to(max(clock.now(), evening - timedelta(hours=6)))
    learn_day_factors(parts, TERRITORY)
    rng = np.random.default_rng([seed, on.toordinal()])
    addresses = [each for each in city_addresses() if each.is_residential]
    with parts.doing(STAFF) as deed:
        territory = the_territory(deed.session)
        for number in range(size.visits):
            _ask(deed, territory, rng, addresses, f"{on:%m%d}-{number}", partial(_window_on, on))
    told(f"planning {on}")
    plan_territory(
        parts,
        STAFF,
        PlanRequest(
            territory=TERRITORY, from_on=on, days=1, effort=EffortName.QUICK, seed=seed, threads=1
        ),
    )
    send_due(parts)
    clock.move_to(max(clock.now(), evening))
    narrow_windows(parts, STAFF, TERRITORY, on)
    send_due(parts)


def ask_emergency(deed: Deed, territory: Territory, seed: int, number: int) -> WorkOrder:
    """Somebody needs help today, within four hours."""
    wall = wall_of(deed.now, territory.zone).replace(second=0, microsecond=0)
    return _ask(
        deed,
        territory,
        np.random.default_rng([seed, number]),
        [each for each in city_addresses() if each.is_residential],
        f"{wall:%m%d}-emergency-{number}",
        lambda _: Wish(wall + timedelta(minutes=15), wall + timedelta(hours=4)),
        Priority.EMERGENCY,
    )


def _window_on(on: date, rng: np.random.Generator) -> Wish:
    """One of the windows that customers choose among."""
    first, last = WINDOWS[int(rng.integers(len(WINDOWS)))]
    return Wish(datetime.combine(on, first), datetime.combine(on, last))


def _ask(
    deed: Deed,
    territory: Territory,
    rng: np.random.Generator,
    addresses: Sequence[ListedAddress],
    number: str,
    wish: Callable[[np.random.Generator], Wish],
    priority: Priority = Priority.NORMAL,
) -> WorkOrder:
    """A new customer asks for a visit."""
    home = addresses[int(rng.integers(len(addresses)))]
    customer = add_customer(
        deed,
        number=f"K{number}",
        name=f"Customer {number}",
        language="en",
        email=f"customer-{number}@example.com",
        phone="+423 555 10 00",
    )
    location = add_location(
        deed,
        territory,
        Address(
            street=home.street,
            house_number=home.house_number,
            postcode=home.postcode,
            town=home.town,
            country=home.country,
            latitude=home.latitude,
            longitude=home.longitude,
        ),
        customer_id=customer.id,
    )
    weights = np.array([weight for *_, weight in WORKS], dtype=float)
    product, kind, _ = WORKS[int(rng.choice(len(WORKS), p=weights / weights.sum()))]
    work_type = work_type_of(deed.session, product, kind)
    return request_visit(deed, customer, location, work_type, [wish(rng)], priority=priority)
