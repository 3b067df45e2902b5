"""The engine on one day: orders of visits, and nothing when no time is left at all."""

from __future__ import annotations

import numpy as np

from scheduling.engine import Day, Found, best_orders
from scheduling.problem import Shift, TimeWindow, Visit

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
