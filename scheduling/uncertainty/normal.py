"""The standard normal distribution on whole arrays, without a loop over their elements."""

from __future__ import annotations

from math import pi, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NUMERATOR: Final = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_DENOMINATOR: Final = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_FURTHEST: Final = 37.0
"""Beyond it the tail is smaller than any ordinary float64."""


def density(x: Floats) -> Floats:
    """The density φ(x) = exp(−x²/2) / √(2π), of any shape."""
    return np.asarray(np.exp(-0.5 * x * x) / sqrt(2 * pi))


def share_below(x: Floats) -> Floats:
    """The distribution function Φ(x), of any shape.

    The tail is exp(−x²/2) times a quotient of polynomials: J. F. Hart et al., Computer Approximations (1968),
    algorithm 5666, as G. West gives it in "Better approximations to cumulative normal functions" (Wilmott
    Magazine, 2005). Against `math.erfc` its absolute error is below 1e-15 everywhere, and the relative error
    of the lower tail below 1e-8 down to x = −8 and below 1e-5 down to x = −36.
    """
    away = np.minimum(np.abs(x), _FURTHEST)
    tail = np.exp(-0.5 * away * away) * _polynomial(_NUMERATOR, away)
    tail /= _polynomial(_DENOMINATOR, away)
    return np.where(x > 0, 1 - tail, tail)


def quantile(share: float) -> float:
    """The z below which the given share, inside (0, 1), of a standard normal variable lies.

    M. J. Wichura, Algorithm AS 241 (Applied Statistics 37, 1988), in Python's own library.
    """
    return NormalDist().inv_cdf(share)


def _polynomial(coefficients: tuple[float, ...], x: Floats) -> Floats:
    """By Horner's rule, the highest power first."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total
