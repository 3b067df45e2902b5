"""Wall time and moments: 89 cases on which independent libraries agree, and the laws behind them."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.errors import NotUnderstood
from aftersales.moments import (
    CELL,
    cell_of,
    cells_between,
    day_bounds,
    grid_up,
    utc_of,
    wall_of,
    zone_of,
)

CASES: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "tz_cases.json").read_text(encoding="utf-8")
)
ZONES: Final = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "Asia/Dhaka",
    "Australia/Lord_Howe",
    "Europe/Riga",
    "Europe/Vaduz",
    "Pacific/Apia",
)
MOMENTS: Final = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
WALLS: Final = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def name_of(case: dict[str, Any]) -> str:
    return str(case.get("id") or f"{case['zone']}-{case.get('utc') or case.get('date')}")


def test_cases_are_all_there() -> None:
    kinds = ("local_to_utc", "intervals", "wall_clock_series", "utc_to_local", "day_lengths")

    assert [len(CASES[kind]) for kind in kinds] == [49, 11, 6, 14, 9]


@pytest.mark.parametrize("case", CASES["local_to_utc"], ids=name_of)
def test_utc_of_agrees_with_the_case(case: dict[str, Any]) -> None:
    assert utc_of(moment(case["local"]), case["zone"]) == moment(case["expected_utc"])


@pytest.mark.parametrize("case", CASES["local_to_utc"], ids=name_of)
def test_wall_of_leads_back_unless_the_clocks_skipped_it(case: dict[str, Any]) -> None:
    shown = wall_of(moment(case["expected_utc"]), case["zone"])

    assert (shown == moment(case["local"])) == (case["kind"] != "gap")
    if case["kind"] == "overlap":
        assert wall_of(moment(case["second_utc"]), case["zone"]) == moment(case["local"])


@pytest.mark.parametrize("case", CASES["intervals"], ids=name_of)
def test_utc_of_both_ends_gives_the_elapsed_time(case: dict[str, Any]) -> None:
    start, end = (utc_of(moment(case[f"{end}_local"]), case["zone"]) for end in ("start", "end"))

    assert (start, end) == (moment(case["start_utc"]), moment(case["end_utc"]))
    assert (end - start).total_seconds() == case["elapsed_seconds"]


@pytest.mark.parametrize("case", CASES["wall_clock_series"], ids=name_of)
def test_utc_of_a_series_follows_the_wall_clock(case: dict[str, Any]) -> None:
    first = datetime.combine(
        date.fromisoformat(case["first_date"]), time.fromisoformat(case["time"])
    )
    expected = [moment(text) for text in case["expected_utc"]]

    series = [
        utc_of(first + timedelta(days=case["step_days"] * number), case["zone"])
        for number in range(len(expected))
    ]

    assert series == expected


@pytest.mark.parametrize("case", CASES["utc_to_local"], ids=name_of)
def test_wall_of_agrees_with_the_case(case: dict[str, Any]) -> None:
    at = moment(case["utc"])

    shown = wall_of(at, case["zone"])

    assert shown == moment(case["local"])
    assert shown - at.replace(tzinfo=None) == timedelta(minutes=case["offset_minutes"])


@pytest.mark.parametrize("case", CASES["day_lengths"], ids=name_of)
def test_day_bounds_are_as_far_apart_as_the_day_is_long(case: dict[str, Any]) -> None:
    first, following = day_bounds(date.fromisoformat(case["date"]), case["zone"])

    assert (following - first).total_seconds() == case["seconds"]


@given(WALLS, st.sampled_from(ZONES))
def test_wall_of_utc_of_is_the_wall_time_or_lies_behind_the_gap(wall: datetime, zone: str) -> None:
    back = wall_of(utc_of(wall, zone), zone)

    exists = wall == back
    offsets = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
    assert exists or (back > wall and len(offsets) == 2)


@given(MOMENTS, st.sampled_from(ZONES))
def test_utc_of_wall_of_is_the_moment_or_its_first_reading(at: datetime, zone: str) -> None:
    back = utc_of(wall_of(at, zone), zone)

    is_second = at.astimezone(ZoneInfo(zone)).fold == 1
    assert back < at if is_second else back == at
    assert back.utcoffset() == timedelta(0)
    assert wall_of(at, zone).tzinfo is None


@given(st.dates(date(1990, 1, 1), date(2037, 12, 30)), st.sampled_from(ZONES))
def test_day_bounds_of_neighbours_touch_and_hold_the_noon(on: date, zone: str) -> None:
    first, following = day_bounds(on, zone)

    assert following == day_bounds(on + timedelta(days=1), zone)[0]
    if (zone, on) != ("Pacific/Apia", date(2011, 12, 30)):  # a day that Samoa left out
        assert first <= utc_of(datetime.combine(on, time(12)), zone) < following


def test_utc_of_refuses_a_wall_time_that_carries_a_zone() -> None:
    with pytest.raises(ValueError, match="Wall time is naive"):
        utc_of(datetime(2026, 1, 1, tzinfo=UTC), "Europe/Riga")


def test_wall_of_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="A moment is aware"):
        wall_of(datetime(2026, 1, 1), "Europe/Riga")


@pytest.mark.parametrize(
    "name",
    ["", "Europe", "Europe/Atlantis", "../Riga", "/etc/passwd", "a\0b", "a" * 300, "tzdata.zi"],
)
def test_zone_of_an_unknown_name_says_what_to_write(name: str) -> None:
    with pytest.raises(NotUnderstood, match="Use an IANA name such as Europe/Riga"):
        zone_of(name)


@given(st.text(max_size=300))
def test_zone_of_any_text_answers_or_says_what_to_write(name: str) -> None:
    try:
        answer = zone_of(name).key
    except NotUnderstood as refusal:
        answer = str(refusal)

    assert answer == name or "Use an IANA name" in answer


@given(st.integers(0, 28_000_000))
def test_cells_between_grid_moments_are_as_many_as_fit(cell: int) -> None:
    start = datetime.fromtimestamp(0, UTC) + CELL * cell
    end = start + CELL * 3

    assert cell_of(start) == cell
    assert cell_of(end - timedelta(microseconds=1)) == cell + 2
    assert list(cells_between(start, end)) == [cell, cell + 1, cell + 2]


@pytest.mark.parametrize(
    ("start", "end"),
    [((9, 0), (9, 0)), ((9, 5), (9, 0)), ((9, 1), (9, 10)), ((9, 0), (9, 9))],
)
def test_cells_between_refuses_what_is_empty_or_off_the_grid(
    start: tuple[int, int], end: tuple[int, int]
) -> None:
    day = datetime(2026, 11, 23, tzinfo=UTC)

    with pytest.raises(ValueError, match="lies on the 5-minute grid and is not empty"):
        cells_between(
            day.replace(hour=start[0], minute=start[1]), day.replace(hour=end[0], minute=end[1])
        )


@given(MOMENTS)
def test_grid_up_is_the_next_moment_of_the_grid(at: datetime) -> None:
    up = grid_up(at)

    assert up.timestamp() % 300 == 0
    assert timedelta(0) <= up - at < CELL
