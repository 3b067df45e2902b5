"""What a route looks like to the forecast: stops as planned and as reported so far."""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.forecast.stray import DRIVES, WORKS, Stray
from scheduling.plan import Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStop:
    """One stop of a route as planned and as reported so far.

    Attributes:
        key: key of the visit.
        drive: seconds from the place before.
        planned_start: when the work was to start.
        service: planned seconds of work.
        earliest: the work does not start before it, however early the technician comes.
        window_end: the latest arrival that was promised.
        departed_at: when the technician set out for it, if reported.
        arrived_at: when the technician arrived, if reported.
        done_at: when the work was finished, if reported.
        is_end_guessed: whether `done_at` only says that it was over by then, because the technician went on.
        told_end: when whoever works there says that it will be over, if they need longer than planned.
        drives: how far the drive to it strays from `drive`.
        works: how far the work strays from `service`.
    """

    key: str
    drive: int
    planned_start: int
    service: int
    earliest: int
    window_end: int
    departed_at: int | None = None
    arrived_at: int | None = None
    done_at: int | None = None
    is_end_guessed: bool = False
    told_end: int | None = None
    drives: Stray = DRIVES
    works: Stray = WORKS

    @property
    def has_report(self) -> bool:
        """Whether anything was heard of it."""
        return not (self.departed_at is None and self.arrived_at is None and self.done_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """What is known of one route.

    Attributes:
        stops: all of them in order, the finished ones included.
        ready_at: when the route began or, if it has not, when it is to begin.
        pauses: as planned, in order; whether one is over is told from the reports.
        absent_until: the technician reaches no further stop before it; none if nobody is away.
    """

    stops: tuple[ExpectedStop, ...]
    ready_at: int
    pauses: tuple[Pause, ...] = ()
    absent_until: int | None = None
