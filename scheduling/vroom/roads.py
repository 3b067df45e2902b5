"""Places of a VROOM document and the trips between them, for each way of travelling.

Places are counted anew: only those that are used, and one more that is everywhere at once, for routes
that begin with their first task or finish with their last.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.travel import PowerLaw, travel_between
from scheduling.vroom.document import Document
from scheduling.vroom.fields import Point, Refused
from scheduling.vroom.matrices import Matrix, Wholes
from scheduling.vroom.tasks import Site
from scheduling.vroom.vehicles import Vehicle

MOST_PLACES: Final = 4_000
"""Places between which the travel model fills its matrices; more need more than a gigabyte."""


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Places and the trips between them.

    Attributes:
        place_of: number of each place, by its index in the matrices or else by its coordinates.
        by_index: whether it is the index that counts.
        by_way: trips by profile and speed in hundredths.
    """

    place_of: dict[Hashable, int]
    by_index: bool
    by_way: dict[tuple[str, int], Matrix]

    def place(self, site: Site | None) -> int:
        """The number of a place; of none, the one that is everywhere at once."""
        if site is None:
            return len(self.place_of)
        return self.place_of[site.index if self.by_index else site.location]

    def trips(self, vehicle: Vehicle) -> Matrix:
        """The trips of a vehicle."""
        return self.by_way[(vehicle.profile, vehicle.hundredths)]


def roads_of(document: Document) -> Roads:
    """The used places of the document and the trips of each of its ways of travelling."""
    sites = [task.site for task in document.tasks]
    for vehicle in document.vehicles:
        sites += [site for site in (vehicle.start, vehicle.end) if site is not None]
    by_index = bool(document.matrices)
    ways = sorted({(vehicle.profile, vehicle.hundredths) for vehicle in document.vehicles})
    place_of: dict[Hashable, int]
    if by_index:
        rows = sorted({site.index for site in sites if site.index is not None})
        place_of = {row: at for at, row in enumerate(rows)}
        base = {name: _picked(document.matrices[name], rows) for name, _ in ways}
    else:
        points = sorted({site.location for site in sites if site.location is not None})
        place_of = {point: at for at, point in enumerate(points)}
        modelled = _modelled(points)
        base = {name: modelled for name, _ in ways}
    return Roads(place_of, by_index, {way: _scaled(base[way[0]], way[1]) for way in ways})


def _picked(matrix: Matrix, rows: list[int]) -> Matrix:
    """The trips between some of the places, and from and to nowhere."""
    picked = np.ix_(rows, rows)
    metres, costs = (
        None if trips is None else _with_nowhere(trips[picked])
        for trips in (matrix.metres, matrix.costs)
    )
    return Matrix(_with_nowhere(matrix.seconds[picked]), metres, costs)


def _modelled(points: list[Point]) -> Matrix:
    """What the travel model says of trips between these places."""
    if len(points) > MOST_PLACES:
        raise Refused(f"More than {MOST_PLACES} places need matrices; there are {len(points)}.")
    lon, lat = zip(*points, strict=True)
    travel = travel_between(lat, lon, model=PowerLaw())
    seconds, metres = (trips.astype(np.int64) for trips in (travel.seconds, travel.metres))
    return Matrix(_with_nowhere(seconds), _with_nowhere(metres), None)


def _with_nowhere(trips: Wholes) -> Wholes:
    return np.pad(trips, (0, 1))


def _scaled(matrix: Matrix, hundredths: int) -> Matrix:
    """The trips at a speed in hundredths of the matrix's, in whole seconds rounded up."""
    if hundredths == 100:  # noqa: PLR2004 - the matrix's own
        return matrix
    return Matrix(-(-matrix.seconds * 100 // hundredths), matrix.metres, matrix.costs)
