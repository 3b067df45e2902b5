"""Clark's formulae against integration, exact cases, and the laws of a maximum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.uncertainty import moments_of
from scheduling.uncertainty.closed_form import moments_of_maximum
from scheduling.uncertainty.normal import density, share_below
from tests.scheduling.uncertainty.days import HOUR, courses, random_courses

law = settings(derandomize=True, deadline=None, max_examples=200)
seconds = st.floats(0, 500_000, allow_nan=False)
deviations = st.floats(0, 7200, allow_nan=False)


@pytest.mark.parametrize("least", [-3.0, -1.0, 0.0, 0.7, 2.0, 5.0])
def test_moments_of_a_maximum_are_those_of_integration(least: float) -> None:
    z = np.linspace(-12, 12, 400_001)
    highest = np.maximum(1000 + 60 * z, 1000 + 60 * least)
    weight = density(z) * (z[1] - z[0])
    mean = float((highest * weight).sum())
    variance = float((highest**2 * weight).sum()) - mean**2

    found = moments_of_maximum(
        np.array([1000.0]), np.array([3600.0]), np.array([1000 + 60 * least])
    )

    assert found[0][0] == pytest.approx(mean, abs=1e-3)
    assert found[1][0] == pytest.approx(variance, abs=1e-2)


@given(mean=seconds, deviation=deviations, least=seconds)
@law
def test_a_maximum_is_later_and_less_uncertain_than_what_it_is_taken_of(
    mean: float, deviation: float, least: float
) -> None:
    found = moments_of_maximum(np.array([mean]), np.array([deviation**2]), np.array([least]))

    assert found[0][0] >= max(mean, least) - 1e-6
    assert 0 <= found[1][0] <= deviation**2 * (1 + 1e-9) + 1e-4


@given(mean=seconds, least=seconds)
@law
def test_a_maximum_of_certain_seconds_is_certain(mean: float, least: float) -> None:
    found = moments_of_maximum(np.array([mean]), np.array([0.0]), np.array([least]))

    assert found[0][0] == pytest.approx(max(mean, least), rel=1e-15)
    assert found[1][0] == 0


def test_without_spread_the_answer_is_the_deterministic_course() -> None:
    sure = courses(
        drive=[[1200, 600, 900]],
        opening=[[0, 11 * HOUR, 0]],
        work=[[HOUR, 1800, 0]],
        latest=[[8 * HOUR + 1200, 10 * HOUR, 11 * HOUR + 2699]],
        percent=(0, 0),
    )

    found = moments_of(sure)

    assert found.mean.tolist() == [[8 * HOUR + 1200, 11 * HOUR, 11 * HOUR + 2700]]
    assert found.deviation.tolist() == [[0, 0, 0]]
    assert found.late.tolist() == [
        [0, 1, 1]
    ]  # on the second, before the opening, a second too late
    assert found.starts_by(0.9).tolist() == found.mean.tolist()


def test_one_drive_has_the_moments_of_a_normal_variable() -> None:
    alone = courses(drive=[[2400]], opening=[[0]], work=[[0]], latest=[[9 * HOUR]])

    found = moments_of(alone)

    ready, deviation = 8 * HOUR + 2400, 600
    assert found.mean[0, 0] == pytest.approx(
        ready, abs=0.05
    )  # 1 of 30,000 falls below the departure
    assert found.ready_deviation[0, 0] == deviation
    assert found.late[0, 0] == pytest.approx(share_below(np.array([-2.0]))[0])
    assert found.starts_by(0.5)[0, 0] == pytest.approx(ready)


def test_without_waiting_the_variances_add_up() -> None:
    busy = courses(drive=[[1200, 1200]], opening=[[0, 0]], work=[[3600, 0]])

    found = moments_of(busy)

    assert found.mean[0, 1] == pytest.approx(8 * HOUR + 6000, abs=1)
    assert found.deviation[0, 1] == pytest.approx((300**2 * 2 + 1260**2) ** 0.5, rel=1e-3)


@given(seed=st.integers(0, 10_000), delay=st.floats(0, 7200))
@law
def test_a_later_promise_is_never_broken_more_often(seed: int, delay: float) -> None:
    early = random_courses(seed, routes=3, events=6)
    late = courses(
        drive=early.drive.tolist(),
        opening=early.opening.tolist(),
        work=early.work.tolist(),
        latest=(early.latest + delay).tolist(),
    )

    assert np.all(moments_of(late).late <= moments_of(early).late)


@given(seed=st.integers(0, 10_000), shares=st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99)))
@law
def test_a_greater_share_of_starts_takes_longer(seed: int, shares: tuple[float, float]) -> None:
    found = moments_of(random_courses(seed, routes=3, events=6))

    assert np.all(found.starts_by(min(shares)) <= found.starts_by(max(shares)))
