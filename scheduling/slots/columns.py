"""Arrays as the kernels read them: of one type, one length, and never negative where that has no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_PLAIN: Final = ("C", "A", "W")
"""How kernels want their arrays: Numba compiles anew for a column that is strided or read only."""


def whole(name: str, values: npt.ArrayLike, *shape: int | None) -> Int64:
    """Whole numbers of this shape; None leaves a length open.

    Raises:
        ValueError: they have fractions, or another shape.
    """
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iub":
        raise ValueError(f"{name} must be whole numbers; round seconds before you pass them on.")
    return np.require(shaped(name, array, *shape), np.int64, _PLAIN)


def shaped(
    name: str, array: npt.NDArray[np.generic], *shape: int | None
) -> npt.NDArray[np.generic]:
    """The same array if it has this shape; None leaves a length open.

    Raises:
        ValueError: it has another one.
    """
    if len(array.shape) != len(shape) or any(
        wanted not in (None, length) for wanted, length in zip(shape, array.shape, strict=False)
    ):
        lengths = ", ".join("any" if wanted is None else str(wanted) for wanted in shape)
        raise ValueError(f"{name} must have the shape ({lengths}), not {array.shape}.")
    return array


def floats(name: str, values: npt.ArrayLike, *shape: int | None) -> Floats:
    """Finite numbers of this shape that are not negative.

    Raises:
        ValueError: they are not.
    """
    array = np.require(shaped(name, np.asarray(values), *shape), np.float64, _PLAIN)
    if not np.all((array >= 0) & (array < np.inf)):
        raise ValueError(f"{name} must be finite and not negative.")
    return array


def flags(name: str, values: npt.ArrayLike, *shape: int | None) -> Flags:
    """Truths of this shape.

    Raises:
        ValueError: they are something else.
    """
    array = np.asarray(values)
    if array.size and array.dtype.kind != "b":
        raise ValueError(f"{name} must be true or false for each route.")
    return np.require(shaped(name, array, *shape), np.bool_, _PLAIN)


def refuse_negative(columns: Iterable[tuple[str, Int64]]) -> None:
    """Raise a ValueError that names the first column with a number below 0."""
    for name, column in columns:
        if column.size and column.min() < 0:
            raise ValueError(f"{name} must not be negative.")
