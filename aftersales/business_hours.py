"""Time that counts: the hours in which an office is open, however the clocks change and holidays fall; pure.

A clock in business hours stands still outside them and while it is paused. Spans are written in wall time of the
office and read as moments by the rules of RFC 5545 (`aftersales.moments`), so a night in which the clocks change
gives an office that is open then an hour more or less, as it does to the people in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from aftersales.moments import utc_of, wall_of

MIDNIGHT: Final = time(0)
DAY: Final = timedelta(days=1)

LONGEST_LOOK: Final = 3 * 366
"""Days after which an amount of business hours is not looked for any more: the office is never open that long."""


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Part of a day in wall time; one that ends at midnight goes on to the end of its day."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Check that it is not empty."""
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError(f"An office closes after it opens: {self.opens} to {self.closes}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """When an office is open.

    Attributes:
        zone: the IANA zone of its wall clock.
        week: the spans of each day of the week, Monday first, in order and apart.
        holidays: days on which it is closed.
    """

    zone: str
    week: tuple[tuple[OpenSpan, ...], ...]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Check the shape of the week."""
        if len(self.week) != len("MTWTFSS"):
            raise ValueError("A week has seven days.")
        for spans in self.week:
            for first, second in pairwise(spans):
                if first.closes == MIDNIGHT or second.opens < first.closes:
                    raise ValueError("The hours of a day stand in their order and do not overlap.")


def open_on(hours: BusinessHours, on: date) -> Iterator[tuple[datetime, datetime]]:
    """The moments between which the office is open on a local day, in order and apart.

    What the clocks swallow is left out, and a span that ends in a gap does not reach into the next one.
    """
    if on in hours.holidays:
        return
    free_at: datetime | None = None
    for span in hours.week[on.weekday()]:
        ends = datetime.combine(on + DAY if span.closes == MIDNIGHT else on, span.closes)
        opens_at = utc_of(datetime.combine(on, span.opens), hours.zone)
        closes_at = utc_of(ends, hours.zone)
        begins_at = opens_at if free_at is None else max(opens_at, free_at)
        if closes_at > begins_at:
            free_at = closes_at
            yield begins_at, closes_at


def next_open_span(hours: BusinessHours, at: datetime) -> tuple[datetime, datetime]:
    """When the office opens and closes: the span that is on at a moment, else the next one.

    Raises:
        ValueError: it does not open within three years.
    """
    on = wall_of(at, hours.zone).date() - DAY
    for _day in range(LONGEST_LOOK):
        for opens_at, closes_at in open_on(hours, on):
            if closes_at > at:
                return opens_at, closes_at
        on += DAY
    raise ValueError("The office never opens. Give it business hours.")


def worked_between(hours: BusinessHours, from_at: datetime, to_at: datetime) -> timedelta:
    """How long the office is open between two moments; nothing if the second comes first."""
    total = timedelta(0)
    on = wall_of(from_at, hours.zone).date() - DAY
    while on <= wall_of(max(from_at, to_at), hours.zone).date():
        for opens_at, closes_at in open_on(hours, on):
            total += max(min(closes_at, to_at) - max(opens_at, from_at), timedelta(0))
        on += DAY
    return total


def after_work(hours: BusinessHours, from_at: datetime, amount: timedelta) -> datetime:
    """The first moment by which the office has been open for `amount` since `from_at`.

    Raises:
        ValueError: it is not open that long within three years.
    """
    if amount <= timedelta(0):
        return from_at
    left = amount
    on = wall_of(from_at, hours.zone).date() - DAY
    for _day in range(LONGEST_LOOK):
        for opens_at, closes_at in open_on(hours, on):
            begins_at = max(opens_at, from_at)
            if closes_at <= begins_at:
                continue
            if closes_at - begins_at >= left:
                return begins_at + left
            left -= closes_at - begins_at
        on += DAY
    raise ValueError("The office is never open that long. Give it business hours.")


def resumed(
    hours: BusinessHours, due_at: datetime, paused_at: datetime, resumed_at: datetime
) -> datetime:
    """When something is due that was due at `due_at`, after its clock stood still from one moment to another.

    What was left when it stopped is left when it goes on; what was overdue stays so.
    """
    if due_at <= paused_at or resumed_at <= paused_at:
        return due_at
    return after_work(hours, resumed_at, worked_between(hours, paused_at, due_at))
