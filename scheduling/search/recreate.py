"""Recreate: what is unplanned is put back where it costs least, in a random order of some sort."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.search.known import is_untouched, known_place
from scheduling.search.model import (
    ABLE,
    ABSENT,
    DISTANCE,
    EARLIEST,
    GROUP,
    LATEST,
    NONE,
    OPEN,
    PRIZE,
    SERVICE,
    STOPS,
    WEIGHT,
    WORTH,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.offers import is_second_twin, routes_to_try, work_price
from scheduling.search.places import FOLLOWED, cheapest_place, has_room, positions_to_skip
from scheduling.search.regret import insert_by_regret
from scheduling.search.routes import put_in
from scheduling.search.ruin import touch
from scheduling.search.together import insert_group
from scheduling.search.windows import uniform


@compiled
def sort_keys(model: Model, state: State, removed: Int64, gone: int) -> None:
    """Write by what the removed visits are sorted: one order is drawn for all of them."""
    order = uniform(state.chance) * 15.0
    for number in range(gone):
        visit = removed[number]
        facts = model.order_keys[visit]
        chance = uniform(state.chance)
        if order < 3.5:
            state.keys[number] = -(0.5 + chance) * facts[WORTH]
        elif order < 4:
            state.keys[number] = chance
        elif order < 6:
            state.keys[number] = (
                -facts[WEIGHT] - 1e-3 * model.visits[visit, SERVICE] + 1e-6 * chance
            )
        elif order < 8:
            state.keys[number] = -facts[DISTANCE] + 1e-3 * chance
        elif order < 9:
            state.keys[number] = facts[DISTANCE] + 1e-3 * chance
        elif order < 11:
            state.keys[number] = facts[OPEN] + 1e-3 * chance
        elif order < 12:
            state.keys[number] = facts[EARLIEST] + 1e-3 * chance
        elif order < 13:
            state.keys[number] = -facts[LATEST] + 1e-3 * chance
        elif order < 14:
            state.keys[number] = facts[ABLE] + 0.1 * chance
        else:
            state.keys[number] = chance - model.visits[visit, PRIZE]


@compiled
def insert_one(
    model: Model,
    state: State,
    visit: int,
    many: int,
    blink: float,
    skip: int,
    touched: Int64,
    count: int,
) -> tuple[int, int]:
    """Put a visit where it costs least, if that is less than its prize; routes touched, positions to skip."""
    chosen = state.chosen
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
        if is_second_twin(model, state, shift):
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
def count_linked(model: Model, removed: Int64, gone: int) -> int:
    """How many of the removed visits are linked to others."""
    linked = 0
    for number in range(gone):
        if model.visits[removed[number], GROUP] >= 0:
            linked += 1
    return linked


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
    limit: float,
) -> tuple[int, int, bool]:
    """Put the removed visits back one after the other; what finds no place is absent.

    Args:
        removed: visits to insert, the first `gone` count.
        old: for each visit whether it was unplanned before this step, when untouched routes were tried in vain.
        touched: routes changed so far, the first `count` count; more are added.
        nearest: how many neighbours tell in which routes a visit is tried.
        blink: chance to overlook a position.
        skip: positions until the next one is overlooked.
        limit: what the visits may cost together; a step that cannot keep to it may be broken off.

    Returns:
        How many routes were touched, the positions left to skip, and whether the step was carried out.
    """
    by_regret = uniform(state.chance) < model.regret and gone <= state.offers.shape[0]
    if by_regret and count_linked(model, removed, gone) == 0:
        count, is_done = insert_by_regret(
            model, state, removed, gone, old, touched, count, nearest, limit
        )
        return count, skip, is_done
    sort_keys(model, state, removed, gone)
    order = np.argsort(state.keys[:gone])
    state.figures[ABSENT] = 0
    for rank in range(gone):
        visit = removed[order[rank]]
        if model.visits[visit, GROUP] >= 0:
            count, skip = insert_group(model, state, visit, blink, skip, touched, count)
            continue
        many = routes_to_try(model, state, visit, nearest, touched, count, old[visit])
        count, skip = insert_one(model, state, visit, many, blink, skip, touched, count)
    return count, skip, True
