"""A day as it might really go: works and drives of other lengths than planned, and a trouble or two.

Lengths are lognormal with mean 1 times the planned one. Everything comes from the generator that is
passed in: the same stops and the same seed give the same day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

WORK_SPREAD: Final = 0.25
"""Standard deviation of the logarithm of actual ÷ planned work: nine works of ten take 64 to 146 % of the plan, as in the low and high figures of published durations."""

DRIVE_SPREAD: Final = 0.15
"""Standard deviation of the logarithm of actual ÷ planned driving: nine drives of ten take 77 to 127 %."""

SHORTEST_WORK: Final = 60
"""Seconds on site below which nobody gets: ring the bell, look, leave."""

NOON: Final = 12 * 3600
"""Second before which a stop counts as a morning one, when the horizon starts at local midnight."""

LATER_STOPS: Final = 2
"""Stops that must follow an overrun and make it matter; a sick technician's route has one more."""

OVERRUN_MINUTES: Final = (40, 90)
"""Least and greatest overrun: more than a day's slack swallows, less than a window of two hours."""

CALL_MINUTES: Final = (20, 75)
"""Least and greatest time before the first departure at which a sick technician calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStop:
    """One planned stop, in seconds from the start of the horizon.

    Attributes:
        key: key of the visit.
        shift: key of the shift that serves it.
        start: when the work is planned to start.
        service: planned seconds of work.
        drive: planned seconds of driving from the place before.
    """

    key: str
    shift: str
    start: int
    service: int
    drive: int


@dataclass(frozen=True, slots=True)
class ActualStop:
    """What a stop really takes: seconds of work, an overrun included, and of driving to it."""

    key: str
    service: int
    drive: int


@dataclass(frozen=True, slots=True)
class Overrun:
    """The work at one stop takes `extra` seconds more than chance gave it."""

    stop: str
    extra: int


@dataclass(frozen=True, slots=True)
class Sickness:
    """The technician of one shift calls in sick at a second of the horizon, before leaving home."""

    shift: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDay:
    """Everything that happens on one random day.

    Attributes:
        stops: one for each planned stop, in the order given.
        overrun: already counted in the stop's service; none if no stop would make it matter.
        sickness: on another shift than the overrun; none if no other route is long enough.
    """

    stops: tuple[ActualStop, ...]
    overrun: Overrun | None
    sickness: Sickness | None


def service_day(
    stops: tuple[DayStop, ...],
    *,
    rng: np.random.Generator,
    noon: int = NOON,
    work_spread: float = WORK_SPREAD,
    drive_spread: float = DRIVE_SPREAD,
) -> ServiceDay:
    """A random day for the planned stops; `noon` is the second at which the morning ends."""
    works = _factors(rng, work_spread, len(stops))
    drives = _factors(rng, drive_spread, len(stops))
    routes: dict[str, list[DayStop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: (stop.start, stop.key)):
        routes[stop.shift].append(stop)
    long_routes = {key: routes[key] for key in sorted(routes) if len(routes[key]) > LATER_STOPS}
    chosen = _overrun_stop(long_routes, rng, noon)
    overrun = None
    if chosen is not None:
        long_routes.pop(chosen.shift)
        overrun = Overrun(chosen.key, 60 * int(rng.integers(*OVERRUN_MINUTES, endpoint=True)))
    extra = {} if overrun is None else {overrun.stop: overrun.extra}
    return ServiceDay(
        stops=tuple(
            ActualStop(
                stop.key,
                max(SHORTEST_WORK, round(stop.service * work)) + extra.get(stop.key, 0),
                round(stop.drive * drive),
            )
            for stop, work, drive in zip(stops, works, drives, strict=True)
        ),
        overrun=overrun,
        sickness=_sickness(long_routes, rng),
    )


def _factors(rng: np.random.Generator, spread: float, count: int) -> list[float]:
    """Lognormal factors with mean 1."""
    factors: list[float] = rng.lognormal(-spread * spread / 2, spread, count).tolist()
    return factors


def _overrun_stop(
    routes: dict[str, list[DayStop]], rng: np.random.Generator, noon: int
) -> DayStop | None:
    """A morning stop with enough stops after it, each equally likely."""
    fitting = [
        stop for route in routes.values() for stop in route[:-LATER_STOPS] if stop.start < noon
    ]
    return fitting[int(rng.integers(len(fitting)))] if fitting else None


def _sickness(routes: dict[str, list[DayStop]], rng: np.random.Generator) -> Sickness | None:
    """One of the routes' technicians calls in sick before the first departure."""
    if not routes:
        return None
    shift = list(routes)[int(rng.integers(len(routes)))]
    first = routes[shift][0]
    ahead = 60 * int(rng.integers(*CALL_MINUTES, endpoint=True))
    return Sickness(shift, max(0, first.start - first.drive - ahead))
