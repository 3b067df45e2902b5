"""Clocks: the machine's, one moved by hand, one that runs elsewhere."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from aftersales.clock import SetClock, ShiftedClock, SystemClock

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_system_clock_tells_the_machines_moment_in_utc() -> None:
    before = datetime.now(UTC)

    told = SystemClock().now()

    assert before <= told <= datetime.now(UTC)
    assert told.utcoffset() == timedelta(0)


def test_set_clock_stands_until_it_is_moved() -> None:
    clock = SetClock(NOON)

    assert clock.now() == NOON
    clock.move_to(NOON + timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)


def test_set_clock_shows_utc_when_moved_to_another_offset() -> None:
    clock = SetClock(NOON)

    clock.move_to(datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=1))))

    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now() == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("moment", [NOON - timedelta(seconds=1), NOON.replace(tzinfo=None)])
def test_set_clock_refuses_to_go_back_or_to_be_naive(moment: datetime) -> None:
    clock = SetClock(NOON)

    with pytest.raises(ValueError, match="only moves forward"):
        clock.move_to(moment)

    assert clock.now() == NOON


def test_shifted_clock_runs_with_the_machine_at_its_offset() -> None:
    offset = timedelta(days=-400)
    before = datetime.now(UTC)

    told = ShiftedClock(offset).now()

    assert before + offset <= told <= datetime.now(UTC) + offset
