"""Linked visits are put in together or not at all: one after the other, or two on one shift at once."""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.linked import bounds_of, tie
from scheduling.search.model import (
    ABSENT,
    BEFORE,
    GROUP,
    KIND,
    NEVER,
    NONE,
    ONE,
    OTHER,
    PRIZE,
    SAME_SHIFT,
    STOPS,
    TECHNICIAN,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.places import FOLLOWED, LATER, cheapest_place, has_room
from scheduling.search.routes import place_of, put_in, take_out
from scheduling.search.ruin import drop, set_clip, touch


@compiled
def best_shift(
    model: Model,
    state: State,
    visit: int,
    left: int,
    blink: float,
    skip: int,
) -> tuple[int, int, int, int]:
    """The cheapest place of a member; its cost, shift and position (-1 if there is none), positions to skip."""
    first, last, technician, only, other_than = bounds_of(model, state, visit)
    set_clip(model, state, visit, first, last)
    best, where, behind = left, NONE, NONE
    for shift in range(state.routes.shape[0]):
        if not model.allowed[visit, shift] or shift == other_than:
            continue
        if technician >= 0 and model.shifts[shift, TECHNICIAN] != technician:
            continue
        if only >= 0 and shift != only:
            continue
        if not has_room(model, state, visit, shift):
            continue
        begin = _behind_partners(model, state, visit, shift)
        stops = state.routes[shift, STOPS]
        cost, at, skip = cheapest_place(
            model, state, visit, shift, begin, stops, best, skip, blink, FOLLOWED
        )
        if at >= 0:
            best, where, behind = cost, shift, at
    return best, where, behind, skip


@compiled
def _behind_partners(model: Model, state: State, visit: int, shift: int) -> int:
    """The last stop of a shift that must come before a visit there."""
    group = model.visits[visit, GROUP]
    behind = ZERO
    for number in range(model.link_start[group], model.link_start[group + 1]):
        is_ordered = model.links[number, KIND] in (BEFORE, SAME_SHIFT)
        if is_ordered and model.links[number, OTHER] == visit:
            one = model.links[number, ONE]
            if state.route_of[one] == shift:
                behind = max(behind, place_of(state, one, shift))
    return behind


@compiled
def best_pair(
    model: Model,
    state: State,
    one: int,
    other: int,
    left: int,
    blink: float,
    skip: int,
    touched: Int64,
    count: int,
) -> tuple[int, int, int, int, int]:
    """Where one shift serves two visits for least: shift, position of both, positions to skip, routes touched.

    The positions are those of the stops they follow, the second counted with the first already there.
    """
    where, behind, then = NONE, NONE, NONE
    best = left
    for shift in range(state.routes.shape[0]):
        if not (model.allowed[one, shift] and model.allowed[other, shift]):
            continue
        if not has_room(model, state, one, shift) or not has_room(model, state, other, shift):
            continue
        stops = state.routes[shift, STOPS]
        for at in range(stops + 1):
            cost, found, skip = cheapest_place(
                model, state, one, shift, at, at, best, skip, 0.0, LATER
            )
            if found < 0:
                continue
            count = touch(state, shift, touched, count)
            put_in(model, state, one, shift, at)
            if has_room(model, state, other, shift):
                more, after, skip = cheapest_place(
                    model,
                    state,
                    other,
                    shift,
                    at + 1,
                    stops + 1,
                    best - cost,
                    skip,
                    blink,
                    FOLLOWED,
                )
                if after >= 0:
                    best, where, behind, then = cost + more, shift, at, after
            take_out(model, state, shift, at + 1, at + 1, at, ZERO)
    return where, behind, then, skip, count


@compiled
def insert_group(
    model: Model,
    state: State,
    visit: int,
    blink: float,
    skip: int,
    touched: Int64,
    count: int,
) -> tuple[int, int]:
    """Put all members of a group in, or none; done when its first member is asked for.

    Returns:
        How many routes were touched, and positions to skip.
    """
    group = model.visits[visit, GROUP]
    begin, end = model.group_start[group], model.group_start[group + 1]
    if model.group_members[begin] != visit:
        return count, skip
    left = ZERO
    for number in range(begin, end):
        left += model.visits[model.group_members[number], PRIZE]
        set_clip(model, state, model.group_members[number], -NEVER, NEVER)
    is_sound = True
    first_link = model.link_start[group]
    is_pair = end - begin == 2 and model.link_start[group + 1] - first_link == 1
    if is_pair and model.links[first_link, KIND] == SAME_SHIFT:
        one, other = model.group_members[begin], model.group_members[begin + 1]
        where, behind, then, skip, count = best_pair(
            model, state, one, other, left, blink, skip, touched, count
        )
        is_sound = where >= 0
        if is_sound:
            count = touch(state, where, touched, count)
            put_in(model, state, one, where, behind)
            is_sound = put_in(model, state, other, where, then)
    else:
        for number in range(begin, end):
            member = model.group_members[number]
            cost, where, behind, skip = best_shift(model, state, member, left, blink, skip)
            if where < 0:
                is_sound = False
                break
            left -= cost
            count = touch(state, where, touched, count)
            put_in(model, state, member, where, behind)
            count, is_sound = tie(model, state, member, touched, count)
            if not is_sound:
                break
    if not is_sound:
        count = _give_up(model, state, begin, end, touched, count)
    return count, skip


@compiled
def _give_up(model: Model, state: State, begin: int, end: int, touched: Int64, count: int) -> int:
    """Leave a whole group unplanned."""
    for number in range(begin, end):
        member = model.group_members[number]
        if state.route_of[member] >= 0:
            count, _ = drop(model, state, member, touched, count)
        state.absent[state.figures[ABSENT]] = member
        state.figures[ABSENT] += 1
    return count
