"""A route as the search keeps it: its order with the earliest and latest starts, and what it costs.

For every stop `earliest` says when its work can start at the earliest with so many pauses taken before it,
and `latest` until when it may start so that all that follows still fits. Whether one more visit fits between
two stops is then told by three drives (M. Savelsbergh, "The Vehicle Routing Problem with Time Windows:
Minimizing Route Duration", 1992).
"""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.model import (
    COST,
    COST_CLASS,
    DAY_GROUP,
    DRIVING,
    FIXED,
    LATEST_END,
    NEVER,
    ONCE,
    PAUSES,
    SERVICE,
    STARTS,
    STOPS,
    TECHNICIAN,
    TIME_COST,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.pricing import time_cost
from scheduling.search.windows import arrival, arrival_home, departure, first_start, last_start


@compiled
def forward(
    model: Model,
    windows: Int64,
    shift: int,
    stops: Int64,
    earliest: Int64,
    row: int,
    first: int,
    changed: int,
    end: int,
) -> None:
    """Write the earliest starts from one stop on, until they come out as they were behind the last change."""
    breaks, times, visits = model.breaks, model.time, model.visits
    pauses, day = model.shifts[shift, PAUSES], model.shifts[shift, DAY_GROUP]
    many = windows.shape[1]
    for at in range(first, end + 1):
        before, here = stops[row, at - 1], stops[row, at]
        drive = times[before, here]
        service = visits[before, SERVICE]
        is_changed = False
        for then in range(pauses, -1, -1):
            best = NEVER
            for taken in range(then + 1):
                start = earliest[row, at - 1, taken]
                if start < NEVER:
                    leaves = start + service
                    if here < many:
                        ready = arrival(breaks, shift, taken, then, leaves, drive)
                        ready = first_start(windows, day, here, ready)
                    else:
                        ready = arrival_home(breaks, shift, taken, then, leaves, drive, model.grid)
                    best = min(best, ready)
            if earliest[row, at, then] != best:
                earliest[row, at, then] = best
                is_changed = True
        if not is_changed and at > changed:
            break


@compiled
def backward(
    model: Model,
    windows: Int64,
    shift: int,
    stops: Int64,
    latest: Int64,
    row: int,
    last: int,
    changed: int,
) -> None:
    """Write the latest starts from one stop back, until they come out as they were before the first change."""
    breaks, times, visits = model.breaks, model.time, model.visits
    pauses, day = model.shifts[shift, PAUSES], model.shifts[shift, DAY_GROUP]
    many = windows.shape[1]
    for at in range(last, -1, -1):
        here, after = stops[row, at], stops[row, at + 1]
        drive = times[here, after]
        service = visits[here, SERVICE]
        is_changed = False
        for taken in range(pauses + 1):
            best = -NEVER
            for then in range(taken, pauses + 1):
                limit = latest[row, at + 1, then]
                if limit > -NEVER:
                    start = departure(breaks, shift, taken, then, limit, drive) - service
                    if here < many:
                        start = last_start(windows, day, here, start)
                    best = max(best, start)
            if latest[row, at, taken] != best:
                latest[row, at, taken] = best
                is_changed = True
        if not is_changed and at < changed:
            break


@compiled
def open_ends(
    model: Model, shift: int, earliest: Int64, latest: Int64, row: int, last: int
) -> None:
    """Write what holds at the start of a shift and at its end, all pauses taken."""
    pauses = model.shifts[shift, PAUSES]
    for taken in range(pauses + 1):
        earliest[row, 0, taken] = NEVER
        latest[row, last, taken] = -NEVER
    earliest[row, 0, 0] = model.shifts[shift, STARTS]
    latest[row, last, pauses] = model.shifts[shift, LATEST_END]


@compiled
def fits(model: Model, shift: int, earliest: Int64, row: int, last: int) -> bool:
    """Whether a route whose earliest starts are written ends in time."""
    end = earliest[row, last, model.shifts[shift, PAUSES]]
    return bool(end <= model.shifts[shift, LATEST_END])


@compiled
def rewrite(model: Model, state: State, shift: int) -> bool:
    """Write all times and the cost of a route from its order; say whether it fits."""
    last = state.routes[shift, STOPS] + 1
    open_ends(model, shift, state.earliest, state.latest, shift, last)
    forward(model, state.windows, shift, state.stops, state.earliest, shift, ONCE, last, last)
    backward(model, state.windows, shift, state.stops, state.latest, shift, last - 1, ZERO)
    cost = 0
    driving = 0
    kind = model.shifts[shift, COST_CLASS]
    if last > 1:
        cost = model.shifts[shift, FIXED]
        for at in range(1, last + 1):
            before, here = state.stops[shift, at - 1], state.stops[shift, at]
            cost += model.cost[kind, before, here]
            if model.drive.shape[0] > 1:
                driving += model.drive[before, here]
            if model.has_extra and at < last:
                cost += model.extra[here, shift]
    for load in range(state.load.shape[1]):
        total = 0
        for at in range(1, last):
            total += model.initial[state.stops[shift, at], load]
        state.load[shift, load] = total
    state.routes[shift, COST] = cost
    state.routes[shift, DRIVING] = driving
    is_sound = fits(model, shift, state.earliest, shift, last)
    price(model, state, shift)
    return is_sound


@compiled
def price(model: Model, state: State, shift: int) -> None:
    """Write what the moments of a route cost."""
    if model.has_timed:
        last = state.routes[shift, STOPS] + 1
        state.routes[shift, TIME_COST] = 0
        if last > 1 and fits(model, shift, state.earliest, shift, last):
            state.routes[shift, TIME_COST] = time_cost(
                model, state, shift, state.stops, state.earliest, shift, last
            )


@compiled
def refresh(model: Model, state: State, shift: int, first: int, last: int) -> bool:
    """Write the times of a route again after the stops from `first` to `last` are new; say whether it fits.

    Times that come out as they were end the work: what lies behind them did not change.
    """
    end = state.routes[shift, STOPS] + 1
    stops, windows = state.stops, state.windows
    forward(model, windows, shift, stops, state.earliest, shift, max(1, first), last, end)
    backward(model, windows, shift, stops, state.latest, shift, min(end - 1, last), first)
    price(model, state, shift)
    return fits(model, shift, state.earliest, shift, end)


@compiled
def put_in(model: Model, state: State, visit: int, shift: int, at: int) -> bool:
    """Serve a visit right after the stop number `at`; say whether the route fits."""
    count = state.routes[shift, STOPS]
    pauses = model.shifts[shift, PAUSES]
    before, after = state.stops[shift, at], state.stops[shift, at + 1]
    for number in range(count + 1, at, -1):
        state.stops[shift, number + 1] = state.stops[shift, number]
        for taken in range(pauses + 1):
            state.earliest[shift, number + 1, taken] = state.earliest[shift, number, taken]
            state.latest[shift, number + 1, taken] = state.latest[shift, number, taken]
    state.stops[shift, at + 1] = visit
    state.routes[shift, STOPS] = count + 1
    state.route_of[visit] = shift
    state.work[model.shifts[shift, TECHNICIAN]] += model.visits[visit, SERVICE]
    kind = model.shifts[shift, COST_CLASS]
    if count == 0:
        state.routes[shift, COST] = model.shifts[shift, FIXED]
    else:
        state.routes[shift, COST] -= model.cost[kind, before, after]
    state.routes[shift, COST] += model.cost[kind, before, visit] + model.cost[kind, visit, after]
    if model.has_extra:
        state.routes[shift, COST] += model.extra[visit, shift]
    if model.drive.shape[0] > 1:
        if count > 0:
            state.routes[shift, DRIVING] -= model.drive[before, after]
        state.routes[shift, DRIVING] += model.drive[before, visit] + model.drive[visit, after]
    for load in range(state.load.shape[1]):
        state.load[shift, load] += model.initial[visit, load]
    return refresh(model, state, shift, at + 1, at + 1)


@compiled
def take_out(
    model: Model, state: State, shift: int, first: int, last: int, skip: int, skipped: int
) -> bool:
    """Leave out the stops from `first` to `last` but for `skipped` ones from number `skip` on.

    Returns:
        Whether what stays fits; it always does where no detour is shorter than the straight way.
    """
    count = state.routes[shift, STOPS]
    pauses = model.shifts[shift, PAUSES]
    kind = model.shifts[shift, COST_CLASS]
    has_limit = model.drive.shape[0] > 1
    cost, driving = state.routes[shift, COST], state.routes[shift, DRIVING]
    for at in range(first, last + 2):
        before, here = state.stops[shift, at - 1], state.stops[shift, at]
        cost -= model.cost[kind, before, here]
        if has_limit:
            driving -= model.drive[before, here]
    kept = first
    for at in range(first, count + 2):
        visit = state.stops[shift, at]
        if at <= last and not skip <= at < skip + skipped:
            state.route_of[visit] = -1
            state.work[model.shifts[shift, TECHNICIAN]] -= model.visits[visit, SERVICE]
            if model.has_extra:
                cost -= model.extra[visit, shift]
            for load in range(state.load.shape[1]):
                state.load[shift, load] -= model.initial[visit, load]
        elif kept != at:
            state.stops[shift, kept] = visit
            for taken in range(pauses + 1):
                state.earliest[shift, kept, taken] = state.earliest[shift, at, taken]
                state.latest[shift, kept, taken] = state.latest[shift, at, taken]
            kept += 1
        else:
            kept += 1
    state.routes[shift, STOPS] = kept - 2
    for at in range(first, first + skipped + 1):
        before, here = state.stops[shift, at - 1], state.stops[shift, at]
        cost += model.cost[kind, before, here]
        if has_limit:
            driving += model.drive[before, here]
    if kept == 2:  # nothing is left: an unused shift costs nothing
        cost, driving = 0, 0
    state.routes[shift, COST], state.routes[shift, DRIVING] = cost, driving
    return refresh(model, state, shift, first, first + skipped)


@compiled
def place_of(state: State, visit: int, shift: int) -> int:
    """The number of a visit among the stops of its route."""
    for at in range(1, state.routes[shift, STOPS] + 1):
        if state.stops[shift, at] == visit:
            return at
    return -1
