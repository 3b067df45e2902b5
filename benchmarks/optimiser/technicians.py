"""Technician routing made from the benchmarks of the literature, by a fixed recipe and a seed.

Places: customers of Solomon's or Gehring and Homberger's files (the first file of each of the classes C1, R1, RC1,
C2, R2, RC2, put over one another on the unit square and moved by up to 1 % of its side), drawn without replacement;
technicians start and end at home, which is one more such place. A drive takes 120 s for parking and leaving and
5,400 s for the length of the square's side, as the crow flies. Work takes 20 to 90 minutes in steps of five. Starts:
40 % in a slot of two hours, 40 % in half a day, 20 % at any time from 8 to 16 o'clock. On horizons of several days
half of the visits are bound to one day, the others to the same hours on two or more days. Of four skills a visit
needs none (20 %), one (70 %) or two (10 %); a technician has each with probability 0.6, and the skills go round so
that nobody has fewer than one. Leaving a visit out costs 2 hours of driving (70 %), 4 (25 %) or 8 (5 %). Shifts last
nine hours from 7:30, 8:00 or 8:30; lunch is half an hour and starts between 11:30 and 13:00. There are as many
technicians as leave about 5 to 10 % of the visits without a place. The twin without lunch is the same otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.optimiser.instance import Instance, Job, Rest, Vehicle
from benchmarks.optimiser.solomon import customers_in, distances

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
SIDE: Final = 5400
"""Seconds to drive along one side of the square."""
PARKING: Final = 120
SKILLS: Final = 4
PRIZES: Final = (2 * HOUR, 4 * HOUR, 8 * HOUR)
LUNCH: Final = Rest(11 * HOUR + 30 * MINUTE, 13 * HOUR, 30 * MINUTE)
SHIFT: Final = 9 * HOUR
CREW: Final = 1.02
"""Technicians ÷ those needed by the estimate of `technicians_for`; so many leave out about 5–10 % of the visits."""

SOURCES: Final = {
    100: "solomon/{}01.txt",
    200: "homberger/200/{}_2_1.txt",
    400: "homberger/400/{}_4_1.txt",
}
CLASSES: Final = ("c1", "r1", "rc1", "c2", "r2", "rc2")

Chance = np.random.Generator
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What distinguishes one instance from the next.

    Attributes:
        seed: of everything that is drawn.
        visits: how many.
        days: of the horizon.
    """

    seed: int
    visits: int
    days: int

    @property
    def name(self) -> str:
        """The instance's name: visits, days and seed."""
        return f"tech-{self.visits}x{self.days}-{self.seed}"


def technicians(recipe: Recipe, data: Path) -> Instance:
    """The instance with lunch."""
    chance = np.random.default_rng([1987, recipe.seed])
    pool = _points(recipe, data, chance)
    jobs = jobs_at(range(recipe.visits), recipe.days, chance)
    travel = _drives(pool)
    crew = technicians_for(jobs, travel, recipe.days)
    homes = range(recipe.visits, recipe.visits + crew)
    rows = recipe.visits + crew
    return Instance(
        name=recipe.name,
        family="technicians",
        jobs=jobs,
        vehicles=shifts_from(homes, recipe.days, chance),
        travel=travel[:rows, :rows],
        points=pool[:rows],
    )


def without_rests(instance: Instance) -> Instance:
    """The twin in which nobody has to pause."""
    vehicles = tuple(replace(vehicle, rest=None) for vehicle in instance.vehicles)
    return replace(
        instance,
        name=f"{instance.name}-nolunch",
        family=f"{instance.family} without lunch",
        vehicles=vehicles,
    )


def jobs_at(places: range | list[int], days: int, chance: Chance) -> tuple[Job, ...]:
    """One job a place, with hours, skills and prizes as the recipe says."""
    return tuple(
        Job(
            place=place,
            service=5 * MINUTE * int(chance.integers(4, 19)),
            windows=_windows(days, chance),
            skills=_skills_needed(chance),
            prize=int(chance.choice(PRIZES, p=(0.70, 0.25, 0.05))),
        )
        for place in places
    )


def shifts_from(homes: range | list[int], days: int, chance: Chance) -> tuple[Vehicle, ...]:
    """One vehicle for each technician and day, ordered by day."""
    begins = [int(7 * HOUR + 30 * MINUTE * chance.integers(1, 4)) for _ in homes]
    able = [
        frozenset({at % SKILLS} | {int(skill) for skill in np.flatnonzero(drawn < 0.6)})  # noqa: PLR2004 - the recipe
        for at, drawn in enumerate(chance.random((len(homes), SKILLS)))
    ]
    return tuple(
        Vehicle(
            technician=at,
            day=day,
            start_place=home,
            end_place=home,
            start=day * DAY + begins[at],
            end=day * DAY + begins[at] + SHIFT,
            rest=Rest(LUNCH.earliest + day * DAY, LUNCH.latest + day * DAY, LUNCH.length),
            skills=able[at],
        )
        for day in range(days)
        for at, home in enumerate(homes)
    )


def technicians_for(jobs: tuple[Job, ...], travel: npt.NDArray[np.int32], days: int) -> int:
    """How many technicians almost suffice.

    The work is estimated as all service plus one drive a visit, which takes as long as the one to the sixth
    nearest visit of a day.
    """
    places = [job.place for job in jobs]
    share = min(1.0, 6 * days / len(jobs))
    drive = float(np.quantile(travel[np.ix_(places, places)], share, axis=1).mean())
    work = sum(job.service for job in jobs) + len(jobs) * drive
    return max(2, round(CREW * work / (days * (SHIFT - LUNCH.length))))


def _points(recipe: Recipe, data: Path, chance: Chance) -> Points:
    """Enough places in random order: the visits first, then homes."""
    size = next((size for size in SOURCES if recipe.visits <= size), max(SOURCES))
    needed = 2 * recipe.visits
    first = int(chance.integers(len(CLASSES)))
    pool = np.empty((0, 2))
    for turn in range(len(CLASSES)):
        if len(pool) >= needed:
            break
        kind = CLASSES[(first + turn) % len(CLASSES)]
        name = SOURCES[size].format(kind.upper() if size == min(SOURCES) else kind)
        points = customers_in(data / name).points[1:]
        spread = points.max(axis=0) - points.min(axis=0)
        pool = np.concatenate([pool, (points - points.min(axis=0)) / spread.max()])
    pool = chance.permutation(pool)
    return np.asarray(pool + chance.uniform(-0.01, 0.01, pool.shape), dtype=np.float64)


def _drives(points: Points) -> npt.NDArray[np.int32]:
    drives = np.rint(PARKING + SIDE * distances(points)).astype(np.int32)
    np.fill_diagonal(drives, 0)
    return drives


def _windows(days: int, chance: Chance) -> tuple[tuple[int, int], ...]:
    kind = float(chance.random())
    if kind < 0.4:  # noqa: PLR2004 - the recipe's shares
        begin = 8 * HOUR + 2 * HOUR * int(chance.integers(4))
        hours = (begin, begin + 2 * HOUR)
    elif kind < 0.8:  # noqa: PLR2004 - the recipe's shares
        hours = (8 * HOUR, 12 * HOUR) if chance.random() < 0.5 else (12 * HOUR, 16 * HOUR)  # noqa: PLR2004 - a coin
    else:
        hours = (8 * HOUR, 16 * HOUR)
    many = days > 1 and chance.random() < 0.5  # noqa: PLR2004 - a coin
    count = int(chance.integers(2, days + 1)) if many else 1
    on = sorted(int(day) for day in chance.choice(days, size=count, replace=False))
    return tuple((day * DAY + hours[0], day * DAY + hours[1]) for day in on)


def _skills_needed(chance: Chance) -> frozenset[int]:
    kind = float(chance.random())
    count = 0 if kind < 0.2 else 1 if kind < 0.9 else 2  # noqa: PLR2004 - the recipe's shares
    return frozenset(int(skill) for skill in chance.choice(SKILLS, size=count, replace=False))
