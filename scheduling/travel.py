"""Travel times and distances: known roads where a matrix has them, a fitted power law elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.problem import IntMatrix, Travel

FloatArray = npt.NDArray[np.float64]

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""

MINUTES_AT_ONE_KM: Final = 3.47
"""Minutes for the first crow-fly kilometre: pooled power law over three networks, fitted to OSRM car times."""

DISTANCE_EXPONENT: Final = 0.738
"""Longer trips are faster per kilometre: exponent of the same power law."""

DETOUR_FACTOR: Final = 1.24
"""Road metres in one crow-fly metre: OSRM's car routes between 301 places of Liechtenstein add up to that."""

LEAST_TRIPS_TO_LEARN: Final = 30
"""Fewer trips than this leave the median of their ratios too uncertain to replace the pooled law."""


def crow_km(
    lat: npt.ArrayLike, lon: npt.ArrayLike, lat2: npt.ArrayLike, lon2: npt.ArrayLike
) -> FloatArray:
    """Great-circle distance in kilometres by the haversine formula.

    All four arguments are degrees and broadcast against each other: pass `lat[:, None]` and `lat[None, :]`
    of shape (n, 1) and (1, n) to get an (n, n) matrix.
    """
    phi, phi2 = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lat2, float))
    half_lat = (phi2 - phi) / 2
    half_lon = np.radians(np.asarray(lon2, float) - np.asarray(lon, float)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi) * np.cos(phi2) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """Driving time as a power of crow-fly distance, scaled to a territory.

    Attributes:
        scale: actual time over the pooled law's time; `learned_scale` finds it from real trips.
    """

    scale: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.scale < float("inf"):
            raise ValueError(
                f"The scale of a travel model must be positive and finite, got {self.scale}."
            )

    def seconds(self, km: FloatArray) -> IntMatrix:
        """Driving seconds for crow-fly kilometres of any shape, rounded to whole seconds."""
        minutes = self.scale * MINUTES_AT_ONE_KM * km**DISTANCE_EXPONENT
        return np.rint(60 * minutes).astype(np.int32)

    def metres(self, km: FloatArray) -> IntMatrix:
        """Road metres estimated for crow-fly kilometres of any shape; the scale does not touch them."""
        return np.rint(1000 * DETOUR_FACTOR * km).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class KnownRoads:
    """A road matrix from a routing engine: int32 [from, to] in seconds and metres, shape (m, m).

    A pair that cannot be reached is a negative number; the travel model stands in for it.
    """

    seconds: IntMatrix
    metres: IntMatrix

    def __post_init__(self) -> None:
        shape = self.seconds.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.metres.shape != shape:  # noqa: PLR2004 - a matrix
            raise ValueError(
                f"Known roads need two square matrices of one size, got {shape} and {self.metres.shape}."
            )


def learned_scale(seconds: npt.ArrayLike, lat: npt.ArrayLike, lon: npt.ArrayLike) -> float:
    """Scale of the power law that fits the median trip of a known matrix.

    Args:
        seconds: actual driving seconds [from, to], shape (n, n); the diagonal, pairs at one point and
            pairs without a positive time don't count.
        lat: degrees, shape (n,).
        lon: degrees, shape (n,).

    Raises:
        ValueError: fewer than `LEAST_TRIPS_TO_LEARN` trips are left to learn from.
    """
    actual = np.asarray(seconds, float)
    km = _km_between(np.asarray(lat, float), np.asarray(lon, float))
    usable = (km > 0) & (actual > 0) & ~np.eye(len(km), dtype=bool)
    trips = int(usable.sum())
    if trips < LEAST_TRIPS_TO_LEARN:
        raise ValueError(
            f"At least {LEAST_TRIPS_TO_LEARN} trips are needed to learn a scale, got {trips}."
        )
    modelled = 60 * MINUTES_AT_ONE_KM * km[usable] ** DISTANCE_EXPONENT
    return float(np.median(actual[usable] / modelled))


def travel_between(
    lat: Sequence[float] | FloatArray,
    lon: Sequence[float] | FloatArray,
    *,
    model: PowerLaw,
    known: KnownRoads | None = None,
    rows: Sequence[int | None] | None = None,
) -> Travel:
    """Driving between a list of places, from known roads where both ends are known and modelled elsewhere.

    Args:
        lat: degrees, one for each of n places.
        lon: degrees, one for each of n places.
        model: what to assume where no road is known.
        known: a road matrix, if there is one.
        rows: for each place its row in `known`, or None; needed only together with `known`.

    Returns:
        Travel with (n, n) matrices; from a place to itself, and between two places of one row, it is 0.
    """
    latitudes, longitudes = np.asarray(lat, float), np.asarray(lon, float)
    km = _km_between(latitudes, longitudes)
    seconds, metres = model.seconds(km), model.metres(km)
    if known is not None and rows is not None:
        if len(rows) != len(latitudes):
            raise ValueError(
                f"Every place needs a row or None: {len(latitudes)} places, {len(rows)} rows."
            )
        places = np.array([at for at, row in enumerate(rows) if row is not None], dtype=np.intp)
        of_known = np.array([row for row in rows if row is not None], dtype=np.intp)
        target, source = np.ix_(places, places), np.ix_(of_known, of_known)
        reached = (known.seconds[source] >= 0) & (known.metres[source] >= 0)
        seconds[target] = np.where(reached, known.seconds[source], seconds[target])
        metres[target] = np.where(reached, known.metres[source], metres[target])
    np.fill_diagonal(seconds, 0)
    np.fill_diagonal(metres, 0)
    return Travel(seconds=seconds, metres=metres)


def _km_between(lat: FloatArray, lon: FloatArray) -> FloatArray:
    return crow_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])
