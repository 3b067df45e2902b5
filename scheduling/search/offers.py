"""What a visit is offered: the shifts in which it is tried, and the cheapest place in one of them."""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.known import is_untouched, known_place
from scheduling.search.model import (
    CLASS,
    PRIZE,
    SEEN,
    SERVICE,
    STOPS,
    TECHNICIAN,
    TRIED,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, cheapest_place, has_room


@compiled
def routes_to_try(
    model: Model,
    state: State,
    visit: int,
    nearest: int,
    touched: Int64,
    count: int,
    is_old: int,
) -> int:
    """Write to `State.chosen` the shifts in which a visit is tried, and say how many: all that are able if these are few.

    Otherwise routes touched in this step, routes that hold one of its nearest visits, and of each class of equal unused
    shifts the first one. A visit that was unplanned before this step fits only where something was taken out.
    """
    chosen = state.chosen
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


@compiled(inline=True)
def is_second_twin(model: Model, state: State, shift: int) -> bool:
    """Whether a shift is unused and so is the one before it, which is like it."""
    if state.routes[shift, STOPS] > 0 or shift == 0:
        return False
    is_like = model.shifts[shift - 1, CLASS] == model.shifts[shift, CLASS]
    return bool(is_like and state.routes[shift - 1, STOPS] == 0)


@compiled
def offer(model: Model, state: State, visit: int, shift: int) -> tuple[int, int]:
    """What the cheapest place of a visit in a shift costs, and which stop it follows.

    The stop's number is -1 if there is no place for less than the visit's prize, which is then the cost.
    """
    prize = model.visits[visit, PRIZE]
    price = work_price(model, state, visit, shift) if model.imbalance > 0 else 0
    cost, at = prize, -1
    if is_untouched(state, shift):
        if not is_second_twin(model, state, shift):
            cost, at = known_place(model, state, visit, shift)
    elif has_room(model, state, visit, shift):
        cost, at, _ = cheapest_place(
            model, state, visit, shift, ZERO, state.routes[shift, STOPS], prize, ZERO, 0.0, FOLLOWED
        )
    if at < 0 or cost + price >= prize:
        return prize, -1
    return cost + price, at
