"""The pool: routes of good solutions, which the master puts together anew."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.search.model import (
    CLASS,
    COST,
    NEVER,
    PAUSES,
    POOLED,
    STOPS,
    TIME_COST,
    Int64,
    Model,
    State,
)

LENGTH, SHIFT, PRICE = range(3)


@compiled
def keep_routes(model: Model, state: State, touched: Int64, count: int) -> None:
    """Keep the routes changed in this step; of two with the same visits and class the cheaper one."""
    for number in range(count):
        shift = touched[number]
        stops = state.routes[shift, STOPS]
        if 0 < stops <= state.pool_stops.shape[1]:
            _keep(model, state, shift, stops)


@compiled
def _keep(model: Model, state: State, shift: int, stops: int) -> None:
    nodes = model.visits.shape[0]
    key = model.twins[nodes + model.shifts[shift, CLASS]]
    for at in range(1, stops + 1):
        key ^= model.twins[state.stops[shift, at]]
    mask = state.pool_table.shape[0] - 1
    slot = np.int64(key >> np.uint64(20)) & mask
    while state.pool_table[slot] >= 0 and state.pool_keys[slot] != key:
        slot = (slot + 1) & mask
    price = state.routes[shift, COST] + state.routes[shift, TIME_COST]
    row = state.pool_table[slot]
    if row >= 0:
        if price < state.pool_facts[row, PRICE]:
            _write(model, state, row, shift, stops, price)
    elif state.figures[POOLED] < state.pool_stops.shape[0]:
        row = state.figures[POOLED]
        state.figures[POOLED] += 1
        state.pool_table[slot] = row
        state.pool_keys[slot] = key
        _write(model, state, row, shift, stops, price)


@compiled
def _write(model: Model, state: State, row: int, shift: int, stops: int, price: int) -> None:
    state.pool_facts[row, LENGTH] = stops
    state.pool_facts[row, SHIFT] = shift
    state.pool_facts[row, PRICE] = price
    for at in range(1, stops + 1):
        state.pool_stops[row, at - 1] = state.stops[shift, at]
        if state.pool_spans.shape[0] > 1:
            first, last = NEVER, -NEVER
            for taken in range(model.shifts[shift, PAUSES] + 1):
                if state.earliest[shift, at, taken] <= state.latest[shift, at, taken]:
                    first = min(first, state.earliest[shift, at, taken])
                    last = max(last, state.latest[shift, at, taken])
            state.pool_spans[row, at - 1, 0] = first
            state.pool_spans[row, at - 1, 1] = last
