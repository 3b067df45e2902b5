"""The normal distribution on arrays against the one of Python's library, element by element."""

from __future__ import annotations

from math import erfc, exp, pi, sqrt

import numpy as np
import pytest

from scheduling.uncertainty.normal import density, quantile, share_below


def test_share_below_is_that_of_the_library_to_the_last_bits() -> None:
    x = np.linspace(-45, 45, 90_001)
    exact = np.array([erfc(-at / sqrt(2)) / 2 for at in x.tolist()])

    assert np.abs(share_below(x) - exact).max() < 1e-15


def test_share_below_keeps_its_relative_error_small_in_the_tail() -> None:
    x = np.linspace(-36, 0, 36_001)
    exact = np.array([erfc(-at / sqrt(2)) / 2 for at in x.tolist()])
    error = np.abs(share_below(x) / exact - 1)

    assert error[x >= -8].max() < 1e-8
    assert error.max() < 1e-5


def test_share_below_never_falls() -> None:
    assert np.diff(share_below(np.linspace(-45, 45, 90_001))).min() >= 0


def test_density_is_the_formula() -> None:
    x = np.linspace(-5, 5, 101)

    assert density(x).tolist() == pytest.approx([exp(-at * at / 2) / sqrt(2 * pi) for at in x])


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_quantile_is_the_inverse(share: float) -> None:
    assert share_below(np.array([quantile(share)]))[0] == pytest.approx(share, abs=1e-14)
