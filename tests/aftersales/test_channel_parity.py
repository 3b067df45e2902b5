"""Parity between channels: figures that anybody can count, and an alarm by a stated rule."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftersales.channel_parity import (
    LEAST,
    MARGIN,
    TIMES,
    CaseTimes,
    ChannelSpeed,
    is_behind,
    parity,
)
from aftersales.records import CaseChannel

MINUTE = timedelta(minutes=1)
times = st.lists(st.integers(0, 10_000).map(lambda each: each * MINUTE), max_size=30)


def answered(*minutes: int) -> list[CaseTimes]:
    return [
        CaseTimes(first_answer=each * MINUTE, resolution=None, is_late=each > 60)
        for each in minutes
    ]


def test_figures_are_those_that_anybody_can_count() -> None:
    rows = [
        *answered(*range(10, 110, 10)),
        CaseTimes(first_answer=None, resolution=90 * MINUTE, is_late=False),
    ]

    (speed,) = parity({CaseChannel.EMAIL: rows, CaseChannel.X: []})

    assert speed == ChannelSpeed(
        channel=CaseChannel.EMAIL,
        cases=11,
        answered=10,
        resolved=1,
        first_median=55 * MINUTE,
        first_most=90 * MINUTE,
        resolution_median=90 * MINUTE,
        resolution_most=90 * MINUTE,
        in_time=1 - 4 / 11,
        is_behind=False,
    )


def test_slow_channel_falls_behind_all_others_together() -> None:
    speeds = parity(
        {
            CaseChannel.EMAIL: answered(*[120] * 5),
            CaseChannel.PHONE: answered(*[10] * 3),
            CaseChannel.X: answered(*[20] * 3),
        }
    )

    assert [speed.channel for speed in speeds if speed.is_behind] == [CaseChannel.EMAIL]


@given(times, times)
def test_alarm_rings_by_its_rule_and_never_on_both_sides(
    own: list[timedelta], others: list[timedelta]
) -> None:
    rings = is_behind(own, others)

    assert not (rings and is_behind(others, own))
    if rings:
        assert min(len(own), len(others)) >= LEAST
        assert max(own) > TIMES * min(others)
        assert max(own) - min(others) >= MARGIN


@given(times)
def test_channel_is_never_behind_itself(own: list[timedelta]) -> None:
    assert not is_behind(own, own)


def test_bounds_are_both_needed() -> None:
    assert not is_behind([100 * MINUTE] * 4, [MINUTE] * 9)  # too few
    assert not is_behind([31 * MINUTE] * 5, [21 * MINUTE] * 5)  # not half as long again
    assert not is_behind([30 * MINUTE] * 5, [MINUTE] * 5)  # 29 minutes
    assert is_behind([31 * MINUTE] * 5, [MINUTE] * 5)
