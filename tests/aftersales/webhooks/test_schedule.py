"""Pauses grow as Standard Webhooks recommends, and a receiver may ask for longer ones."""

from datetime import timedelta

import pytest

from aftersales.webhooks.schedule import ATTEMPTS, PAUSES, pause_after


def test_pauses_are_those_that_standard_webhooks_recommends() -> None:
    hours = [pause_after(attempts) / timedelta(hours=1) for attempts in range(1, ATTEMPTS)]

    assert hours == [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=4)


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        (None, timedelta(minutes=5)),
        (timedelta(seconds=3), timedelta(minutes=5)),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=30), timedelta(hours=24)),
    ],
)
def test_pause_is_the_longer_of_ours_and_the_receivers_up_to_a_day(
    wished: timedelta | None, expected: timedelta
) -> None:
    assert pause_after(2, wished) == expected
