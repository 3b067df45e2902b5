"""What is asked about roads, and what is answered: places, all pairs of them, one row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from scheduling import Travel, crow_km

IntArray = npt.NDArray[np.int64]
IntMatrix = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]

NO_ROW: Final = -1
"""Stands in a column of rows for a place that the road table does not hold."""

SETS_KEPT: Final = 16
"""Sets of places whose columns are at hand: about as many territories as one process serves at a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS 84 degrees, with its row in the territory's road table if it has one."""

    latitude: float
    longitude: float
    road_row: int | None = None


class Row(NamedTuple):
    """Driving between one place and many.

    Attributes:
        to: seconds from each of the many to the one, shape (n,).
        back: seconds from the one to each of the many, shape (n,).
    """

    to: IntArray
    back: IntArray


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of the way to a place.

    Attributes:
        metres_to_road: how far the next road is, if anybody knows.
        is_cut_off: no road leads there from any depot, or none leads back.
    """

    metres_to_road: float | None = None
    is_cut_off: bool = False


class Roads(Protocol):
    """Something that knows how long it takes from place to place."""

    @property
    def version(self) -> str:
        """What the answers depend on beside the question: they are remembered under it."""
        ...

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        """Driving between all pairs of places; `scale` multiplies the travel model."""
        ...

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        """Driving from each of `places` to `place` and back, without asking for their own pairs."""
        ...

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        """Seconds from each place of each way to the next one: one shape (n - 1,) for each way of n places."""
        ...

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        """How well a place can be reached from the depots, as far as that is known."""
        ...


@dataclass(frozen=True)
class Columns:
    """Many places as columns: degrees and rows of the road table, `NO_ROW` without one, each of shape (n,)."""

    latitudes: FloatArray
    longitudes: FloatArray
    rows: IntArray

    @cached_property
    def key(self) -> bytes:
        """A digest that tells these places and their order from others."""
        digest = blake2b(digest_size=16)
        for column in (self.latitudes, self.longitudes, self.rows):
            digest.update(column.tobytes())
        return digest.digest()

    @cached_property
    def spots(self) -> Spots:
        """The same places, each point once."""
        _points, first, of = np.unique(
            self.latitudes + 1j * self.longitudes, return_index=True, return_inverse=True
        )
        return Spots(self.latitudes[first], self.longitudes[first], first, of.reshape(-1))

    def picked(self, numbers: IntArray) -> Columns:
        """Only those with these numbers."""
        return Columns(self.latitudes[numbers], self.longitudes[numbers], self.rows[numbers])


@dataclass(frozen=True, slots=True)
class Spots:
    """The distinct points of a list of places.

    Attributes:
        latitudes: degrees, shape (m,).
        longitudes: degrees, shape (m,).
        first: the number of a place that is there, shape (m,).
        of: for each place of the list its point, shape (n,).
    """

    latitudes: FloatArray
    longitudes: FloatArray
    first: IntArray
    of: IntArray

    def nearest(self, here: Columns, most: int) -> IntArray:
        """The numbers of the points nearest to a place as the crow flies, at most so many."""
        if len(self.first) <= most:
            return np.arange(len(self.first))
        km = crow_km(self.latitudes, self.longitudes, here.latitudes, here.longitudes)
        return np.argpartition(km, most)[:most]


def columns_of(places: Sequence[Place]) -> Columns:
    """The columns of places; a tuple that came before is known again without looking into it."""
    return _columns_of_tuple(_Itself(places)) if isinstance(places, tuple) else _columns(places)


@dataclass(frozen=True, slots=True, eq=False)
class _Itself:
    """A tuple that is equal to itself only: to compare 28,000 places takes longer than to drive to them."""

    places: tuple[Place, ...]

    def __hash__(self) -> int:
        return id(self.places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.places is self.places


@lru_cache(maxsize=SETS_KEPT)  # keeps the tuple as well, so that nothing else can get its id
def _columns_of_tuple(itself: _Itself) -> Columns:
    return _columns(itself.places)


def _columns(places: Sequence[Place]) -> Columns:
    count = len(places)
    return Columns(
        np.fromiter([place.latitude for place in places], float, count),
        np.fromiter([place.longitude for place in places], float, count),
        np.fromiter(
            [NO_ROW if place.road_row is None else place.road_row for place in places],
            np.int64,
            count,
        ),
    )
