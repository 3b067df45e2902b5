"""Day-part factors: the median of what drives took, drawn towards 1; their mean over hours; what they multiply."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.roads import DayFactors, Row, slowed, slowed_row
from aftersales.roads.day_parts import PRIOR_DRIVES, Drive, learned_factors, part_key
from aftersales.roads.engine import UNREACHABLE_SECONDS
from scheduling import Travel

VADUZ = "Europe/Vaduz"
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Eight in the morning in Vaduz."""


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        (MONDAY, "workdays:morning"),
        (datetime(2026, 11, 23, 5, 29, tzinfo=UTC), "workdays:night"),
        (datetime(2026, 11, 23, 5, 30, tzinfo=UTC), "workdays:morning"),
        (datetime(2026, 7, 20, 7, 0, tzinfo=UTC), "workdays:midday"),
        (datetime(2026, 11, 27, 23, 30, tzinfo=UTC), "weekend:night"),
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), "weekend:evening"),
    ],
)
def test_parts_of_the_day_are_those_of_the_wall_clock(moment: datetime, key: str) -> None:
    assert part_key(moment, VADUZ) == key


def drives(ratio: float, count: int, at: datetime = MONDAY) -> list[Drive]:
    return [Drive(at, 600 * ratio, 600.0)] * count


def test_factor_is_drawn_to_one_while_few_drives_are_known() -> None:
    few = learned_factors(drives(1.5, 3), VADUZ)
    half = learned_factors(drives(1.5, PRIOR_DRIVES), VADUZ)
    many = learned_factors(drives(1.5, 1000), VADUZ)

    assert few["workdays:morning"][0] == pytest.approx(1.5 ** (3 / (3 + PRIOR_DRIVES)))
    assert half["workdays:morning"][0] == pytest.approx(1.5**0.5)
    assert (few["workdays:morning"][1], half["workdays:morning"][1]) == (3, PRIOR_DRIVES)
    assert 1.48 < many["workdays:morning"][0] < 1.5
    assert learned_factors([], VADUZ) == {}


def test_parts_are_learned_apart_and_odd_drives_do_not_count() -> None:
    odd = [
        Drive(MONDAY, 9000, 600),
        Drive(MONDAY, 60, 600),
        Drive(MONDAY, -5, 600),
        Drive(MONDAY, 300, 60),
    ]

    learned = learned_factors(
        [*drives(1.2, 40), *odd, *drives(0.9, 20, MONDAY + timedelta(hours=4))], VADUZ
    )

    assert {key: count for key, (_factor, count) in learned.items()} == {
        "workdays:midday": 20,
        "workdays:morning": 40,
    }
    assert learned["workdays:midday"][0] < 1 < learned["workdays:morning"][0]


@given(st.lists(st.floats(0.3, 4.0), min_size=1, max_size=50))
def test_factor_never_leaves_what_was_seen_and_one(ratios: list[float]) -> None:
    learned = learned_factors([Drive(MONDAY, 600 * each, 600) for each in ratios], VADUZ)

    factor, count = learned["workdays:morning"]
    assert count == len(ratios)
    assert min([*ratios, 1]) - 1e-9 <= factor <= max([*ratios, 1]) + 1e-9


def test_overall_factor_weighs_parts_by_their_drives_and_goes_in_steps() -> None:
    factors = DayFactors({"workdays:morning": (1.4, 300), "workdays:midday": (1.1, 100)}, VADUZ)

    assert factors.at(MONDAY) == 1.4
    assert factors.at(MONDAY - timedelta(hours=3)) == 1.0
    assert factors.overall == 1.3  # the mean is 1.325
    assert DayFactors({"workdays:morning": (1.02, 9)}, VADUZ).overall == 1.0
    assert DayFactors({}, VADUZ).overall == 1.0


def test_slowed_drives_keep_their_metres_and_pairs_without_a_way() -> None:
    seconds = np.array([[0, 100], [UNREACHABLE_SECONDS, 0]], np.int32)
    travel = Travel(seconds=seconds, metres=np.array([[0, 7], [8, 0]], np.int32))
    row = Row(to=np.array([100, UNREACHABLE_SECONDS]), back=np.array([0, 10]))

    slow = slowed(travel, 1.25)
    slow_row = slowed_row(row, 0.5)

    assert slow.seconds.tolist() == [[0, 125], [UNREACHABLE_SECONDS, 0]]
    assert slow.metres.tolist() == travel.metres.tolist()
    assert slow_row.to.tolist() == [50, UNREACHABLE_SECONDS]
    assert slow_row.back.tolist() == [0, 5]
