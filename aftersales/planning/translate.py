"""Decide: a snapshot becomes a problem in seconds and indices, a plan becomes moments again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from aftersales.moments import grid_length, grid_up, wall_of
from aftersales.planning.facts import Demand, Duty, Snapshot
from aftersales.roads import Place, Roads, slowed
from scheduling import Break, Problem, Published, Shift, TimeWindow, Visit

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Translation:
    """A problem, and what its keys mean."""

    problem: Problem
    demands: dict[str, Demand]
    duties: dict[str, Duty]
    start_at: datetime

    def moment(self, second: int) -> datetime:
        """The moment of a second of the horizon."""
        return self.start_at + timedelta(seconds=second)


def translated(snapshot: Snapshot, roads: Roads) -> Translation:
    """The problem that a snapshot poses."""
    index: dict[Place, int] = {}
    for demand in snapshot.demands:
        index.setdefault(demand.place, len(index))
    for duty in snapshot.duties:
        index.setdefault(duty.start, len(index))
        index.setdefault(duty.end, len(index))
    travel = slowed(
        roads.between(list(index), scale=snapshot.travel_scale, table=snapshot.road_table),
        snapshot.drive_factor,
    )
    problem = Problem(
        visits=tuple(_visit(demand, index, snapshot) for demand in snapshot.demands),
        shifts=tuple(
            shift_of(duty, index, snapshot.start_at, day_number(duty.on, snapshot))
            for duty in snapshot.duties
        ),
        travel=travel,
    )
    return Translation(
        problem=problem,
        demands={demand.key: demand for demand in snapshot.demands},
        duties={duty.key: duty for duty in snapshot.duties},
        start_at=snapshot.start_at,
    )


def second_of(moment: datetime, start_at: datetime) -> int:
    """The second of the horizon that a moment is."""
    return int((moment - start_at).total_seconds())


def day_number(on: date, snapshot: Snapshot) -> int:
    """The number of a day, counted from the first of the horizon."""
    return (on - snapshot.from_on).days


def _visit(demand: Demand, index: dict[Place, int], snapshot: Snapshot) -> Visit:
    start_at = snapshot.start_at
    pinned = {duty.key for duty in snapshot.duties} & {demand.pinned_duty}
    return Visit(
        key=demand.key,
        place=index[demand.place],
        service=int(grid_length(demand.minutes).total_seconds()),
        windows=tuple(
            TimeWindow(second_of(from_at, start_at), second_of(to_at, start_at))
            for from_at, to_at in demand.windows
        ),
        skills=demand.skills,
        crew_size=demand.crew_size,
        prize=demand.prize_hours * HOUR,
        pinned_shift=demand.pinned_duty if pinned else None,
        forbidden=frozenset(map(str, demand.barred)),
        published=None if pinned else _published(demand, snapshot),
    )


def _published(demand: Demand, snapshot: Snapshot) -> Published | None:
    """What a customer was told who has not asked for another time: changing it must pay."""
    if demand.told is None or demand.standing_at is None or demand.is_moving:
        return None
    first, last = (max(0, second_of(moment, snapshot.start_at)) for moment in demand.told)
    return Published(
        technician=str(demand.standing_lead),
        day=day_number(wall_of(demand.standing_at, demand.zone).date(), snapshot),
        window=TimeWindow(first, last),
    )


def pauses_of(duty: Duty, start_at: datetime) -> tuple[Break, ...]:
    """The pause of a duty, if it has one, in seconds from `start_at`."""
    if duty.break_from_at is None or duty.break_to_at is None:
        return ()
    length = duty.break_minutes * 60
    first = second_of(grid_up(duty.break_from_at), start_at)
    last = min(second_of(duty.break_to_at, start_at), second_of(duty.to_at, start_at) - length)
    return (Break(window=TimeWindow(first, last), length=length),)


def shift_of(duty: Duty, index: Mapping[Place, int], start_at: datetime, day: int) -> Shift:
    """A duty in seconds from `start_at`, on the day with this number; `index` numbers the places."""
    return Shift(
        key=duty.key,
        technician=str(duty.members[0]),
        start_place=index[duty.start],
        end_place=index[duty.end],
        span=TimeWindow(second_of(duty.from_at, start_at), second_of(duty.to_at, start_at)),
        day=day,
        breaks=pauses_of(duty, start_at),
        skills=duty.skills,
        crew_size=len(duty.members),
        cost_per_hour=duty.cost,
    )
