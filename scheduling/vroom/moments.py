"""The best moments for a given order of steps: as little off the windows as possible, then short, then early.

Between two places a vehicle drives, pauses and waits. Take from every moment the work and travel that must
lie before it, and what is left is the waiting so far, a number that never falls along a route. Each step
prefers some of these numbers, linearly off its windows; so the best ones are found among the numbers at
which a window begins or ends for some step (the argument of isotonic regression), one step after another.
A pause may lie anywhere within the trip it interrupts: being early for it depends only on the waiting after
the trip, being late only on the waiting before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Final

import numpy as np
import numpy.typing as npt

from scheduling.vroom.fields import Refused, Span

MOST_CHOICES: Final = 256
"""Ways to choose one window for each pause of a route."""
MOST_CELLS: Final = 3_000_000
"""Steps times moments looked at for a route; some hundred megabytes."""
SECOND_AIM: Final = 2**64
"""One second off a window outweighs any length of the route."""
NEVER: Final = 2**120
"""What cannot be."""

Costs = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A step with a place of its own: the start, a task or the end.

    Attributes:
        before: seconds of work, pauses and travel that lie before it.
        travel: seconds of travel among them.
        windows: when it should begin; empty for any time.
        allowed: when it must begin.
    """

    before: int
    travel: int
    windows: tuple[Span, ...]
    allowed: Span


@dataclass(frozen=True, slots=True)
class Floating:
    """A pause on the way from one fixed step to the next.

    Attributes:
        trip: number of the fixed step before it.
        before: seconds of work and pauses that lie before it.
        windows: when it should begin; empty for any time.
        allowed: when it must begin.
    """

    trip: int
    before: int
    windows: tuple[Span, ...]
    allowed: Span


def best_moments(
    fixed: Sequence[Fixed], floating: Sequence[Floating], path: str
) -> tuple[list[int], list[int]]:
    """When the fixed and the floating steps best begin.

    Args:
        fixed: at least the start and the end of the route.
        floating: in order.
        path: names the route in sentences.

    Raises:
        Refused: the allowed moments exclude each other, or there are too many to look at.
    """
    if prod(max(1, len(pause.windows)) for pause in floating) > MOST_CHOICES:
        raise Refused(f"{path} takes breaks with too many windows to try them all.")
    best: tuple[int, list[int], list[_Chosen]] | None = None
    for windows in product(*(pause.windows or (None,) for pause in floating)):
        chosen = _chosen(floating, windows, path)
        found = _best_waits(fixed, chosen, path)
        if best is None or found[0] < best[0]:
            best = (*found, chosen)
    assert best is not None  # noqa: S101 - there is at least one way to choose
    cost, waits, pauses = best
    if cost >= NEVER // 2:
        raise Refused(f"{path} asks for service times that cannot be kept together.")
    moments = [wait + step.before for wait, step in zip(waits, fixed, strict=True)]
    return moments, list(_pause_moments(fixed, pauses, waits))


@dataclass(slots=True)
class _Chosen:
    """A pause with one window, its moments less the work before it.

    It should begin from `start` to `until` and must begin from `earliest` to `latest`. The pauses before it
    on the same trip should not begin before `floor`.
    """

    trip: int
    before: int
    start: int
    until: int
    earliest: int
    latest: int
    floor: int = -NEVER


def _chosen(
    floating: Sequence[Floating], windows: Sequence[Span | None], path: str
) -> list[_Chosen]:
    """The pauses with these windows; pauses of one trip pass on to each other what they must."""
    chosen = []
    for pause, window in zip(floating, windows, strict=True):
        start, end = (-NEVER, NEVER) if window is None else window
        times = [moment - pause.before for moment in (start, end, *pause.allowed)]
        chosen.append(_Chosen(pause.trip, pause.before, *times))
    neighbours = [pair for pair in pairwise(chosen) if pair[0].trip == pair[1].trip]
    for earlier, later in neighbours:
        later.floor = max(earlier.floor, earlier.start)
        if later.start < later.floor and later.until < NEVER // 2:
            raise Refused(f"{path} takes breaks against the order of their windows.")
        later.earliest = max(later.earliest, earlier.earliest)
    for earlier, later in reversed(neighbours):
        earlier.latest = min(earlier.latest, later.latest)
    return chosen


def _best_waits(
    fixed: Sequence[Fixed], pauses: Sequence[_Chosen], path: str
) -> tuple[int, list[int]]:
    """The least cost, and the waiting before each fixed step that has it; the earliest such."""
    numbers = _numbers(fixed, pauses)
    if len(numbers) * len(fixed) > MOST_CELLS:
        raise Refused(f"{path} has too many steps and windows to look at together.")
    rows: list[Costs] = []
    for at, step in enumerate(fixed):
        costs = _step_costs(step, numbers)
        for pause in pauses:
            if pause.trip == at:
                costs = costs + _late_costs(pause, step, numbers)
            if pause.trip + 1 == at:
                costs = costs + _early_costs(pause, step, numbers)
        if at == 0:
            costs = costs - numbers
        if at == len(fixed) - 1:
            costs = costs + numbers
        rows.append(costs if not rows else costs + np.minimum.accumulate(rows[-1]))
    waits: list[int] = []
    reach = len(numbers)
    least = 0
    for row in reversed(rows):
        here = row[:reach]
        at = int(np.argmin(here))
        least = least if waits else int(here[at])
        waits.append(int(numbers[at]))
        reach = at + 1
    return least, waits[::-1]


def _numbers(fixed: Sequence[Fixed], pauses: Sequence[_Chosen]) -> Costs:
    """Waiting times at which something changes; none is later than the last beginning asks for."""
    lows, highs = set(), set()
    for step in fixed:
        lows |= {start - step.before for start, _ in (*step.windows, step.allowed)}
        highs |= {end - step.before for _, end in (*step.windows, step.allowed)}
    for pause in pauses:
        for step in fixed[pause.trip : pause.trip + 2]:
            lows |= {pause.start - step.travel, pause.earliest - step.travel}
            highs |= {pause.until - step.travel, pause.latest - step.travel}
    latest = max(lows)
    earliest = fixed[0].allowed[0]
    kept = sorted(number for number in lows | highs if earliest <= number <= latest)
    return np.array(kept, dtype=object)


def _step_costs(step: Fixed, numbers: Costs) -> Costs:
    moments = numbers + step.before
    costs = np.zeros_like(numbers)
    if step.windows:
        off = [_outside(moments, start, end) for start, end in step.windows]
        costs = np.minimum.reduce(off) * SECOND_AIM
    return _forbidden(costs, _outside(moments, *step.allowed) > 0)


def _late_costs(pause: _Chosen, step: Fixed, numbers: Costs) -> Costs:
    """What the waiting before the trip costs a pause that comes too late."""
    begins = np.maximum(numbers + step.travel, pause.earliest)
    late = np.maximum(begins - pause.until, 0) * SECOND_AIM
    return _forbidden(late, begins > pause.latest)


def _early_costs(pause: _Chosen, step: Fixed, numbers: Costs) -> Costs:
    """What the waiting before the end of the trip costs a pause that comes too early."""
    reach = np.minimum(numbers + step.travel, pause.latest)
    early = np.maximum(pause.start - reach, 0) * SECOND_AIM
    return _forbidden(early, reach < pause.earliest)


def _forbidden(costs: Costs, where: npt.NDArray[np.bool_]) -> Costs:
    kept = [NEVER if never else cost for cost, never in zip(costs, where, strict=True)]
    return np.array(kept, dtype=object)


def _outside(moments: Costs, start: int, end: int) -> Costs:
    off: Costs = np.maximum(np.maximum(start - moments, moments - end), 0)
    return off


def _pause_moments(
    fixed: Sequence[Fixed], pauses: Sequence[_Chosen], waits: Sequence[int]
) -> Iterator[int]:
    """Each pause as early as it should, within what its trip leaves."""
    for pause in pauses:
        first, last = (fixed[at].travel + waits[at] for at in (pause.trip, pause.trip + 1))
        wanted = max(pause.start, pause.floor, first, pause.earliest)
        yield min(wanted, last, pause.latest) + pause.before
