"""Simulated days: real rows and letters, the same for the same seed, and a run that goes on where it stopped."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aftersales.clock import SetClock
from aftersales.errors import NotUnderstood
from aftersales.habits import habits_of
from aftersales.simulation.city import CitySize, the_territory
from aftersales.simulation.days import Asked, DayLine
from aftersales.simulation.evenings import city_parts
from aftersales.simulation.playing import Mode
from aftersales.simulation.runs import played_day, simulate
from scheduling.service_day import Chances

SMALL = Asked(
    mode=Mode.NOTICES,
    chances=Chances(illness=0.3, emergencies=1, discipline=0.7),
    size=CitySize(technicians=3, visits=15, history=1),
    look_every=timedelta(minutes=15),
    evenings=2,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which three days were simulated."""
    place = tmp_path_factory.mktemp("simulation")
    simulate(SMALL, 3, place)
    return place


def same(one: DayLine, other: DayLine) -> bool:
    """Whether two days are the same but for the time that playing them took."""
    return replace(one, seconds=0) == replace(other, seconds=0)


def test_day_is_a_line_in_a_file_and_is_not_played_again(folder: Path) -> None:
    file = folder / "notices-70.jsonl"
    before = file.read_text()

    again = simulate(SMALL, 3, folder)

    assert file.read_text() == before
    assert [DayLine.from_json(line) for line in before.splitlines()] == again
    assert [each.day for each in again] == [0, 1, 2]


def test_run_that_was_broken_off_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    whole = simulate(SMALL, 3, folder)
    lines = (folder / "notices-70.jsonl").read_text().splitlines(keepends=True)
    for each in (*folder.glob("*.db"), folder / "notices-70.asked"):
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "notices-70.jsonl").write_text(lines[0] + lines[1][:40])

    again = simulate(SMALL, 3, tmp_path)

    assert again[0] == whole[0]
    assert all(map(same, again, whole))


def test_processes_play_the_same_days(folder: Path, tmp_path: Path) -> None:
    for each in folder.glob("*.db"):
        (tmp_path / each.name).symlink_to(each)

    lines = simulate(SMALL, 2, tmp_path, processes=2)

    assert all(map(same, lines, simulate(SMALL, 3, folder)))


def test_forecast_learns_from_the_days_before_and_from_nothing_else(folder: Path) -> None:
    clock = SetClock(datetime(2026, 11, 3, tzinfo=UTC))
    shutil.copyfile(folder / "evening-0.db", folder / "learned.db")

    with city_parts(folder / "learned.db", clock, 1, {}) as parts, parts.store.reading() as session:
        habits = habits_of(the_territory(session))

    assert habits.works
    assert all(0.5 < each.factor < 2 for each in habits.works.values())


def test_days_show_every_trouble_and_what_was_said_about_it(folder: Path) -> None:
    days = simulate(SMALL, 3, folder)
    outcomes = [each for day in days for each in day.outcomes]

    assert all(len(day.outcomes) >= 15 for day in days)
    assert any(each.is_late for each in outcomes)
    assert any(each.told_at for each in outcomes)
    assert any(each.lead is not None for each in outcomes)
    assert all(day.served > 0 and day.driving > 0 for day in days)


def test_nobody_is_told_where_nothing_is_done_about_delays(folder: Path) -> None:
    ill = replace(SMALL, mode=Mode.REACTIVE, chances=replace(SMALL.chances, illness=1))

    day = played_day(ill, 0, folder / "evening-0.db")

    assert any(each.is_late for each in day.outcomes)
    assert all(each.told_at == () for each in day.outcomes)


@pytest.mark.parametrize("mode", [Mode.NOTICES, Mode.REPLANNING])
def test_every_mode_meets_the_same_luck(folder: Path, mode: Mode) -> None:
    quiet = replace(
        SMALL,
        chances=replace(SMALL.chances, illness=0, emergencies=0),
        settings={"delay_notices": "false", "delay_mending": "false"},
    )
    evening = folder / "evening-1.db"

    silent = played_day(replace(quiet, mode=Mode.REACTIVE), 1, evening)

    assert same(played_day(replace(quiet, mode=mode), 1, evening), silent)


def test_nobody_is_late_where_nothing_goes_wrong(folder: Path) -> None:
    calm = Chances(
        travel=0, work=0, second_visit=0, no_show=0, illness=0, emergencies=0, discipline=1
    )

    day = played_day(replace(SMALL, chances=calm), 0, folder / "evening-0.db")

    assert sum(each.is_late for each in day.outcomes) <= 1
    assert day.served == len(day.outcomes)


def test_days_asked_for_otherwise_are_not_mixed(folder: Path) -> None:
    with pytest.raises(NotUnderstood, match="asked for otherwise. Name another folder"):
        simulate(replace(SMALL, look_every=timedelta(minutes=1)), 3, folder)


def test_setting_that_is_tried_has_a_file_of_its_own_and_counts(folder: Path) -> None:
    tried = {"next_update_minutes": "30"}

    simulate(replace(SMALL, settings=tried), 1, folder)

    clock = SetClock(datetime(2026, 11, 2, tzinfo=UTC))
    with city_parts(folder / "evening-0.db", clock, 1, tried) as parts:
        assert parts.settings.next_update_minutes == 30
    assert (folder / "notices-70-next_update_minutes=30.jsonl").exists()
