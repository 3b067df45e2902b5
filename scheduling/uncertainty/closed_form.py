"""Clark's closed form: means, deviations and risks of thousands of routes in a few milliseconds.

Times are taken for normal variables; the maximum of one and the opening is replaced by a normal variable of
the same mean and variance (C. E. Clark, The greatest of a finite set of random variables, Operations
Research 9, 1961, equations 2 to 4 with one variable constant). Good for ranking; promises are made by
`scheduling.uncertainty.monte_carlo`, which knows that times are skewed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduling.uncertainty.courses import Courses, Truths
from scheduling.uncertainty.normal import Floats, density, quantile, share_below


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """What the closed form knows; all arrays have the shape (routes, events), in seconds.

    Attributes:
        ready: mean of the second at which the work could start if nobody waited for the opening.
        ready_deviation: its standard deviation.
        mean: mean of the start.
        deviation: standard deviation of the start.
        late: probability that the start is after the promised second.
        opening: as in the courses.
    """

    ready: Floats
    ready_deviation: Floats
    mean: Floats
    deviation: Floats
    late: Floats
    opening: Floats

    def starts_by(self, share: float) -> Floats:
        """The seconds by which the given share, inside (0, 1), of all starts has happened."""
        return np.maximum(self.ready + quantile(share) * self.ready_deviation, self.opening)


def moments_of(courses: Courses) -> Moments:
    """Means, deviations and risks of all events."""
    shape = courses.drive.shape
    ready, ready_variance, mean, variance = (np.empty(shape) for _ in range(4))
    leaving, spread = courses.begins, np.zeros(shape[0])
    for event in range(courses.events):
        here = np.s_[:, event]
        strays = courses.drive[here] * courses.drive_percent[here] / 100
        ready[here] = leaving + courses.drive[here] + courses.setup[here]
        ready_variance[here] = spread + strays * strays
        mean[here], variance[here] = moments_of_maximum(
            ready[here], ready_variance[here], courses.opening[here]
        )
        strays = courses.work[here] * courses.work_percent[here] / 100
        leaving, spread = mean[here] + courses.work[here], variance[here] + strays * strays
    ready_deviation = np.sqrt(ready_variance)
    return Moments(
        ready=ready,
        ready_deviation=ready_deviation,
        mean=mean,
        deviation=np.sqrt(variance),
        late=_late(courses, ready, ready_deviation),
        opening=courses.opening,
    )


def moments_of_maximum(mean: Floats, variance: Floats, least: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of max(X, a) for a normal X and a constant a.

    With d = E X − a, s = √Var X and α = d/s, the gain g = E max(X, a) − a is dΦ(α) + sφ(α), and
    E (max(X, a) − a)² = (d² + s²)Φ(α) + dsφ(α). Counting from a instead of from 0 keeps large seconds from
    cancelling each other.
    """
    ahead = mean - least
    is_random, deviation = _deviation(variance)
    share = np.where(is_random, share_below(ahead / deviation), ahead > 0)
    peak = np.where(is_random, deviation * density(ahead / deviation), 0)
    gain = ahead * share + peak
    squared = (ahead * ahead + variance) * share + ahead * peak
    return least + gain, np.maximum(squared - gain * gain, 0)


def _late(courses: Courses, ready: Floats, ready_deviation: Floats) -> Floats:
    """P(max(X, a) > b): certain if the promise ends before the opening, else P(X > b)."""
    is_random, deviation = _deviation(ready_deviation**2)
    over = ready - courses.latest
    late = np.where(is_random, share_below(over / deviation), over > 0)
    return np.where(courses.opening > courses.latest, 1.0, late)


def _deviation(variance: Floats) -> tuple[Truths, Floats]:
    """Where anything is random, and its standard deviation; 1 elsewhere, to divide by."""
    is_random = variance > 0
    return is_random, np.sqrt(np.where(is_random, variance, 1.0))
