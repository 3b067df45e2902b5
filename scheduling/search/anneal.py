"""Steps of the search: ruin, recreate, and keep what is better or, at a temperature, not much worse."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.references import by_reference
from scheduling.search.copies import bring_back
from scheduling.search.known import renew
from scheduling.search.model import (
    ABSENT,
    BEST,
    BEST_ABSENT,
    CLIPPED,
    COST,
    CURRENT,
    IMPROVED,
    PRIZE,
    SERVICE,
    STARTED,
    STEP,
    STOPS,
    TECHNICIAN,
    TIME_COST,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import positions_to_skip
from scheduling.search.pool import keep_routes
from scheduling.search.recreate import recreate
from scheduling.search.routes import rewrite
from scheduling.search.ruin import ruin
from scheduling.search.windows import clip, uniform


@compiled
def imbalance_cost(model: Model, state: State) -> int:
    """What work above the fair share costs over all technicians."""
    over = 0
    for technician in range(state.work.shape[0]):
        over += max(0, state.work[technician] - model.share[technician])
    return int(model.imbalance * over + 0.5)


@compiled
def total_cost(model: Model, state: State) -> int:
    """The cost of all routes, of what is unplanned and of the imbalance."""
    cost = imbalance_cost(model, state)
    for shift in range(state.routes.shape[0]):
        if state.routes[shift, STOPS] > 0:
            cost += state.routes[shift, COST] + state.routes[shift, TIME_COST]
    for number in range(state.figures[ABSENT]):
        cost += model.visits[state.absent[number], PRIZE]
    return cost


@compiled
def begin(model: Model, state: State) -> bool:
    """Write all that follows from the stops of the routes; say whether every route fits."""
    is_sound = True
    for visit in range(state.route_of.shape[0]):
        state.route_of[visit] = -1
    for technician in range(state.work.shape[0]):
        state.work[technician] = 0
    for shift in range(state.routes.shape[0]):
        is_sound = rewrite(model, state, shift) and is_sound
        for at in range(1, state.routes[shift, STOPS] + 1):
            visit = state.stops[shift, at]
            state.route_of[visit] = shift
            state.work[model.shifts[shift, TECHNICIAN]] += model.visits[visit, SERVICE]
    absent = 0
    for visit in range(state.route_of.shape[0]):
        if state.route_of[visit] < 0:
            state.absent[absent] = visit
            absent += 1
    state.figures[ABSENT] = absent
    state.figures[STARTED] = 0
    renew(state, np.arange(state.routes.shape[0]), state.routes.shape[0])
    state.figures[CURRENT] = total_cost(model, state)
    return is_sound


@compiled
def keep_best(state: State) -> None:
    """Let the present routes be the best ones so far."""
    state.figures[BEST] = state.figures[CURRENT]
    state.figures[BEST_ABSENT] = state.figures[ABSENT]
    state.figures[IMPROVED] += 1
    for shift in range(state.routes.shape[0]):
        count = state.routes[shift, STOPS]
        state.best_length[shift] = count
        for at in range(count):
            state.best_stops[shift, at] = state.stops[shift, at + 1]
    if state.clip_log.shape[0] > 1:  # linked visits, whose borders belong to the routes
        for visit in range(state.clips.shape[0]):
            state.best_clips[visit, 0] = state.clips[visit, 0]
            state.best_clips[visit, 1] = state.clips[visit, 1]


@compiled
def change_of_routes(state: State, touched: Int64, count: int) -> int:
    """What the touched routes cost more than before this step."""
    change = 0
    for number in range(count):
        shift = touched[number]
        if state.routes[shift, STOPS] > 0:
            change += state.routes[shift, COST] + state.routes[shift, TIME_COST]
        if state.kept_routes[shift, STOPS] > 0:
            change -= state.kept_routes[shift, COST] + state.kept_routes[shift, TIME_COST]
    return change


@compiled
def take_back(
    model: Model, state: State, touched: Int64, count: int, old: Int64, many: int
) -> None:
    """Let everything be as it was before the step."""
    for number in range(state.figures[CLIPPED] - 1, -1, -1):
        clip(
            model.windows,
            state.windows,
            state.clips,
            state.clip_log[number, 0],
            state.clip_log[number, 1],
            state.clip_log[number, 2],
        )
    for number in range(count):
        shift = touched[number]
        for at in range(1, state.routes[shift, STOPS] + 1):
            state.route_of[state.stops[shift, at]] = -1
    for number in range(count):
        shift = touched[number]
        bring_back(state, shift)
        for at in range(1, state.routes[shift, STOPS] + 1):
            state.route_of[state.stops[shift, at]] = shift
    for number in range(many):
        state.absent[number] = old[number]
        state.route_of[old[number]] = -1
    state.figures[ABSENT] = many


@compiled
def anneal(
    model: Model,
    state: State,
    steps: int,
    hot: float,
    cold: float,
    average: float,
    longest: float,
    blink: float,
    nearest: int,
    pool_gap: float,
) -> int:
    """Make so many steps while the temperature falls from `hot` to `cold`.

    Args:
        model: the problem, a named tuple as Python has it.
        state: where the search stands, likewise; `begin` was called on it.
        steps: ruins and recreations.
        hot: temperature of the first step, in cost.
        cold: temperature of the last one.
        average: visits taken out in a step on average.
        longest: visits in a string at most.
        blink: chance to overlook a position.
        nearest: neighbours that tell where a visit is tried.
        pool_gap: routes of solutions this near to the best are kept for the master; negative for none.

    Returns:
        How many visits were taken out in all, a measure of the work done.
    """
    model, state = by_reference(model), by_reference(state)
    removed, unserved, is_old = state.removed, state.unserved, state.is_old
    touched, work_before = state.touched, state.kept_work
    for visit in range(is_old.shape[0]):
        is_old[visit] = 0
    skip = positions_to_skip(state.chance, blink) if blink > 0 else 0
    cooling = (cold / hot) ** (1.0 / max(1, steps))
    temperature = hot
    effort = 0
    for _ in range(steps):
        temperature *= cooling
        state.figures[STEP] += 1
        state.figures[CLIPPED] = 0
        many = state.figures[ABSENT]
        for number in range(many):
            unserved[number] = state.absent[number]
        for technician in range(work_before.shape[0]):
            work_before[technician] = state.work[technician]
        before = imbalance_cost(model, state)
        count, gone, is_sound = ruin(model, state, average, longest, 0.5, touched, removed)
        if gone + many == 0:
            continue
        effort += gone
        limit = -temperature * np.log(uniform(state.chance) + 1e-300)
        change, owed = ZERO, ZERO
        for number in range(gone):
            is_old[removed[number]] = 0
        for number in range(many):
            visit = unserved[number]
            is_old[visit] = state.figures[STARTED]
            removed[gone] = visit
            gone += 1
            owed += model.visits[visit, PRIZE]
        if is_sound:
            may_cost = limit + owed - change_of_routes(state, touched, count)
            count, skip, is_sound = recreate(
                model,
                state,
                removed,
                gone,
                is_old,
                touched,
                count,
                nearest,
                blink,
                skip,
                may_cost,
            )
            change = change_of_routes(state, touched, count) - owed
            for number in range(state.figures[ABSENT]):
                change += model.visits[state.absent[number], PRIZE]
            change += imbalance_cost(model, state) - before
        state.figures[STARTED] = 1
        if is_sound and change < limit:
            state.figures[CURRENT] += change
            renew(state, touched, count)
            if pool_gap >= 0 and change != 0:
                if state.figures[CURRENT] - state.figures[BEST] <= pool_gap:
                    keep_routes(model, state, touched, count)
            if state.figures[CURRENT] < state.figures[BEST]:
                keep_best(state)
        else:
            take_back(model, state, touched, count, unserved, many)
            for technician in range(work_before.shape[0]):
                state.work[technician] = work_before[technician]
    return effort
