"""When the stops ahead will start, and which promises are in danger, for thousands of routes at once.

Every route goes through the same few hundred courses of luck (`luck`). What a technician is at has lasted for
a while without an end: its length is drawn from what is left of its distribution beyond that while. A
report may have been forgotten: with the chance `silence` of it the end may lie in the past, the less likely the more
reports should have followed by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from scheduling.forecast.facts import RouteFacts
from scheduling.forecast.lasting import Lasting, Rows, Singles, Unheard, lasting_lengths, left
from scheduling.forecast.outlook import Outlook, outlook_of
from scheduling.forecast.pauses import Resting
from scheduling.uncertainty.normal import Floats, quantile

COURSES: Final = 512
"""Courses of luck: each position has every 512th quantile once, so that a chance is off by about a percentage point."""

SHARES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
"""The percentiles that are given unless others are asked for."""

SILENCE: Final = 0.05
"""Share of arrivals and endings that nobody reports, until it is known better."""

UNMET: Final = 0.03
"""Share of visits at which nobody is met, until it is known better."""

WAITS_FOR: Final = np.float32(15 * 60)
"""Seconds for which somebody waits where nobody opens."""

LEAST_SILENCE: Final = 1e-3
"""Where fewer reports than this are forgotten, none are taken to be."""

LINGERING: Final = 600.0
"""Mean seconds for which somebody who could leave stays, as far as it is not heard that they left."""

TROUBLE: Final = 0.01
"""Share of cases in which somebody who is not heard of does not leave at all, whatever the reason."""

TROUBLE_LASTS: Final = np.float32(3600)
"""Mean seconds that it lasts from any moment on."""


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
    unmet: float = 0.0,
    seed: int = 0,
) -> tuple[tuple[StopForecast, ...], ...]:
    """The stops ahead of every route, in its order; those over are left out.

    Args:
        routes: as planned and reported, with how far their lengths stray.
        now: the second up to which reports are in.
        shares: probabilities inside (0, 1] for which to give the second of the start.
        silence: share of the arrivals and endings that nobody reports.
        unmet: share of the visits at which nobody is met, so that the work is over soon.
        seed: of all luck.
    """
    outlook = outlook_of(routes, now=now)
    chances = chances_of(outlook, shares=shares, silence=silence, unmet=unmet, seed=seed)
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
    outlook: Outlook,
    *,
    shares: Sequence[float] = SHARES,
    silence: float = SILENCE,
    unmet: float = 0.0,
    seed: int = 0,
) -> Chances:
    """Percentiles, ends and risks of all stops of an outlook."""
    if (
        not all(0 < share <= 1 for share in shares)
        or not 0 <= min(silence, unmet) <= max(silence, unmet) < 1
    ):
        raise ValueError(
            "Shares lie between 0 and 1, somebody reports something, and somebody is met."
        )
    if silence < LEAST_SILENCE:
        silence = 0.0
    shape = len(outlook.free), outlook.stops
    starts_by = np.empty((len(shares), *shape))
    end, late = np.empty(shape), np.empty(shape)
    ranks = [ceil(share * COURSES) - 1 for share in shares]
    free = outlook.free.astype(np.float32)[:, None]
    resting = Resting(outlook.pauses_from, outlook.pauses, COURSES)
    for stop in range(outlook.stops):
        start, free = _passed(outlook, resting, stop, free, silence, seed, unmet)
        late[:, stop] = (start > outlook.latest[:, stop, None]).mean(axis=1)
        end[:, stop] = free.mean(axis=1)
        start.sort(axis=1)
        starts_by[:, :, stop] = start[:, ranks].T
    return Chances(starts_by=starts_by, end=end, late=late)


def _passed(
    outlook: Outlook,
    resting: Resting,
    stop: int,
    free: Singles,
    silence: float,
    seed: int,
    unmet: float,
) -> tuple[Singles, Singles]:
    """When the work at a stop starts and ends on every course, if the technician is free for it at `free`."""
    luck = _luck(seed, stop)
    if stop:
        drive = _lengths(outlook.drive, outlook.drive_spread, stop, luck.drives)
        left_at = resting.before(free, drive, _column(outlook.earliest[:, stop]))
        ready = _there(outlook, np.arange(len(left_at)), left_at + drive)
    else:
        ready = _first_ready(outlook, luck, silence)
    start = np.maximum(ready, _column(outlook.earliest[:, stop]))
    works = _lengths(outlook.work, outlook.work_spread, stop, luck.works)
    end = start + np.where(luck.meetings < unmet, WAITS_FOR, works)
    if not stop:
        here = np.flatnonzero(outlook.is_working)
        since = outlook.since[here]
        work = Lasting(outlook.work[here, 0], outlook.work_spread[here, 0], -since)
        next_drive = outlook.drive[here, 1] if outlook.stops > 1 else np.full(len(here), -np.inf)
        unheard = Unheard(recent=np.exp(next_drive), share=silence**2, longer=silence**4)
        start[here] = _column(since)
        np.maximum(end, 0, out=end)
        end[here] = _column(since) + lasting_lengths(work, unheard, luck.works)
    return start, end


def _first_ready(outlook: Outlook, luck: _Luck, silence: float) -> Singles:
    """When the technicians are ready at the first stop: on their way as heard, gone unheard, or still to leave."""
    since = outlook.since
    leaving = np.maximum(_column(outlook.free), 0) + _held_up(-since, luck)
    lengths = _lengths(outlook.drive, outlook.drive_spread, 0, luck.drives)
    ready = _there(outlook, np.arange(len(leaving)), leaving + lengths)
    drive = Lasting(outlook.drive[:, 0], outlook.drive_spread[:, 0], -since)
    unheard = Unheard(recent=np.exp(outlook.work[:, 0]), share=silence, longer=silence**3)
    is_gone = (since < 0) & ~outlook.is_working
    gone = np.flatnonzero(is_gone)
    arrival = _there(
        outlook,
        gone,
        _column(since[gone]) + lasting_lengths(drive.of(gone), unheard.of(gone), luck.drives),
    )
    share = np.where(outlook.is_driving, 1.0, _gone_unheard(drive, unheard, silence))
    ready[gone] = np.where(luck.silences < _column(share[gone]), arrival, ready[gone])
    return ready


def _gone_unheard(drive: Lasting, unheard: Unheard, silence: float) -> Floats:
    """The probability that somebody has left of whom nothing was heard, by how long they could have."""
    gone = silence * left(drive, unheard)
    stays = (1 - silence) * _staying(drive.lasted)
    return np.asarray(gone / (gone + stays))


def _staying(lasted: Floats) -> Floats:
    """The share of those who could leave so many seconds ago that stay."""
    lingering = np.exp(-np.maximum(lasted, 0) / LINGERING)
    return np.asarray((1 - TROUBLE) * lingering + TROUBLE)


def _held_up(lasted: Floats, luck: _Luck) -> Singles:
    """For how long from now on those stay who could have left: a trouble lasts on, whoever lingers leaves now."""
    trouble = _column(np.where(lasted > 0, TROUBLE / _staying(lasted), 0))
    share = np.minimum(luck.troubles / np.maximum(trouble, 1e-9), 1)
    held_up: Singles = -TROUBLE_LASTS * np.log(share)
    return held_up


def _there(outlook: Outlook, routes: Rows, arrival: Singles) -> Singles:
    """Arrivals of some routes: none before the technician is back."""
    return np.maximum(arrival, _column(outlook.absent_until[routes]))


def _lengths(means: Floats, spreads: Floats, stop: int, luck: Singles) -> Singles:
    """Lognormal lengths at a stop on every course, in seconds."""
    lengths: Singles = np.exp(_column(means[:, stop]) + _column(spreads[:, stop]) * luck)
    return lengths


def _column(values: Floats) -> Singles:
    """One number for each route, to stand beside its courses."""
    return values.astype(np.float32)[:, None]


class _Luck(NamedTuple):
    """Of each course: what its drive and work at a position draw from the normal distribution, and shares in (0, 1)."""

    drives: Singles
    works: Singles
    silences: Singles
    troubles: Singles
    meetings: Singles


@cache
def _luck(seed: int, position: int) -> _Luck:
    """Latin hypercube sampling, as in `scheduling.uncertainty.luck`: every quantile once, in an order of its own."""
    shares = (np.arange(COURSES) + 0.5) / COURSES
    ranks = np.array([quantile(float(share)) for share in shares])
    rng = np.random.default_rng((seed, position))
    drives, works = rng.permutation(ranks), rng.permutation(ranks)
    silences, troubles = rng.permutation(shares), rng.permutation(shares)
    meetings = rng.permutation(shares)
    found = drives, works, silences, troubles, meetings
    return _Luck(*(each.astype(np.float32) for each in found))
