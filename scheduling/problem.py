"""The problem a planner is asked to solve: visits, shifts and the travel between places.

Everything inside is counted in whole seconds from the start of the horizon and in indices into one
list of places; moments, zones and customers stay outside. Service starts and lengths lie on a grid of
`GRID` seconds, so that a technician's occupied time can be kept in whole cells. Travel lies between
the cells and needs no grid of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

GRID: Final = 300
"""Seconds in one cell of occupied time: planned starts and lengths are multiples of it."""

DEFAULT_PRIZE: Final = 4 * 3600
"""Cost of leaving an ordinary visit unplanned, in seconds of driving that a shop would accept to serve it."""

IntMatrix = npt.NDArray[np.int32]


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
class Visit:
    """One appointment to be planned.

    Attributes:
        key: the caller's name for it, unique in the problem.
        place: index of the place in the travel matrix.
        service: seconds of work on site, a multiple of `GRID`.
        windows: when the work may *start*; disjoint and ascending, possibly on several days.
        skills: every one of them is needed.
        crew_size: people needed at once.
        prize: cost, in seconds, of leaving the visit unplanned; a higher prize is a higher priority.
        pinned_shift: key of the only shift that may serve it, when the technician is already promised.
        pinned_start: the only second at which it may start, when the time is already published.
    """

    key: str
    place: int
    service: int
    windows: tuple[TimeWindow, ...]
    skills: frozenset[str] = frozenset()
    crew_size: int = 1
    prize: int = DEFAULT_PRIZE
    pinned_shift: str | None = None
    pinned_start: int | None = None

    def __post_init__(self) -> None:
        if self.service <= 0 or self.service % GRID:
            raise ValueError(
                f"Visit {self.key}: service must be a positive multiple of {GRID} seconds."
            )
        if not self.windows:
            raise ValueError(f"Visit {self.key}: at least one time window is needed.")
        if any(
            later.start <= earlier.end
            for earlier, later in zip(self.windows, self.windows[1:], strict=False)
        ):
            raise ValueError(f"Visit {self.key}: time windows must be disjoint and ascending.")
        if self.crew_size < 1 or self.prize < 0 or self.place < 0:
            raise ValueError(
                f"Visit {self.key}: crew size, prize and place must not be negative or zero crew."
            )
        if self.pinned_start is not None and self.pinned_start % GRID:
            raise ValueError(
                f"Visit {self.key}: a pinned start must lie on the grid of {GRID} seconds."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause that must start inside `window` and lasts `length` seconds; it never cuts a visit in two."""

    window: TimeWindow
    length: int

    def __post_init__(self) -> None:
        if self.length <= 0 or self.length % GRID or self.window.start % GRID:
            raise ValueError(
                f"A break's start and length must be positive multiples of {GRID} seconds."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One technician (or crew) on one day: at most one route.

    Attributes:
        key: the caller's name for it, unique in the problem.
        technician: who works it; the same on every day of the horizon.
        start_place: index of the place where the route begins (home or depot).
        end_place: index of the place where it ends.
        span: work starts and ends inside it, the drives from and to the end places included.
        breaks: pauses, ascending and disjoint.
        skills: what the technician or crew may do that day.
        crew_size: people on it.
        cost_per_hour: relative cost of one hour on duty, 1.0 for one ordinary technician.
    """

    key: str
    technician: str
    start_place: int
    end_place: int
    span: TimeWindow
    breaks: tuple[Break, ...] = ()
    skills: frozenset[str] = frozenset()
    crew_size: int = 1
    cost_per_hour: float = 1.0

    def __post_init__(self) -> None:
        if self.crew_size < 1 or self.cost_per_hour < 0:
            raise ValueError(
                f"Shift {self.key}: crew size must be at least 1 and its cost not negative."
            )
        if self.start_place < 0 or self.end_place < 0:
            raise ValueError(f"Shift {self.key}: places are indices from 0.")
        for pause in self.breaks:
            if (
                pause.window.start < self.span.start
                or pause.window.end + pause.length > self.span.end
            ):
                raise ValueError(f"Shift {self.key}: a break must fit inside the shift.")
        for earlier, later in zip(self.breaks, self.breaks[1:], strict=False):
            if later.window.start < earlier.window.end + earlier.length:
                raise ValueError(f"Shift {self.key}: breaks must be ascending and not overlap.")


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Driving between places: two square int32 matrices [from, to], not necessarily symmetric.

    Attributes:
        seconds: driving time, shape (n, n).
        metres: driving distance, shape (n, n).
    """

    seconds: IntMatrix
    metres: IntMatrix

    def __post_init__(self) -> None:
        shape = self.seconds.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.metres.shape != shape:  # noqa: PLR2004 - a matrix
            raise ValueError(
                f"Travel needs two square matrices of one size, got {shape} and {self.metres.shape}."
            )
        if self.seconds.size and (self.seconds.min() < 0 or self.metres.min() < 0):
            raise ValueError(
                "Travel times and distances must not be negative; an unreachable pair must not reach here."
            )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Travel)
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
        )

    def __hash__(self) -> int:
        return hash((self.seconds.tobytes(), self.metres.tobytes()))

    @property
    def places(self) -> int:
        """How many places the matrices join."""
        return int(self.seconds.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Visits, shifts and travel, checked against each other; immutable and picklable."""

    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    travel: Travel
    visit_by_key: dict[str, Visit] = field(init=False, repr=False, compare=False)
    shift_by_key: dict[str, Shift] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "visit_by_key", {visit.key: visit for visit in self.visits})
        object.__setattr__(self, "shift_by_key", {shift.key: shift for shift in self.shifts})
        if len(self.visit_by_key) != len(self.visits) or len(self.shift_by_key) != len(self.shifts):
            raise ValueError("Every visit and every shift needs a key of its own.")
        highest = max(_places_of(self), default=-1)
        if highest >= self.travel.places:
            raise ValueError(
                f"Place {highest} is not in the travel matrix of {self.travel.places} places."
            )
        for visit in self.visits:
            if visit.pinned_shift is not None and visit.pinned_shift not in self.shift_by_key:
                raise ValueError(
                    f"Visit {visit.key} is pinned to shift {visit.pinned_shift}, which is not there."
                )


def _places_of(problem: Problem) -> Iterable[int]:
    for visit in problem.visits:
        yield visit.place
    for shift in problem.shifts:
        yield shift.start_place
        yield shift.end_place
