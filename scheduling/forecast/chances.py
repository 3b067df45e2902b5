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
import numpy.typing as npt

from scheduling.forecast.expected import RouteFacts
from scheduling.forecast.outlook import Outlook, outlook_of
from scheduling.uncertainty.normal import Floats, quantile, share_below

Singles = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

COURSES: Final = 512
"""Courses of luck: each position has every 512th quantile once, so that a chance is off by about a percentage point."""

SHARES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
"""The percentiles that are given unless others are asked for."""

SILENCE: Final = 0.05
"""Share of arrivals and endings that nobody reports, until it is known better."""

LEAST_SILENCE: Final = 1e-3
"""Where fewer reports than this are forgotten, none are taken to be."""

LINGERING: Final = 600.0
"""Mean seconds for which somebody who could leave stays, as far as it is not heard that they left."""

TROUBLE: Final = 0.01
"""Share of cases in which somebody who is not heard of does not leave at all, whatever the reason."""

TROUBLE_LASTS: Final = np.float32(3600)
"""Mean seconds that it lasts from any moment on."""

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
    if silence < LEAST_SILENCE:
        silence = 0.0
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
        here = np.flatnonzero(outlook.is_working)
        since = outlook.since[here]
        work = _Lasting(outlook.work[here, 0], outlook.work_spread[here, 0], -since)
        next_drive = outlook.drive[here, 1] if outlook.stops > 1 else np.full(len(here), -np.inf)
        unheard = _Unheard(recent=np.exp(next_drive), share=silence**2, longer=silence**4)
        start[here] = _column(since)
        np.maximum(end, 0, out=end)
        end[here] = _column(since) + _lasting(work, unheard, luck.works)
    return start, end


def _first_ready(outlook: Outlook, luck: _Luck, silence: float) -> Singles:
    """When the technicians are ready at the first stop: on their way as heard, gone unheard, or still to leave."""
    since = np.where(outlook.is_driving, outlook.since, outlook.free + outlook.pause[:, 0])
    leaving = np.maximum(_column(outlook.free), 0) + _held_up(-since, luck)
    lengths = _lengths(outlook.drive, outlook.drive_spread, 0, luck.drives)
    ready = _ready(outlook, 0, leaving + lengths)
    drive = _Lasting(outlook.drive[:, 0], outlook.drive_spread[:, 0], -since)
    unheard = _Unheard(recent=np.exp(outlook.work[:, 0]), share=silence, longer=silence**3)
    is_gone = (since < 0) & ~outlook.is_working
    gone = np.flatnonzero(is_gone)
    arrival = _there(
        outlook,
        gone,
        _column(since[gone]) + _lasting(drive.of(gone), unheard.of(gone), luck.drives),
    )
    share = np.where(outlook.is_driving, 1.0, _gone_unheard(drive, unheard, silence))
    ready[gone] = np.where(luck.silences < _column(share[gone]), arrival, ready[gone])
    return ready


def _gone_unheard(drive: _Lasting, unheard: _Unheard, silence: float) -> Floats:
    """The probability that somebody has left of whom nothing was heard, by how long they could have."""
    gone = silence * _left(drive, unheard)
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


def _ready(outlook: Outlook, stop: int, arrival: Singles) -> Singles:
    """When somebody who arrives has also had the pause before the stop; never in the past, since nobody said so."""
    pause = _column(outlook.pause[:, stop])
    paused = np.maximum(arrival, _column(outlook.pause_from[:, stop])) + pause
    there = np.where(pause > 0, paused, arrival)
    return np.maximum(_there(outlook, np.arange(len(there)), there), 0)


def _there(outlook: Outlook, routes: Rows, arrival: Singles) -> Singles:
    """Arrivals of some routes, none before the technician is back."""
    return np.maximum(arrival, _column(outlook.absent_until[routes]))


def _lengths(means: Floats, spreads: Floats, stop: int, luck: Singles) -> Singles:
    """Lognormal lengths at a stop on every course, in seconds."""
    lengths: Singles = np.exp(_column(means[:, stop]) + _column(spreads[:, stop]) * luck)
    return lengths


class _Lasting(NamedTuple):
    """Lengths of which no end was heard: mean and spread of their logarithm, and how long they have lasted."""

    mean: Floats
    spread: Floats
    lasted: Floats

    def of(self, rows: Rows) -> _Lasting:
        """The same of some routes."""
        return _Lasting(*(each[rows] for each in self))

    def below(self, lasted: Floats) -> Floats:
        """The standard deviations that such lengths lie above or below the mean."""
        with np.errstate(divide="ignore"):
            return np.minimum((np.log(np.maximum(lasted, 0)) - self.mean) / self.spread, _STEEPEST)


class _Unheard(NamedTuple):
    """With what probability an end goes unheard: if it is `recent`, in seconds, and if more should have followed."""

    recent: Floats
    share: float
    longer: float

    def of(self, rows: Rows) -> _Unheard:
        """The same of some routes."""
        return _Unheard(self.recent[rows], self.share, self.longer)


def _left(lasting: _Lasting, unheard: _Unheard) -> Floats:
    """The probability that nothing was heard: no end as yet, or one that went unheard."""
    known, old = _known(lasting, unheard)
    lately = share_below(known) - share_below(old)
    return share_below(-known) + unheard.share * lately + unheard.longer * share_below(old)


def _known(lasting: _Lasting, unheard: _Unheard) -> tuple[Floats, Floats]:
    """Where what has lasted lies in its distribution, and where the ends lie after which more should have followed."""
    return lasting.below(lasting.lasted), lasting.below(lasting.lasted - unheard.recent)


def _lasting(lasting: _Lasting, unheard: _Unheard, luck: Singles) -> Singles:
    """Lengths of what has lasted for a while and of whose end nothing was heard.

    All lengths are ordered: first those that would have ended long ago, then lately, then those still to end. Each
    part weighs its share of all lengths times the probability that nothing was heard of it, and a course at the
    share u of its luck takes the length below which the share u of the whole weight lies.
    """
    known, old = (share_below(each)[:, None] for each in _known(lasting, unheard))
    weight = share_below(luck.astype(np.float64)) * _left(lasting, unheard)[:, None]
    above = share_below(-luck.astype(np.float64)) * _left(lasting, unheard)[:, None]
    if unheard.share:
        lately = unheard.longer * old
        is_old, is_over = weight < lately, weight < lately + unheard.share * (known - old)
        ended = old + (weight - lately) / unheard.share
        above = np.where(is_over, 1 - np.where(is_old, weight / unheard.longer, ended), above)
    places, shares = _tail()
    steps = np.interp(-np.log(np.maximum(above, 1e-300)), shares, places)
    lengths = np.exp(lasting.mean[:, None] + lasting.spread[:, None] * steps)
    if not unheard.share:
        lengths = np.maximum(lengths, lasting.lasted[:, None])
    return lengths.astype(np.float32)


def _column(values: Floats) -> Singles:
    """One number for each route, to stand beside its courses."""
    return values.astype(np.float32)[:, None]


class _Luck(NamedTuple):
    """Of each course: what its drive and work at a position draw from the normal distribution, and shares in (0, 1)."""

    drives: Singles
    works: Singles
    silences: Singles
    troubles: Singles


@cache
def _luck(seed: int, position: int) -> _Luck:
    """Latin hypercube sampling, as in `scheduling.uncertainty.luck`: every quantile once, in an order of its own."""
    shares = (np.arange(COURSES) + 0.5) / COURSES
    ranks = np.array([quantile(float(share)) for share in shares])
    rng = np.random.default_rng((seed, position))
    drives, works = rng.permutation(ranks), rng.permutation(ranks)
    silences, troubles = rng.permutation(shares), rng.permutation(shares)
    return _Luck(*(each.astype(np.float32) for each in (drives, works, silences, troubles)))


@cache
def _tail() -> tuple[Floats, Floats]:
    """Places of the normal distribution, and minus the logarithm of the share above each, to look up its inverse."""
    places = np.linspace(-_STEEPEST, _STEEPEST + 4, 4801)
    return places, -np.log(share_below(-places))
