"""Early-failure alarms: the statistics are exact, and false alarms are as rare as stated."""

import math
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import sentence
from warranty.prevention.alarms import AlarmPolicy, Exposure, alarms, lower_bound, tail

POLICY = AlarmPolicy()
law = settings(derandomize=True, deadline=None)


def exact_tail(least: int, trials: int, chance: float) -> float:
    """The sum of the binomial distribution in whole fractions."""
    success = Fraction(chance)
    return float(
        sum(
            comb(trials, count) * success**count * (1 - success) ** (trials - count)
            for count in range(max(0, least), trials + 1)
        )
    )


@law
@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.001, 0.999))
def test_tail_is_the_exact_sum(least: int, trials: int, chance: float) -> None:
    assert tail(least, trials, chance) == pytest.approx(
        exact_tail(least, trials, chance), rel=1e-9, abs=1e-15
    )


@pytest.mark.parametrize(
    ("least", "trials", "chance", "expected"),
    [(0, 5, 0.0, 1.0), (1, 5, 0.0, 0.0), (5, 5, 1.0, 1.0), (6, 5, 1.0, 0.0), (1, 0, 0.5, 0.0)],
)
def test_tail_is_certain_at_its_ends(
    least: int, trials: int, chance: float, expected: float
) -> None:
    assert tail(least, trials, chance) == expected


def test_tail_keeps_its_precision_for_many_claims() -> None:
    # Half of a million fair throws: the sum is a half plus half of the middle term.
    middle = math.exp(math.lgamma(1_000_001) - 2 * math.lgamma(500_001) - 1_000_000 * math.log(2))

    assert tail(500_000, 1_000_000, 0.5) == pytest.approx(0.5 + middle / 2, rel=1e-6)


def test_lower_bound_is_that_of_the_published_tables() -> None:
    # Clopper and Pearson's bounds for 10 of 20, both sides at 95 %: 0.2720 (one side at 97.5 %).
    assert lower_bound(10, 20, 0.975) == pytest.approx(0.2720, abs=5e-5)
    # All of n: the n-th root of what is left.
    assert lower_bound(5, 5, 0.95) == pytest.approx(0.05 ** (1 / 5), rel=1e-9)
    assert lower_bound(0, 20, 0.95) == 0.0


def test_alarm_is_raised_for_the_batch_that_fails_more_often_with_its_confidence() -> None:
    groups = [
        Exposure("batch 24-07", 14, 1_200),
        Exposure("batch 24-08", 6, 2_400),
        Exposure("batch 24-09", 8, 3_600),
    ]

    (alarm,) = alarms(groups, POLICY)

    assert alarm.exposure is groups[0]
    assert alarm.ratio == pytest.approx((14 / 1_200) / (14 / 6_000))
    assert 1 < alarm.least_ratio < alarm.ratio
    assert alarm.chance == pytest.approx(exact_tail(14, 28, 1_200 / 7_200))
    assert sentence(alarm.reason) == (
        "Batch 24-07: 14 claims in 1,200 unit-months, 5.0 times the rate of the others; "
        f"with 95% confidence at least {alarm.least_ratio:.1f} times."
    )


def test_alarm_says_many_times_when_nothing_else_fails() -> None:
    (alarm,) = alarms([Exposure("a", 9, 100), Exposure("b", 0, 900)], POLICY)

    assert math.isinf(alarm.ratio)
    assert ", many times the rate of the others" in sentence(alarm.reason)
    assert alarm.least_ratio > 1


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [Exposure("alone", 50, 100)],
        [Exposure("a", 0, 100), Exposure("b", 0, 100)],
        [Exposure("few", 2, 1), Exposure("others", 0, 10_000)],
        [Exposure("a little", 13_000, 100_000), Exposure("others", 100_000, 900_000)],
    ],
    ids=["none", "nothing to compare", "no claims", "too few", "not worth a campaign"],
)
def test_no_alarm_is_raised_without_a_good_reason(groups: list[Exposure]) -> None:
    assert alarms(groups, POLICY) == ()


def test_false_alarms_are_as_rare_as_the_confidence_says() -> None:
    chance = np.random.default_rng(7)
    months = chance.uniform(200, 3_000, 40)
    policy = AlarmPolicy(least_ratio=1.0, least_claims=1)

    with_alarm = sum(
        bool(
            alarms(
                [
                    Exposure(f"{place}", int(count), float(use))
                    for place, (count, use) in enumerate(
                        zip(chance.poisson(0.004 * months), months, strict=True)
                    )
                ],
                policy,
            )
        )
        for _ in range(400)
    )

    # All rates are equal, so every alarm is false: at most 5 % of 400, three standard deviations more.
    assert with_alarm <= 20 + 3 * math.sqrt(400 * 0.05 * 0.95)


def test_a_group_that_is_three_times_worse_is_found_nearly_always() -> None:
    chance = np.random.default_rng(8)
    found = 0
    for _ in range(100):
        counts = chance.poisson([0.012 * 2_000, *[0.004 * 2_000] * 19])
        groups = [Exposure(f"{place}", int(count), 2_000) for place, count in enumerate(counts)]
        found += any(alarm.exposure.group == "0" for alarm in alarms(groups, POLICY))

    assert found >= 90


def test_exposures_and_policies_are_refused_when_they_make_no_sense() -> None:
    with pytest.raises(ValueError, match="more than none"):
        Exposure("a", 1, 0)
    with pytest.raises(ValueError, match="more than none"):
        Exposure("a", -1, 5)
    with pytest.raises(ValueError, match="more than none"):
        Exposure("a", 1, math.nan)
    with pytest.raises(ValueError, match=r"between 0\.5 and 1"):
        AlarmPolicy(confidence=1.0)
