"""Routes are remembered before a step changes them, and brought back if the step is not taken."""

from __future__ import annotations

from typing import Final

from scheduling.compiled import compiled
from scheduling.search.model import STOPS, Int64, State

OWN: Final = 4
"""The first columns of `State.routes` belong to the route; the others are marks of the search."""


@compiled
def remember(state: State, shift: int) -> None:
    """Copy a route before the present step changes it."""
    _copy(shift, state.stops, state.kept_stops, state.routes, state.kept_routes)
    _copy_times(shift, state.earliest, state.kept_earliest, state.routes[shift, STOPS])
    _copy_times(shift, state.latest, state.kept_latest, state.routes[shift, STOPS])
    for load in range(state.load.shape[1]):
        state.kept_load[shift, load] = state.load[shift, load]


@compiled
def bring_back(state: State, shift: int) -> None:
    """Let a route be as it was when it was remembered, but for `route_of` and `work`."""
    _copy(shift, state.kept_stops, state.stops, state.kept_routes, state.routes)
    _copy_times(shift, state.kept_earliest, state.earliest, state.routes[shift, STOPS])
    _copy_times(shift, state.kept_latest, state.latest, state.routes[shift, STOPS])
    for load in range(state.load.shape[1]):
        state.load[shift, load] = state.kept_load[shift, load]


@compiled
def _copy(shift: int, stops: Int64, other_stops: Int64, routes: Int64, other_routes: Int64) -> None:
    for at in range(routes[shift, STOPS] + 2):
        other_stops[shift, at] = stops[shift, at]
    for column in range(OWN):
        other_routes[shift, column] = routes[shift, column]


@compiled
def _copy_times(shift: int, times: Int64, other: Int64, stops: int) -> None:
    for at in range(stops + 2):
        for taken in range(times.shape[2]):
            other[shift, at, taken] = times[shift, at, taken]
