"""The simulation against known distributions, a plain simulation and the closed form, and its laws."""

from __future__ import annotations

from dataclasses import fields, replace
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.uncertainty import Courses, moments_of, monte_carlo, simulated
from scheduling.uncertainty.luck import luck_of
from scheduling.uncertainty.normal import quantile
from tests.scheduling.uncertainty.days import HOUR, courses, plain_starts, random_courses

law = settings(derandomize=True, deadline=None, max_examples=40)
SHARES = (0.1, 0.5, 0.9)


def lognormal_quantile(mean: float, variation: float, share: float) -> float:
    variance = log(1 + variation**2)
    return mean * exp(quantile(share) * sqrt(variance) - variance / 2)


@pytest.mark.parametrize("variation", [0.05, 0.25, 1.0])
def test_one_drive_has_the_quantiles_of_the_lognormal(variation: float) -> None:
    """A thousand strata put a sample within half a thousandth of every share."""
    alone = courses(drive=[[2400]], opening=[[0]], work=[[0]], percent=(round(100 * variation), 35))

    found = simulated(alone, shares=SHARES, seed=7).starts_by[:, 0, 0] - 8 * HOUR

    for share, second in zip(SHARES, found.tolist(), strict=True):
        low, high = (
            lognormal_quantile(2400, variation, share - nearly) for nearly in (0.001, -0.001)
        )
        assert low < second < high


def test_a_share_is_reached_on_the_first_day_that_completes_it() -> None:
    """Ten days of one drive are the quantiles in the middle of ten strata: the first, fifth and tenth."""
    alone = courses(drive=[[2400]], opening=[[0]], work=[[0]])

    found = simulated(alone, shares=(0.1, 0.5, 1.0), samples=10, seed=7).starts_by[:, 0, 0]

    middles = [lognormal_quantile(2400, 0.25, share) for share in (0.05, 0.45, 0.95)]
    assert found - 8 * HOUR == pytest.approx(middles, rel=1e-6)


def test_without_spread_every_day_is_the_deterministic_course() -> None:
    sure = courses(
        drive=[[1200, 600, 900]],
        opening=[[0, 11 * HOUR, 0]],
        work=[[HOUR, 1800, 0]],
        latest=[[8 * HOUR + 1200, 10 * HOUR, 11 * HOUR + 2699]],
        percent=(0, 0),
    )

    found = simulated(sure, shares=SHARES, samples=50, seed=1)

    expected = [[8 * HOUR + 1200, 11 * HOUR, 11 * HOUR + 2700]]
    assert found.starts_by.tolist() == [expected] * len(SHARES)
    assert found.late.tolist() == [[0, 1, 1]]


def test_luck_has_mean_one_and_the_asked_spread() -> None:
    luck = luck_of(random_courses(1, routes=1, events=4), samples=2000, seed=3)

    for factors, variation in ((luck.drives, 0.25), (luck.works, 0.35)):
        assert factors.mean(axis=2) == pytest.approx(1, abs=1e-3)
        assert factors.std(axis=2) == pytest.approx(variation, rel=0.02)


def test_drives_and_works_have_luck_of_their_own_at_every_stop() -> None:
    """Of 1,000 independent pairs, a correlation beyond 5/√1000 turns up once in two million."""
    luck = luck_of(random_courses(1, routes=1, events=4), samples=1000, seed=3)

    apart = np.corrcoef(np.concatenate([luck.drives[0], luck.works[0]])) - np.eye(8)

    assert np.abs(apart).max() < 5 / sqrt(1000)


def test_each_event_strays_by_its_own_spread() -> None:
    mixed = replace(
        courses(drive=[[1000], [1000]], opening=[[0], [0]], work=[[0], [0]]),
        drive_percent=np.array([[5], [50]]),
    )

    luck = luck_of(mixed, samples=500, seed=3)

    assert luck.drives.std(axis=2).ravel() == pytest.approx([0.05, 0.5], rel=0.05)
    assert luck.drive_spread.tolist() == [[0], [1]]


def test_the_same_seed_gives_the_same_days_whatever_the_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = random_courses(5, routes=9, events=4)
    alone = simulated(given, shares=SHARES, samples=60, seed=11, threads=1)
    monkeypatch.setattr(monte_carlo, "_AT_ONCE", 2 * 4 * 60)

    shared = simulated(given, shares=SHARES, samples=60, seed=11, threads=3)
    other = simulated(given, shares=SHARES, samples=60, seed=12, threads=3)

    assert np.array_equal(shared.starts_by, alone.starts_by)
    assert np.array_equal(shared.late, alone.late)
    assert not np.array_equal(other.starts_by, alone.starts_by)


def test_a_route_has_the_same_luck_alone_and_among_longer_ones() -> None:
    many = random_courses(5, routes=3, events=6)
    one = part_of(many, routes=slice(1, 2), events=4)

    among = simulated(many, shares=SHARES, samples=80, seed=2)
    alone = simulated(one, shares=SHARES, samples=80, seed=2)

    assert np.array_equal(alone.starts_by[:, 0], among.starts_by[:, 1, :4])
    assert np.array_equal(alone.late[0], among.late[1, :4])


def test_nobody_asks_about_pauses() -> None:
    with_pause = replace(
        courses(drive=[[600, 600, 600]], opening=[[0, 0, 0]], work=[[600, 1800, 600]]),
        is_asked=np.array([[True, False, True]]),
    )

    found = simulated(with_pause, shares=(0.5,), samples=20, seed=1)

    assert np.isnan(found.starts_by[0, 0]).tolist() == [False, True, False]


def test_no_routes_have_no_days() -> None:
    none = part_of(random_courses(1, routes=1, events=3), routes=slice(0), events=3)

    found = simulated(none, shares=SHARES, samples=10, seed=1)

    assert (found.starts_by.shape, found.late.shape) == ((3, 0, 3), (0, 3))


def test_what_cannot_be_simulated_is_refused() -> None:
    some = random_courses(1, routes=1, events=2)

    for samples, shares in ((0, SHARES), (10, (0.0,)), (10, (1.1,))):
        with pytest.raises(ValueError, match="At least one sample"):
            simulated(some, shares=shares, samples=samples, seed=1)


@given(
    seed=st.integers(0, 1000),
    event=st.integers(0, 4),
    what=st.sampled_from(["drive", "setup", "opening", "work"]),
    more=st.floats(0, 3600, width=32),
)
@law
def test_what_takes_longer_is_never_earlier_at_any_stop(
    seed: int, event: int, what: str, more: float
) -> None:
    """On the same days a slower course is later on every single day, so in every percentile as well."""
    plan = random_courses(seed, routes=2, events=5)
    slowed = getattr(plan, what).copy()
    slowed[:, event] += more

    before = simulated(plan, shares=SHARES, samples=40, seed=seed)
    after = simulated(replace(plan, **{what: slowed}), shares=SHARES, samples=40, seed=seed)

    assert np.all(after.starts_by >= before.starts_by)
    assert np.all(after.late >= before.late)


@given(seed=st.integers(0, 1000), samples=st.integers(1, 60))
@law
def test_percentiles_ascend_and_never_lie_before_the_opening(seed: int, samples: int) -> None:
    plan = random_courses(seed, routes=2, events=5)

    found = simulated(plan, shares=(0.01, 0.1, 0.5, 0.9, 1.0), samples=samples, seed=seed)

    assert np.all(np.diff(found.starts_by, axis=0) >= 0)
    assert np.all(found.starts_by >= plan.opening)
    assert np.all((found.late >= 0) & (found.late <= 1))


def test_both_agree_with_a_plain_simulation() -> None:
    """Tolerances are four standard errors of the two samples, √(2/1500)/2 for a chance near one half.

    A percentile is off by the error of its share divided by the density there, for which the distance to
    the neighbouring percentile stands.
    """
    plan = random_courses(8, routes=2, events=6)
    samples, error = 1500, 4 * sqrt(2 / 1500) / 2

    found = simulated(plan, shares=SHARES, samples=samples, seed=4)

    for route in range(2):
        starts = np.array(plain_starts(plan, route, samples, seed=99))
        late = (starts > plan.latest[route, :, None]).mean(axis=1)
        assert np.abs(found.late[route] - late).max() < error
        for number, share in enumerate(SHARES):
            low, high = (
                np.quantile(starts, np.clip(share + sign * error, 0, 1), axis=1) for sign in (-1, 1)
            )
            assert np.all(found.starts_by[number, route] >= low - 1)
            assert np.all(found.starts_by[number, route] <= high + 1)


def test_the_closed_form_agrees_within_what_taking_times_for_normal_costs() -> None:
    """Measured on 2,800 routes: the chance of being late is off by 0.8 points on average and 12 at worst,
    percentiles by 3 to 4 minutes; here are 40 routes, of whose worst stop not more than that is asked.
    """
    plan = random_courses(21, routes=40, events=8)
    closed, days = moments_of(plan), simulated(plan, shares=SHARES, samples=300, seed=6)

    assert np.abs(closed.late - days.late).mean() < 0.02
    assert np.abs(closed.late - days.late).max() < 0.16
    for number, share in enumerate(SHARES):
        apart = np.abs(closed.starts_by(share) - days.starts_by[number])
        assert apart.mean() < 6 * 60
        assert apart.max() < 20 * 60


def part_of(given: Courses, *, routes: slice, events: int) -> Courses:
    columns = {
        each.name: getattr(given, each.name)[routes, :events]
        for each in fields(Courses)
        if each.name != "begins"
    }
    return Courses(begins=given.begins[routes], **columns)
