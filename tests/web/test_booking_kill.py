"""The process in which buyers choose and confirm is killed in the middle: what was acknowledged stands."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from pathlib import Path

from aftersales.records import Appointment, AppointmentState
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.crowd import (
    Crowd,
    assert_cells_are_of_one_visit_each,
    assert_told_and_promised_once,
    sell,
    start,
)

BUYERS = 40
WINDOWS = [f"2026-11-{day}T{times}" for day in (24, 25) for times in ("08:00/12:00", "12:00/16:00")]
PAUSE = threading.Event()


def kill_after(crowd: Crowd, wins: int) -> dict[str, tuple[str, int]]:
    """Kill the process once so many buyers read that their visit is booked; answers what anybody read."""
    try:
        while sum(outcome == "won" for outcome, _status in crowd.heard().values()) < wins:
            assert crowd.process.poll() is None, "it ended before it could be killed"
            PAUSE.wait(0.002)
    finally:
        crowd.process.send_signal(signal.SIGKILL)
    assert crowd.process.wait(timeout=10) == -signal.SIGKILL
    return crowd.heard()


def test_killed_in_the_middle_every_acknowledged_booking_stands_and_others_go_on(
    world: World, tmp_path: Path
) -> None:
    tokens = sell(world, BUYERS)
    before = {each.id for each in all_of(world.parts, Appointment)}
    told: dict[str, tuple[str, int]] = {}

    for number, wins in enumerate((3, 5)):
        waiting = [token for token in tokens if token not in told]
        crowd = start(world, tmp_path / f"{number}.json", number % 2, waiting, WINDOWS)
        told |= kill_after(crowd, wins)
        assert_cells_are_of_one_visit_each(world)
        acknowledged = {tokens[token] for token, (outcome, _s) in told.items() if outcome == "won"}
        visits = [each for each in all_of(world.parts, Appointment) if each.id not in before]
        booked = [each for each in visits if each.state is AppointmentState.BOOKED]
        assert acknowledged <= {each.work_order_id for each in booked}
        assert_told_and_promised_once(world, booked)
    cut_off = [token for token in tokens if token not in told]
    again = [  # whoever read nothing asks again, and is heard at once
        start(world, tmp_path / f"again{number}.json", number, cut_off, WINDOWS)
        for number in range(2)
    ]
    for crowd in again:
        told |= crowd.at_the_end()

    statuses = Counter(status for _outcome, status in told.values())
    assert set(told) == set(tokens)
    assert set(statuses) <= {303, 409}, statuses
    won = {tokens[token] for token, (outcome, _status) in told.items() if outcome == "won"}
    visits = [each for each in all_of(world.parts, Appointment) if each.id not in before]
    booked = [each for each in visits if each.state is AppointmentState.BOOKED]
    assert len(booked) == len(won) > 8
    assert {each.work_order_id for each in booked} == won
    assert_told_and_promised_once(world, booked)
    assert_cells_are_of_one_visit_each(world)
