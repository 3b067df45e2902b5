"""Large problems in parts: each thread searches some routes and their visits, and the cut changes every round.

The routes are cut by day or along a random direction, on one cooling schedule for all rounds, so that in the
end every pair of neighbouring routes has been in one part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from scheduling.search.arrays import Arrays, able_shifts
from scheduling.search.model import DAY_GROUP, GROUP, Int64
from scheduling.search.related import near_within
from scheduling.search.state import Orders

SMALLEST: Final = 300
"""Visits from which on cutting pays, as measured."""

Part = tuple[Int64, Int64]
"""The visits and the shifts of a part, by their numbers in ascending order."""


def part_of(arrays: Arrays, visits: Int64, shifts: Int64) -> Arrays:
    """The problem of some visits and shifts alone, both by their numbers in ascending order; without links."""
    model, all_visits, all_shifts = arrays.model, arrays.visits, len(arrays.shifts)
    nodes = np.concatenate([visits, all_visits + shifts, all_visits + all_shifts + shifts])
    pairs = np.ix_(nodes, nodes)
    time = np.ascontiguousarray(model.time[pairs])
    is_shared = model.cost.base is model.time
    cost = (
        time.reshape(1, *time.shape)
        if is_shared
        else np.ascontiguousarray(model.cost[:, nodes][:, :, nodes])
    )
    facts = model.visits[nodes]
    facts[:, GROUP] = -1
    has_limits, has_extra = len(model.drive) > 1, model.has_extra
    allowed = np.ascontiguousarray(model.allowed[np.ix_(visits, shifts)])
    part = model._replace(
        time=time,
        cost=cost,
        drive=np.ascontiguousarray(model.drive[pairs]) if has_limits else model.drive,
        windows=np.ascontiguousarray(model.windows[:, visits]),
        visits=facts,
        shifts=model.shifts[shifts],
        breaks=model.breaks[shifts],
        allowed=allowed,
        able=able_shifts(allowed),
        extra=np.ascontiguousarray(model.extra[np.ix_(visits, shifts)])
        if has_extra
        else model.extra,
        near=near_within(model.near, visits, all_visits),
        order_keys=model.order_keys[visits],
        initial=model.initial[visits],
        change=model.change[visits],
        capacity=model.capacity[shifts],
        moments=model.moments[visits],
        rates=model.rates[visits],
        over_rate=model.over_rate[shifts],
        twins=np.concatenate([model.twins[nodes], model.twins[all_visits + 2 * all_shifts :]]),
    )
    chosen = tuple(arrays.shifts[shift] for shift in shifts)
    return replace(arrays, model=part, shifts=chosen, linked=())


def cut(
    arrays: Arrays, orders: Orders, parts: int, chance: np.random.Generator, *, by_day: bool
) -> list[Part]:
    """Visits and shifts of each part; used routes by day or along a direction, the rest spread at random."""
    model = arrays.model
    used = [shift for shift, order in enumerate(orders) if order]
    if by_day:
        rank = {shift: model.shifts[shift, DAY_GROUP] + chance.random() for shift in used}
    else:
        one, other = chance.integers(arrays.visits, size=2)
        legs = model.time[[one, other], : arrays.visits].astype(np.float64)
        along = legs[0] ** 2 - legs[1] ** 2
        rank = {shift: float(along[list(orders[shift])].mean()) for shift in used}
    ordered = sorted(used, key=lambda shift: (rank[shift], shift))
    shares = np.array_split(np.array(ordered, np.int64), parts)
    empty = chance.permutation([shift for shift, order in enumerate(orders) if not order])
    served = np.zeros(arrays.visits, np.bool_)
    owner = np.zeros(arrays.visits, np.int64)
    for number, share in enumerate(shares):
        for shift in share:
            served[list(orders[shift])] = True
            owner[list(orders[shift])] = number
    absent = np.flatnonzero(~served)
    owner[absent] = chance.integers(parts, size=len(absent))
    return [
        (
            np.flatnonzero(owner == number),
            np.sort(np.concatenate([share, empty[number::parts].astype(np.int64)])),
        )
        for number, share in enumerate(shares)
    ]


def local_orders(orders: Orders, visits: Int64, shifts: Int64) -> Orders:
    """The orders of a part in its own numbers."""
    number = {int(visit): at for at, visit in enumerate(visits)}
    return tuple(tuple(number[visit] for visit in orders[shift]) for shift in shifts)


def joined(arrays: Arrays, parts: Sequence[Part], found: Sequence[Orders]) -> Orders:
    """The orders of all parts in the numbers of the whole."""
    orders: list[tuple[int, ...]] = [() for _ in arrays.shifts]
    for (visits, shifts), own in zip(parts, found, strict=True):
        for shift, order in zip(shifts, own, strict=True):
            orders[shift] = tuple(int(visits[visit]) for visit in order)
    return tuple(orders)
