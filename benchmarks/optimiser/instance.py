"""A routing problem in nobody's words: what every solver is given and what the judge judges.

Integers throughout. `Instance.scale` says how many of them make one unit of the source: 1 where travel is in
seconds, 1,000 where a benchmark of the literature has Euclidean distances in double precision.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to be done at a place.

    Attributes:
        place: row of the travel matrix.
        service: how long the work lasts.
        windows: (first, last) moments at which it may start, ascending and disjoint.
        demand: load that is carried to it.
        skills: all of them are needed.
        prize: what it costs to leave it out; None if it must be done.
    """

    place: int
    service: int
    windows: tuple[tuple[int, int], ...]
    demand: int = 0
    skills: frozenset[int] = frozenset()
    prize: int | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause that starts between `earliest` and `latest`; it may cut a drive in two, but no work."""

    earliest: int
    latest: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One technician on one day: at most one tour, inside [start, end], the drives from and to home included."""

    technician: int
    day: int
    start_place: int
    end_place: int
    start: int
    end: int
    rest: Rest | None = None
    skills: frozenset[int] = frozenset()
    capacity: int | None = None


class TieKind(StrEnum):
    """How two jobs depend on each other; tied jobs are done together or not at all.

    `SAME_TIME`: two vehicles start them at one moment. `BEFORE`: the second starts when the first is over, or
    later, on whatever vehicle. `SAME_VEHICLE`: one vehicle does the first, takes the load of the second along
    there, and does the second later.
    """

    SAME_TIME = "same_time"
    BEFORE = "before"
    SAME_VEHICLE = "same_vehicle"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two jobs, by their positions in the instance, and how they depend on each other."""

    kind: TieKind
    first: int
    second: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """One problem: minimise travel plus the prizes of what is left out.

    Attributes:
        name: unique in the catalogue.
        family: instances whose ratios are averaged together.
        jobs: what is to be done.
        vehicles: who can do it.
        travel: int32 [from, to], time and cost of a drive at once, not necessarily symmetric.
        points: coordinates of the places, shape (places, 2), for solvers that want them; they set no cost.
        ties: what couples two jobs.
        scale: integers for one unit of the source.
        best_known: the best known cost in units of the source, where the literature has one.
    """

    name: str
    family: str
    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    travel: npt.NDArray[np.int32]
    points: npt.NDArray[np.float64]
    ties: tuple[Tie, ...] = ()
    scale: int = 1
    best_known: float | None = None

    @property
    def has_rests(self) -> bool:
        """Whether any vehicle must pause."""
        return any(vehicle.rest is not None for vehicle in self.vehicles)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with anything a solver is given."""
        said = repr((self.jobs_in_words, self.vehicles_in_words, self.ties, self.scale))
        return hashlib.sha256(said.encode() + self.travel.tobytes()).hexdigest()[:12]

    @property
    def jobs_in_words(self) -> list[tuple[object, ...]]:
        """The jobs with their sets in order, the same in every process."""
        return [
            (job.place, job.service, job.windows, job.demand, sorted(job.skills), job.prize)
            for job in self.jobs
        ]

    @property
    def vehicles_in_words(self) -> list[tuple[object, ...]]:
        """The vehicles with their sets in order, the same in every process."""
        return [
            (
                (vehicle.technician, vehicle.day, vehicle.start_place, vehicle.end_place),
                (vehicle.start, vehicle.end, vehicle.rest, sorted(vehicle.skills)),
                vehicle.capacity,
            )
            for vehicle in self.vehicles
        ]


@dataclass(frozen=True, slots=True)
class Call:
    """One job in a tour and the moment at which its work starts."""

    job: int
    start: int


@dataclass(frozen=True, slots=True)
class Tour:
    """What one vehicle does: jobs in order, and when each of its rests starts."""

    vehicle: int
    calls: tuple[Call, ...]
    rests: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver returned, and the cost it claims; only the judge's figure counts.

    Attributes:
        tours: one for each vehicle in use.
        claimed: travel plus prizes by the solver's own account; None if it gives none.
    """

    tours: tuple[Tour, ...]
    claimed: float | None = None
