"""Linked visits inside the search: they leave together and come back together.

A link between two routes is kept by clipping the starts of both visits: once both stand, two visits at one
time are pinned to a second that suits both routes, and of two in a row the first must start before a border
and the second after it. The routes stay independent of each other, so every other insertion is still told by
three drives; the borders are drawn anew whenever the visits are put back.
"""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.model import (
    BEFORE,
    GROUP,
    KIND,
    LAG,
    NEVER,
    ONE,
    OTHER,
    PAUSES,
    SAME_TECHNICIAN,
    SAME_TIME,
    SERVICE,
    TECHNICIAN,
    Int64,
    Model,
    State,
)
from scheduling.search.routes import place_of, refresh
from scheduling.search.ruin import set_clip, touch

MEETINGS = 4
"""How often two visits look for a second that suits both."""


@compiled
def earliest_of(model: Model, state: State, visit: int) -> int:
    """The earliest start of a planned visit in its route."""
    shift = state.route_of[visit]
    at = place_of(state, visit, shift)
    best = NEVER
    for taken in range(model.shifts[shift, PAUSES] + 1):
        if state.earliest[shift, at, taken] <= state.latest[shift, at, taken]:
            best = min(best, state.earliest[shift, at, taken])
    return best


@compiled
def latest_of(model: Model, state: State, visit: int) -> int:
    """The latest start of a planned visit from which the rest of its route still fits."""
    shift = state.route_of[visit]
    at = place_of(state, visit, shift)
    best = -NEVER
    for taken in range(model.shifts[shift, PAUSES] + 1):
        if state.earliest[shift, at, taken] <= state.latest[shift, at, taken]:
            best = max(best, state.latest[shift, at, taken])
    return best


@compiled(inline=True)
def on_grid(model: Model, second: int) -> int:
    """The first second from there on at which work may start."""
    return -(-second // model.grid) * model.grid


@compiled
def bounds_of(model: Model, state: State, visit: int) -> tuple[int, int, int, int, int]:
    """What the planned members of its group leave to a visit.

    Returns:
        First and last start, the only technician, the only shift, and a shift that may not serve it; -1 for
        whoever it may be.
    """
    first, last, technician, shift, other_than = -NEVER, NEVER, -1, -1, -1
    group = model.visits[visit, GROUP]
    for number in range(model.link_start[group], model.link_start[group + 1]):
        kind, lag = model.links[number, KIND], model.links[number, LAG]
        one, other = model.links[number, ONE], model.links[number, OTHER]
        if visit not in (one, other):
            continue
        planned = other if one == visit else one
        served_by = state.route_of[planned]
        if served_by < 0:
            continue
        if kind == SAME_TIME:
            first = max(first, earliest_of(model, state, planned))
            last = min(last, latest_of(model, state, planned))
            other_than = served_by
        elif kind == BEFORE and planned == one:
            done = earliest_of(model, state, one) + model.visits[one, SERVICE]
            first = max(first, on_grid(model, done + lag))
        elif kind == BEFORE:
            last = min(last, latest_of(model, state, other) - lag - model.visits[visit, SERVICE])
        elif kind == SAME_TECHNICIAN:
            technician = model.shifts[served_by, TECHNICIAN]
        else:
            shift = served_by
    return first, last, technician, shift, other_than


@compiled
def narrow(model: Model, state: State, visit: int, first: int, last: int) -> bool:
    """Clip a planned visit further; its route was touched before. Whether the route still fits."""
    set_clip(
        model,
        state,
        visit,
        max(first, state.clips[visit, 0]),
        min(last, state.clips[visit, 1]),
    )
    shift = state.route_of[visit]
    at = place_of(state, visit, shift)
    return refresh(model, state, shift, at, at)


@compiled
def meet(model: Model, state: State, one: int, other: int) -> bool:
    """Clip two planned visits to a second at which both can start, whether there is one.

    One of them may have to wait for its next window or a pause, and the other for it then.
    """
    start, then = -NEVER, max(earliest_of(model, state, one), earliest_of(model, state, other))
    is_sound, meetings = True, 0
    while is_sound and then > start and meetings < MEETINGS:
        start, meetings = then, meetings + 1
        is_sound = narrow(model, state, one, start, NEVER)
        is_sound = narrow(model, state, other, start, NEVER) and is_sound
        then = max(earliest_of(model, state, one), earliest_of(model, state, other))
    is_sound = narrow(model, state, one, start, start) and is_sound
    return narrow(model, state, other, start, start) and is_sound


@compiled
def tie(model: Model, state: State, visit: int, touched: Int64, count: int) -> tuple[int, bool]:
    """Clip a visit just put in and its planned partners so that their links hold, whatever comes later.

    Returns:
        How many routes were touched, and whether all routes still fit.
    """
    group = model.visits[visit, GROUP]
    is_sound = True
    for number in range(model.link_start[group], model.link_start[group + 1]):
        kind, lag = model.links[number, KIND], model.links[number, LAG]
        one, other = model.links[number, ONE], model.links[number, OTHER]
        if visit not in (one, other) or kind not in (SAME_TIME, BEFORE):
            continue
        planned = other if one == visit else one
        if state.route_of[planned] < 0:
            continue
        count = touch(state, state.route_of[planned], touched, count)
        if kind == SAME_TIME:
            is_sound = meet(model, state, visit, planned) and is_sound
        else:
            after = lag + model.visits[one, SERVICE]
            border = on_grid(
                model,
                max(earliest_of(model, state, other), earliest_of(model, state, one) + after),
            )
            is_sound = narrow(model, state, one, -NEVER, border - after) and is_sound
            is_sound = narrow(model, state, other, border, NEVER) and is_sound
    return count, is_sound
