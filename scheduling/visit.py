"""One appointment to be planned, and what ties it to another one.

Everything is counted in whole seconds from the start of the horizon. Costs are in units: one unit is what
one second of driving of an ordinary technician costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Final

DEFAULT_PRIZE: Final = 4 * 3600
"""Cost of leaving an ordinary visit unplanned, in seconds of driving that a shop would accept to serve it."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A closed span of seconds in which something may start: `start` and `end` both count."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(
                f"A time window must not end before it starts: {self.start}..{self.end}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the customer was told already; changing it has its price (`Prices`).

    Attributes:
        technician: who was to come.
        day: number of the working day, as in `Shift.day`.
        window: when the work was to start; a start outside of it is another time.
    """

    technician: str
    day: int
    window: TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One appointment to be planned.

    Attributes:
        key: the caller's name for it, unique in the problem.
        place: index of the place in the travel matrix.
        service: seconds of work on site, a multiple of the problem's grid.
        windows: when the work may *start*; disjoint and ascending, possibly on several days.
        setup: seconds between arriving and starting the work (parking, carrying in), needed if the stop
            before is at another place.
        not_before: the work starts at this second at the earliest (parts, delivery), whatever the windows.
        skills: every one of them is needed.
        crew_size: people needed at once, on one shift; two shifts at one time are a `Link`.
        territory: only shifts that serve it may come; none if it does not matter.
        prize: cost, in units, of leaving the visit unplanned; a higher prize is a higher priority. None: it
            is mandatory and left out only if nothing else is possible.
        pinned_shift: key of the only shift that may serve it, when technician and day are already promised.
        pinned_technician: the only technician who may serve it.
        pinned_start: the only second at which it may start, when the time is already published.
        forbidden: technicians who may not serve it.
        preferred: technicians who should; anybody else costs `Prices.not_preferred`.
        due: a start after this second costs `lateness_cost` for every second of delay.
        lateness_cost: units for each second after `due`.
        wish: a start outside of it costs `wish_cost` for every second it is off.
        wish_cost: units for each second outside `wish`.
        published: what the customer was told.
        delivery: what the van takes along for it from the start place, one number for each kind of load.
        pickup: what the van takes along from there to the end place.
    """

    key: str
    place: int
    service: int
    windows: tuple[TimeWindow, ...]
    setup: int = 0
    not_before: int = 0
    skills: frozenset[str] = frozenset()
    crew_size: int = 1
    territory: str | None = None
    prize: int | None = DEFAULT_PRIZE
    pinned_shift: str | None = None
    pinned_technician: str | None = None
    pinned_start: int | None = None
    forbidden: frozenset[str] = frozenset()
    preferred: frozenset[str] = frozenset()
    due: int | None = None
    lateness_cost: float = 0.0
    wish: TimeWindow | None = None
    wish_cost: float = 0.0
    published: Published | None = None
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.windows:
            raise ValueError(f"Visit {self.key}: at least one time window is needed.")
        if any(later.start <= earlier.end for earlier, later in pairwise(self.windows)):
            raise ValueError(f"Visit {self.key}: time windows must be disjoint and ascending.")
        if self.service < 0 or self.setup < 0 or self.not_before < 0:
            raise ValueError(
                f"Visit {self.key}: service, setup and not_before must not be negative."
            )
        if self.crew_size < 1 or self.place < 0 or (self.prize is not None and self.prize < 0):
            raise ValueError(
                f"Visit {self.key}: the crew is at least 1, place and prize are not negative."
            )
        if not all(0 <= cost < inf for cost in (self.lateness_cost, self.wish_cost)):
            raise ValueError(f"Visit {self.key}: costs must be finite and not negative.")
        if min((*self.delivery, *self.pickup), default=0) < 0:
            raise ValueError(f"Visit {self.key}: loads must not be negative.")


class LinkKind(StrEnum):
    """How two visits depend on each other.

    `SAME_TIME`: two different shifts start them at the same second. `BEFORE`: the second starts after the
    first has ended, `lag` seconds later at the earliest, on whatever shifts. `SAME_TECHNICIAN`: one
    technician serves both, on one day or on two. `SAME_SHIFT`: one shift serves the first and later the
    second, and carries the second's `delivery` from the first on, instead of from its start place.
    """

    SAME_TIME = "same_time"
    BEFORE = "before"
    SAME_TECHNICIAN = "same_technician"
    SAME_SHIFT = "same_shift"


@dataclass(frozen=True, slots=True)
class Link:
    """Two visits that are planned together or not at all.

    Attributes:
        kind: how they depend on each other.
        first: key of a visit.
        second: key of another one.
        lag: seconds between the end of the first and the start of the second, for `BEFORE` only.
    """

    kind: LinkKind
    first: str
    second: str
    lag: int = 0

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError(f"Visit {self.first} must not be linked to itself.")
        if self.lag < 0 or (self.lag and self.kind is not LinkKind.BEFORE):
            raise ValueError(
                f"Link {self.first}–{self.second}: a lag is not negative and belongs to “before”."
            )
