"""What is known of routes that stand as they stood: where a visit would go in them, and what that costs.

A step changes a handful of routes and is mostly taken back, so the same visit is tried in the same route again
and again. What was found then is kept under the visit and the version of the route, which is new whenever the
route has really changed.
"""

from __future__ import annotations

from typing import Final

from scheduling.compiled import compiled
from scheduling.search.model import (
    NEVER,
    PRIZE,
    STAMP,
    STEP,
    STOPS,
    VERSION,
    VERSIONS,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, cheapest_place, has_room

MOST_KNOWN: Final = 1 << 19
"""Answers kept at most; a power of two. 24 bytes each."""

# Columns of `State.known`.
KEY, KNOWN_COST, KNOWN_PLACE = range(3)


@compiled
def renew(state: State, shifts: Int64, count: int) -> None:
    """These routes have changed: what was known of them holds no longer."""
    for number in range(count):
        state.figures[VERSIONS] += 1
        state.routes[shifts[number], VERSION] = state.figures[VERSIONS]


@compiled(inline=True)
def is_untouched(state: State, shift: int) -> bool:
    """Whether the present step has left a route alone so far."""
    return bool(state.routes[shift, STAMP] != state.figures[STEP])


@compiled
def known_place(model: Model, state: State, visit: int, shift: int) -> tuple[int, int]:
    """The cheapest place of a visit in a route that this step has not touched: its cost, and what it follows.

    The stop's number is -1 if the visit has no place there for less than its prize.
    """
    slot = (visit * state.routes.shape[0] + shift) & (state.known.shape[0] - 1)
    key = state.routes[shift, VERSION] * state.route_of.shape[0] + visit
    if state.known[slot, KEY] != key:
        cost, at = NEVER, -1
        if has_room(model, state, visit, shift):
            cost, at, _ = cheapest_place(
                model,
                state,
                visit,
                shift,
                ZERO,
                state.routes[shift, STOPS],
                model.visits[visit, PRIZE],
                ZERO,
                0.0,
                FOLLOWED,
            )
        state.known[slot, KEY] = key
        state.known[slot, KNOWN_COST] = cost
        state.known[slot, KNOWN_PLACE] = at
    return state.known[slot, KNOWN_COST], state.known[slot, KNOWN_PLACE]
