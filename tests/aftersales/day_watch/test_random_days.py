"""Laws of the day: whatever happens, nobody is booked twice and every visit is done or its buyer told."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.day_watch.narrowing import narrow_windows
from aftersales.identifiers import Identifiers
from aftersales.notices.delivery import send_due
from aftersales.records import (
    Appointment,
    AppointmentState,
    Notice,
    NoticeState,
    PromiseKind,
    PromiseState,
    WorkKind,
)
from aftersales.settings import Settings
from aftersales.simulation.story import PlayedDay, play_day
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    NOON,
    TUESDAY,
    WEDNESDAY,
    City,
    PlannerHere,
    assert_nothing_is_double_booked,
    found_city,
)
from tests.conftest import MONDAY_MORNING, STAFF


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a city on Monday evening; days are played on copies."""
    folder = tmp_path_factory.mktemp("evening")
    plan_and_tell(settings_in(folder))
    return folder


def plan_and_tell(settings: Settings) -> None:
    """A city on Monday evening, its Tuesday planned and told."""
    with bootstrap(settings, clock=SetClock(MONDAY_MORNING), ids=Identifiers(1)) as parts:
        parts.store.migrate()
        assert isinstance(parts.clock, SetClock)
        city = found_city(parts, parts.clock)
        for code in ("T1", "T2", "T3", "C1", "C2"):
            city.hire(code, TUESDAY, WEDNESDAY)
        city.team_up("C1", "C2")
        for window in (MORNING, NOON, AFTERNOON):
            for _ in range(4):
                city.asks((TUESDAY, window))
            city.asks((TUESDAY, window), kind=WorkKind.REPAIR, has_email=window != NOON)
            city.asks((TUESDAY, window), product="refrigerator")
        city.plan(TUESDAY, 2)
        send_due(city.parts)
        city.clock.move_to(city.at(MONDAY, 17))
        narrow_windows(city.parts, STAFF, "li", TUESDAY)
        send_due(city.parts)


def settings_in(folder: Path, url: str | None = None) -> Settings:
    return Settings(
        database_url=url or f"sqlite:///{folder / 'aftersales.db'}",
        outbox=folder / "outbox",
        secret_key="k" * 43,
    )


def assert_laws_of(settings: Settings, seed: int) -> None:
    """Play Tuesday as chance with this seed would have it, and hold it to the laws."""
    clock = SetClock(MONDAY_MORNING + timedelta(hours=11))
    with bootstrap(settings, clock=clock, ids=Identifiers(2)) as parts:
        city = City(replace(parts, planner=PlannerHere()), clock)
        day = play_day(city.parts, clock, "li", TUESDAY, np.random.default_rng(seed), seed=seed)
        _assert_laws(city, day)


@pytest.mark.parametrize("seed", range(5))
def test_day_double_books_nobody_and_tells_buyers_first(
    evening: Path, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(evening, tmp_path / "day")

    assert_laws_of(settings_in(tmp_path / "day"), seed)


@pytest.mark.parametrize("seed", [5, 6])
def test_day_on_postgresql_double_books_nobody_and_tells_buyers_first(
    postgres_url: str, tmp_path: Path, seed: int
) -> None:
    settings = settings_in(tmp_path, postgres_url)
    plan_and_tell(settings)

    assert_laws_of(settings, seed)


def _assert_laws(city: City, day: PlayedDay) -> None:
    assert day.overrun_minutes > 0
    assert day.sick_technician is not None
    assert_nothing_is_double_booked(city.parts)
    notices = [row for row in city.rows(Notice) if isinstance(row, Notice)]
    visits = [row for row in city.rows(Appointment) if isinstance(row, Appointment)]
    assert day.done == sum(visit.state is AppointmentState.DONE for visit in visits)
    for visit in visits:
        told = {row.kind for row in notices if row.subject_id == visit.id}
        is_done = visit.state is AppointmentState.DONE
        assert is_done or told & {"moved", "delayed", "cancelled"}, visit
    unreachable = {row.subject_id for row in notices if row.state is NoticeState.UNREACHABLE}
    first_windows = [
        promise
        for visit in visits
        if visit.id not in unreachable
        for promise in city.promises(visit.id)
        if promise.kind is PromiseKind.ARRIVAL_WINDOW and not promise.reason
    ]
    assert PromiseState.BROKEN_UNTOLD not in {promise.state for promise in first_windows}
