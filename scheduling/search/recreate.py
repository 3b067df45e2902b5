"""Recreate: what is unplanned is put back where it costs least, in a random order of some sort."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.search.known import is_untouched, known_place
from scheduling.search.model import (
    ABSENT,
    CLASS,
    GROUP,
    NONE,
    PRIZE,
    SEEN,
    SERVICE,
    STOPS,
    TECHNICIAN,
    TRIED,
    ZERO,
    Float,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, cheapest_place, has_room, positions_to_skip
from scheduling.search.routes import put_in
from scheduling.search.ruin import touch
from scheduling.search.together import insert_group
from scheduling.search.windows import uniform


@compiled
def sort_keys(model: Model, state: State, removed: Int64, gone: int, keys: Float) -> None:
    """Write by what the removed visits are sorted: one order is drawn for all of them."""
    order = uniform(state.chance) * 15.0
    for number in range(gone):
        visit = removed[number]
        facts = model.order_keys[visit]
        chance = uniform(state.chance)
        if order < 3.5:
            keys[number] = -(0.5 + chance) * facts[6]
        elif order < 4:
            keys[number] = chance
        elif order < 6:
            keys[number] = -facts[5] - 1e-3 * model.visits[visit, SERVICE] + 1e-6 * chance
        elif order < 8:
            keys[number] = -facts[1] + 1e-3 * chance
        elif order < 9:
            keys[number] = facts[1] + 1e-3 * chance
        elif order < 11:
            keys[number] = facts[0] + 1e-3 * chance
        elif order < 12:
            keys[number] = facts[3] + 1e-3 * chance
        elif order < 13:
            keys[number] = -facts[4] + 1e-3 * chance
        elif order < 14:
            keys[number] = facts[2] + 0.1 * chance
        else:
            keys[number] = chance - model.visits[visit, PRIZE]


@compiled
def routes_to_try(
    model: Model,
    state: State,
    visit: int,
    nearest: int,
    touched: Int64,
    count: int,
    is_old: int,
    chosen: Int64,
) -> int:
    """Write the shifts in which a visit is tried, and say how many: all that are able if these are few.

    Otherwise routes touched in this step, routes that hold one of its nearest visits, and of each class of equal unused
    shifts the first one. A visit that was unplanned before this step fits only where something was taken out.
    """
    shifts, visits = state.routes.shape[0], state.route_of.shape[0]
    if is_old > 0:
        for number in range(count):
            chosen[number] = touched[number]
        return count
    able = model.able[visit, 0]
    if able <= nearest or nearest >= visits - 1:
        for number in range(able):
            chosen[number] = model.able[visit, number + 1]
        return int(able)
    state.figures[TRIED] += 1
    mark = state.figures[TRIED]
    many = 0
    for number in range(count):
        shift = touched[number]
        state.routes[shift, SEEN] = mark
        chosen[many] = shift
        many += 1
    for rank in range(min(nearest, model.near.shape[1])):
        other = model.near[visit, rank]
        if other < 0:
            break
        shift = state.route_of[other]
        if shift >= 0 and state.routes[shift, SEEN] != mark:
            state.routes[shift, SEEN] = mark
            chosen[many] = shift
            many += 1
    before = -1
    for shift in range(shifts):
        if state.routes[shift, STOPS] == 0 and state.routes[shift, SEEN] != mark:
            if model.shifts[shift, CLASS] != before and model.allowed[visit, shift]:
                before = model.shifts[shift, CLASS]
                chosen[many] = shift
                many += 1
    return many


@compiled(inline=True)
def work_price(model: Model, state: State, visit: int, shift: int) -> int:
    """What a visit adds to the imbalance if this technician serves it."""
    technician = model.shifts[shift, TECHNICIAN]
    over = state.work[technician] - model.share[technician]
    more = max(0, over + model.visits[visit, SERVICE]) - max(0, over)
    return int(model.imbalance * more + 0.5)


@compiled
def insert_one(
    model: Model,
    state: State,
    visit: int,
    chosen: Int64,
    many: int,
    blink: float,
    skip: int,
    touched: Int64,
    count: int,
) -> tuple[int, int]:
    """Put a visit where it costs least, if that is less than its prize; routes touched, positions to skip."""
    best = model.visits[visit, PRIZE]
    where, behind = NONE, NONE
    changed = 0
    for number in range(many):
        shift = chosen[number]
        if not model.allowed[visit, shift]:
            continue
        if not is_untouched(state, shift):
            chosen[changed] = shift
            changed += 1
            continue
        if state.routes[shift, STOPS] == 0 and shift > 0:
            is_twin = model.shifts[shift - 1, CLASS] == model.shifts[shift, CLASS]
            if is_twin and state.routes[shift - 1, STOPS] == 0:
                continue
        price = work_price(model, state, visit, shift) if model.imbalance > 0 else 0
        cost, at = known_place(model, state, visit, shift)
        if at < 0 or cost + price >= best:
            continue
        skip -= 1
        if skip < 0 and blink > 0:
            skip = positions_to_skip(state.chance, blink)
            continue
        best, where, behind = cost + price, shift, at
    for number in range(changed):
        shift = chosen[number]
        price = work_price(model, state, visit, shift) if model.imbalance > 0 else 0
        if not has_room(model, state, visit, shift):
            continue
        cost, at, skip = cheapest_place(
            model,
            state,
            visit,
            shift,
            ZERO,
            state.routes[shift, STOPS],
            best - price,
            skip,
            blink,
            FOLLOWED,
        )
        if at >= 0:
            best, where, behind = cost + price, shift, at
    if where < 0:
        state.absent[state.figures[ABSENT]] = visit
        state.figures[ABSENT] += 1
        return count, skip
    count = touch(state, where, touched, count)
    put_in(model, state, visit, where, behind)
    return count, skip


@compiled
def recreate(
    model: Model,
    state: State,
    removed: Int64,
    gone: int,
    old: Int64,
    touched: Int64,
    count: int,
    nearest: int,
    blink: float,
    skip: int,
    keys: Float,
    chosen: Int64,
) -> tuple[int, int]:
    """Put the removed visits back one after the other; what finds no place is absent.

    Args:
        removed: visits to insert, the first `gone` count.
        old: for each visit the step before which it was unplanned and its old routes were tried in vain.
        touched: routes changed so far, the first `count` count; more are added.
        nearest: how many neighbours tell in which routes a visit is tried.
        blink: chance to overlook a position.
        skip: positions until the next one is overlooked.
        keys, chosen: room to work in.

    Returns:
        How many routes were touched, and the positions left to skip.
    """
    sort_keys(model, state, removed, gone, keys)
    order = np.argsort(keys[:gone])
    state.figures[ABSENT] = 0
    for rank in range(gone):
        visit = removed[order[rank]]
        if model.visits[visit, GROUP] >= 0:
            count, skip = insert_group(model, state, visit, blink, skip, touched, count)
            continue
        many = routes_to_try(model, state, visit, nearest, touched, count, old[visit], chosen)
        count, skip = insert_one(model, state, visit, chosen, many, blink, skip, touched, count)
    return count, skip
