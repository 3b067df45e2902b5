"""When work may start: the windows of a visit on a day, and the pauses on the way to it."""

from __future__ import annotations

import numpy as np

from scheduling.compiled import compiled
from scheduling.search.model import FIRST, LAST, LENGTH, NEVER, Int64


@compiled(inline=True)
def uniform(chance: np.typing.NDArray[np.uint64]) -> float:
    """A random number in [0, 1): xorshift64 (G. Marsaglia, "Xorshift RNGs", 2003)."""
    state = chance[0]
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    chance[0] = state
    return float(state >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled(inline=True)
def first_start(windows: Int64, day: int, visit: int, ready: int) -> int:
    """The first second at which the work may start once somebody is ready; `NEVER` if it is too late."""
    for number in range(windows[day, visit, 0]):
        if ready <= windows[day, visit, 2 * number + 2]:
            return max(ready, int(windows[day, visit, 2 * number + 1]))
    return NEVER


@compiled(inline=True)
def last_start(windows: Int64, day: int, visit: int, limit: int) -> int:
    """The last second, not after the limit, at which the work may start; `-NEVER` if it is too early."""
    for number in range(windows[day, visit, 0] - 1, -1, -1):
        if limit >= windows[day, visit, 2 * number + 1]:
            return min(limit, int(windows[day, visit, 2 * number + 2]))
    return -NEVER


@compiled(inline=True)
def arrival(breaks: Int64, shift: int, taken: int, then: int, free_at: int, drive: int) -> int:
    """When a drive is over on which the pauses from `taken` to `then` are made; `NEVER` if one is too late.

    A pause waits for its window, before, during or after the drive, whichever ends first. The windows of the
    pauses of a shift follow each other, so only the first one can be missed.
    """
    reached = free_at + drive
    if then > taken and free_at > breaks[shift, taken, LAST]:
        return NEVER
    for pause in range(taken, then):
        reached = max(reached, breaks[shift, pause, FIRST]) + breaks[shift, pause, LENGTH]
    return reached


@compiled(inline=True)
def arrival_home(
    breaks: Int64, shift: int, taken: int, then: int, free_at: int, drive: int, grid: int
) -> int:
    """When the drive back is over; a pause that can still be made at its end is, and does not put it off."""
    reached = free_at + drive
    if then > taken and free_at > breaks[shift, taken, LAST]:
        return NEVER
    for pause in range(taken, then):
        if -(-reached // grid) * grid <= breaks[shift, pause, LAST]:
            break
        reached += breaks[shift, pause, LENGTH]
    return reached


@compiled(inline=True)
def departure(breaks: Int64, shift: int, taken: int, then: int, limit: int, drive: int) -> int:
    """The latest second at which one must be free to arrive at the limit with these pauses; `-NEVER` if none."""
    for pause in range(then - 1, taken - 1, -1):
        limit -= breaks[shift, pause, LENGTH]
        if breaks[shift, pause, FIRST] > limit:
            return -NEVER
    free_at = limit - drive
    if then > taken:
        free_at = min(free_at, breaks[shift, taken, LAST])
    return free_at


@compiled
def clip(allowed: Int64, windows: Int64, clips: Int64, visit: int, first: int, last: int) -> None:
    """Let a visit start between two seconds only, on whatever day: `allowed` are its windows without links."""
    clips[visit, 0], clips[visit, 1] = first, last
    for day in range(windows.shape[0]):
        count = 0
        for number in range(allowed[day, visit, 0]):
            start = max(first, allowed[day, visit, 2 * number + 1])
            end = min(last, allowed[day, visit, 2 * number + 2])
            if start <= end:
                windows[day, visit, 2 * count + 1] = start
                windows[day, visit, 2 * count + 2] = end
                count += 1
        windows[day, visit, 0] = count
