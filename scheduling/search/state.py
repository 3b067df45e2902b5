"""Room for one thread of the search, and orders in and out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from scheduling.search.arrays import Arrays
from scheduling.search.known import MOST_KNOWN
from scheduling.search.model import NEVER, STOPS, State

MARKS: Final = 11
"""Columns of `State.figures`."""

MOST_OFFERS: Final = 60
"""Visits to put back at once by regret at most; with more of them it would take too long."""

Orders = tuple[tuple[int, ...], ...]
"""For each shift of the model the visits in order, all as numbers."""

Borders = dict[int, tuple[int, int]]
"""First and last start that its links leave to a visit, for linked ones."""


def fresh_state(arrays: Arrays, *, seed: int, pool: int) -> State:
    """Room for a search from this seed that keeps so many routes for the master; nothing is planned."""
    model = arrays.model
    visits, shifts = arrays.visits, len(arrays.shifts)
    width = arrays.most_stops + 4
    layers = model.breaks.shape[1] + 1 if any(shift.breaks for shift in arrays.shifts) else 1
    loads = model.capacity.shape[1]
    is_linked = len(model.links) > 0
    borders = visits if is_linked else 1
    slots = 1 << (3 * max(pool, 1)).bit_length()
    seeds = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)
    state = State(
        stops=np.zeros((shifts, width), np.int64),
        earliest=np.zeros((shifts, width, layers), np.int64),
        latest=np.zeros((shifts, width, layers), np.int64),
        routes=np.zeros((shifts, 7), np.int64),
        load=np.zeros((shifts, loads), np.int64),
        kept_stops=np.zeros((shifts, width), np.int64),
        kept_earliest=np.zeros((shifts, width, layers), np.int64),
        kept_latest=np.zeros((shifts, width, layers), np.int64),
        kept_routes=np.zeros((shifts, 7), np.int64),
        kept_load=np.zeros((shifts, loads), np.int64),
        windows=model.windows.copy() if is_linked else model.windows,
        clips=np.tile(np.array([-NEVER, NEVER]), (borders, 1)),
        clip_log=np.zeros((2 * len(model.group_members) + 10 * len(model.links) + 1, 3), np.int64),
        route_of=np.full(visits, -1, np.int64),
        absent=np.zeros(visits, np.int64),
        work=np.zeros(len(model.share), np.int64),
        best_stops=np.zeros((shifts, width), np.int64),
        best_length=np.zeros(shifts, np.int64),
        best_clips=np.tile(np.array([-NEVER, NEVER]), (borders, 1)),
        figures=np.zeros(MARKS, np.int64),
        chance=seeds.astype(np.uint64),
        scratch_stops=np.zeros((1, width + 1), np.int64),
        scratch_earliest=np.zeros((1, width + 1, layers), np.int64),
        scratch_latest=np.zeros((1, width + 1, layers), np.int64),
        layers=np.zeros(width + 1, np.int64),
        path_latest=np.zeros(width + 1, np.int64),
        pool_stops=np.zeros((pool, width), np.int64),
        pool_facts=np.zeros((pool, 3), np.int64),
        pool_spans=np.zeros((pool, width, 2) if is_linked else (1, 1, 2), np.int64),
        pool_table=np.full(slots, -1, np.int32),
        pool_keys=np.zeros(slots, np.uint64),
        known=np.zeros((min(MOST_KNOWN, 1 << (visits * shifts).bit_length()), 3), np.int64),
        removed=np.zeros(2 * visits, np.int64),
        unserved=np.zeros(visits, np.int64),
        is_old=np.zeros(visits, np.int64),
        kept_work=np.zeros(len(model.share), np.int64),
        touched=np.zeros(shifts, np.int64),
        chosen=np.zeros(shifts, np.int64),
        keys=np.zeros(2 * visits, np.float64),
        offers=np.zeros((min(MOST_OFFERS, 2 * visits), shifts, 2), np.int64),
        ranks=np.zeros((min(MOST_OFFERS, 2 * visits), 5), np.int64),
    )
    write_orders(state, tuple(() for _ in range(shifts)))
    return state


def write_orders(state: State, orders: Sequence[Sequence[int]]) -> None:
    """Let the routes be these; `anneal.begin` then writes what follows from them."""
    visits, shifts = len(state.route_of), len(state.routes)
    for shift, order in enumerate(orders):
        state.stops[shift, 0] = visits + shift
        state.stops[shift, 1 : len(order) + 1] = order
        state.stops[shift, len(order) + 1] = visits + shifts + shift
        state.routes[shift, STOPS] = len(order)


def best_orders(state: State) -> Orders:
    """The best routes so far."""
    return tuple(
        tuple(int(visit) for visit in state.best_stops[shift, : state.best_length[shift]])
        for shift in range(len(state.best_length))
    )


def best_borders(state: State, linked: Iterable[int]) -> Borders:
    """What their links leave to linked visits in the best routes so far."""
    return {
        visit: (int(state.best_clips[visit, 0]), int(state.best_clips[visit, 1]))
        for visit in linked
    }
