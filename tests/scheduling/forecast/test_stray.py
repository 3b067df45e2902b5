"""What the past teaches of drives and works: laws and known figures."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from scheduling.forecast import BELIEF, FURTHEST, WORKS, Stray, learned_stray


def test_stray_without_a_past_is_what_was_believed() -> None:
    assert learned_stray([], WORKS) == WORKS


def test_stray_after_many_works_is_what_was_seen() -> None:
    spread = np.sqrt(np.log(1 + 0.5**2))
    seen = 1.3 * np.random.default_rng(1).lognormal(-(spread**2) / 2, spread, 20_000)

    found = learned_stray(seen.tolist(), WORKS)

    assert found.factor == pytest.approx(1.3, rel=0.02)
    assert found.variation == pytest.approx(0.5, rel=0.03)


def test_stray_weighs_the_belief_like_so_many_observations() -> None:
    """Where the belief is certain that all goes by plan, as many doublings move the median half-way."""
    found = learned_stray([2.0] * BELIEF, Stray(1.0, 0.0))

    assert exp(found.of_logarithm[0]) == pytest.approx(2**0.5)
    assert found.of_logarithm[1] == pytest.approx(log(2) / 2)


def test_stray_takes_what_cannot_be_for_the_furthest_that_can() -> None:
    assert learned_stray([1000.0, 1e-9], WORKS) == learned_stray([FURTHEST, 1 / FURTHEST], WORKS)


def test_stray_of_logarithm_gives_mean_and_variation_back() -> None:
    mean, spread = Stray(1.2, 0.4).of_logarithm

    assert exp(mean + spread**2 / 2) == pytest.approx(1.2)
    assert (exp(spread**2) - 1) ** 0.5 == pytest.approx(0.4)


@pytest.mark.parametrize(("factor", "variation"), [(0.0, 0.2), (1.0, -0.1), (1.0, 3.1)])
def test_stray_refuses_what_makes_no_sense(factor: float, variation: float) -> None:
    with pytest.raises(ValueError, match="A factor is above 0"):
        Stray(factor, variation)
