"""What a run of the planner is asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.readiness import AwaitedKind
from scheduling import NORMAL, QUICK, THOROUGH, Effort, UnplannedReason

ABSENCE: Final = "absence"
"""Triggers a run because somebody cannot come; whoever cannot be kept is told so."""


GETTING_READY: Final = "getting the planner ready: once after an update, it takes about a minute"
"""Said in a terminal while compiled code is made; pages say it in their own language."""


class EffortName(StrEnum):
    """How hard to search, as people choose it."""

    QUICK = "quick"
    NORMAL = "normal"
    THOROUGH = "thorough"

    @property
    def effort(self) -> Effort:
        """The solver's measure of it."""
        return {
            EffortName.QUICK: QUICK,
            EffortName.NORMAL: NORMAL,
            EffortName.THOROUGH: THOROUGH,
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What to plan: a territory from a day on; `is_frozen` leaves each visit with its technician.

    The same seed and number of threads give the same plan; without a number the installation's is taken.
    """

    territory: str
    from_on: date
    days: int
    effort: EffortName = EffortName.NORMAL
    seed: int = 0
    threads: int = 0
    trigger: str = "asked"
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit that found no place, and why, for staff."""

    reference: str
    reason: UnplannedReason | AwaitedKind
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """What became of a run; `on_duty` is the time between leaving and coming back, over all routes."""

    run_id: UUID
    visits: int
    planned: int
    booked: int
    rewindowed: int
    left_out: tuple[LeftOut, ...]
    driving: timedelta
    on_duty: timedelta
    metres: int

    @property
    def driving_share(self) -> float:
        """Driving as a part of the time on duty, 0 to 1."""
        return self.driving / self.on_duty if self.on_duty else 0.0
