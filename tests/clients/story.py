"""Four shops far apart, whose technicians' calendars are fetched over HTTP as booked, moved, cancelled and handed on."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx2

from aftersales.appointments import cancel, place, set_window
from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.deed import Deed
from aftersales.identifiers import Identifiers, link_token
from aftersales.links import issue_link
from aftersales.moments import utc_of
from aftersales.places import Address
from aftersales.queries.visits import visits_of_technician
from aftersales.records import Appointment, AppointmentState, LinkPurpose
from aftersales.settings import Settings
from tests.aftersales.conftest import RIGA, Village, build_village, placement_of
from tests.web.browsing import answering

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW: Final = datetime(2027, 3, 1, 6, tzinfo=UTC)
STAGES: Final = ("booked", "moved", "cancelled", "handed on")
TECHNICIANS: Final = (0, 1)

Read = dict[str, tuple[datetime, datetime, bool]]
"""What a client reads: for each UID beginning and end in UTC, and whether it is called off."""


@dataclass(frozen=True)
class Shop:
    """Where a shop is, and the day on which its clocks change next, if they do."""

    address: Address
    changes_on: datetime


SHOPS: Final[Mapping[str, Shop]] = {
    "Europe/Riga": Shop(RIGA, datetime(2027, 3, 28)),
    "America/New_York": Shop(
        Address(
            street="Broadway",
            house_number="280",
            postcode="10007",
            town="New York",
            country="US",
            latitude=40.7142,
            longitude=-74.0059,
        ),
        datetime(2027, 3, 14),
    ),
    "Asia/Dhaka": Shop(
        Address(
            street="Mirpur Road",
            house_number="12",
            postcode="1205",
            town="Dhaka",
            country="BD",
            latitude=23.7461,
            longitude=90.3742,
        ),
        datetime(2027, 3, 14),
    ),
    "Australia/Lord_Howe": Shop(
        Address(
            street="Ned's Beach Road",
            house_number="3",
            postcode="2898",
            town="Lord Howe Island",
            country="AU",
            latitude=-31.5236,
            longitude=159.0694,
        ),
        datetime(2027, 4, 4),
    ),
}


@dataclass(frozen=True)
class Calendar:
    """A calendar at one stage: what a client was sent, and what stands in the database."""

    content: bytes
    meant: Read


@dataclass
class Subscriber:
    """Somebody who asks with the validators of what they have, as calendar apps do."""

    url: str
    etag: str = ""
    modified: str = ""

    def asked(self) -> bytes:
        """The calendar as it is sent now; nothing of it may have been said to be unchanged."""
        by_date = httpx2.get(self.url, headers={"If-Modified-Since": self.modified})
        answer = httpx2.get(self.url, headers={"If-None-Match": self.etag})
        assert answer.status_code == 200, "a change was taken for none"
        assert by_date.status_code == 200, "a change was taken for none by its date"
        assert answer.headers["etag"] != self.etag
        self.etag = answer.headers["etag"]
        self.modified = answer.headers["last-modified"]
        again = httpx2.get(self.url, headers={"If-None-Match": self.etag})
        assert (again.status_code, again.content) == (304, b"")
        return answer.content


@dataclass
class Told:
    """The whole story: the calendars of every stage, and where vdirsyncer has put them then."""

    calendars: dict[tuple[str, str, int], Calendar] = field(default_factory=dict)
    vdirs: dict[str, Path] = field(default_factory=dict)


@contextmanager
def shop_open(folder: Path, shop: Shop) -> Iterator[tuple[Village, str]]:
    """A shop behind a real server."""
    folder.mkdir()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'a.db'}",
        outbox=folder / "outbox",
        secret_key="k" * 43,
        requests_per_minute=100_000,
    )
    clock = SetClock(NOW)
    with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
        parts.store.migrate()
        village = build_village(parts, clock, base=shop.address)
        with answering(parts) as url:
            yield village, url


def calendar_of(village: Village, number: int, url: str) -> str:
    """The address of a technician's calendar."""
    with village.doing() as deed:
        link_id = issue_link(deed, LinkPurpose.FEED, village.technicians[number].id)
    return f"{url}/feeds/{link_token(village.parts.secret, link_id)}.ics"


def booked(village: Village, changes_on: datetime) -> list[UUID]:
    """Visits tomorrow, and around the day on which clocks change."""
    at = (
        datetime(2027, 3, 2, 9),
        changes_on - DAY + 10 * HOUR,
        changes_on + 8 * HOUR,
        changes_on + DAY + 9 * HOUR,
    )
    return [village.book(utc_of(each, village.territory.zone), minutes=75) for each in at]


def moved(deed: Deed, appointment: Appointment, village: Village) -> None:
    """The visit comes two hours later, and its customer is told so."""
    start_at = appointment.planned_start_at + 2 * HOUR
    set_window(
        deed,
        appointment,
        (appointment.window_from_at + 2 * HOUR, appointment.window_to_at + 2 * HOUR),
    )
    length = appointment.planned_end_at - appointment.planned_start_at
    place(deed, [placement_of(appointment, village.crew(0), start_at, start_at + length)])


def cancelled(deed: Deed, appointment: Appointment, _village: Village) -> None:
    """The visit is called off."""
    cancel(deed, appointment, by="customer", reason="ill")


def handed_on(deed: Deed, appointment: Appointment, village: Village) -> None:
    """Somebody else goes there at the same time."""
    times = appointment.planned_start_at, appointment.planned_end_at
    place(deed, [placement_of(appointment, village.crew(1), *times)])


CHANGES: Final[Mapping[str, tuple[int, Callable[[Deed, Appointment, Village], None]]]] = {
    "moved": (1, moved),
    "cancelled": (2, cancelled),
    "handed on": (3, handed_on),
}
"""What happens to which of the visits before a stage."""


def changed(village: Village, appointment_id: UUID, stage: str) -> None:
    """Let a change happen, a minute later."""
    village.clock.move_to(village.clock.now() + timedelta(minutes=1))
    with village.doing() as deed:
        CHANGES[stage][1](deed, deed.session.get_one(Appointment, appointment_id), village)


def meant(village: Village, number: int) -> Read:
    """What stands in the database for a technician."""
    worker = village.technicians[number].id
    with village.parts.store.reading() as session:
        visits = visits_of_technician(session, worker, NOW - 30 * DAY, NOW + 180 * DAY)
        return {
            f"{visit.appointment.id}@{village.parts.settings.calendar_domain}": (
                visit.appointment.planned_start_at,
                visit.appointment.planned_end_at,
                visit.appointment.state is AppointmentState.CANCELLED,
            )
            for visit in visits
        }


def told(folder: Path) -> Told:
    """Run the story in all four shops at once."""
    story = Told()
    with ExitStack() as stack:
        shops = {
            zone: stack.enter_context(shop_open(folder / zone.replace("/", "-"), shop))
            for zone, shop in SHOPS.items()
        }
        for zone, (village, _url) in shops.items():
            assert village.territory.zone == zone
        visits = {zone: booked(shops[zone][0], shop.changes_on) for zone, shop in SHOPS.items()}
        subscribers = {
            (zone, number): Subscriber(calendar_of(village, number, url))
            for zone, (village, url) in shops.items()
            for number in TECHNICIANS
        }
        config = vdirsyncer_config(folder, {key: each.url for key, each in subscribers.items()})
        for stage in STAGES:
            for zone, (village, _url) in shops.items():
                if stage in CHANGES:
                    changed(village, visits[zone][CHANGES[stage][0]], stage)
                village.clock.move_to(village.clock.now() + timedelta(seconds=2))
                for number in TECHNICIANS if stage in ("booked", "handed on") else (0,):
                    content = subscribers[zone, number].asked()
                    story.calendars[stage, zone, number] = Calendar(content, meant(village, number))
            story.vdirs[stage] = synchronised(config, folder, stage)
    return story


def name_of(zone: str, number: int) -> str:
    """A calendar as files are called."""
    return f"{zone.replace('/', '_')}_{number}".lower()


def vdirsyncer_config(folder: Path, urls: Mapping[tuple[str, int], str]) -> Path:
    """Every calendar is copied from the web into a folder, one way."""
    config = configparser.RawConfigParser()
    config["general"] = {"status_path": f'"{folder / "status"}"'}
    for (zone, number), url in urls.items():
        name = name_of(zone, number)
        config[f"pair {name}"] = {
            "a": f'"{name}_here"',
            "b": f'"{name}_there"',
            "collections": "null",
            "conflict_resolution": '"b wins"',
        }
        config[f"storage {name}_here"] = {
            "type": '"filesystem"',
            "path": f'"{folder / "vdirs" / name}"',
            "fileext": '".ics"',
        }
        config[f"storage {name}_there"] = {"type": '"http"', "url": f'"{url}"'}
        (folder / "vdirs" / name).mkdir(parents=True)
    path = folder / "vdirsyncer.conf"
    with path.open("w", encoding="utf-8") as file:
        config.write(file)
    return path


def synchronised(config: Path, folder: Path, stage: str) -> Path:
    """Let vdirsyncer fetch what is new; answers a copy of its folders."""
    for act in (["discover"], ["sync", "--force-delete"])[0 if stage == STAGES[0] else 1 :]:
        run("vdirsyncer", "-c", str(config), *act)
    copy = folder / "kept" / stage.replace(" ", "-")
    shutil.copytree(folder / "vdirs", copy)
    return copy


def run(program: str, *arguments: str, **environment: str) -> str:
    """What a program of the development environment prints."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / program), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
