"""Two thousand buyers on few times: nobody is sold what somebody else has, nobody sees an error of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

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

RUSH = Path(__file__).with_name("booking_rush.py")
BUYERS = 2000
WINDOWS = [f"2026-11-24T{times}" for times in ("08:00/12:00", "10:00/14:00", "12:00/16:00")]


def test_two_thousand_buyers_share_few_times_and_none_is_sold_twice(
    world: World, tmp_path: Path
) -> None:
    tokens = sell(world)
    before = {each.id for each in all_of(world.parts, Appointment)}
    asked = tmp_path / "rush.json"
    asked.write_text(
        json.dumps(
            {
                "url": world.parts.settings.database_url,
                "public": world.parts.settings.public_url,
                "hosts": world.parts.settings.hosts,
                "secret": world.parts.secret,
                "tokens": list(tokens),
                "windows": WINDOWS,
                "now": world.clock.now().isoformat(),
            }
        )
    )

    told = rush(asked)

    statuses = Counter(status for _token, _when, _outcome, status in told)
    assert len(told) == BUYERS
    assert set(statuses) == {303, 409}, statuses
    won = {token: when for token, when, outcome, _status in told if outcome == "won"}
    visits = [each for each in all_of(world.parts, Appointment) if each.id not in before]
    booked = [each for each in visits if each.state is AppointmentState.BOOKED]
    assert {each.work_order_id for each in booked} == {tokens[token] for token in won}
    assert len(booked) == len(won) > 5
    promised = Counter(each.appointment_id for each in all_of(world.parts, Promise))
    assert all(promised[each.id] == 1 for each in booked)
    assert_cells_are_of_one_visit_each(world)
    told_of = Counter(each.subject_id for each in all_of(world.parts, Notice))
    assert all(told_of[each.id] == 1 for each in booked)


def sell(world: World) -> dict[str, object]:
    """One work order for each buyer, and the tokens with which they book."""
    like = world.visits()[0]
    tokens: dict[str, object] = {}
    with world.parts.doing(SYSTEM) as deed:
        session = deed.session
        person = session.get_one(Customer, like.customer.id)
        place = session.get_one(Location, like.location.id)
        work_type = session.get_one(WorkType, like.work_type.id)
        for _number in range(BUYERS):
            order = keep_work(deed, person, place, work_type)
            link_id = issue_link(deed, LinkPurpose.BOOKING, order.id)
            tokens[link_token(world.parts.secret, link_id)] = order.id
    return tokens


def rush(asked: Path) -> list[tuple[str, str, str, int]]:
    """What every buyer was told, of two processes at once."""
    running = [  # uncounted, because counting lines takes longer than two thousand buyers
        subprocess.Popen(
            [sys.executable, "-m", "tests.web.booking_rush", str(asked), str(number)],
            stdout=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
        )
        for number in range(2)
    ]
    answers = [each.communicate(timeout=300)[0] for each in running]
    return [tuple(each) for answer in answers for each in json.loads(answer.splitlines()[-1])]


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
