"""Failures by installer: claims against the units that they installed, from the day they were done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import pytest

from aftersales.appointments import new_appointment, place
from aftersales.bookings import Wish, request_visit
from aftersales.claims import ClaimNews, open_claim
from aftersales.moments import utc_of
from aftersales.prevention.counting import DAYS_A_MONTH, Family, Kind, count_failures
from aftersales.records import Alarm, Appointment, AppointmentState, Unit
from tests.aftersales.conftest import placement_of
from tests.aftersales.prevention.conftest import Watching

TYPE: Final = Kind(Family.INSTALLER, "washing_machine")
BOUGHT: Final = date(2026, 1, 1)
TODAY: Final = date(2026, 11, 23)


def installed(watching: Watching, unit: Unit, on: date, number: int = 0) -> UUID:
    """Somebody has installed a unit."""
    village = watching.village
    zone = village.location.zone
    with village.doing() as deed:
        wall = datetime.combine(TODAY + timedelta(days=1), time(8 + number))
        order = request_visit(
            deed,
            village.customer,
            village.location,
            village.work_type,
            [Wish(wall, wall + timedelta(hours=2))],
            unit_id=unit.id,
        )
        at = utc_of(datetime.combine(on, time(8)), zone)
        visit = new_appointment(
            deed,
            order,
            window=(at, at + timedelta(hours=2)),
            zone=zone,
            start_at=at,
            end_at=at + timedelta(hours=1),
            plan_run_id=None,
        )
        crew = village.crew(number)
        place(deed, [placement_of(visit, crew, at, at + timedelta(hours=1))])
        deed.session.flush()
        row = deed.session.get_one(Appointment, visit.id)
        row.state, row.done_at = AppointmentState.DONE, at + timedelta(hours=1)
        return row.id


def failed(watching: Watching, unit: Unit, on: date, component: str = "hose") -> None:
    """A part of a unit has failed on a day."""
    with watching.village.doing() as deed:
        open_claim(
            deed,
            unit,
            watching.village.territory,
            channel="phone",
            fault_on=on,
            news=ClaimNews(symptom="It leaks.", component=component),
            next_update_at=deed.now + timedelta(hours=2),
        )


def counted(watching: Watching, today: date = TODAY) -> dict[str, tuple[int, float]]:
    """Claims and days of use of each installer."""
    with watching.village.parts.store.reading() as session:
        counts = count_failures(session, today)
    return {
        each.group: (each.claims, each.unit_months * DAYS_A_MONTH)
        for each in counts.exposures().get(TYPE, [])
    }


def about(days: float) -> object:
    """So many days, whatever the arithmetic of months leaves."""
    return pytest.approx(days, abs=1e-6)


def test_installer_answers_from_the_day_they_were_done(watching: Watching) -> None:
    unit = watching.sold(watching.village.model, "AB1", BOUGHT)
    watching.sold(watching.village.model, "AB2", BOUGHT)
    installed(watching, unit, date(2026, 3, 1))
    failed(watching, unit, date(2026, 2, 1), "drum")
    failed(watching, unit, date(2026, 4, 1))

    assert counted(watching) == {"t0": (1, about((TODAY - date(2026, 3, 1)).days))}


def test_new_installation_takes_over_what_comes_after_it(watching: Watching) -> None:
    unit = watching.sold(watching.village.model, "AB1", BOUGHT)
    installed(watching, unit, date(2026, 3, 1))
    installed(watching, unit, date(2026, 6, 1), number=1)
    for month, component in ((4, "hose"), (5, "feet"), (7, "hose")):
        failed(watching, unit, date(2026, month, 1), component)

    assert counted(watching) == {
        "t0": (2, about((date(2026, 6, 1) - date(2026, 3, 1)).days)),
        "t1": (1, about((TODAY - date(2026, 6, 1)).days)),
    }


def test_unit_that_was_replaced_is_in_use_no_more(watching: Watching) -> None:
    unit = watching.sold(watching.village.model, "AB1", BOUGHT)
    new = watching.sold(watching.village.model, "AB2", BOUGHT)
    installed(watching, unit, date(2026, 3, 1))
    with watching.village.doing() as deed:
        deed.session.get_one(Unit, new.id).delivered_on = date(2026, 5, 1)
        deed.session.get_one(Unit, unit.id).superseded_by_unit_id = new.id

    with watching.village.parts.store.reading() as session:
        counts = count_failures(session, TODAY)

    own = counts.months[Kind(Family.MODEL, "washing_machine")]["WM-1"] * DAYS_A_MONTH
    assert own == about((TODAY - BOUGHT).days)
    assert counted(watching) == {"t0": (0, about((date(2026, 5, 1) - date(2026, 3, 1)).days))}


def test_visit_that_was_not_done_installs_nothing(watching: Watching) -> None:
    unit = watching.sold(watching.village.model, "AB1", BOUGHT)
    visit = installed(watching, unit, date(2026, 3, 1))
    with watching.village.doing() as deed:
        deed.session.get_one(Appointment, visit).state = AppointmentState.CANCELLED

    assert counted(watching) == {}


def test_installer_whose_units_fail_too_often_raises_an_alarm(watching: Watching) -> None:
    for number in range(8):
        unit = watching.sold(watching.village.model, f"AB{number}", BOUGHT)
        installed(watching, unit, date(2026, 3, 1 + number), number=number % 2)
        if number % 2:
            failed(watching, unit, date(2026, 4, 1), f"part {number}")
            failed(watching, unit, date(2026, 5, 1), f"other {number}")

    watching.counted()

    found = [each for each in watching.village.all_of(Alarm) if each.family == Family.INSTALLER]
    assert [(each.group_key.rpartition("/")[2], each.claims) for each in found] == [("t1", 8)]
