"""Which visits are near each other: those that one route could serve one after the other without losing time."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.search.model import SERVICE, Flag, Float, Int32, Int64

WAITING: Final = 0.2
"""What a second of waiting that cannot be avoided counts, in seconds of driving."""

TOO_LATE: Final = 1.0
"""What a second counts by which the second visit begins too late at best."""

STRANGERS: Final = 1e7
"""Seconds between two visits that share no day or no technician: behind all others."""


def near_of(
    windows: Int64, facts: Int64, time: npt.NDArray[np.integer], allowed: Flag, many: int
) -> Int32:
    """For each visit the others, nearest first, (n, many).

    Measured as T. Vidal et al. do ("A hybrid genetic algorithm with adaptive diversity management for a large
    class of vehicle routing problems with time windows", 2013): the drive, the wait before the other visit and
    its delay that no plan avoids, in the better order and on the best of the days that both have.

    Args:
        windows: see `Model.windows`.
        facts: see `Model.visits`.
        time: seconds of each leg between visits, (n, n).
        allowed: see `Model.allowed`.
        many: how many others.
    """
    legs = time.astype(np.float64)
    lost = np.full(legs.shape, STRANGERS)
    for day in windows:
        np.minimum(lost, _lost_on(day, facts, legs), out=lost)
    lost = np.minimum(lost, lost.T)
    able = allowed.astype(np.float32)
    lost[able @ able.T == 0] = STRANGERS
    lost += 1e-3 * (legs + legs.T)  # strangers, too, by their distance
    np.fill_diagonal(lost, np.inf)
    return np.ascontiguousarray(np.argsort(lost, axis=1, kind="stable")[:, :many], np.int32)


def near_within(near: Int32, visits: Int64, everybody: int) -> Int32:
    """The nearest of some visits among themselves, by their numbers there; -1 behind the last one.

    Args:
        near: of all visits.
        visits: the chosen ones, ascending.
        everybody: how many visits there are.
    """
    number = np.full(everybody, -1, np.int32)
    number[visits] = np.arange(len(visits), dtype=np.int32)
    own = number[near[visits]]
    is_there = own >= 0
    found = np.full((len(visits), max(1, int(is_there.sum(axis=1).max(initial=0)))), -1, np.int32)
    rows, columns = np.nonzero(is_there)
    places = (np.cumsum(is_there, axis=1) - 1)[rows, columns]
    found[rows, places] = own[rows, columns]
    return found


def _lost_on(day: Int64, facts: Int64, legs: Float) -> Float:
    """Seconds between two visits on a day, the second after the first, (n, n)."""
    count = day[:, 0]
    first = day[:, 1].astype(np.float64)
    last = np.take_along_axis(day, np.maximum(2 * count, 2)[:, None], axis=1)[:, 0].astype(float)
    after = facts[: len(day), SERVICE].astype(np.float64)[:, None] + legs
    waiting = np.maximum(0, first[None, :] - (last[:, None] + after))
    too_late = np.maximum(0, first[:, None] + after - last[None, :])
    is_open = count > 0
    lost: Float = legs + WAITING * waiting + TOO_LATE * too_late
    return np.where(is_open[:, None] & is_open[None, :], lost, STRANGERS)
