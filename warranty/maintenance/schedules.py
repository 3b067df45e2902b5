"""Schedules of maintenance: on which days it is due, when its owner is asked, and how long it may wait.

Days are counted in calendar months from one base in one step (`months_after`), so that a schedule from 31 January or
29 February comes back to that date wherever a month has it, and never drifts through a short month. Which day today is
depends on the place of the unit, and is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from warranty.calendar_months import MONTHS_IN_YEAR, months_after

MOST_MONTHS: Final = 120
"""Ten years: what is done more seldom is no maintenance."""

MOST_DAYS: Final = 366
"""A schedule waits for nobody longer than a year."""


class Counting(StrEnum):
    """From where the next maintenance is counted.

    LAST_DONE counts from the day on which it was done last, FIXED always from the first day of the schedule.
    """

    LAST_DONE = "last_done"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Season:
    """The months in which maintenance can be done, both of them included; it may run over the turn of the year."""

    first_month: int
    last_month: int

    def __post_init__(self) -> None:
        if not all(1 <= month <= MONTHS_IN_YEAR for month in (self.first_month, self.last_month)):
            raise ValueError("A season begins and ends with a month from 1 to 12.")

    def holds(self, day: date) -> bool:
        """Whether a day lies in the season."""
        if self.first_month <= self.last_month:
            return self.first_month <= day.month <= self.last_month
        return day.month >= self.first_month or day.month <= self.last_month

    def placed(self, day: date, after: date) -> date:
        """The day itself if the season holds it, else the last day of the season before, if that is later than `after`.

        Otherwise the first day of the season that follows: maintenance comes rather too early than too late.
        """
        if self.holds(day):
            return day
        ended = day.replace(day=1)
        while not self.holds(ended - timedelta(1)):
            ended = (ended - timedelta(1)).replace(day=1)
        if ended - timedelta(1) > after:
            return ended - timedelta(1)
        begins = months_after(day.replace(day=1), 1)
        while not self.holds(begins):
            begins = months_after(begins, 1)
        return begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often something is maintained, and how its owner is asked.

    Attributes:
        every_months: from one time to the next.
        counting: from where the next one is counted.
        lead_days: so many days before it is due, its owner is asked.
        grace_days: so many days after that it is still in time; then it is missed.
        season: the months in which it can be done; None for all.
        most_put_offs: how often an owner may put it off.
    """

    every_months: int
    counting: Counting = Counting.LAST_DONE
    lead_days: int = 30
    grace_days: int = 30
    season: Season | None = None
    most_put_offs: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.every_months <= MOST_MONTHS:
            raise ValueError(f"Maintenance comes every 1 to {MOST_MONTHS} months.")
        if not 0 <= self.lead_days <= MOST_DAYS or not 0 <= self.grace_days <= MOST_DAYS:
            raise ValueError(f"Lead and grace are 0 to {MOST_DAYS} days.")
        if self.most_put_offs < 0:
            raise ValueError("It cannot be put off less than never.")

    def due_days(self, base: date) -> Iterator[date]:
        """The days on which it is due, counted from a base, ascending and without an end before the calendar's own."""
        before = base
        left = (date.max.year - base.year - 1) * MONTHS_IN_YEAR
        for months in range(self.every_months, left, self.every_months):
            plain = months_after(base, months)
            day = plain if self.season is None else self.season.placed(plain, before)
            if day > before:
                yield day
                before = day

    def next_due(self, base: date, *, after: date, not_before: date) -> date | None:
        """The first day on which it is due later than `after` and not before `not_before`; None if there is none.

        Args:
            base: the day on which it was done last, or the first day of the schedule.
            after: the day that is done with: on which it was due, or done.
            not_before: the day from which anybody can be asked at all; older ones are let go.
        """
        return next((day for day in self.due_days(base) if day > after and day >= not_before), None)

    def asked_on(self, due_on: date) -> date:
        """The day on which the owner is asked."""
        return due_on - timedelta(self.lead_days)

    def last_day(self, due_on: date) -> date:
        """The last day on which it is still in time."""
        return due_on + timedelta(self.grace_days)

    def may_wait_until(self, due_on: date, put_offs: int) -> date | None:
        """The last day to which it can be put off once more; None when it was often enough."""
        return None if put_offs >= self.most_put_offs else self.last_day(due_on)
