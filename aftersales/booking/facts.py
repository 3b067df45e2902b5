"""What a time is looked for, the times that were found, and why there is none on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from aftersales.moments import window_code
from aftersales.roads import Place


class WhyNot(StrEnum):
    """Why nothing is offered on a day: the nearest reason, which is the last one that would have to go away."""

    TOO_SOON = "too_soon"
    CUT_OFF = "cut_off"
    NOT_READY = "not_ready"
    UNKNOWN_WHEN_READY = "unknown_when_ready"
    HOLIDAY = "holiday"
    NOBODY_ON_DUTY = "nobody_on_duty"
    ALL_ABSENT = "all_absent"
    NO_SKILL = "no_skill"
    CERTIFICATE = "certificate"
    NO_CREW = "no_crew"
    QUOTA = "quota"
    TOO_FAR = "too_far"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A visit for which times are looked for.

    Attributes:
        territory_id: whose technicians come.
        place: where.
        zone: of the wall clock there.
        work_type_id: what is to be done, for its quota.
        minutes: time on site.
        skills: needed, by code.
        crew_size: people needed.
        ready_on: the first day on which everything is there that is needed; empty if nothing is waited for.
        waits_for: what is waited for until then, in words of the house.
        is_ready_known: false if nobody knows yet when it is there.
        own: appointments of the same work that would go for it; their time counts as free.
        barred: technicians who do not come, because their service partner refused the work.
    """

    territory_id: UUID
    place: Place
    zone: str
    work_type_id: UUID
    minutes: int
    skills: frozenset[str]
    crew_size: int
    ready_on: date | None = None
    waits_for: str = ""
    is_ready_known: bool = True
    own: frozenset[UUID] = frozenset()
    barred: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """An arrival window: wall time of the place, and the moments that it means."""

    from_at: datetime
    to_at: datetime
    local_from: datetime = field(compare=False)
    local_to: datetime = field(compare=False)

    @property
    def on(self) -> date:
        """The local day on which it begins."""
        return self.local_from.date()

    @property
    def code(self) -> str:
        """How a form names it."""
        return window_code(self.local_from, self.local_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that can be booked.

    Attributes:
        window: told to the customer.
        technicians: by whom, as it looks now, the lead first; whoever comes may change, the window does not.
        extra_seconds: of driving that it costs.
        lateness: chance, 0 to 1, that the work starts after the window.
        score: what the order is made by, in seconds of driving; the least is the best for everybody.
        is_green: we are next door that day.
    """

    window: Window
    technicians: tuple[UUID, ...]
    extra_seconds: int
    lateness: float
    score: float
    is_green: bool


@dataclass(frozen=True, slots=True)
class NoSlot:
    """A day on which nothing is offered; `facts` are what its sentence needs."""

    on: date
    why: WhyNot
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """The times that can be booked, in order of time, and why there is none on the other days."""

    slots: tuple[Slot, ...]
    refused: tuple[NoSlot, ...]

    @property
    def best(self) -> Slot | None:
        """The slot that suits the routes best, if there is any."""
        return min(self.slots, key=lambda slot: slot.score, default=None)

    def but(self, code: str) -> Offered:
        """The same without one window, such as that of the visit which stands."""
        return replace(self, slots=tuple(each for each in self.slots if each.window.code != code))

    def nearest(self, wished: datetime | None, most: int) -> list[Slot]:
        """The few slots nearest to a wall time, else the first ones, in order of time."""
        slots = list(self.slots)
        if wished is not None:
            slots.sort(key=lambda slot: abs(slot.window.local_from - wished))
        return sorted(slots[:most], key=lambda slot: slot.window)

    def slot(self, code: str) -> Slot | None:
        """The slot with this code."""
        return next((slot for slot in self.slots if slot.window.code == code), None)
