"""Who may come for a visit, and why nobody does on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import numpy as np
import numpy.typing as npt

from aftersales.booking.facts import NoSlot, Wanted, WhyNot
from aftersales.booking.table import Table
from aftersales.moments import day_bounds
from aftersales.planning.facts import Duty
from aftersales.queries.catalogue import skills_by_code
from aftersales.queries.staff import shifts_between, skills_held
from aftersales.records import Territory
from aftersales.store import Session
from scheduling.slots import RefusalReason

PAIR = 2


def able_routes(
    table: Table, wanted: Wanted, but: Collection[UUID] = ()
) -> list[tuple[int, npt.NDArray[np.bool_]]]:
    """How many routes have to meet for a visit, and which may: one route, and for two people also two of them.

    Nobody in `but` may.
    Two technicians who meet both know what is needed; of a crew one who does is enough.
    """
    skilled = [
        wanted.skills <= duty.skills and not any(member in but for member in duty.members)
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


def why_nobody(
    session: Session,
    territory: Territory,
    duties: Sequence[Duty],
    wanted: Wanted,
    on: date,
    kind: RefusalReason,
) -> NoSlot:
    """The nearest reason why nobody comes on a day: of everything in the way, what is left when the rest is gone."""
    there = [duty for duty in duties if duty.on == on]
    if not there:
        is_absent = bool(shifts_between(session, territory.id, *day_bounds(on, territory.zone)))
        return NoSlot(on, WhyNot.ALL_ABSENT if is_absent else WhyNot.NOBODY_ON_DUTY)
    if kind is not RefusalReason.NO_ROUTE:
        able = [duty for duty in there if wanted.skills <= duty.skills]
        if sum(len(duty.members) for duty in able) >= wanted.crew_size:
            return NoSlot(on, WhyNot.FULL if kind is RefusalReason.FULL else WhyNot.TOO_FAR)
    missing = wanted.skills - frozenset(skill for duty in there for skill in duty.skills)
    if missing:
        return _without_skill(session, there, min(missing), on)
    if any(wanted.skills <= duty.skills for duty in there):
        return NoSlot(on, WhyNot.NO_CREW, {"people": wanted.crew_size})
    return _without_skill(session, there, min(wanted.skills), on)


def _without_skill(session: Session, there: Iterable[Duty], code: str, on: date) -> NoSlot:
    """Nobody there may do it: somebody could if their certificate held, or nobody has learned it."""
    held = skills_held(session)
    people = {member for duty in there for member in duty.members}
    known = skills_by_code(session).get(code)
    facts = {"skill": code if known is None else known.name}
    ends = [
        last
        for member in people
        for each, _first, last in held.get(member, ())
        if each == code and last is not None and last < on
    ]
    if ends:
        return NoSlot(on, WhyNot.CERTIFICATE, {**facts, "ended_on": max(ends)})
    return NoSlot(on, WhyNot.NO_SKILL, facts)
