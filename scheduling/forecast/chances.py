"""When the stops ahead will start, and which promises are in danger, for thousands of routes at once.

Every route goes through the same few hundred courses of luck (`luck`). What a technician is at has lasted for
a while without an end: its length is drawn from what is left of its distribution beyond that while. A
report may have been forgotten: with the chance `silence` of it the end may lie in the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.forecast.expected import RouteFacts
from scheduling.forecast.outlook import Outlook, outlook_of
from scheduling.uncertainty.normal import Floats, quantile, share_below

Singles = npt.NDArray[np.float32]

COURSES: Final = 512
"""Courses of luck: each position has every 512th quantile once, so that a chance is off by about a percentage point."""

SHARES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
"""The percentiles that are given unless others are asked for."""

SILENCE: Final = 0.05
"""Share of arrivals and endings that nobody reports, until it is known better."""

_STEEPEST: Final = 8.0
"""Standard deviations beyond which a length that still lasts is taken to end at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopForecast:
    """What may happen at a stop ahead.

    Attributes:
        key: key of the visit.
        starts: seconds by which the work has started with the asked probabilities, in their order.
        end: the mean second at which the work is finished.
        late: probability that it starts after the end of the promised window.
    """

    key: str
    starts: tuple[int, ...]
    end: int
    late: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """What may happen at the stops of an outlook; seconds from the present moment.

    Attributes:
        starts_by: seconds by which a share of all starts has happened, of shape (shares, routes, stops).
        end: mean second at which the work is finished, of shape (routes, stops).
        late: probability of a start after the promised window, of shape (routes, stops).
    """

    starts_by: Floats
    end: Floats
    late: Floats


def forecast(
    routes: Sequence[RouteFacts],
    *,
    now: int,
    shares: Sequence[float] = SHARES,
    silence: float = SILENCE,
    seed: int = 0,
) -> tuple[tuple[StopForecast, ...], ...]:
    """The stops ahead of every route, in its order; those over are left out.

    Args:
        routes: as planned and reported, with how far their lengths stray.
        now: the second up to which reports are in.
        shares: probabilities inside (0, 1] for which to give the second of the start.
        silence: share of the arrivals and endings that nobody reports.
        seed: of all luck.
    """
    outlook = outlook_of(routes, now=now)
    chances = chances_of(outlook, shares=shares, silence=silence, seed=seed)
    starts = np.ceil(chances.starts_by).astype(np.int64).transpose(1, 2, 0) + now
    columns = starts.tolist(), (np.ceil(chances.end) + now).tolist(), chances.late.tolist()
    return tuple(
        tuple(
            StopForecast(key=key, starts=tuple(by), end=int(end), late=late)
            for key, by, end, late in zip(keys, *each, strict=False)
        )
        for keys, *each in zip(outlook.keys, *columns, strict=True)
    )


def chances_of(
    outlook: Outlook, *, shares: Sequence[float] = SHARES, silence: float = SILENCE, seed: int = 0
) -> Chances:
    """Percentiles, ends and risks of all stops of an outlook."""
    if not all(0 < share <= 1 for share in shares) or not 0 <= silence < 1:
        raise ValueError("Shares lie between 0 and 1, and somebody reports something.")
    shape = len(outlook.free), outlook.stops
    starts_by = np.empty((len(shares), *shape))
    end, late = np.empty(shape), np.empty(shape)
    ranks = [ceil(share * COURSES) - 1 for share in shares]
    free = outlook.free.astype(np.float32)[:, None]
    for stop in range(outlook.stops):
        start, free = _passed(outlook, stop, free, silence, seed)
        late[:, stop] = (start > outlook.latest[:, stop, None]).mean(axis=1)
        end[:, stop] = free.mean(axis=1)
        start.sort(axis=1)
        starts_by[:, :, stop] = start[:, ranks].T
    return Chances(starts_by=starts_by, end=end, late=late)


def _passed(
    outlook: Outlook, stop: int, free: Singles, silence: float, seed: int
) -> tuple[Singles, Singles]:
    """When the work at a stop starts and ends on every course, if the technician is free for it at `free`."""
    luck = _luck(seed, stop)
    if stop:
        arrival = free + _lengths(outlook.drive, outlook.drive_spread, stop, luck.drives)
        ready = _ready(outlook, stop, arrival)
    else:
        ready = _first_ready(outlook, luck, silence)
    start = np.maximum(ready, _column(outlook.earliest[:, stop]))
    end = start + _lengths(outlook.work, outlook.work_spread, stop, luck.works)
    if not stop:
        here = outlook.is_working
        since = _column(outlook.since[here])
        start[here] = since
        np.maximum(end, 0, out=end)
        mean, spread = outlook.work[here, 0], outlook.work_spread[here, 0]
        end[here] = since + _lasting(mean, spread, -outlook.since[here], luck.works, silence)
    return start, end


def _first_ready(outlook: Outlook, luck: _Luck, silence: float) -> Singles:
    """When the technicians are ready at the first stop: on their way as heard, gone unheard, or still to leave."""
    mean, spread = outlook.drive[:, 0], outlook.drive_spread[:, 0]
    leaving = _column(np.maximum(outlook.free, 0))
    lengths = _lengths(outlook.drive, outlook.drive_spread, 0, luck.drives)
    ready = _ready(outlook, 0, leaving + lengths)
    since = np.where(outlook.is_driving, outlook.since, outlook.free + outlook.pause[:, 0])
    on_way = np.flatnonzero(outlook.is_driving)
    heard = _lasting(mean[on_way], spread[on_way], -since[on_way], luck.drives, silence)
    ready[on_way] = _there(outlook, on_way, _column(since[on_way]) + heard)
    gone = np.flatnonzero((since < 0) & ~outlook.is_driving & ~outlook.is_working)
    courses = np.flatnonzero(luck.silences < silence)
    unheard = _lasting(mean[gone], spread[gone], -since[gone], luck.drives[courses], 0.0)
    ready[np.ix_(gone, courses)] = _there(outlook, gone, _column(since[gone]) + unheard)
    return ready


def _ready(outlook: Outlook, stop: int, arrival: Singles) -> Singles:
    """When somebody who arrives has also had the pause before the stop; never in the past, since nobody said so."""
    pause = _column(outlook.pause[:, stop])
    paused = np.maximum(arrival, _column(outlook.pause_from[:, stop])) + pause
    there = np.where(pause > 0, paused, arrival)
    return np.maximum(_there(outlook, np.arange(len(there)), there), 0)


def _there(outlook: Outlook, routes: npt.NDArray[np.int64], arrival: Singles) -> Singles:
    """Arrivals of some routes, none before the technician is back."""
    return np.maximum(arrival, _column(outlook.absent_until[routes]))


def _lengths(means: Floats, spreads: Floats, stop: int, luck: Singles) -> Singles:
    """Lognormal lengths at a stop on every course, in seconds."""
    lengths: Singles = np.exp(_column(means[:, stop]) + _column(spreads[:, stop]) * luck)
    return lengths


def _lasting(
    mean: Floats, spread: Floats, lasted: Floats, luck: Singles, silence: float
) -> Singles:
    """Lengths of what has lasted for a while and of whose end nothing was heard.

    With F the share of all lengths below `lasted` and q the silence, what is left weighs C = qF + 1 − F: a length
    below it has happened unheard with the weight qF. A course at the share u of its luck takes the length below
    which q⁻¹uC of all lie if u < qF/C, and else that above which (1 − u)C lie.
    """
    with np.errstate(divide="ignore"):
        known = np.minimum((np.log(np.maximum(lasted, 0)) - mean) / spread, _STEEPEST)
    below = share_below(known)
    left = share_below(-known) + silence * below
    share = share_below(luck.astype(np.float64))
    above = share_below(-luck.astype(np.float64)) * left[:, None]
    if silence:
        unheard = share * left[:, None] / silence
        above = np.where(unheard < below[:, None], 1 - unheard, above)
    places, shares = _tail()
    steps = np.interp(-np.log(np.maximum(above, 1e-300)), shares, places)
    lengths = np.exp(mean[:, None] + spread[:, None] * steps)
    if not silence:
        lengths = np.maximum(lengths, lasted[:, None])
    return lengths.astype(np.float32)


def _column(values: Floats) -> Singles:
    """One number for each route, to stand beside its courses."""
    return values.astype(np.float32)[:, None]


class _Luck(NamedTuple):
    """Of each course: what its drive and work at a position draw from the normal distribution, and silence in [0, 1)."""

    drives: Singles
    works: Singles
    silences: Singles


@cache
def _luck(seed: int, position: int) -> _Luck:
    """Latin hypercube sampling, as in `scheduling.uncertainty.luck`: every quantile once, in an order of its own."""
    shares = (np.arange(COURSES) + 0.5) / COURSES
    ranks = np.array([quantile(float(share)) for share in shares])
    rng = np.random.default_rng((seed, position))
    drives, works = rng.permutation(ranks), rng.permutation(ranks)
    silences = rng.permutation(shares)
    return _Luck(*(each.astype(np.float32) for each in (drives, works, silences)))


@cache
def _tail() -> tuple[Floats, Floats]:
    """Places of the normal distribution, and minus the logarithm of the share above each, to look up its inverse."""
    places = np.linspace(-_STEEPEST, _STEEPEST + 4, 4801)
    return places, -np.log(share_below(-places))
