"""A played day repeats itself, shows its two troubles, and ends with everybody served or told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.errors import NotThere
from aftersales.identifiers import Identifiers
from aftersales.parts import Parts
from aftersales.records import (
    Appointment,
    AppointmentState,
    Notice,
    Promise,
    PromiseKind,
    PromiseState,
)
from aftersales.settings import Settings
from aftersales.simulation.story import LAST_REPORT, PlayedDay, play_day
from tests.aftersales.small_city import (
    AFTERNOON,
    MONDAY,
    MORNING,
    NOON,
    TUESDAY,
    WEDNESDAY,
    City,
    assert_nothing_is_double_booked,
    found_city,
    remembered,
)
from tests.conftest import MONDAY_MORNING


def planned_city(parts: Parts, clock: SetClock) -> City:
    """Three technicians with a full Tuesday."""
    city = found_city(parts, clock)
    for code in ("T1", "T2", "T3"):
        city.hire(code, TUESDAY, WEDNESDAY)
    for window in (MORNING, NOON, AFTERNOON):
        for _ in range(5):
            city.asks((TUESDAY, window))
    city.plan(TUESDAY, 1)
    clock.move_to(city.at(MONDAY, 18))
    return city


def play(city: City, seed: int) -> PlayedDay:
    """Tuesday with this chance."""
    return play_day(city.parts, city.clock, "li", TUESDAY, np.random.default_rng(seed), seed=seed)


@dataclass(frozen=True, slots=True)
class Story:
    """A played day and every row that it left."""

    day: PlayedDay
    rows: dict[str, list[tuple[object, ...]]]
    visits: list[Appointment]
    promises: list[Promise]
    notices: list[Notice]


def told_anew(folder: Path, seed: int, url: str | None = None) -> Story:
    """The whole story from an empty database on."""
    clock = SetClock(MONDAY_MORNING)
    settings = Settings(
        database_url=url or f"sqlite:///{folder / 'aftersales.db'}",
        outbox=folder / "outbox",
        secret_key="k" * 43,
    )
    with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
        parts.store.migrate()
        city = planned_city(parts, clock)
        day = play(city, seed)
        return Story(
            day=day,
            rows=remembered(parts),
            visits=[row for row in city.rows(Appointment) if isinstance(row, Appointment)],
            promises=[row for row in city.rows(Promise) if isinstance(row, Promise)],
            notices=[row for row in city.rows(Notice) if isinstance(row, Notice)],
        )


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> list[Story]:
    """Seed 4, seed 4 once more, and seed 5."""
    return [told_anew(tmp_path_factory.mktemp("day"), seed) for seed in (4, 4, 5)]


def test_same_seed_gives_the_same_day_to_the_last_row(stories: list[Story]) -> None:
    assert stories[0].day == stories[1].day
    assert stories[0].rows == stories[1].rows


def test_day_is_the_same_to_the_last_row_on_postgresql(
    stories: list[Story], postgres_url: str, tmp_path: Path
) -> None:
    story = told_anew(tmp_path, 4, postgres_url)

    assert story.day == stories[0].day
    assert story.rows == stories[0].rows


def test_another_seed_gives_another_day(stories: list[Story]) -> None:
    assert stories[0].day.works != stories[2].day.works


@pytest.mark.parametrize("which", [0, 2])
def test_day_shows_an_overrun_and_a_technician_who_is_ill(stories: list[Story], which: int) -> None:
    day = stories[which].day

    assert 20 <= day.overrun_minutes <= 180
    assert day.sick_technician in {"T1", "T2", "T3"}
    assert day.sick_at is not None
    assert day.sick_at < MONDAY_MORNING + timedelta(hours=26)
    assert day.replanned is not None
    work = next(row for row in stories[which].visits if row.id == day.overrun_visit)
    assert work.arrived_at is not None
    assert work.done_at is not None
    assert work.done_at - work.arrived_at == timedelta(minutes=45 + day.overrun_minutes)


@pytest.mark.parametrize("which", [0, 2])
def test_delay_is_told_before_the_window_it_breaks_has_ended(
    stories: list[Story], which: int
) -> None:
    story = stories[which]
    broken = [
        promise
        for promise in story.promises
        if promise.kind is PromiseKind.ARRIVAL_WINDOW and promise.state is PromiseState.BROKEN_TOLD
    ]

    first_told = {
        promise.id: min(
            notice.sent_at
            for notice in story.notices
            if notice.subject_id == promise.appointment_id
            and notice.created_at > promise.made_at
            and notice.sent_at is not None
        )
        for promise in broken
    }

    assert story.day.delays_told > 0
    assert broken
    assert all(first_told[promise.id] <= promise.to_at for promise in broken)


def test_day_is_played_to_its_end(parts: Parts, clock: SetClock) -> None:
    city = planned_city(parts, clock)
    seen: list[datetime] = []

    day = play_day(
        city.parts, clock, "li", TUESDAY, np.random.default_rng(4), seed=4, on_time=seen.append
    )

    visits = [row for row in city.rows(Appointment) if isinstance(row, Appointment)]
    states = {visit.state for visit in visits if visit.window_local_from.date() == TUESDAY}
    assert clock.now() == city.at(TUESDAY, 0) + LAST_REPORT
    assert states <= {AppointmentState.DONE, AppointmentState.CANCELLED}
    assert day.done == day.arrived == sum(visit.state == "done" for visit in visits)
    assert seen == sorted(seen)
    assert {later - earlier for earlier, later in pairwise(seen)} == {timedelta(minutes=10)}
    assert_nothing_is_double_booked(city.parts)


def test_day_without_visits_is_over_at_once(parts: Parts, clock: SetClock) -> None:
    city = found_city(parts, clock)
    city.hire("T1", TUESDAY)

    day = play(city, 1)

    assert day == PlayedDay()
    assert clock.now() == city.at(TUESDAY, 0) + LAST_REPORT


def test_day_of_an_unknown_territory_is_refused(parts: Parts, clock: SetClock) -> None:
    city = found_city(parts, clock)

    with pytest.raises(NotThere, match="There is no territory “at”"):
        play_day(city.parts, clock, "at", TUESDAY, np.random.default_rng(1))
