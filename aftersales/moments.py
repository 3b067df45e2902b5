"""Wall time and moments: what was agreed is wall time in a zone, what happened is aware UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aftersales.errors import NotUnderstood

CELL: Final = timedelta(minutes=5)
"""The grid on which planned starts and lengths lie, and one cell of occupied time."""


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone called `name`.

    Raises:
        NotUnderstood: no such zone is known.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NotUnderstood(
            f"There is no time zone called “{name}”. Use an IANA name such as Europe/Riga."
        ) from error


def utc_of(wall: datetime, zone: str) -> datetime:
    """The moment of a naive wall time in a zone (RFC 5545 section 3.3.5).

    A time that the clocks skip is read with the offset before the gap; a time that they show twice
    means the first one.

    Raises:
        ValueError: `wall` is aware.
    """
    if wall.tzinfo is not None:
        raise ValueError(f"Wall time is naive; {wall} carries a zone.")
    return wall.replace(tzinfo=zone_of(zone), fold=0).astimezone(UTC)


def wall_of(moment: datetime, zone: str) -> datetime:
    """What a clock on the wall in `zone` shows at an aware `moment`, as a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError(f"A moment is aware; {moment} is naive.")
    return moment.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def day_bounds(on: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next, aware UTC; 23 to 25 hours apart."""
    first = datetime.combine(on, time())
    return utc_of(first, zone), utc_of(first + timedelta(days=1), zone)


def cell_of(moment: datetime) -> int:
    """The number of the 5-minute cell since 1970-01-01T00:00Z that holds `moment`."""
    return int(moment.timestamp() // CELL.total_seconds())


def cells_between(start: datetime, end: datetime) -> range:
    """The cells of the half-open span from `start` to `end`, both on the grid.

    Raises:
        ValueError: a border is off the grid or the span is empty.
    """
    seconds = int(CELL.total_seconds())
    if start.timestamp() % seconds or end.timestamp() % seconds or end <= start:
        raise ValueError(
            f"Occupied time lies on the 5-minute grid and is not empty: {start} to {end}."
        )
    return range(cell_of(start), cell_of(end))


def window_code(local_from: datetime, local_to: datetime) -> str:
    """How forms and programs name a window of a day by wall time, such as “2026-11-25T08:00/12:00”."""
    return f"{local_from:%Y-%m-%dT%H:%M}/{local_to:%H:%M}"


def grid_length(minutes: int) -> timedelta:
    """How long so many minutes of work take up somebody's time: whole cells."""
    return -(-timedelta(minutes=minutes) // CELL) * CELL


def grid_up(moment: datetime) -> datetime:
    """The first moment on the 5-minute grid at or after `moment`."""
    seconds = int(CELL.total_seconds())
    return datetime.fromtimestamp(-(-moment.timestamp() // seconds) * seconds, UTC)
