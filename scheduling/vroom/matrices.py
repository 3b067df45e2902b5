"""The travel matrices of a VROOM document, as arrays that are safe to calculate with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.vroom.fields import Fields, Refused, array, shown

Wholes = npt.NDArray[np.int64]

LONGEST_DRIVE: Final = 10**7
"""Seconds (116 days), metres or units of cost of a trip; larger numbers stand for pairs without a road."""
MATRIX_KEYS: Final = frozenset({"durations", "distances", "costs"})


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """What one profile's trips take: square int64 arrays [from, to] of one shape.

    Attributes:
        seconds: travel time.
        metres: distance, if it is given.
        costs: what a trip costs, if that does not follow from time and distance.
    """

    seconds: Wholes
    metres: Wholes | None
    costs: Wholes | None

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.seconds)


def matrices_from(document: Fields) -> dict[str, Matrix]:
    """The matrices by profile; empty if there are none. `matrix` is the old form for cars."""
    if document.has("matrix"):
        if document.has("matrices"):
            raise Refused("matrix is the old form of matrices and cannot stand beside it.")
        return {"car": Matrix(_square(document.values["matrix"], "matrix"), None, None)}
    if not document.has("matrices"):
        return {}
    profiles = Fields.of(document.values["matrices"], "matrices")
    return {name: _matrix(value, profiles.at(name)) for name, value in profiles.values.items()}


def _matrix(value: object, path: str) -> Matrix:
    fields = Fields.of(value, path, MATRIX_KEYS)
    seconds = _square(fields.needed("durations"), fields.at("durations"))
    metres, costs = (
        _square(fields.values[key], fields.at(key)) if fields.has(key) else None
        for key in ("distances", "costs")
    )
    for key, other in (("distances", metres), ("costs", costs)):
        if other is not None and other.shape != seconds.shape:
            raise Refused(f"{fields.at(key)} has not the size of {fields.at('durations')}.")
    return Matrix(seconds, metres, costs)


def _square(value: object, path: str) -> Wholes:
    """A square array of trips; what is no such number is named by row and column."""
    rows = array(value, path)
    if not rows:
        raise Refused(f"{path} is empty.")
    for at, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(rows):
            size = f"{len(row)} numbers" if isinstance(row, list) else shown(row)
            raise Refused(f"{path}[{at}] must be an array of {len(rows)} numbers, not {size}.")
        if set(map(type, row)) != {int} or not 0 <= min(row) <= max(row) <= LONGEST_DRIVE:
            column, wrong = next(
                (column, each) for column, each in enumerate(row) if not _is_trip(each)
            )
            raise Refused(
                f"{path}[{at}][{column}] must be a whole number from 0 to {LONGEST_DRIVE}, "
                f"not {shown(wrong)}; every pair of places needs a road."
            )
    return np.array(rows, dtype=np.int64)


def _is_trip(value: object) -> bool:
    return type(value) is int and 0 <= value <= LONGEST_DRIVE
