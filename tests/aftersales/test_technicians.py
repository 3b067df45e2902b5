"""Technicians: what they may do, when they work, and when they cannot."""

from datetime import UTC, date, datetime, time

import pytest

from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.staff import absences_between, shifts_between, skills_held
from aftersales.records import Absence, AbsenceKind, Event, Shift, StartsFrom, Technician
from aftersales.technicians import DayPlan, add_absence, add_shift, add_technician
from tests.aftersales.conftest import Village

ON = date(2026, 11, 24)


def add(village: Village, **facts: object) -> Technician:
    values: dict[str, object] = {
        "code": "t9",
        "name": "Nora Wolf",
        "email": "t9@aftersales.example",
        "phone": "+423 9",
        "language": "lv",
        "skills": {"plumbing": date(2027, 1, 31)},
        "cost_per_hour_cents": 4_200,
        "depot_id": village.depot.id,
    }
    with village.doing() as deed:
        return add_technician(deed, village.territory, **(values | facts))  # type: ignore[arg-type]


def test_technician_is_kept_with_skills_and_the_last_day_they_hold(village: Village) -> None:
    worker = add(village)

    with village.parts.store.reading() as session:
        assert session.get_one(Technician, worker.id).model_dump() == {
            "id": worker.id,
            "code": "t9",
            "name": "Nora Wolf",
            "email": "t9@aftersales.example",
            "phone": "+423 9",
            "language": "lv",
            "territory_id": village.territory.id,
            "service_partner_id": None,
            "starts_from": StartsFrom.DEPOT,
            "home_location_id": None,
            "depot_id": village.depot.id,
            "cost_per_hour_cents": 4_200,
            "is_active": True,
            "calendar_revision": 1,
            "calendar_changed_at": village.clock.now(),
            "positions_since_at": None,
            "created_at": village.clock.now(),
        }
        assert skills_held(session)[worker.id] == [("plumbing", None, date(2027, 1, 31))]


def test_technician_with_a_home_starts_there(village: Village) -> None:
    worker = add(village, home_location_id=village.location.id, depot_id=None)

    assert worker.starts_from is StartsFrom.HOME


def test_technician_without_home_or_depot_is_refused(village: Village) -> None:
    with pytest.raises(NotUnderstood, match="Nora Wolf has neither a home nor a depot") as refusal:
        add(village, depot_id=None)

    assert [problem.where for problem in refusal.value.problems] == ["starts_from"]
    assert len(village.all_of(Technician)) == 3


def test_technician_with_unknown_skills_is_refused_with_the_known_ones(village: Village) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        add(village, skills={"plumbing": None, "welding": None, "flying": None})

    assert str(refusal.value) == "Unknown skills: flying, welding. Known are: plumbing."
    assert refusal.value.problems == (
        Problem("skills", "flying is not known"),
        Problem("skills", "welding is not known"),
    )


def test_shift_is_kept_in_wall_time_and_in_moments(village: Village) -> None:
    worker = village.technicians[0]
    with village.doing() as deed:
        shift = add_shift(
            deed,
            worker,
            "Europe/Vaduz",
            ON,
            DayPlan(
                from_time=time(8),
                to_time=time(16, 30),
                break_from=time(11, 30),
                break_to=time(13),
                break_minutes=30,
            ),
        )

    (row,) = village.all_of(Shift)
    assert row.model_dump() == {
        "id": shift.id,
        "technician_id": worker.id,
        "local_from": datetime(2026, 11, 24, 8),
        "local_to": datetime(2026, 11, 24, 16, 30),
        "zone": "Europe/Vaduz",
        "from_at": datetime(2026, 11, 24, 7, tzinfo=UTC),
        "to_at": datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
        "break_local_from": datetime(2026, 11, 24, 11, 30),
        "break_local_to": datetime(2026, 11, 24, 13),
        "break_minutes": 30,
    }
    with village.parts.store.reading() as session:
        territory, start = village.territory.id, row.from_at
        assert shifts_between(session, territory, start, row.to_at) == [row]
        assert shifts_between(session, territory, row.to_at, row.to_at) == []


def test_shift_may_have_no_pause(village: Village) -> None:
    with village.doing() as deed:
        plan = DayPlan(from_time=time(8), to_time=time(12))
        shift = add_shift(deed, village.technicians[0], "Europe/Vaduz", ON, plan)

    assert (shift.break_local_from, shift.break_local_to, shift.break_minutes) == (None, None, 0)


@pytest.mark.parametrize("to_time", [time(8), time(7, 59)])
def test_shift_that_ends_before_it_starts_is_refused(village: Village, to_time: time) -> None:
    plan = DayPlan(from_time=time(8), to_time=to_time)

    with (
        pytest.raises(NotUnderstood, match="The shift of Tom Vogt on 2026-11-24 ends before"),
        village.doing() as deed,
    ):
        add_shift(deed, village.technicians[0], "Europe/Vaduz", ON, plan)


def test_absence_is_kept_and_found_where_it_touches(village: Village) -> None:
    nine, ten = village.moment(24, 9), village.moment(24, 10)
    with village.doing() as deed:
        add_absence(deed, village.technicians[0], AbsenceKind.SICK, nine, ten)

    (absence,) = village.all_of(Absence)
    assert (absence.kind, absence.reported_at) == (AbsenceKind.SICK, village.clock.now())
    event = village.all_of(Event)[-1]
    assert (event.what, event.facts, event.why) == ("absence_reported", {}, "")  # stays with us
    with village.parts.store.reading() as session:
        found = absences_between(session, village.moment(24, 9, 55), village.moment(24, 12))
        assert found == {village.technicians[0].id: [absence]}
        assert absences_between(session, ten, village.moment(24, 12)) == {}


def test_absence_that_ends_before_it_starts_is_refused(village: Village) -> None:
    nine = village.moment(24, 9)

    with pytest.raises(NotUnderstood, match="ends before it starts"), village.doing() as deed:
        add_absence(deed, village.technicians[0], AbsenceKind.SICK, nine, nine)

    assert village.all_of(Absence) == []
