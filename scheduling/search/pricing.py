"""What the moments of a route cost: lateness, wishes, published windows and overtime.

The times are those of `scheduling.timing`: as early as possible, but a stop waits for what was wished or
told, if all that follows still fits.
"""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.model import (
    DAY,
    DAY_GROUP,
    DUE,
    LATE_RATE,
    LATEST_END,
    NEVER,
    PAUSES,
    SERVICE,
    SPAN_END,
    STARTS,
    TIMED,
    TOLD_DAY,
    TOLD_END,
    TOLD_PRICE,
    TOLD_START,
    WISH_END,
    WISH_RATE,
    WISH_START,
    Int64,
    Model,
    State,
)
from scheduling.search.windows import arrival, arrival_home, departure, first_start, last_start


@compiled
def start_cost(model: Model, visit: int, shift: int, start: int) -> int:
    """What it costs that the work at a visit starts at this second."""
    cost = 0.0
    if start > model.moments[visit, DUE]:
        cost += model.rates[visit, LATE_RATE] * (start - model.moments[visit, DUE])
    if start < model.moments[visit, WISH_START]:
        cost += model.rates[visit, WISH_RATE] * (model.moments[visit, WISH_START] - start)
    if start > model.moments[visit, WISH_END]:
        cost += model.rates[visit, WISH_RATE] * (start - model.moments[visit, WISH_END])
    is_told_day = model.moments[visit, TOLD_DAY] == model.shifts[shift, DAY]
    is_told = model.moments[visit, TOLD_START] <= start <= model.moments[visit, TOLD_END]
    if is_told_day and not is_told:
        cost += model.rates[visit, TOLD_PRICE]
    return int(cost + 0.5)


@compiled
def awaited(model: Model, visit: int, shift: int) -> int:
    """The second for which a stop waits if it comes too early."""
    wanted = -NEVER
    if model.rates[visit, WISH_RATE] > 0:
        wanted = model.moments[visit, WISH_START]
    if model.moments[visit, TOLD_DAY] == model.shifts[shift, DAY]:
        wanted = max(wanted, model.moments[visit, TOLD_START])
    return -(-wanted // model.grid) * model.grid


@compiled
def choose_layers(
    model: Model, state: State, shift: int, stops: Int64, earliest: Int64, row: int, last: int
) -> None:
    """Write how many pauses are taken before each stop on the way that ends earliest, few first."""
    then = model.shifts[shift, PAUSES]
    state.layers[last] = then
    for at in range(last, 0, -1):
        before, here = stops[row, at - 1], stops[row, at]
        service = model.visits[before, SERVICE]
        taken, ready = -1, -NEVER
        while taken < then and ready != earliest[row, at, then]:
            taken += 1
            leaves, drive = earliest[row, at - 1, taken] + service, model.time[before, here]
            if at < last:
                ready = arrival(model.breaks, shift, taken, then, leaves, drive)
                ready = first_start(state.windows, model.shifts[shift, DAY_GROUP], here, ready)
            else:
                ready = arrival_home(model.breaks, shift, taken, then, leaves, drive, model.grid)
        then = taken
        state.layers[at - 1] = then


@compiled
def time_cost(
    model: Model, state: State, shift: int, stops: Int64, earliest: Int64, row: int, last: int
) -> int:
    """What the moments of a route that fits cost; its earliest starts are written."""
    choose_layers(model, state, shift, stops, earliest, row, last)
    latest = state.path_latest
    latest[last] = model.shifts[shift, LATEST_END]
    for at in range(last - 1, 0, -1):
        here = stops[row, at]
        limit = departure(
            model.breaks,
            shift,
            state.layers[at],
            state.layers[at + 1],
            latest[at + 1],
            model.time[here, stops[row, at + 1]],
        )
        limit -= model.visits[here, SERVICE]
        limit -= limit % model.grid
        latest[at] = last_start(state.windows, model.shifts[shift, DAY_GROUP], here, limit)
    cost = 0
    leaves = model.shifts[shift, STARTS]
    for at in range(1, last):
        here = stops[row, at]
        drive = model.time[stops[row, at - 1], here]
        ready = arrival(model.breaks, shift, state.layers[at - 1], state.layers[at], leaves, drive)
        if model.visits[here, TIMED]:
            ready = max(ready, min(latest[at], awaited(model, here, shift)))
        ready = first_start(state.windows, model.shifts[shift, DAY_GROUP], here, ready)
        if model.visits[here, TIMED]:
            cost += start_cost(model, here, shift, ready)
        leaves = ready + model.visits[here, SERVICE]
    drive = model.time[stops[row, last - 1], stops[row, last]]
    pauses = model.shifts[shift, PAUSES]
    end = arrival_home(
        model.breaks, shift, state.layers[last - 1], pauses, leaves, drive, model.grid
    )
    over = max(0, end - model.shifts[shift, SPAN_END])
    return cost + int(model.over_rate[shift] * over + 0.5)
