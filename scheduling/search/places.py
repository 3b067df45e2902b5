"""The cheapest place for one visit in one route, tested exactly for every position."""

from __future__ import annotations

from typing import Final

import numpy as np

from scheduling.compiled import compiled
from scheduling.search.model import (
    COST_CLASS,
    DAY_GROUP,
    DRIVING,
    FIRST,
    FIXED,
    LAST,
    LENGTH,
    MOST_DRIVING,
    MOST_STOPS,
    NEVER,
    ONCE,
    PAUSES,
    SERVICE,
    STOPS,
    TIME_COST,
    ZERO,
    Model,
    State,
)
from scheduling.search.pricing import time_cost
from scheduling.search.routes import forward, open_ends
from scheduling.search.windows import arrival, first_start, uniform

FOLLOWED: Final = ONCE
"""The load must fit at every stop. A NumPy number, because Numba compiles anew for every plain constant."""

LATER: Final = ZERO
"""The load is looked at later."""


@compiled(inline=True)
def positions_to_skip(chance: np.typing.NDArray[np.uint64], blink: float) -> int:
    """How many positions are looked at before the next one is overlooked; geometric."""
    return int(np.log(uniform(chance) + 1e-300) / np.log(1.0 - blink))


@compiled
def fits_between(model: Model, state: State, visit: int, shift: int, at: int) -> bool:
    """Whether a visit fits in time between the stop number `at` and the next one, whatever the pauses."""
    pauses = model.shifts[shift, PAUSES]
    day = model.shifts[shift, DAY_GROUP]
    before, after = state.stops[shift, at], state.stops[shift, at + 1]
    service = model.visits[before, SERVICE]
    work = model.visits[visit, SERVICE]
    to, on = model.time[before, visit], model.time[visit, after]
    for then in range(pauses + 1):
        start = NEVER
        for taken in range(then + 1):
            free_at = state.earliest[shift, at, taken]
            if free_at < NEVER:
                start = min(start, arrival(model.breaks, shift, taken, then, free_at + service, to))
        start = first_start(state.windows, day, visit, start)
        if start < NEVER:
            for later in range(then, pauses + 1):
                reached = arrival(model.breaks, shift, then, later, start + work, on)
                if reached <= state.latest[shift, at + 1, later]:
                    return True
    return False


@compiled(inline=True)
def fits_around_pause(
    model: Model, state: State, visit: int, shift: int, at: int, to: int, on: int
) -> bool:
    """As `fits_between` where a shift has one pause, the usual case, written out: a tenth more steps."""
    day = model.shifts[shift, DAY_GROUP]
    first, last = model.breaks[shift, 0, FIRST], model.breaks[shift, 0, LAST]
    length, work = model.breaks[shift, 0, LENGTH], model.visits[visit, SERVICE]
    service = model.visits[state.stops[shift, at], SERVICE]
    before, after = state.earliest[shift, at, 0] + service, state.earliest[shift, at, 1] + service
    fed = after + to
    if before <= last:
        fed = min(fed, max(before + to, first) + length)
    fed = first_start(state.windows, day, visit, fed)
    if fed < NEVER and fed + work + on <= state.latest[shift, at + 1, 1]:
        return True
    leaves = first_start(state.windows, day, visit, before + to) + work
    if leaves + on <= state.latest[shift, at + 1, 0]:
        return True
    return bool(
        leaves <= last and max(leaves + on, first) + length <= state.latest[shift, at + 1, 1]
    )


@compiled
def has_room(model: Model, state: State, visit: int, shift: int) -> bool:
    """Whether the route may take one more stop and its load, wherever it would stand."""
    if state.routes[shift, STOPS] >= model.shifts[shift, MOST_STOPS]:
        return False
    for load in range(state.load.shape[1]):
        if state.load[shift, load] + model.initial[visit, load] > model.capacity[shift, load]:
            return False
    return True


@compiled
def carries(model: Model, state: State, visit: int, shift: int, at: int) -> bool:
    """Whether the load stays within the van at every stop if the visit follows the stop number `at`."""
    for load in range(state.load.shape[1]):
        aboard = state.load[shift, load] + model.initial[visit, load]
        most = model.capacity[shift, load]
        for number in range(state.routes[shift, STOPS] + 1):
            if number > 0:
                aboard += model.change[state.stops[shift, number], load]
                if aboard > most:
                    return False
            if number == at:
                aboard += model.change[visit, load]
                if aboard > most:
                    return False
    return True


@compiled
def tried_time_cost(model: Model, state: State, visit: int, shift: int, at: int) -> int:
    """What the moments of the route would cost with the visit, which fits there, after the stop number `at`."""
    count = state.routes[shift, STOPS]
    stops, earliest, row = state.scratch_stops, state.scratch_earliest, ZERO
    for number in range(at + 1):
        stops[0, number] = state.stops[shift, number]
    stops[0, at + 1] = visit
    for number in range(at + 1, count + 2):
        stops[0, number + 1] = state.stops[shift, number]
    open_ends(model, shift, earliest, state.scratch_latest, row, count + 2)
    forward(model, state.windows, shift, stops, earliest, row, row + 1, count + 2, count + 2)
    return time_cost(model, state, shift, stops, earliest, row, count + 2)


@compiled
def cheapest_place(
    model: Model,
    state: State,
    visit: int,
    shift: int,
    first: int,
    last: int,
    best: int,
    skip: int,
    blink: float,
    load: int,
) -> tuple[int, int, int]:
    """The cheapest position from number `first` to `last` that costs less than `best`.

    `load` is `FOLLOWED` or, for the first of two visits of which the second takes it off again, `LATER`: the
    load is then looked at together with the second.

    Returns:
        What it costs, the number of the stop it follows (-1 if there is none), and positions left to skip.
    """
    found = -1
    count = state.routes[shift, STOPS]
    kind = model.shifts[shift, COST_CLASS]
    pauses = model.shifts[shift, PAUSES]
    day = model.shifts[shift, DAY_GROUP]
    opening = model.shifts[shift, FIXED] if count == 0 else 0
    if model.has_extra:
        opening += model.extra[visit, shift]
    has_limit = model.drive.shape[0] > 1
    is_priced = model.has_timed
    number = state.windows[day, visit, 0]
    if number == 0:
        return best, found, skip
    opens, closes = state.windows[day, visit, 1], state.windows[day, visit, 2 * number]
    leaves = opens + model.visits[visit, SERVICE]
    stops, earliest, latest, time, cost = (
        state.stops,
        state.earliest,
        state.latest,
        model.time,
        model.cost,
    )
    reached = 0
    for at in range(first, min(last, count) + 1):
        before, after = stops[shift, at], stops[shift, at + 1]
        to, on = time[before, visit], time[visit, after]
        if pauses == 0:
            if leaves + on > latest[shift, at + 1, 0]:
                continue
            reached = earliest[shift, at, 0] + model.visits[before, SERVICE] + to
            if reached > closes:
                break
        else:
            if leaves + on > max(latest[shift, at + 1, 0], latest[shift, at + 1, pauses]):
                continue
            free_at = earliest[shift, at, 0]
            for taken in range(1, pauses + 1):
                free_at = min(free_at, earliest[shift, at, taken])
            if free_at + model.visits[before, SERVICE] + to > closes:
                break
        if blink > 0.0:
            skip -= 1
            if skip < 0:
                skip = positions_to_skip(state.chance, blink)
                continue
        detour = opening + cost[kind, before, visit] + cost[kind, visit, after]
        if count > 0:
            detour -= cost[kind, before, after]
        if not is_priced and detour >= best:
            continue
        if pauses == 0:
            start = (
                max(reached, opens)
                if number == 1
                else first_start(state.windows, day, visit, reached)
            )
            if start + model.visits[visit, SERVICE] + on > latest[shift, at + 1, 0]:
                continue
        elif pauses == 1:
            if not fits_around_pause(model, state, visit, shift, at, to, on):
                continue
        elif not fits_between(model, state, visit, shift, at):
            continue
        if has_limit:
            driving = model.drive[before, visit] + model.drive[visit, after]
            if count > 0:
                driving -= model.drive[before, after]
            if state.routes[shift, DRIVING] + driving > model.shifts[shift, MOST_DRIVING]:
                continue
        if load == FOLLOWED and model.has_profile and not carries(model, state, visit, shift, at):
            continue
        if is_priced:
            timed = tried_time_cost(model, state, visit, shift, at)
            detour += timed - state.routes[shift, TIME_COST]
            if detour >= best:
                continue
        best, found = detour, at
    return best, found, skip
