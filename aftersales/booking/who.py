"""Who may come for a visit, and why nobody does on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt

from aftersales.booking.facts import NoSlot, Wanted, WhyNot
from aftersales.booking.table import Table
from aftersales.planning.facts import Duty
from aftersales.queries.catalogue import skills_by_code
from aftersales.queries.slots import days_with_shifts
from aftersales.queries.staff import skills_held
from aftersales.records import Territory
from aftersales.store import Session
from scheduling.slots import RefusalReason

PAIR = 2


def able_routes(
    table: Table, wanted: Wanted, but: Collection[UUID] = ()
) -> list[tuple[int, npt.NDArray[np.bool_]]]:
    """How many routes have to meet for a visit, and which may: one route, and for two people also two of them.

    Nobody in `but` may, nor anybody whose service partner refused the work.
    Two technicians who meet both know what is needed; of a crew one who does is enough.
    """
    skilled = [
        wanted.skills <= duty.skills
        and not any(member in but or member in wanted.barred for member in duty.members)
        for duty in table.duties
    ]
    sizes = [len(duty.members) for duty in table.duties]
    alone = np.array(
        [able and size >= wanted.crew_size for able, size in zip(skilled, sizes, strict=True)], bool
    )
    if wanted.crew_size != PAIR:
        return [(1, alone)]
    single = np.array([able and size == 1 for able, size in zip(skilled, sizes, strict=True)], bool)
    return [(1, alone), (PAIR, single)]


@dataclass(frozen=True)
class Reasons:
    """Why nobody comes on the days of a horizon; what it needs to know is read once, and only if it is asked.

    Attributes:
        session: a reading.
        territory: whose technicians come.
        duties: who is there.
        horizon: the days.
        wanted: what is looked for.
    """

    session: Session
    territory: Territory
    duties: Sequence[Duty]
    horizon: tuple[datetime, datetime]
    wanted: Wanted

    @cached_property
    def planned_days(self) -> frozenset[date]:
        """The days on which somebody was to work, whether they are there or not."""
        return days_with_shifts(self.session, self.territory.id, *self.horizon)

    @cached_property
    def held(self) -> dict[UUID, list[tuple[str, date | None, date | None]]]:
        """What everybody has learned, and when it holds."""
        return skills_held(self.session)

    @cached_property
    def names(self) -> dict[str, str]:
        """What skills are called."""
        return {code: skill.name for code, skill in skills_by_code(self.session).items()}

    def on(self, on: date, kind: RefusalReason) -> NoSlot:
        """The nearest reason on a day: of everything in the way, what is left when the rest is gone."""
        there = [duty for duty in self.duties if duty.on == on]
        needed = self.wanted.skills
        if kind is not RefusalReason.NO_ROUTE:
            able = [duty for duty in there if needed <= duty.skills]
            if sum(len(duty.members) for duty in able) >= self.wanted.crew_size:
                is_full = kind is RefusalReason.FULL
                return NoSlot(on, WhyNot.FULL if is_full else WhyNot.TOO_FAR)
        if not there:
            is_absent = on in self.planned_days
            return NoSlot(on, WhyNot.ALL_ABSENT if is_absent else WhyNot.NOBODY_ON_DUTY)
        missing = needed - frozenset(skill for duty in there for skill in duty.skills)
        if missing:
            return self._without(there, min(missing), on)
        if any(needed <= duty.skills for duty in there):
            return NoSlot(on, WhyNot.NO_CREW, {"people": self.wanted.crew_size})
        return self._without(there, min(needed), on)

    def _without(self, there: Iterable[Duty], code: str, on: date) -> NoSlot:
        """Nobody there may do it: somebody could if their certificate held, or nobody has learned it."""
        people = {member for duty in there for member in duty.members}
        facts = {"skill": self.names.get(code, code)}
        ends = [
            last
            for member in people
            for each, _first, last in self.held.get(member, ())
            if each == code and last is not None and last < on
        ]
        if ends:
            return NoSlot(on, WhyNot.CERTIFICATE, {**facts, "ended_on": max(ends)})
        return NoSlot(on, WhyNot.NO_SKILL, facts)
