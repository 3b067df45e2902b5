"""Parts of the day and how much slower one drives in them: factors learned from drives, with a prior of 1.

A plan reckons with one matrix, so a factor multiplies all of it; nothing here depends on the minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

import numpy as np

from aftersales.moments import wall_of
from aftersales.roads.engine import UNREACHABLE_SECONDS
from aftersales.roads.places import Row
from scheduling import Travel

PRIOR_DRIVES: Final = 30
"""A factor of 1 counts as much as so many drives: a part of the day with few of them is believed slowly."""

SHORTEST_SECONDS: Final = 120
"""Of shorter drives the time tells more about parking than about traffic."""

STEP: Final = 0.05
"""Steps of the overall factor: three minutes in an hour of driving."""

ODD: Final = 5.0
"""A drive that took more than so many times as long as reckoned, or less than its inverse, was a stop on the way
or a report that was forgotten."""


class Days(StrEnum):
    """Days of the week with the same traffic."""

    WORKDAYS = "workdays"
    WEEKEND = "weekend"


class Part(StrEnum):
    """Parts of the local day with the same traffic."""

    NIGHT = "night"
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


STARTS: Final = (
    (time(0), Part.NIGHT),
    (time(6, 30), Part.MORNING),
    (time(9), Part.MIDDAY),
    (time(15, 30), Part.AFTERNOON),
    (time(18, 30), Part.EVENING),
)
"""When each part begins by the clock on the wall; the last ends with the day."""

SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive as it was: when it began, how long it took, and how long it was reckoned to take, in seconds."""

    departed_at: datetime
    took: float
    reckoned: float


@dataclass(frozen=True, slots=True)
class DayFactors:
    """What driving times are multiplied by in each part of each group of days, in the zone of a territory.

    Attributes:
        factors: by part its factor, and how many drives it is made of.
        zone: whose wall clock tells the parts.
    """

    factors: Mapping[str, tuple[float, int]]
    zone: str

    def at(self, moment: datetime) -> float:
        """The factor of a moment; 1 where nothing was learned."""
        return self.factors.get(part_key(moment, self.zone), (1.0, 0))[0]

    @property
    def overall(self) -> float:
        """The mean over the hours in which people drive, in steps, so that no plan is upset by a day's learning.

        It does not depend on the days looked at: what is offered, planned and checked agrees.
        """
        drives = sum(count for _factor, count in self.factors.values())
        if not drives:
            return 1.0
        mean = sum(factor * count for factor, count in self.factors.values()) / drives
        return round(round(mean / STEP) * STEP, 2)


def part_key(moment: datetime, zone: str) -> str:
    """What the part of the day that holds a moment is called."""
    wall = wall_of(moment, zone)
    days = Days.WEEKEND if wall.weekday() >= SATURDAY else Days.WORKDAYS
    part = next(part for start, part in reversed(STARTS) if wall.time() >= start)
    return f"{days}:{part}"


def learned_factors(drives: Iterable[Drive], zone: str) -> dict[str, tuple[float, int]]:
    """For each part with drives its factor and how many drives it is made of.

    The factor is the median of what drives took over what they were reckoned to take, drawn towards 1 (in
    logarithms) as if `PRIOR_DRIVES` more of them had taken exactly as long as reckoned.
    """
    ratios: dict[str, list[float]] = {}
    for drive in drives:
        if drive.reckoned < SHORTEST_SECONDS or drive.took <= 0:
            continue
        ratio = drive.took / drive.reckoned
        if 1 / ODD <= ratio <= ODD:
            ratios.setdefault(part_key(drive.departed_at, zone), []).append(ratio)
    return {
        key: (float(np.median(found)) ** (len(found) / (len(found) + PRIOR_DRIVES)), len(found))
        for key, found in sorted(ratios.items())
    }


def slowed(travel: Travel, factor: float) -> Travel:
    """The same drives, each taking `factor` times as long; a pair without a way stays one."""
    return Travel(seconds=_times(travel.seconds, factor).astype(np.int32), metres=travel.metres)


def slowed_row(row: Row, factor: float) -> Row:
    """The same row, each drive taking `factor` times as long."""
    return Row(
        to=_times(row.to, factor).astype(np.int64), back=_times(row.back, factor).astype(np.int64)
    )


def slowed_ways(ways: Sequence[np.ndarray], factor: float) -> list[list[int]]:
    """The same ways in whole seconds, each drive taking `factor` times as long."""
    return [[int(each) for each in _times(way, factor)] for way in ways]


def _times(seconds: np.ndarray, factor: float) -> np.ndarray:
    return np.where(seconds >= UNREACHABLE_SECONDS, seconds, np.rint(seconds * factor))
