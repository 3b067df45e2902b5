"""Two thousand buyers on few times: nobody is sold what somebody else has, nobody sees an error of ours."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from aftersales.records import Appointment, AppointmentState
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.crowd import (
    WINDOWS,
    assert_cells_are_of_one_visit_each,
    assert_told_and_promised_once,
    sell,
    start,
)

BUYERS = 2000


def test_two_thousand_buyers_share_few_times_and_none_is_sold_twice(
    world: World, tmp_path: Path
) -> None:
    tokens = sell(world, BUYERS)
    before = {each.id for each in all_of(world.parts, Appointment)}

    running = [
        start(world, tmp_path / f"{number}.json", number, list(tokens), WINDOWS)
        for number in range(2)
    ]
    told = {token: each for crowd in running for token, each in crowd.at_the_end().items()}

    statuses = Counter(status for _outcome, status in told.values())
    assert len(told) == BUYERS
    assert set(statuses) == {303, 409}, statuses
    won = {tokens[token] for token, (outcome, _status) in told.items() if outcome == "won"}
    visits = [each for each in all_of(world.parts, Appointment) if each.id not in before]
    booked = [each for each in visits if each.state is AppointmentState.BOOKED]
    assert {each.work_order_id for each in booked} == won
    assert len(booked) == len(won) > 5
    assert_told_and_promised_once(world, booked)
    assert_cells_are_of_one_visit_each(world)
