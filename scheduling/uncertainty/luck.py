"""Common random numbers: one thousand days, the same for all routes and all plans.

Two plans that are compared on the same days differ by what they are, not by the luck they had. Luck goes by
position: the third drive of any route is slow on the same days. What routes share by this is an artefact, so
that chances of one stop mean something, and chances of several routes at once do not.

Each position has every quantile of the normal distribution once, in an order of its own (Latin hypercube
sampling: M. D. McKay, R. J. Beckman & W. J. Conover, Technometrics 21, 1979), which cuts the
error of chances and percentiles by a third against plain draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduling.uncertainty.courses import Courses, Integers
from scheduling.uncertainty.normal import Floats, quantile

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Luck:
    """By what drives and works are multiplied on each day.

    Attributes:
        drives: factors of mean 1, of shape (spreads, positions, days).
        works: the same of works.
        drive_spread: which row of `drives` an event uses, of shape (routes, events).
        work_spread: which row of `works`.
    """

    drives: Singles
    works: Singles
    drive_spread: Integers
    work_spread: Integers


def luck_of(courses: Courses, *, samples: int, seed: int) -> Luck:
    """The factors of as many days as there are to be samples."""
    positions = int(courses.number.max(initial=0)) + 1
    ranks = np.array([quantile((day + 0.5) / samples) for day in range(samples)])
    drives, drive_spread = _factors(courses.drive_percent, ranks, positions, (seed, 0))
    works, work_spread = _factors(courses.work_percent, ranks, positions, (seed, 1))
    return Luck(drives=drives, works=works, drive_spread=drive_spread, work_spread=work_spread)


def _factors(
    percent: Integers, ranks: Floats, positions: int, seed: tuple[int, int]
) -> tuple[Singles, Integers]:
    """Lognormal factors with mean 1: exp(σz − σ²/2), where σ² = ln(1 + v²) for the variation v.

    Every position has a generator of its own, so that its luck does not depend on how long other routes are.
    """
    normal = np.array(
        [
            np.random.default_rng((*seed, position)).permutation(ranks)
            for position in range(positions)
        ]
    )
    spreads, which = np.unique(percent, return_inverse=True)
    squared = np.log1p((spreads / 100) ** 2)[:, None, None]
    factors = np.exp(np.sqrt(squared) * normal - squared / 2)
    return factors.astype(np.float32), which.reshape(percent.shape)
