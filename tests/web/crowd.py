"""Many buyers who each have work to be booked, and what must hold of their visits whatever happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from aftersales.bookings import keep_work
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.moments import cells_between
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    Customer,
    LinkPurpose,
    Location,
    Notice,
    OccupiedTime,
    Promise,
    WorkType,
)
from tests.aftersales.conftest import all_of
from tests.web.conftest import World

WINDOWS = [f"2026-11-24T{times}" for times in ("08:00/12:00", "10:00/14:00", "12:00/16:00")]


def sell(world: World, buyers: int) -> dict[str, UUID]:
    """One work order for each buyer, by the token with which they book."""
    like = world.visits()[0]
    tokens: dict[str, UUID] = {}
    with world.parts.doing(SYSTEM) as deed:
        session = deed.session
        person = session.get_one(Customer, like.customer.id)
        place = session.get_one(Location, like.location.id)
        work_type = session.get_one(WorkType, like.work_type.id)
        for _number in range(buyers):
            order = keep_work(deed, person, place, work_type)
            link_id = issue_link(deed, LinkPurpose.BOOKING, order.id)
            tokens[link_token(world.parts.secret, link_id)] = order.id
    return tokens


@dataclass
class Crowd:
    """Half of the buyers, in a process of their own, and the file in which it writes what each was told."""

    process: subprocess.Popen[bytes]
    told: Path

    def heard(self) -> dict[str, tuple[str, int]]:
        """What came of it for each token so far, `won` or `lost`, and the last status."""
        if not self.told.exists():
            return {}
        whole, _end, _cut_off = self.told.read_text().rpartition("\n")
        lines = [json.loads(line) for line in whole.splitlines()]
        return {token: (outcome, status) for token, outcome, status in lines}

    def at_the_end(self) -> dict[str, tuple[str, int]]:
        """What everybody was told, once the process has ended by itself."""
        assert self.process.wait(timeout=300) == 0
        return self.heard()


def start(world: World, path: Path, number: int, tokens: list[str], windows: list[str]) -> Crowd:
    """Let half of the buyers loose, of whom each wants one of the windows; `number` is 0 or 1."""
    path.write_text(
        json.dumps(
            {
                "url": world.parts.settings.database_url,
                "public": world.parts.settings.public_url,
                "hosts": world.parts.settings.hosts,
                "secret": world.parts.secret,
                "tokens": tokens,
                "windows": windows,
                "now": world.clock.now().isoformat(),
            }
        )
    )
    told = path.with_suffix(".told")
    process = subprocess.Popen(  # uncounted: counting lines takes longer than all buyers
        [sys.executable, "-m", "tests.web.booking_rush", str(path), str(number), str(told)],
        stdout=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
    )
    return Crowd(process, told)


def assert_told_and_promised_once(world: World, booked: list[Appointment]) -> None:
    """Each visit that was booked has one promise and one message."""
    promised = Counter(each.appointment_id for each in all_of(world.parts, Promise))
    told = Counter(each.subject_id for each in all_of(world.parts, Notice))
    assert all(promised[each.id] == told[each.id] == 1 for each in booked)


def assert_cells_are_of_one_visit_each(world: World) -> None:
    """Every visit that stands holds exactly the cells of its time, for everybody who goes."""
    crews = all_of(world.parts, Assignment)
    spans = {
        each.id: cells_between(each.planned_start_at, each.planned_end_at)
        for each in all_of(world.parts, Appointment)
        if each.state is not AppointmentState.CANCELLED
    }
    wanted = Counter(
        (crew.technician_id, cell) for crew in crews for cell in spans.get(crew.appointment_id, ())
    )
    taken = Counter((each.technician_id, each.cell) for each in all_of(world.parts, OccupiedTime))
    assert wanted == taken
    assert max(taken.values()) == 1
