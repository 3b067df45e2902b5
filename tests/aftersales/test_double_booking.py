"""Nobody is booked twice, however many ask for the same time at once."""

import json
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from aftersales.moments import cells_between
from aftersales.records import Appointment, Assignment, OccupiedTime
from tests.aftersales.conftest import Village

RACE = Path(__file__).with_name("booking_race.py")
ATTEMPTS = 240

FEWEST = 5
"""Half hours that fit between 9:00 and 14:30 even if both technicians go to each, with the widest gaps between them."""


def test_race_for_few_slots_books_none_of_them_twice(village: Village, tmp_path: Path) -> None:
    first = village.moment(24, 9)
    with village.doing() as deed:
        orders = [
            village.order(deed, first, first + timedelta(hours=4)).id for _ in range(ATTEMPTS)
        ]
    asked = tmp_path / "race.json"
    asked.write_text(
        json.dumps(
            {
                "url": village.parts.settings.database_url,
                "technicians": [str(each.id) for each in village.technicians[:2]],
                "orders": [str(each) for each in orders],
                "first": first.isoformat(),
                "starts": 60,
                "now": village.clock.now().isoformat(),
            }
        )
    )

    racers = [
        subprocess.Popen(
            [sys.executable, str(RACE), str(asked), str(number)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    answers = [json.loads(racer.communicate(timeout=120)[0]) for racer in racers]

    raised = [error for answer in answers for error in answer["raised"]]
    won = [each for answer in answers for each in answer["won"]]
    lost = [each for answer in answers for each in answer["lost"]]
    assert raised == []
    assert len(won) + len(lost) == ATTEMPTS
    assert min(len(won), len(lost)) >= FEWEST  # the race was one
    assert_time_is_taken_once(village)
    assert {str(each.id) for each in village.all_of(Appointment)} == set(won)


def assert_time_is_taken_once(village: Village) -> None:
    """Each appointment holds exactly its own cells, of everybody assigned, and no cell is held twice."""
    crews = village.all_of(Assignment)
    spans = {
        each.id: cells_between(each.planned_start_at, each.planned_end_at)
        for each in village.all_of(Appointment)
    }
    wanted = Counter(
        (crew.technician_id, cell) for crew in crews for cell in spans[crew.appointment_id]
    )
    kept = Counter((row.technician_id, row.cell) for row in village.all_of(OccupiedTime))
    assert kept == wanted
    assert set(wanted.values()) == {1}


def test_database_itself_refuses_a_cell_that_is_taken(village: Village) -> None:
    booked = village.book(village.moment(24, 9))
    taken = village.all_of(OccupiedTime)[0]

    with pytest.raises(IntegrityError), village.parts.store.writing() as session:
        session.add(
            OccupiedTime(technician_id=taken.technician_id, cell=taken.cell, appointment_id=booked)
        )

    assert_time_is_taken_once(village)
