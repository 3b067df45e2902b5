"""Which arrival window a planned start is promised as."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from aftersales.planning.facts import START_MARGIN_MINUTES
from aftersales.records import WishedWindow
from aftersales.settings import Settings

BEFORE: Final = timedelta(minutes=60)
"""How much of a window that we choose lies before the planned start; the rest guards against delay."""

HALF_HOUR: Final = 1800

MARGIN: Final = timedelta(minutes=START_MARGIN_MINUTES)


def latest_start(window: tuple[datetime, datetime]) -> datetime:
    """The last moment at which a start is planned in an arrival window."""
    return max(window[0], window[1] - MARGIN)


def standing_span(
    window: tuple[datetime, datetime],
    planned_at: datetime,
    expected_at: datetime | None,
    since: datetime,
) -> tuple[datetime, datetime]:
    """When a visit may start that stands: within its promised window, but never too tight for where it stands now."""
    latest = max(window[1] - MARGIN, planned_at, expected_at or planned_at)
    return window[0], max(latest, min(window[1], since))


def narrowed_window(
    window: tuple[datetime, datetime],
    start_at: datetime,
    length: timedelta,
    likely: tuple[datetime, datetime],
) -> tuple[datetime, datetime]:
    """A shorter window inside the promised one, on the half hour, that holds the planned start and what is likely.

    It is longer than `length` where the start is less sure than that, and as promised where it must be.
    """
    first = min(likely[0], start_at)
    first -= timedelta(seconds=first.timestamp() % HALF_HOUR)
    last = max(likely[1], start_at, first + length)
    last += timedelta(seconds=-last.timestamp() % HALF_HOUR)
    if last > window[1]:
        first, last = min(first, window[1] - length), window[1]
    return max(first, window[0]), max(last, min(window[0] + length, window[1]))


def promised_window(
    settings: Settings, start_at: datetime, wishes: Iterable[WishedWindow]
) -> tuple[datetime, datetime]:
    """The wished window that holds the start, else a window of our own around it."""
    for wish in wishes:
        if wish.from_at <= start_at <= wish.to_at:
            return wish.from_at, wish.to_at
    return window_around(
        start_at, timedelta(hours=settings.window_hours), not_before=start_at - BEFORE
    )


def window_around(
    start_at: datetime, length: timedelta, *, not_before: datetime
) -> tuple[datetime, datetime]:
    """A window on the half hour that holds a planned start, a quarter of it before and the rest after.

    It does not begin before `not_before`, which is rounded up to the half hour unless the start is earlier.
    """
    first = start_at - length / 4
    first -= timedelta(seconds=first.timestamp() % HALF_HOUR)
    earliest = not_before + timedelta(seconds=-not_before.timestamp() % HALF_HOUR)
    first = min(max(first, earliest), start_at)
    first -= timedelta(seconds=first.timestamp() % HALF_HOUR)
    return first, first + length
