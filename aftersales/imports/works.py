"""Working weeks as people write them: `mon-thu 08:00-17:00, fri 08:00-14:00`, pause `11:30-13:30/30`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from aftersales.technicians import DayPlan

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

EXAMPLE_WEEK: Final = "mon-fri 08:00-16:30"
EXAMPLE_PAUSE: Final = "11:30-13:30/30"

MOST_PAUSE_MINUTES: Final = 240

_HOURS: Final = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*-\s*([0-9]{1,2}:[0-9]{2})")
_PAUSE: Final = re.compile(_HOURS.pattern + r"\s*/\s*([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of `minutes` that begins between two times of day."""

    from_time: time
    to_time: time
    minutes: int

    def fits(self, plan: DayPlan) -> bool:
        """Whether a pause that begins as late as it may is over before the working day is."""
        latest_end = datetime.combine(date.min, self.to_time) + timedelta(minutes=self.minutes)
        return plan.from_time <= self.from_time and latest_end <= datetime.combine(
            date.min, plan.to_time
        )


@dataclass(frozen=True, slots=True)
class Week:
    """The working day of each weekday that has one; Monday is 0."""

    days: Mapping[int, DayPlan]

    def with_pause(self, pause: Pause) -> Week:
        """The same week with the pause on every day that is long enough for it."""
        return Week(
            MappingProxyType(
                {day: _paused(plan, pause) for day, plan in self.days.items()},
            )
        )

    def between(self, from_on: date, until_on: date) -> Iterator[tuple[date, DayPlan]]:
        """Every working day of a span, both ends included."""
        for offset in range((until_on - from_on).days + 1):
            on = from_on + timedelta(days=offset)
            if on.weekday() in self.days:
                yield on, self.days[on.weekday()]


def week_of(text: str) -> Week:
    """The week written as `mon-fri 08:00-16:30`, several spans separated by commas or “;”."""
    days: dict[int, DayPlan] = {}
    weekdays: list[int] = []
    for entry in re.split(r"[,;|]", text):
        names, _, hours = entry.strip().partition(" ")
        weekdays += _weekdays(text, names)
        if hours.strip():
            plan = _day_plan(text, hours.strip())
            for day in weekdays:
                if day in days:
                    raise ValueError(f"“{text}” names {WEEKDAYS[day]} twice; leave one out.")
                days[day] = plan
            weekdays = []
    if weekdays:
        raise _unclear_week(text)
    return Week(MappingProxyType(days))


def pause_of(text: str) -> Pause:
    """The pause written as `11:30-13:30/30`: when it may begin, and its minutes."""
    found = _PAUSE.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is not a pause; write it as {EXAMPLE_PAUSE}.")
    pause = Pause(_time(text, found[1]), _time(text, found[2]), int(found[3]))
    if pause.to_time < pause.from_time or not 0 < pause.minutes <= MOST_PAUSE_MINUTES:
        raise ValueError(
            f"The pause “{text}” is impossible; write from when to when it may begin, and its "
            f"minutes (at most {MOST_PAUSE_MINUTES}), as {EXAMPLE_PAUSE}."
        )
    return pause


def _paused(plan: DayPlan, pause: Pause) -> DayPlan:
    if not pause.fits(plan):
        return plan
    return replace(
        plan,
        break_from=pause.from_time,
        break_to=pause.to_time,
        break_minutes=pause.minutes,
    )


def _weekdays(text: str, names: str) -> list[int]:
    first, dash, last = names.casefold().partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        raise _unclear_week(text)
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last if dash else first)
    if end < start:
        raise ValueError(f"“{text}” runs backwards; a week begins on mon.")
    return list(range(start, end + 1))


def _day_plan(text: str, hours: str) -> DayPlan:
    found = _HOURS.fullmatch(hours)
    if found is None:
        raise _unclear_week(text)
    plan = DayPlan(from_time=_time(text, found[1]), to_time=_time(text, found[2]))
    if plan.to_time <= plan.from_time:
        raise ValueError(f"“{text}” has a day that ends before it starts; correct its times.")
    return plan


def _time(text: str, written: str) -> time:
    hour, minute = map(int, written.split(":"))
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(f"“{text}” has a time that no clock shows: {written}.") from error


def _unclear_week(text: str) -> ValueError:
    return ValueError(f"“{text}” is no working week; write it as {EXAMPLE_WEEK}.")
