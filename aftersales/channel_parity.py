"""Whether every channel gets the same answer at the same speed; pure.

A channel falls behind when at least `LEAST` of its cases were answered in the period and its median first answer, in
business hours, is more than `TIMES` the median of all other channels together and at least `MARGIN` later. Both
bounds are needed: twice nothing is nothing, and an hour is much only where others wait minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from aftersales.records import CaseChannel

LEAST: Final = 5
"""Answered cases below which nothing is said about a channel."""

TIMES: Final = 1.5
MARGIN: Final = timedelta(minutes=30)

NINTH_DECILE: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """How long one case waited, in business hours; none where nothing came yet.

    Attributes:
        first_answer: until somebody answered.
        resolution: until it was settled, without the time in which its customer had to answer.
        is_late: whether its first answer came after it was due, or is overdue.
    """

    first_answer: timedelta | None
    resolution: timedelta | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpeed:
    """How fast one channel was: medians and nine tenths, the share in time, and of how many cases."""

    channel: CaseChannel
    cases: int
    answered: int
    resolved: int
    first_median: timedelta | None
    first_most: timedelta | None
    resolution_median: timedelta | None
    resolution_most: timedelta | None
    in_time: float
    is_behind: bool


def parity(cases: Mapping[CaseChannel, Sequence[CaseTimes]]) -> tuple[ChannelSpeed, ...]:
    """How fast each channel was, and which fall behind the others, in the order of the channels."""
    return tuple(_speed(channel, cases) for channel in CaseChannel if cases.get(channel))


def _speed(channel: CaseChannel, cases: Mapping[CaseChannel, Sequence[CaseTimes]]) -> ChannelSpeed:
    own = cases[channel]
    first = [each.first_answer for each in own if each.first_answer is not None]
    resolution = [each.resolution for each in own if each.resolution is not None]
    others = [
        each.first_answer
        for other, rows in cases.items()
        if other is not channel
        for each in rows
        if each.first_answer is not None
    ]
    return ChannelSpeed(
        channel=channel,
        cases=len(own),
        answered=len(first),
        resolved=len(resolution),
        first_median=_median(first),
        first_most=_most(first),
        resolution_median=_median(resolution),
        resolution_most=_most(resolution),
        in_time=1 - sum(each.is_late for each in own) / len(own),
        is_behind=is_behind(first, others),
    )


def is_behind(own: Sequence[timedelta], others: Sequence[timedelta]) -> bool:
    """Whether first answers on a channel come much later than on all others together."""
    if len(own) < LEAST or len(others) < LEAST:
        return False
    mine, theirs = _middle(own), _middle(others)
    return mine > TIMES * theirs and mine - theirs >= MARGIN


def _median(times: Sequence[timedelta]) -> timedelta | None:
    return _middle(times) if times else None


def _middle(times: Sequence[timedelta]) -> timedelta:
    """The median: the middle one, or half way between the two in the middle."""
    ranked = sorted(times)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def _most(times: Sequence[timedelta]) -> timedelta | None:
    """What nine of ten stay within: the smallest time that at least 90 % do not exceed."""
    if not times:
        return None
    return sorted(times)[ceil(NINTH_DECILE * len(times)) - 1]
