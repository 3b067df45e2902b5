"""What planning looks at, read once from the database: demands, duties and the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.moments import day_bounds
from aftersales.readiness import AwaitedKind
from aftersales.records import Priority
from aftersales.roads import Place

PRIZE_HOURS: Final = {
    Priority.LOW: 2,
    Priority.NORMAL: 4,
    Priority.HIGH: 8,
    Priority.EMERGENCY: 72,
}
"""Hours of extra driving that a shop accepts to serve one more visit of each priority."""

PROMISED_PRIZE_HOURS: Final = 240
"""A visit already promised outweighs any number of new ones that it could be left out for."""

START_MARGIN_MINUTES: Final = 45
"""A start is planned no later than this before the window ends, so that a small delay breaks no promise; measured in docs/simulation.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One visit to be planned.

    Attributes:
        work_order_id: what must be done.
        revision: of the work order when it was read.
        appointment_id: the appointment that stands already, if one does.
        appointment_revision: of that appointment when it was read.
        place: where.
        zone: of the wall clock there.
        windows: moments between which the work may start, ascending and disjoint.
        minutes: time on site.
        skills: needed.
        crew_size: people needed.
        prize_hours: what serving it is worth, in hours of driving.
        pinned_duty: key of the duty it must stay with.
        standing_at: when it is planned to start now, if it stands.
        standing_lead: who is to come then.
        told: the arrival window that its customer was told; nobody was told one that is only held.
        is_moving: its customer asked for another time; the windows are what they wish now.
        standing_windows: when a moving visit may start if no wish can be met.
        standing_duty: key of the duty that it stands with, if that person still comes.
        is_held: its customer has not confirmed it yet, so that nobody is told whatever becomes of it.
        joint: who meets there, the lead first, if they are of no crew: each of them has a demand of their own, and
            neither may come at another time.
        part: which of them this one is.
        barred: who may not come: everybody of the service partners that refused the work.
    """

    work_order_id: UUID
    revision: int
    appointment_id: UUID | None
    appointment_revision: int
    place: Place
    zone: str
    windows: tuple[tuple[datetime, datetime], ...]
    minutes: int
    skills: frozenset[str]
    crew_size: int
    prize_hours: int
    pinned_duty: str | None = None
    standing_at: datetime | None = None
    standing_lead: UUID | None = None
    told: tuple[datetime, datetime] | None = None
    is_moving: bool = False
    standing_windows: tuple[tuple[datetime, datetime], ...] = ()
    standing_duty: str | None = None
    is_held: bool = False
    joint: tuple[UUID, ...] = ()
    part: int = 0
    barred: frozenset[UUID] = frozenset()

    @property
    def key(self) -> str:
        """What the visit is called in the problem; a time held for a visit that stands is another one beside it."""
        name = str(self.appointment_id if self.is_held else self.work_order_id)
        return f"{name}#{self.part}" if self.part else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One technician or crew on one day; `members` has the lead first, and one that is late lasts longer than its shift."""

    key: str
    on: date
    members: tuple[UUID, ...]
    start: Place
    end: Place
    from_at: datetime
    to_at: datetime
    skills: frozenset[str]
    cost: float
    break_from_at: datetime | None = None
    break_to_at: datetime | None = None
    break_minutes: int = 0
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A work order that cannot be done in any of its windows, because something is not there; `sentence` says what."""

    work_order_id: UUID
    revision: int
    reason: AwaitedKind
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything one run of the planner looks at.

    `since` is the moment from which time can be planned: the start of the horizon, or now. All drives take
    `drive_factor` times as long as on empty roads: the overall factor that its territory learned.
    `waiting` is what is not planned because something is not there.
    """

    territory_id: UUID
    zone: str
    travel_scale: float
    road_table: str | None
    drive_factor: float = 1.0
    from_on: date
    days: int
    start_at: datetime
    since: datetime
    demands: tuple[Demand, ...]
    duties: tuple[Duty, ...]
    waiting: tuple[Waiting, ...] = ()

    @property
    def end_at(self) -> datetime:
        """The first moment after the horizon."""
        return day_bounds(self.from_on + timedelta(days=self.days - 1), self.zone)[1]
