"""Pauses by the clock: which are still to be taken, and before which stop they will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.forecast.facts import ExpectedStop, RouteFacts
from scheduling.forecast.lasting import Singles
from scheduling.plan import Pause
from scheduling.uncertainty.normal import Floats

NEARLY: Final = 15 * 60
"""Whoever would come to a stop less than so many seconds before a planned pause takes the pause first."""

EARLY: Final = 30 * 60
"""Seconds before its planned beginning from which on a pause is taken."""

MOVED: Final = 2 * 3600
"""A plan made anew moves a pause by less: so long before its planned beginning it may have been taken already."""

GIVEN_UP: Final = 45 * 60
"""Whoever sets out for a stop reached so many seconds after the planned end has had the pause unheard, or given it up."""

_RECOGNISED: Final = 2 / 3
"""The share of a pause's length that a gap between two reports must have to be that pause."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A time between two stops: from when it began, if that was heard, when the next stop was set out for and reached."""

    from_at: int | None
    set_out_at: int
    there_at: int

    def was(self, pause: Pause) -> bool:
        """Whether it was this pause: as long, or where nobody knows how long, the last one that it can have been."""
        if self.from_at is None:
            return self.there_at > pause.start - NEARLY
        is_long = self.set_out_at - self.from_at >= _RECOGNISED * (pause.end - pause.start)
        return is_long and self.set_out_at > pause.start - MOVED


def still_to_take(route: RouteFacts) -> tuple[Pause, ...]:
    """The planned pauses that no gap between what was reported tells of, in order; none that is long past."""
    gaps = _gaps(route)
    reached = [gap.there_at for gap in gaps]
    left = []
    for pause in route.pauses:
        taken = next((gap for gap in gaps if gap.was(pause)), None)
        if taken is not None:
            gaps.remove(taken)
        elif not any(each > pause.end + GIVEN_UP for each in reached):
            left.append(pause)
    return tuple(left)


def _gaps(route: RouteFacts) -> list[_Gap]:
    """The times before each stop of which something was heard."""
    gaps = []
    free: int | None = route.ready_at
    for stop in route.stops:
        if stop.has_report:
            gaps.append(_gap(free, stop))
        free = None if stop.is_end_guessed else stop.done_at
    return gaps


def _gap(free: int | None, stop: ExpectedStop) -> _Gap:
    if stop.departed_at is not None:
        return _Gap(free, stop.departed_at, max(stop.departed_at + stop.drive, stop.earliest))
    if stop.arrived_at is not None:
        return _Gap(free, stop.arrived_at - stop.drive, stop.arrived_at)
    reached_at = (stop.done_at or 0) - stop.service
    return _Gap(free, reached_at - stop.drive, reached_at)


def free_after(
    pauses: Sequence[Pause], free: int, stop: ExpectedStop
) -> tuple[int, tuple[Pause, ...]]:
    """When somebody who is free could leave for a stop, and the pauses that are left after it."""
    left = list(pauses)
    while left and max(free + stop.drive, stop.earliest) > left[0].start - NEARLY:
        pause = left.pop(0)
        free = max(free, pause.start - EARLY) + pause.end - pause.start
    return free, tuple(left)


class Resting:
    """The pauses of many routes that are still to be taken, on every course of luck."""

    def __init__(self, begins: Floats, lengths: Floats, courses: int) -> None:
        """None of them has been taken yet.

        Args:
            begins: planned beginnings, of shape (routes, pauses); infinite where there is none.
            lengths: their lengths, of the same shape.
            courses: how many courses there are.
        """
        self._begins = begins.astype(np.float32)[:, :, None]
        self._lengths = lengths.astype(np.float32)[:, :, None]
        self._is_due = np.repeat(np.isfinite(self._begins), courses, axis=2)

    def before(self, free: Singles, drive: Singles, earliest: Singles) -> Singles:
        """When they leave for a stop that they are free for at `free`: later, where a pause comes first."""
        for number in range(self._begins.shape[1]):
            begins, lengths = self._begins[:, number], self._lengths[:, number]
            is_due = self._is_due[:, number]
            if is_due.any():
                there = np.maximum(free + drive, earliest)
                is_now = is_due & (there > begins - NEARLY)
                rested = np.maximum(free, begins - EARLY) + lengths
                free = np.where(is_now, rested, free)
                is_due &= ~is_now
        return free
