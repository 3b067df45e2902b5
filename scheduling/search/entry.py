"""What Python calls of the search beside `anneal`: it takes named tuples and hands them on by reference."""

from __future__ import annotations

from typing import Final

import numpy as np

from scheduling.compiled import compiled
from scheduling.references import by_reference
from scheduling.search.anneal import begin, keep_best
from scheduling.search.model import (
    BEST,
    CURRENT,
    GROUP,
    NEVER,
    ONCE,
    STOPS,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, cheapest_place, has_room
from scheduling.search.pool import keep_routes
from scheduling.search.routes import put_in
from scheduling.search.windows import clip

FIRST: Final = ONCE
"""There are no best routes yet."""

LATER: Final = ZERO
"""There are some to compare with."""


@compiled
def stand(model: Model, state: State, order: int) -> bool:
    """Write all that follows from the stops of the routes; whether every route fits.

    They become the best routes so far if they are cheaper, or if `order` is `FIRST`.
    """
    problem, routes = by_reference(model), by_reference(state)
    is_sound = begin(problem, routes)
    if order == FIRST or (is_sound and state.figures[CURRENT] < state.figures[BEST]):
        keep_best(routes)
    return is_sound


@compiled
def border(model: Model, state: State, visit: int, first: int, last: int) -> None:
    """Let a linked visit start between two seconds only; see `windows.clip`."""
    clip(model.windows, state.windows, state.clips, visit, first, last)


@compiled
def keep_all(model: Model, state: State) -> None:
    """Keep every route as it stands for the master."""
    shifts = np.arange(state.routes.shape[0])
    keep_routes(by_reference(model), by_reference(state), shifts, shifts.shape[0])


@compiled
def mark_full(model: Model, state: State, is_full: Int64) -> None:
    """Write 1 for every unplanned visit without links that fits into no route at whatever price, else 0."""
    problem, routes = by_reference(model), by_reference(state)
    for visit in range(is_full.shape[0]):
        is_full[visit] = 0
        if state.route_of[visit] >= 0 or model.visits[visit, GROUP] >= 0:
            continue
        is_full[visit] = 1
        for shift in range(state.routes.shape[0]):
            if not model.allowed[visit, shift] or not has_room(problem, routes, visit, shift):
                continue
            stops = state.routes[shift, STOPS]
            _, at, _ = cheapest_place(
                problem, routes, visit, shift, ZERO, stops, NEVER, ZERO, 0.0, FOLLOWED
            )
            if at >= 0:
                is_full[visit] = 0
                break


@compiled
def follow(model: Model, state: State, wanted: Int64, lengths: Int64) -> None:
    """Serve wanted visits in their order as far as they fit, each behind the one before; nothing is planned yet.

    Linked visits are left out: they are put in together, by the first step of the search.

    Args:
        model: the problem.
        state: `stand` was called on it.
        wanted: for each shift its visits, (shifts, longest) int64.
        lengths: how many of them count, (shifts,) int64.
    """
    problem, routes = by_reference(model), by_reference(state)
    for shift in range(wanted.shape[0]):
        for number in range(lengths[shift]):
            visit = wanted[shift, number]
            is_taken = state.route_of[visit] >= 0 or model.visits[visit, GROUP] >= 0
            if is_taken or not model.allowed[visit, shift]:
                continue
            last = state.routes[shift, STOPS]
            if not has_room(problem, routes, visit, shift):
                continue
            _, at, _ = cheapest_place(
                problem, routes, visit, shift, last, last, NEVER, ZERO, 0.0, FOLLOWED
            )
            if at >= 0:
                put_in(problem, routes, visit, shift, at)
