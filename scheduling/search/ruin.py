"""Ruin: strings of neighbouring visits are taken out of some routes (Christiaens & Vanden Berghe, 2020)."""

from __future__ import annotations

from scheduling.compiled import compiled
from scheduling.search.copies import remember
from scheduling.search.model import (
    CLIPPED,
    GROUP,
    STAMP,
    STEP,
    STOPS,
    ZERO,
    Int64,
    Model,
    State,
)
from scheduling.search.routes import place_of, take_out
from scheduling.search.windows import clip, uniform


@compiled
def touch(state: State, shift: int, touched: Int64, count: int) -> int:
    """Remember a route before its first change in this step; the number of routes touched so far."""
    if state.routes[shift, STAMP] != state.figures[STEP]:
        state.routes[shift, STAMP] = state.figures[STEP]
        remember(state, shift)
        touched[count] = shift
        count += 1
    return count


@compiled
def set_clip(model: Model, state: State, visit: int, first: int, last: int) -> None:
    """Clip a linked visit and note how it was, in case the step is taken back."""
    at = state.figures[CLIPPED]
    state.clip_log[at, 0] = visit
    state.clip_log[at, 1] = state.clips[visit, 0]
    state.clip_log[at, 2] = state.clips[visit, 1]
    state.figures[CLIPPED] = at + 1
    clip(model.windows, state.windows, state.clips, visit, first, last)


@compiled
def drop(model: Model, state: State, visit: int, touched: Int64, count: int) -> tuple[int, bool]:
    """Take one planned visit out; routes touched, and whether what stays fits."""
    shift = state.route_of[visit]
    count = touch(state, shift, touched, count)
    at = place_of(state, visit, shift)
    return count, take_out(model, state, shift, at, at, at, ZERO)


@compiled
def drop_group(
    model: Model, state: State, group: int, touched: Int64, count: int, removed: Int64, gone: int
) -> tuple[int, int, bool]:
    """Take every planned member of a group out; routes touched, visits removed, whether all still fits."""
    is_sound = True
    for number in range(model.group_start[group], model.group_start[group + 1]):
        visit = model.group_members[number]
        if state.route_of[visit] >= 0:
            count, still = drop(model, state, visit, touched, count)
            is_sound = still and is_sound
            removed[gone] = visit
            gone += 1
    return count, gone, is_sound


@compiled
def ruin(
    model: Model,
    state: State,
    average: float,
    longest: float,
    split: float,
    touched: Int64,
    removed: Int64,
) -> tuple[int, int, bool]:
    """Take strings out of the routes around a random visit.

    Args:
        average: visits taken out on average.
        longest: visits in a string at most.
        split: chance that a string leaves some of its visits in place.
        touched: written: the routes that changed.
        removed: written: the visits taken out.

    Returns:
        How many routes were touched, how many visits removed, whether what stays still fits.
    """
    visits, shifts = state.route_of.shape[0], state.routes.shape[0]
    served, used = 0, 0
    for shift in range(shifts):
        if state.routes[shift, STOPS] > 0:
            served += state.routes[shift, STOPS]
            used += 1
    if used == 0:
        return 0, 0, True
    string = min(longest, served / used)
    strings = int(uniform(state.chance) * (4.0 * average / (1.0 + string) - 1.0) + 1.0)
    seed = int(uniform(state.chance) * visits)
    count, gone, is_sound = ZERO, ZERO, True
    for rank in range(-1, model.near.shape[1]):
        if count >= strings:
            break
        centre = seed if rank < 0 else int(model.near[seed, rank])
        if centre < 0:
            break
        shift = state.route_of[centre]
        if shift < 0 or state.routes[shift, STAMP] == state.figures[STEP]:
            continue
        count = touch(state, shift, touched, count)
        first, last, skip, skipped = _string(state, centre, shift, string, split)
        for at in range(first, last + 1):
            if not skip <= at < skip + skipped:
                removed[gone] = state.stops[shift, at]
                gone += 1
        is_sound = take_out(model, state, shift, first, last, skip, skipped) and is_sound
    if model.group_start.shape[0] > 1:
        for number in range(gone):
            group = model.visits[removed[number], GROUP]
            if group >= 0:
                count, gone, still = drop_group(model, state, group, touched, count, removed, gone)
                is_sound = still and is_sound
    return count, gone, is_sound


@compiled
def _string(
    state: State, centre: int, shift: int, string: float, split: float
) -> tuple[int, int, int, int]:
    """First and last stop of a random string around a visit, and the stops inside it that stay."""
    stops = state.routes[shift, STOPS]
    length = min(stops, int(uniform(state.chance) * min(float(stops), string) + 1.0))
    at = place_of(state, centre, shift)
    skipped = ZERO
    if 1 < length < stops and uniform(state.chance) < split:
        skipped = 1
        while length + skipped < stops and uniform(state.chance) > SPLIT_DEPTH:
            skipped += 1
    span = length + skipped
    low, high = max(1, at - span + 1), min(at, stops - span + 1)
    first = min(high, low + int(uniform(state.chance) * (high - low + 1)))
    skip = ZERO
    if skipped > 0:
        skip = first + int(uniform(state.chance) * (span - skipped + 1))
    return first, first + span - 1, skip, skipped


SPLIT_DEPTH = 0.5
"""Chance that no further visit is left in place inside a split string."""
