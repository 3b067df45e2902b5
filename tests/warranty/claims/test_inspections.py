"""Units that failed on arrival."""

from datetime import date

import pytest

from warranty.claims.inspections import is_dead_on_arrival

DELIVERED = date(2026, 2, 20)


@pytest.mark.parametrize(
    ("failed_on", "expected"),
    [
        (date(2026, 2, 19), False),
        (date(2026, 2, 20), True),
        (date(2026, 3, 6), True),
        (date(2026, 3, 7), False),
    ],
)
def test_unit_is_dead_on_arrival_from_its_delivery_to_the_fourteenth_day(
    failed_on: date, *, expected: bool
) -> None:
    assert is_dead_on_arrival(failed_on, DELIVERED) is expected


def test_unit_is_not_dead_on_arrival_when_nobody_knows_when_it_arrived() -> None:
    assert not is_dead_on_arrival(DELIVERED, None)


def test_unit_is_dead_on_arrival_for_as_many_days_as_the_shop_says() -> None:
    assert is_dead_on_arrival(date(2026, 3, 22), DELIVERED, days=30)
    assert not is_dead_on_arrival(date(2026, 2, 21), DELIVERED, days=0)
