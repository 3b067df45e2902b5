"""Spreads: defaults, exceptions for single visits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from math import nan

import pytest

from scheduling.uncertainty import DRIVE, WORK, Spread


def test_spread_takes_what_is_known_of_a_visit_and_the_default_for_all_others() -> None:
    spread = Spread(drives={"far": 0.4}, works={"repair": 0.605})

    assert [spread.percent_of_drive(key) for key in ("far", "near")] == [40, round(100 * DRIVE)]
    assert [spread.percent_of_work(key) for key in ("repair", "near")] == [60, round(100 * WORK)]


@pytest.mark.parametrize("share", [-0.01, 3.01, nan])
def test_spread_refuses_what_no_work_has(share: float) -> None:
    attempts: list[Callable[[], Spread]] = [
        lambda: Spread(drive=share),
        lambda: Spread(work=share),
        lambda: Spread(drives={"a": share}),
        lambda: Spread(works={"a": share}),
    ]
    for refused in attempts:
        with pytest.raises(ValueError, match="coefficient of variation"):
            refused()
