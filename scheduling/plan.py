"""The answer of a planner: one route a shift, and for every visit left out the reason why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnplannedReason(StrEnum):
    """Why a visit is in no route; the most basic obstacle is named first."""

    NO_SKILL = "no_skill"
    CREW_TOO_SMALL = "crew_too_small"
    OUTSIDE_TERRITORY = "outside_territory"
    TECHNICIAN_REFUSED = "technician_refused"
    PINNED_TECHNICIAN_CANNOT = "pinned_technician_cannot"
    PINNED_SHIFT_CANNOT = "pinned_shift_cannot"
    TOO_MUCH_TO_CARRY = "too_much_to_carry"
    NO_POSSIBLE_START = "no_possible_start"
    NOBODY_ON_DUTY = "nobody_on_duty"
    TOO_FAR = "too_far"
    DRIVING_LIMIT = "driving_limit"
    LINKED_VISIT_OUT = "linked_visit_out"
    FULLY_BOOKED = "fully_booked"
    NOT_WORTH_THE_DRIVE = "not_worth_the_drive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One visit in a route, in seconds from the start of the horizon.

    Attributes:
        visit: key of the visit.
        arrival: when the technician reaches the place.
        start: when the work starts; on the grid, never before `arrival`.
        end: start plus service.
        drive: seconds of driving from the place before.
    """

    visit: str
    arrival: int
    start: int
    end: int
    drive: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break as planned, in seconds from the start of the horizon."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one shift does: stops in order, pauses, and the drive back.

    Attributes:
        shift: key of the shift.
        stops: in order of time; an unused shift has no route in the plan.
        pauses: one for each break of the shift, in the same order.
        start: when the technician leaves the start place.
        end: when the technician reaches the end place.
        driving: seconds of driving in all, the drive back included.
        metres: metres of driving in all.
    """

    shift: str
    stops: tuple[Stop, ...]
    pauses: tuple[Pause, ...]
    start: int
    end: int
    driving: int
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A visit that no route serves, and why.

    Attributes:
        visit: key of the visit.
        reason: the obstacle.
        sentence: the reason as one whole sentence for staff, naming skills, crew sizes or minutes.
    """

    visit: str
    reason: UnplannedReason
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Routes and left-over visits: every visit of the problem stands in it exactly once.

    Attributes:
        routes: in the order of the problem's shifts, without unused shifts.
        unplanned: in the order of the problem's visits.
        cost: units: the total of `cost.costs_of` for these routes and what is unplanned.
    """

    routes: tuple[Route, ...]
    unplanned: tuple[Unplanned, ...]
    cost: float

    @property
    def planned_visits(self) -> int:
        """How many visits have a place in a route."""
        return sum(len(route.stops) for route in self.routes)
