"""The main job on a real city: sale, registration, request, plan, appointment, calendar, delay told first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final, Protocol

import holidays
import numpy as np

from aftersales.addresses import ListedAddress, keep_addresses, listed_addresses
from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.day_watch.narrowing import narrow_windows
from aftersales.deed import Actor
from aftersales.demo.demand import Demand, ask_for_visits
from aftersales.demo.feeds import write_feeds
from aftersales.demo.people import people
from aftersales.demo.picture import draw_routes
from aftersales.demo.sales import DAYS, homes_for, sell_for_three_months
from aftersales.demo.shop import SHOP as SHOP_NAME
from aftersales.demo.shop import hire, sell
from aftersales.demo.sign_ins import SignIns, add_sign_ins
from aftersales.demo.upkeep import keep_up, list_checks
from aftersales.errors import NotUnderstood
from aftersales.identifiers import Identifiers, link_token
from aftersales.links import issue_link
from aftersales.moments import day_bounds, utc_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.places import Address
from aftersales.planning import (
    GETTING_READY,
    EffortName,
    PlanOutcome,
    PlanRequest,
    plan_territory,
)
from aftersales.queries.visits import visits_between
from aftersales.records import ActorKind, LinkPurpose, Technician, Territory
from aftersales.settings import Settings
from aftersales.simulation.story import PlayedDay, play_day
from aftersales.territories import add_standard_work_types, add_territory
from scheduling import Progress

STAFF: Final = Actor(ActorKind.STAFF, "demo")
TERRITORY: Final = "li"
PLAYED_DAY: Final = 0
"""Which working day is played, from 0."""

THREADS: Final = 2
"""Cores that search: always as many, so that the demo is the same on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSize:
    """How large the demo's city is: buyers, planned working days, and visits asked for on each."""

    customers: int = 500
    working_days: int = 10
    visits_a_day: int = 40

    @property
    def visits(self) -> int:
        """Visits asked for in all."""
        return self.working_days * self.visits_a_day


WHOLE_CITY: Final = DemoSize()
"""What `aftersales demo` runs."""


class Stage(Protocol):
    """Something that shows how far the demo is."""

    def begin(self, title: str, steps: int) -> None:
        """A stage begins that takes so many steps."""
        ...

    def step(self, note: str = "") -> None:
        """One step is done."""
        ...

    def reach(self, step: int, note: str = "") -> None:
        """So many steps are done."""
        ...


@dataclass(slots=True, kw_only=True)
class DemoResult:
    """What the demo made: where, and what happened."""

    folder: Path
    first_day: date
    played_on: date
    demand: Demand
    planned: PlanOutcome
    played: PlayedDay
    travel_scale: float
    units: int
    visit_url: str
    feed_url: str
    sign_ins: SignIns
    pictures: list[Path] = field(default_factory=list)


def working_days(first: date, count: int, country: str) -> list[date]:
    """So many days from `first` on that are neither a weekend nor a public holiday of the country."""
    off = holidays.country_holidays(country)
    days: list[date] = []
    on = first
    while len(days) < count:
        if on.weekday() < 5 and on not in off:  # noqa: PLR2004 - Saturday and Sunday are 5 and 6
            days.append(on)
        on += timedelta(days=1)
    return days


@contextmanager
def demo_parts(settings: Settings, first: date, seed: int) -> Iterator[tuple[Parts, SetClock]]:
    """The parts of a demo installation: a clock that is played, identifiers that repeat."""
    clock = SetClock(
        utc_of(datetime.combine(first - timedelta(days=DAYS + 1), time(8)), "Europe/Vaduz")
    )
    with bootstrap(settings, clock=clock, ids=Identifiers(seed)) as parts:
        yield parts, clock


def run_demo(
    parts: Parts,
    clock: SetClock,
    folder: Path,
    first: date,
    seed: int,
    stage: Stage,
    size: DemoSize = WHOLE_CITY,
) -> DemoResult:
    """Set up the city in an empty database, run the main job, and write map, feeds and outbox.

    Raises:
        NotUnderstood: the database is not empty.
    """
    rng = np.random.default_rng(seed)
    days = working_days(first, size.working_days, "LI")
    stage.begin("Setting up the city", 3)
    parts.store.migrate()
    stage.step("tables")
    territory, addresses = _city(parts, days)
    stage.step("addresses and roads")
    with parts.doing(STAFF) as deed:
        models = sell(deed)
    stage.step("catalogue")
    persons = people(rng, size.customers)
    buyers = list(zip(persons, homes_for(rng, addresses, size.customers), strict=True))
    stage.begin("Three months of sales", len(buyers))
    sales = sell_for_three_months(parts, clock, rng, territory, models, buyers, days[0], stage.step)
    evening = utc_of(datetime.combine(days[0] - timedelta(days=3), time(9)), territory.zone)
    clock.move_to(max(clock.now(), evening))
    stage.begin("Bookings and requests", size.visits)
    demand = ask_for_visits(parts, clock, rng, territory, sales, days, size.visits, stage.step)
    planned = _plan(parts, days, seed, stage)
    keep_up(parts, STAFF, models, sales)
    _deliver(parts, "Sending invitations", stage)
    played_on = days[PLAYED_DAY]
    clock.move_to(
        max(
            clock.now(),
            utc_of(datetime.combine(played_on - timedelta(days=1), time(17)), territory.zone),
        )
    )
    narrow_windows(parts, STAFF, TERRITORY, played_on)
    _deliver(parts, "Telling shorter windows the evening before", stage)
    stage.begin(f"Playing {played_on:%A}", 90)
    played = play_day(
        parts,
        clock,
        TERRITORY,
        played_on,
        rng,
        seed=seed,
        on_time=lambda now: stage.step(f"{now:%H:%M} UTC"),
    )
    visit_url, feed_url, busy = _links(parts, territory, played_on)
    result = DemoResult(
        folder=folder,
        first_day=days[0],
        played_on=played_on,
        demand=demand,
        planned=planned,
        played=played,
        travel_scale=territory.travel_scale,
        units=len(sales),
        visit_url=visit_url,
        feed_url=feed_url,
        sign_ins=add_sign_ins(parts, STAFF, territory, busy),
    )
    stage.begin("Writing calendars and the map", 2)
    write_feeds(parts, folder, territory)
    stage.step("calendars")
    result.pictures = draw_routes(parts, folder, territory, played_on)
    stage.step("map")
    return result


def _city(parts: Parts, days: list[date]) -> tuple[Territory, list[ListedAddress]]:
    with as_file(files("aftersales.demo") / "data" / "addresses.csv") as file:
        addresses = list(listed_addresses(file))
    homes = {
        each.code: Address(
            street=each.street,
            house_number=each.house_number,
            postcode=each.postcode,
            town=each.town,
            country=each.country,
        )
        for each in addresses
    }
    with parts.doing(STAFF) as deed:
        if add_standard_work_types(deed) == 0:
            raise NotUnderstood("The demo needs an empty database. Name another folder with --out.")
        keep_addresses(deed, addresses)
        territory, depot = add_territory(
            deed,
            code=TERRITORY,
            name="Liechtenstein",
            country="LI",
            depot_code="schaan",
            depot_name=SHOP_NAME,
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
        hire(deed, territory, depot, homes, days[0], days)
    list_checks(parts, STAFF)
    return territory, addresses


def _plan(parts: Parts, days: list[date], seed: int, stage: Stage) -> PlanOutcome:
    stage.begin("Planning two weeks", 100)

    def told(progress: Progress) -> None:
        note = f"cost {progress.cost:,.0f}, {progress.unserved} unplanned"
        stage.reach(round(100 * progress.share), note)

    planned = plan_territory(
        parts,
        STAFF,
        PlanRequest(
            territory=TERRITORY,
            from_on=days[0],
            days=(days[-1] - days[0]).days + 1,
            effort=EffortName.NORMAL,
            seed=seed,
            threads=THREADS,
        ),
        on_progress=told,
        on_compile=lambda: stage.reach(0, GETTING_READY),
    )
    stage.reach(100)
    return planned


def _deliver(parts: Parts, title: str, stage: Stage) -> None:
    stage.begin(title, 0)
    send_due(parts, lambda sent: stage.step(f"{sent.sent} sent"))


def _links(parts: Parts, territory: Territory, on: date) -> tuple[str, str, Technician]:
    """A buyer's page, of one who was told of a delay if there is one; their technician, and the feed."""
    with parts.doing(STAFF) as deed:
        visits = visits_between(deed.session, territory.id, *day_bounds(on, territory.zone))
        told = [visit for visit in visits if visit.appointment.invitation_sequence > 1] or visits
        visit_link = issue_link(deed, LinkPurpose.VISIT, told[0].appointment.id)
        feed_link = issue_link(deed, LinkPurpose.FEED, told[0].lead.id)
    base = parts.settings.public_url
    return (
        f"{base}/visit/{link_token(parts.secret, visit_link)}",
        f"{base}/feeds/{link_token(parts.secret, feed_link)}.ics",
        told[0].lead,
    )
