"""Taking strings of neighbouring visits out of routes (Christiaens and Vanden Berghe 2020, SISR)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from scheduling.problem import Problem

VISITS_REMOVED: Final = 10
"""Visits taken out in one step, on average: the value of the paper."""

LONGEST_STRING: Final = 10
"""Longest run of visits taken out of one route, from the same paper."""

Orders = Mapping[str, tuple[str, ...]]


def nearest_first(problem: Problem) -> dict[str, tuple[str, ...]]:
    """For each visit all of them, itself included, by the drive from it."""
    places = [visit.place for visit in problem.visits]
    keys = [visit.key for visit in problem.visits]
    ranks = np.argsort(problem.travel.seconds[np.ix_(places, places)], axis=1, kind="stable")
    return {key: tuple(keys[at] for at in rank) for key, rank in zip(keys, ranks, strict=True)}


def ruined(
    problem: Problem,
    orders: Orders,
    near: Mapping[str, Sequence[str]],
    together: Mapping[str, Sequence[str]],
    chance: np.random.Generator,
) -> dict[str, tuple[str, ...]]:
    """The orders without some strings of visits around one of them, and without all that is linked to these.

    Args:
        problem: its visits.
        orders: by key of the shift.
        near: for each visit all of them by distance.
        together: for each linked visit the keys of its whole group.
        chance: where the strings lie and how long they are.
    """
    left = {key: list(order) for key, order in orders.items()}
    shift_of = {key: shift for shift, order in orders.items() for key in order}
    lengths = [len(order) for order in orders.values() if order]
    longest = min(LONGEST_STRING, sum(lengths) / max(1, len(lengths)))
    strings = int(chance.uniform(1, 4 * VISITS_REMOVED / (1 + longest)))
    seed = problem.visits[int(chance.integers(len(problem.visits)))].key
    touched: set[str] = set()
    removed: set[str] = set()
    for key in near[seed]:
        shift = shift_of.get(key)
        if shift is not None and shift not in touched and len(touched) < strings:
            touched.add(shift)
            removed.update(_string(left[shift], key, longest, chance))
    removed |= {member for key in removed for member in together.get(key, ())}
    return {
        shift: tuple(key for key in order if key not in removed) for shift, order in left.items()
    }


def _string(
    order: Sequence[str], key: str, longest: float, chance: np.random.Generator
) -> Sequence[str]:
    """A run of visits that holds this one, of random length and place."""
    length = int(chance.uniform(1, min(len(order), longest) + 1))
    at = order.index(key)
    first = int(chance.integers(max(0, at - length + 1), min(at, len(order) - length) + 1))
    return order[first : first + length]
