"""Decide: a snapshot becomes a problem in seconds and indices, a plan becomes moments again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aftersales.moments import CELL, grid_up
from aftersales.planning.facts import Demand, Duty, Snapshot
from aftersales.roads import Place, Roads
from scheduling import Break, Problem, Shift, TimeWindow, Travel, Visit

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
    travel: Travel = roads.between(
        list(index), scale=snapshot.travel_scale, table=snapshot.road_table
    )
    keys = {duty.key for duty in snapshot.duties}
    problem = Problem(
        visits=tuple(_visit(demand, index, snapshot.start_at, keys) for demand in snapshot.demands),
        shifts=tuple(_shift(duty, index, snapshot.start_at) for duty in snapshot.duties),
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


def _visit(demand: Demand, index: dict[Place, int], start_at: datetime, duties: set[str]) -> Visit:
    cells = -(-demand.minutes * 60 // int(CELL.total_seconds()))
    return Visit(
        key=demand.key,
        place=index[demand.place],
        service=cells * int(CELL.total_seconds()),
        windows=tuple(
            TimeWindow(second_of(from_at, start_at), second_of(to_at, start_at))
            for from_at, to_at in demand.windows
        ),
        skills=demand.skills,
        crew_size=demand.crew_size,
        prize=demand.prize_hours * HOUR,
        pinned_shift=demand.pinned_duty if demand.pinned_duty in duties else None,
    )


def _shift(duty: Duty, index: dict[Place, int], start_at: datetime) -> Shift:
    breaks: tuple[Break, ...] = ()
    if duty.break_from_at is not None and duty.break_to_at is not None:
        length = duty.break_minutes * 60
        first = second_of(grid_up(duty.break_from_at), start_at)
        last = min(second_of(duty.break_to_at, start_at), second_of(duty.to_at, start_at) - length)
        breaks = (Break(window=TimeWindow(first, last), length=length),)
    return Shift(
        key=duty.key,
        technician=str(duty.members[0]),
        start_place=index[duty.start],
        end_place=index[duty.end],
        span=TimeWindow(second_of(duty.from_at, start_at), second_of(duty.to_at, start_at)),
        breaks=breaks,
        skills=duty.skills,
        crew_size=len(duty.members),
        cost_per_hour=duty.cost,
    )
