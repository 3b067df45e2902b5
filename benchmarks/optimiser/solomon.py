"""Solomon's and Gehring and Homberger's instances of the vehicle routing problem with time windows.

Solomon, M. M. (1987), Operations Research 35(2); Gehring, H. and Homberger, J. (1999), EUROGEN99. Distances are
Euclidean in double precision; here they are rounded to thousandths, so the length of a solution with 120 legs is
off by less than 0.06 of some 1,000. The objective is distance, with as many vehicles as the file allows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.optimiser.instance import Instance, Job, Vehicle

SCALE: Final = 1000
"""Integers for one unit of distance or time."""

COLUMNS: Final = 7
"""Number, x, y, demand, ready, due and service of one customer."""

BEST_KNOWN: Final = "BKS_vroom_scripts.json"


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """One file as it stands; row 0 of each array is the depot.

    Attributes:
        vehicles: how many there may be.
        capacity: of each.
        points: shape (n + 1, 2).
        demand: shape (n + 1,).
        ready: earliest start of service.
        due: latest start of service; for the depot, the latest return.
        service: length of service.
    """

    vehicles: int
    capacity: int
    points: npt.NDArray[np.float64]
    demand: npt.NDArray[np.int64]
    ready: npt.NDArray[np.int64]
    due: npt.NDArray[np.int64]
    service: npt.NDArray[np.int64]


def customers_in(path: Path) -> Customers:
    """Read one file in Solomon's layout."""
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    numbers = [[int(cell) for cell in row] for row in rows if row and row[0].isdigit()]
    fleet = next(row for row in numbers if len(row) == len(("number", "capacity")))
    table = np.array([row for row in numbers if len(row) == COLUMNS], dtype=np.int64)
    return Customers(
        vehicles=fleet[0],
        capacity=fleet[1],
        points=table[:, 1:3].astype(np.float64),
        demand=table[:, 3],
        ready=table[:, 4],
        due=table[:, 5],
        service=table[:, 6],
    )


def vrptw(path: Path, family: str) -> Instance:
    """One file as an instance with the distance objective, and its best known distance if the folder has it."""
    read = customers_in(path)
    travel = np.rint(SCALE * distances(read.points)).astype(np.int32)
    jobs = tuple(
        Job(
            place=at,
            service=int(read.service[at]) * SCALE,
            windows=((int(read.ready[at]) * SCALE, int(read.due[at]) * SCALE),),
            demand=int(read.demand[at]),
        )
        for at in range(1, len(read.points))
    )
    vehicle = Vehicle(
        technician=0,
        day=0,
        start_place=0,
        end_place=0,
        start=int(read.ready[0]) * SCALE,
        end=int(read.due[0]) * SCALE,
        capacity=read.capacity,
    )
    return Instance(
        name=path.stem.lower(),
        family=family,
        jobs=jobs,
        vehicles=(vehicle,) * read.vehicles,
        travel=travel,
        points=read.points,
        scale=SCALE,
        best_known=best_known_distance(path),
    )


def distances(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Euclidean distances between all points, shape (n, n)."""
    apart = points[:, None, :] - points[None, :, :]
    return np.hypot(apart[..., 0], apart[..., 1])


def best_known_distance(path: Path) -> float | None:
    """The best known length for the distance objective; None where only vehicles-first figures are known."""
    for folder in (path.parent, path.parent.parent):
        if (folder / BEST_KNOWN).exists():
            known = json.loads((folder / BEST_KNOWN).read_text(encoding="utf-8"))
            entry = known.get(f"{path.stem}_distance")
            return None if entry is None else float(entry["best_known_cost"])
    return None
