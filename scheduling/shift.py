"""One technician (or crew) on one day, with pauses, limits and what an hour or a kilometre costs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import inf

from scheduling.visit import TimeWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause that must start inside `window` and lasts `length` seconds; it never cuts a visit in two."""

    window: TimeWindow
    length: int

    def __post_init__(self) -> None:
        if self.length <= 0:
            raise ValueError(f"A break must last longer than {self.length} seconds.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One technician (or crew) on one day: at most one route.

    Attributes:
        key: the caller's name for it, unique in the problem.
        technician: who works it; the same on every day of the horizon.
        start_place: index of the place where the route begins (home or depot).
        end_place: index of the place where it ends.
        span: work starts and ends inside it, the drives from and to the end places included.
        day: number of the working day, to tell whether a published visit stays on its day.
        breaks: pauses, ascending and disjoint.
        skills: what the technician or crew may do that day.
        territories: where it works; None for everywhere.
        crew_size: people on it.
        cost_per_hour: relative cost of one hour of driving, 1.0 for one ordinary technician.
        cost_per_km: units for each kilometre.
        fixed_cost: units for using the shift at all.
        overtime: seconds after the end of the span in which the route may still end, at its price.
        overtime_cost: units for each second of overtime.
        max_driving: seconds of driving in all; None without a limit.
        max_stops: stops in all; None without a limit.
        capacity: what fits into the van, one number for each kind of load; empty without a limit.
    """

    key: str
    technician: str
    start_place: int
    end_place: int
    span: TimeWindow
    day: int = 0
    breaks: tuple[Break, ...] = ()
    skills: frozenset[str] = frozenset()
    territories: frozenset[str] | None = None
    crew_size: int = 1
    cost_per_hour: float = 1.0
    cost_per_km: float = 0.0
    fixed_cost: float = 0.0
    overtime: int = 0
    overtime_cost: float = 1.0
    max_driving: int | None = None
    max_stops: int | None = None
    capacity: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.crew_size < 1 or self.overtime < 0:
            raise ValueError(f"Shift {self.key}: the crew is at least 1, overtime is not negative.")
        costs = (self.cost_per_hour, self.cost_per_km, self.fixed_cost, self.overtime_cost)
        if not all(0 <= cost < inf for cost in costs):
            raise ValueError(f"Shift {self.key}: costs must be finite and not negative.")
        if self.start_place < 0 or self.end_place < 0:
            raise ValueError(f"Shift {self.key}: places are indices from 0.")
        if min((self.max_driving or 0, self.max_stops or 0, *self.capacity)) < 0:
            raise ValueError(f"Shift {self.key}: limits must not be negative.")
        for pause in self.breaks:
            if (
                pause.window.start < self.span.start
                or pause.window.end + pause.length > self.latest_end
            ):
                raise ValueError(f"Shift {self.key}: a break must fit inside the shift.")
        for earlier, later in pairwise(self.breaks):
            if later.window.start < earlier.window.end + earlier.length:
                raise ValueError(f"Shift {self.key}: breaks must be ascending and not overlap.")

    @property
    def latest_end(self) -> int:
        """The second at which the route must be over, overtime included."""
        return self.span.end + self.overtime
