"""How far drives and works stray from the plan: what is believed beforehand, and what the past has taught."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import Final

from scheduling.uncertainty.spread import DRIVE, WIDEST, WORK

BELIEF: Final = 20
"""How many observations the belief held beforehand weighs: after twenty drives the past weighs as much."""

FURTHEST: Final = 5.0
"""Ratios beyond this many times the plan, or below its inverse, are buttons pressed too late and count as this."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Actual ÷ planned length as a lognormal variable.

    Attributes:
        factor: its mean.
        variation: its coefficient of variation, standard deviation ÷ mean.
    """

    factor: float
    variation: float

    def __post_init__(self) -> None:
        if not self.factor > 0 or not 0 <= self.variation <= WIDEST:
            raise ValueError(
                f"A factor is above 0 and a variation between 0 and {WIDEST}, not {self.factor} and {self.variation}."
            )

    @property
    def of_logarithm(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm: σ² = ln(1 + v²), μ = ln m − σ²/2."""
        squared = log1p(self.variation**2)
        return log(self.factor) - squared / 2, sqrt(squared)


DRIVES: Final = Stray(1.0, DRIVE)
"""What is believed of drives."""

WORKS: Final = Stray(1.0, WORK)
"""What is believed of works."""


def learned_stray(ratios: Iterable[float], belief: Stray) -> Stray:
    """What is known after some ratios of actual ÷ planned length were seen; none leave the belief.

    Logarithms are normal; the belief is their normal-gamma prior with the weight of `BELIEF` observations
    (M. H. DeGroot, Optimal Statistical Decisions, 1970, section 9.6), which keeps few works from promising much.
    """
    seen = [log(min(max(ratio, 1 / FURTHEST), FURTHEST)) for ratio in ratios]
    if not seen:
        return belief
    believed, spread = belief.of_logarithm
    count = len(seen)
    mean = sum(seen) / count
    known = (BELIEF * believed + count * mean) / (BELIEF + count)
    surprise = BELIEF * count / (BELIEF + count) * (mean - believed) ** 2
    squared = BELIEF * spread**2 + sum((each - mean) ** 2 for each in seen) + surprise
    variance = squared / (BELIEF + count)
    variation = min(sqrt(exp(variance) - 1), WIDEST)
    return Stray(exp(known + variance / 2), variation)
