"""The one place that knows what time it is; everybody else is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the present moment as aware UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The machine's present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class SetClock:
    """A clock that is moved by hand: simulations and the demo play their days with it.

    Attributes:
        moment: what it shows; aware UTC.
    """

    moment: datetime

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self.moment

    def move_to(self, moment: datetime) -> None:
        """Set the clock forward to `moment`.

        Raises:
            ValueError: the moment is naive or lies before what the clock shows.
        """
        if moment.tzinfo is None or moment < self.moment:
            raise ValueError(
                f"A clock only moves forward to an aware moment: {self.moment} to {moment}."
            )
        self.moment = moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """A clock that runs like the machine's but shows another time: a played demo stays where it ended.

    Attributes:
        offset: what is added to the machine's time.
    """

    offset: timedelta

    def now(self) -> datetime:
        """The machine's moment plus the offset."""
        return datetime.now(UTC) + self.offset


def clock_showing(rehearsed_on: date | None) -> Clock:
    """The machine's clock, or one that shows a rehearsed day with the present time of day."""
    if rehearsed_on is None:
        return SystemClock()
    return ShiftedClock(rehearsed_on - SystemClock().now().date())
