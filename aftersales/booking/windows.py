"""The arrival windows that a place's days have, and the days that are closed whoever might come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from aftersales.booking.facts import NoSlot, Wanted, WhyNot, Window
from aftersales.moments import day_bounds, utc_of, wall_of
from aftersales.settings import Settings
from aftersales.settings.booking import LONGEST_WINDOW_HOURS

LONGEST: Final = timedelta(hours=LONGEST_WINDOW_HOURS)
NEVER: Final = time(0)


def window_on(on: date, opens: time, closes: time, zone: str) -> Window | None:
    """An arrival window of a day; none where the clocks swallow it or make it longer than may be promised."""
    local_from, local_to = datetime.combine(on, opens), datetime.combine(on, closes)
    from_at, to_at = utc_of(local_from, zone), utc_of(local_to, zone)
    if not timedelta(0) < to_at - from_at <= LONGEST:
        return None
    return Window(from_at, to_at, local_from, local_to)


def windows_on(settings: Settings, on: date, zone: str) -> list[Window]:
    """Every arrival window of a day, in order of time."""
    found = (window_on(on, opens, closes, zone) for opens, closes in _spans(settings))
    return [window for window in found if window is not None]


def _spans(settings: Settings) -> list[tuple[time, time]]:
    """The windows of the settings; one that is longer than the house promises is cut into equal parts."""
    longest = timedelta(hours=settings.window_hours)
    spans: set[tuple[time, time]] = set()
    for opens, closes in settings.slot_windows:
        first, end = datetime.combine(date.min, opens), datetime.combine(date.min, closes)
        count = -(-(end - first) // longest)
        part = (end - first) / count
        edges = [(first + part * number).time() for number in range(count + 1)]
        spans.update(pairwise(edges))
    return sorted(spans)


def window_of_code(code: str, zone: str) -> Window | None:
    """The window that a form names, if it is one at all."""
    day, _slash, end = code.partition("/")
    try:
        first, closes = datetime.strptime(day, "%Y-%m-%dT%H:%M"), time.fromisoformat(end)  # noqa: DTZ007 - wall time of the place
    except ValueError:
        return None
    return window_on(first.date(), first.time(), closes, zone)


def booking_days(settings: Settings, zone: str, now: datetime) -> list[date]:
    """The local days that are looked at, today first."""
    today = wall_of(now, zone).date()
    return [today + timedelta(days=number) for number in range(settings.booking_days + 1)]


def horizon_of(settings: Settings, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """From the first moment of the first day that still has a window to the end of the last.

    What people do before it does not matter, so that the routes of today are not read anew every five minutes.
    """
    days = booking_days(settings, zone, now)
    open_days = (day for day in days if late_enough(settings, windows_on(settings, day, zone), now))
    return day_bounds(next(open_days, days[-1]), zone)[0], day_bounds(days[-1], zone)[1]


def late_enough(settings: Settings, windows: Iterable[Window], now: datetime) -> list[Window]:
    """The windows that do not begin before the lead time is over."""
    earliest = now + timedelta(hours=settings.booking_lead_hours)
    return [window for window in windows if window.from_at >= earliest]


def open_windows(
    settings: Settings,
    wanted: Wanted,
    now: datetime,
    closed: Mapping[date, str],
    days: Sequence[date] | None = None,
) -> tuple[list[Window], list[NoSlot]]:
    """The windows in which somebody might come at all, and the days that are closed with their reason.

    Args:
        settings: lead time, cut-off and windows.
        wanted: what is looked for.
        now: the moment of asking.
        closed: public holidays by day, with their names.
        days: only these, instead of all that can be booked.
    """
    windows: list[Window] = []
    refused: list[NoSlot] = []
    for on in days or booking_days(settings, wanted.zone, now):
        why = _closed(settings, wanted, now, closed, on)
        if why is not None:
            refused.append(why)
            continue
        found = windows_on(settings, on, wanted.zone)
        left = late_enough(settings, found, now)
        if found and not left:
            refused.append(NoSlot(on, WhyNot.TOO_SOON))
        windows.extend(left)
    return windows, refused


def _closed(
    settings: Settings, wanted: Wanted, now: datetime, closed: Mapping[date, str], on: date
) -> NoSlot | None:
    """Why nobody can book this day, whoever might come."""
    local = wall_of(now, wanted.zone)
    is_tomorrow = on == local.date() + timedelta(days=1)
    if on < local.date():
        return NoSlot(on, WhyNot.TOO_SOON)
    if is_tomorrow and settings.booking_cutoff != NEVER and local.time() >= settings.booking_cutoff:
        return NoSlot(on, WhyNot.CUT_OFF, {"time": settings.booking_cutoff})
    if not wanted.is_ready_known:
        return NoSlot(on, WhyNot.UNKNOWN_WHEN_READY, {"waits_for": wanted.waits_for})
    if wanted.ready_on is not None and on < wanted.ready_on:
        return NoSlot(
            on, WhyNot.NOT_READY, {"waits_for": wanted.waits_for, "ready_on": wanted.ready_on}
        )
    if on in closed and not settings.booking_on_holidays:
        return NoSlot(on, WhyNot.HOLIDAY, {"name": closed[on]})
    return None
