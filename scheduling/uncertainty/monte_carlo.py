"""Monte Carlo: what happens on a thousand days, exactly as skewed and as cut off by openings as it is."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from scheduling.uncertainty.courses import Courses
from scheduling.uncertainty.luck import luck_of
from scheduling.uncertainty.normal import Floats

SAMPLES: Final = 1000
"""Days to simulate: the chance of being late is then off by less than a percentage point, as a rule."""

_AT_ONCE: Final = 1 << 18
"""Starts that one thread keeps at a time (1 MB): what fits into the second cache of a core."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Days:
    """What happened on the simulated days.

    Attributes:
        starts_by: the second by which a share of all starts had happened, shape (shares, routes, events); NaN
            for events that nobody asked about.
        late: share of the days on which the start was after the promised second, shape (routes, events).
    """

    starts_by: Floats
    late: Floats


def simulated(
    courses: Courses,
    *,
    shares: Sequence[float],
    samples: int = SAMPLES,
    seed: int,
    threads: int = 2,
) -> Days:
    """Let all courses happen on the same random days.

    Args:
        courses: what is to happen.
        shares: which percentiles to give, each inside (0, 1]; exact order statistics of the sample.
        samples: days.
        seed: of all luck; the same seed gives the same answer, whatever the number of threads.
        threads: threads that share the routes.
    """
    if samples < 1 or not all(0 < share <= 1 for share in shares):
        raise ValueError("At least one sample is needed, and shares lie between 0 and 1.")
    from scheduling.uncertainty.kernels import given_by, simulate  # noqa: PLC0415 - ranking needs no Numba

    given = given_by(courses, luck_of(courses, samples=samples, seed=seed))
    routes, events = courses.drive.shape
    ranks = [ceil(share * samples) - 1 for share in shares]
    starts_by = np.full((len(ranks), routes, events), np.nan)
    late = np.zeros((routes, events), np.int64)
    step = max(1, _AT_ONCE // max(1, events * samples))

    def run(worker: int) -> None:
        kept = np.empty((min(step, routes) * events, samples), np.float32)
        for first in range(worker * step, routes, threads * step):
            last = min(first + step, routes)
            starts = kept[: simulate(first, last, given, kept, late)]
            starts.sort(axis=1)  # faster than selecting: NumPy sorts whole registers of singles
            starts_by[:, first:last][:, courses.is_asked[first:last]] = starts[:, ranks].T

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))
    return Days(starts_by=starts_by + courses.begins[:, None], late=late / samples)
