"""The engine on one day: orders of visits, and nothing when no time is left at all."""

from __future__ import annotations

import numpy as np
import pytest

from scheduling.engine import Day, Found, best_orders
from scheduling.problem import Shift, TimeWindow, Visit
from scheduling.stopwatch import Stopwatch

HOUR = 3600
AT = np.array([0, 10, 20, 30])
DAY = Day(
    shifts=(
        Shift(key="s", technician="t", start_place=0, end_place=0, span=TimeWindow(0, 8 * HOUR)),
        Shift(key="t", technician="u", start_place=0, end_place=0, span=TimeWindow(0, 8 * HOUR)),
    ),
    visits=tuple(
        Visit(
            key=f"v{place}",
            place=place,
            service=HOUR,
            windows=(TimeWindow((4 - place) * HOUR, (4 - place) * HOUR),),
        )
        for place in (1, 2, 3)
    ),
    penalties=(5000, 5000, 5000),
    allowed=((0, 1), (0, 1), (1,)),
    seconds=(np.abs(np.subtract.outer(AT, AT)) * 60).astype(np.int32),
)


def test_best_orders_follows_windows_and_allowed_shifts() -> None:
    found: list[Found] = []

    orders = best_orders(DAY, solutions=50, on_found=found.append)

    # Ten minutes of driving don't fit between two hours: the middle visit goes to the other shift.
    assert orders == ((1,), (2, 0))
    assert found[-1].cost == 6000
    assert found[-1].left_out == 0


def test_best_orders_is_empty_when_no_time_is_left() -> None:
    assert best_orders(DAY, solutions=50, deadline=0.0) == ((), ())


def test_best_orders_are_the_same_when_nobody_stops_them() -> None:
    orders = best_orders(DAY, solutions=50, should_stop=lambda: False)

    assert orders == best_orders(DAY, solutions=50) == ((1,), (2, 0))


def test_best_orders_stops_with_the_best_solution_so_far() -> None:
    asked: list[int] = []
    watch = Stopwatch()

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) == 20

    orders = best_orders(DAY, solutions=10**9, should_stop=should_stop)

    assert orders == ((1,), (2, 0))
    assert len(asked) == 20
    assert watch.elapsed < 10


def test_best_orders_that_cannot_be_searched_say_so_though_somebody_may_stop_them() -> None:
    with pytest.raises(ValueError, match="out of range"):
        best_orders(DAY, solutions=2**70, should_stop=lambda: False)
