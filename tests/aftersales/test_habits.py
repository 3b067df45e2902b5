"""What a territory learns of how long things take, and how often nobody reports them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from aftersales.day_factors import learn_day_factors
from aftersales.habits import LEAST_SILENCE, Habits, habits_of
from aftersales.records import Appointment, AppointmentState, Territory, WorkOrder, WorkType
from scheduling.forecast import BELIEF, DRIVES, SILENCE, UNMET, WORKS, learned_stray
from tests.aftersales.conftest import Village

QUARTER = timedelta(minutes=15)


def ended(
    village: Village, hour: int, *, drive: float = 1.0, work: float = 1.0, is_silent: bool = False
) -> str:
    """A visit that took so many times as long as planned; answers the code of its work type."""
    at = village.moment(23, hour)
    booked = village.book(at)
    with village.doing() as deed:
        row = deed.session.get_one(Appointment, booked)
        order = deed.session.get_one(WorkOrder, row.work_order_id)
        row.drive_seconds = 900
        row.window_from_at = at - timedelta(hours=1)
        row.arrived_at = at
        row.departed_at = None if is_silent else at - QUARTER * drive
        row.done_at = at + timedelta(minutes=order.duration_minutes) * work
        deed.add(row)
        return deed.session.get_one(WorkType, order.work_type_id).code


def learned(village: Village, now: datetime) -> Habits:
    village.clock.move_to(now)
    learn_day_factors(village.parts, "village")
    with village.parts.store.reading() as session:
        return habits_of(session.get_one(Territory, village.territory.id))


def test_habits_without_a_past_are_what_is_believed(village: Village) -> None:
    habits = habits_of(village.territory)

    assert habits.of_work("anything") == WORKS
    assert habits.of_drive(village.moment(23, 9)) == DRIVES
    assert habits.silence == SILENCE


def test_habits_are_learned_by_work_type_and_part_of_the_day(village: Village) -> None:
    kind = ended(village, 10, drive=1.5, work=2.0)
    ended(village, 12, drive=1.5, work=2.0)

    habits = learned(village, village.moment(23, 20))

    drives, works = learned_stray([1.5] * 2, DRIVES), learned_stray([2.0] * 2, WORKS)
    assert habits.of_work(kind).factor == pytest.approx(works.factor, abs=1e-4)
    assert habits.of_work("another") == WORKS
    assert habits.of_drive(village.moment(23, 11)).factor == pytest.approx(drives.factor, abs=1e-4)
    assert habits.of_drive(village.moment(23, 17)) == DRIVES
    assert habits.silence == pytest.approx(BELIEF * SILENCE / (BELIEF + 2), abs=1e-4)


def test_habits_take_a_forgotten_report_for_one(village: Village) -> None:
    kind = ended(village, 10, work=0.01, is_silent=True)

    habits = learned(village, village.moment(23, 20))

    assert habits.of_work(kind) == WORKS
    assert habits.of_drive(village.moment(23, 10)) == DRIVES
    assert habits.silence == pytest.approx((BELIEF * SILENCE + 1) / (BELIEF + 1), abs=1e-4)
    assert habits.silence > LEAST_SILENCE


def test_habits_know_at_how_many_visits_nobody_is_met(village: Village) -> None:
    for hour, state in ((9, AppointmentState.DONE), (11, AppointmentState.CUSTOMER_NO_SHOW)):
        ended(village, hour)
        with village.doing() as deed:
            rows = deed.session.exec(select(Appointment)).all()
            next(row for row in rows if row.state is AppointmentState.BOOKED).state = state

    habits = learned(village, village.moment(23, 20))

    assert habits.unmet == pytest.approx((BELIEF * UNMET + 1) / (BELIEF + 2), abs=1e-4)
    assert habits_of(Territory(**village.territory.model_dump() | {"habits": {}})).unmet == UNMET
