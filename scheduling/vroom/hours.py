"""Moments of a VROOM document as seconds of a horizon: working hours, windows and pauses.

VROOM's moments are seconds from any beginning, often from 1970; a horizon begins at 0 and stays below
2**30. Nothing is lost by that: a route that is as early as possible waits for no window after the last
one to begin, so it is over after all work and the longest trips have followed that beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.shift import Break
from scheduling.visit import TimeWindow
from scheduling.vroom.document import Document
from scheduling.vroom.fields import LONGEST, Refused, Span
from scheduling.vroom.roads import Roads
from scheduling.vroom.tasks import Task
from scheduling.vroom.vehicles import Vehicle


@dataclass(frozen=True, slots=True)
class Hours:
    """A horizon.

    Attributes:
        origin: VROOM's moment of second 0.
        end: the second at which everything is over.
    """

    origin: int
    end: int

    def window(self, span: Span | None) -> TimeWindow:
        """A span of the document within the horizon; none is all of it."""
        if span is None:
            return TimeWindow(0, self.end)
        return TimeWindow(span[0] - self.origin, min(span[1] - self.origin, self.end))

    def windows(self, task: Task) -> tuple[TimeWindow, ...]:
        """When the work of a task may begin."""
        return tuple(self.window(span) for span in task.windows or (None,))


def hours_of(document: Document, roads: Roads) -> Hours:
    """The horizon that all moments of the document fit into."""
    starts = [start for start, _ in _spans(document)]
    leeway = min(_leeway(document, roads), LONGEST // 2)
    is_open = any(vehicle.window is None for vehicle in document.vehicles)
    origin = max(0, min(starts, default=0) - leeway * is_open)
    end = max(starts, default=0) + leeway - origin
    if end > LONGEST:
        raise Refused("The windows of the document lie too many years apart.")
    return Hours(origin, end)


def breaks_of(vehicle: Vehicle, hours: Hours) -> tuple[Break, ...]:
    """The pauses of a vehicle, each with the one window in which it may begin.

    Raises:
        Refused: a pause cannot be taken, or when it may begin cannot be said by one window of its own.
    """
    span = hours.window(vehicle.window)
    lengths = [pause.service for pause in vehicle.breaks]
    bounds: list[tuple[int, int]] = []
    for pause in vehicle.breaks:
        if pause.service < 1:
            raise Refused(f"{pause.path}.service must be at least 1 second.")
        if pause.max_load is not None:
            raise Refused(f"{pause.path}.max_load can be checked, but not planned with.")
        windows = [hours.window(window) for window in pause.windows or (None,)]
        bounds += _possible(windows, span, pause.service, pause.path)
    for at in range(1, len(bounds)):
        earliest = max(bounds[at][0], bounds[at - 1][0] + lengths[at - 1])
        bounds[at] = (earliest, bounds[at][1])
    for at in reversed(range(len(bounds) - 1)):
        bounds[at] = (bounds[at][0], min(bounds[at][1], bounds[at + 1][1] - lengths[at]))
    for at, (pause, (earliest, latest)) in enumerate(zip(vehicle.breaks, bounds, strict=True)):
        if latest < earliest:
            raise Refused(f"{pause.path} cannot be taken within the hours and beside the others.")
        if at and earliest < bounds[at - 1][1] + lengths[at - 1]:
            raise Refused(f"{pause.path}.time_windows can overlap the break before it.")
    return tuple(
        Break(window=TimeWindow(*bound), length=length)
        for bound, length in zip(bounds, lengths, strict=True)
    )


def _possible(
    windows: list[TimeWindow], span: TimeWindow, length: int, path: str
) -> list[tuple[int, int]]:
    """The one window, clipped so that the pause fits into the vehicle's hours."""
    clipped = [
        (max(window.start, span.start), min(window.end, span.end - length)) for window in windows
    ]
    possible = [(start, end) for start, end in clipped if start <= end]
    if not possible:
        raise Refused(f"{path} cannot be taken within the hours of its vehicle.")
    if len(possible) > 1:
        raise Refused(f"{path}.time_windows has several windows, which cannot be planned with.")
    return possible


def _spans(document: Document) -> Iterator[Span]:
    for task in document.tasks:
        yield from task.windows
    for vehicle in document.vehicles:
        if vehicle.window is not None:
            yield vehicle.window
        for pause in vehicle.breaks:
            yield from pause.windows


def _leeway(document: Document, roads: Roads) -> int:
    """Seconds that any route takes at most, without the waiting."""
    longest = sum(int(trips.seconds.max()) for trips in roads.by_way.values())
    work = sum(
        max((task.setup, *task.setup_per_type.values()))
        + max((task.service, *task.service_per_type.values()))
        for task in document.tasks
    )
    pauses = max(sum(pause.service for pause in each.breaks) for each in document.vehicles)
    return work + pauses + longest * (len(document.tasks) + 1) + 1
