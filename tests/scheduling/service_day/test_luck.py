"""What chance holds: the same for the same key, spread as documented, shares as asked."""

from dataclasses import replace

import numpy as np
import pytest

from scheduling.service_day import (
    USUAL,
    Button,
    Chances,
    Outcome,
    StopLuck,
    absent_from,
    emergencies_at,
    stop_luck,
)
from scheduling.service_day.luck import day_part_factor, kind_factor

MANY = 4000
SPAN = (7 * 3600, 17 * 3600)


def lucks(chances: Chances = USUAL, seed: int = 1) -> list[StopLuck]:
    return [stop_luck(chances, seed, f"stop-{number}") for number in range(MANY)]


def test_luck_depends_on_seed_and_key_alone() -> None:
    assert stop_luck(USUAL, 3, "a") == stop_luck(USUAL, 3, "a")
    assert stop_luck(USUAL, 3, "a") != stop_luck(USUAL, 4, "a")
    assert stop_luck(USUAL, 3, "a") != stop_luck(USUAL, 3, "b")


def test_discipline_changes_what_is_pressed_and_nothing_of_what_happens() -> None:
    careless = stop_luck(replace(USUAL, discipline=0.1), 3, "a")
    careful = stop_luck(replace(USUAL, discipline=1.0), 3, "a")

    assert replace(careless, presses={}) == replace(careful, presses={})
    assert careful.presses == dict.fromkeys(Button, 0)


def test_drives_and_works_spread_around_their_mean_as_asked() -> None:
    drives = np.array([each.drive for each in lucks()])
    works = np.array([each.work for each in lucks()])

    assert drives.mean() == pytest.approx(1, abs=0.02)
    assert works.mean() == pytest.approx(1, abs=0.02)
    assert drives.std() == pytest.approx(0.25, abs=0.02)
    assert works.std() == pytest.approx(0.35, abs=0.02)


def test_visits_end_in_the_shares_asked_for() -> None:
    outcomes = [each.outcome for each in lucks()]

    assert outcomes.count(Outcome.NOBODY_HOME) / MANY == pytest.approx(0.05, abs=0.01)
    assert outcomes.count(Outcome.INCOMPLETE) / MANY == pytest.approx(0.25, abs=0.02)


def test_buttons_are_pressed_at_once_later_or_never() -> None:
    presses = [each.presses.get(Button.FINISHED) for each in lucks()]

    assert presses.count(0) / MANY == pytest.approx(0.9, abs=0.015)
    assert presses.count(None) / MANY == pytest.approx(0.05, abs=0.01)
    assert all(300 <= after <= 2400 for after in presses if after)


def test_technicians_fall_ill_before_or_during_their_day() -> None:
    absences = [absent_from(USUAL, 1, f"shift-{number}", SPAN) for number in range(MANY)]
    ill = [at for at in absences if at is not None]
    before = [at for at in ill if at < SPAN[0]]

    assert len(ill) / MANY == pytest.approx(0.02, abs=0.006)
    assert all(SPAN[0] - 75 * 60 <= at <= SPAN[1] for at in ill)
    assert all(at <= SPAN[0] - 20 * 60 for at in before)
    assert len(before) / len(ill) == pytest.approx(0.6, abs=0.15)


def test_emergencies_come_in_order_and_as_many_as_asked() -> None:
    days = [emergencies_at(USUAL, seed, SPAN) for seed in range(MANY)]

    assert sum(map(len, days)) / MANY == pytest.approx(0.5, abs=0.04)
    assert all(list(day) == sorted(day) for day in days)
    assert all(SPAN[0] <= at < SPAN[1] for day in days for at in day)


def test_works_of_a_kind_have_a_mean_of_their_own() -> None:
    factors = [kind_factor(seed, "repair") for seed in range(MANY)]

    assert kind_factor(1, "repair") == kind_factor(1, "repair") != kind_factor(1, "install")
    assert np.mean(factors) == pytest.approx(1, abs=0.01)
    assert np.std(np.log(factors)) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    ("hour", "factor"),
    [(0, 1.2), (8, 1.2), (9, 1.0), (14, 1.0), (15, 1.15), (23, 1.15), (25, 1.15)],
)
def test_drives_take_longer_in_the_morning_and_the_evening(hour: int, factor: float) -> None:
    assert day_part_factor(hour * 3600) == factor


@pytest.mark.parametrize(
    "wrong",
    [
        {"discipline": 1.1},
        {"no_show": -0.1},
        {"no_show": 0.6, "second_visit": 0.6},
        {"travel": -1.0},
        {"emergencies": -1.0},
    ],
)
def test_chances_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"Shares are|Nothing can vary"):
        replace(USUAL, **wrong)
