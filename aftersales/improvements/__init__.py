"""Improvements: a gap gets an owner, a day and a check, and ends when the figures say that it is closed."""

from aftersales.improvements.checks import SCOPES, THRESHOLDS, Check, Measured
from aftersales.improvements.moving import (
    IMPROVEMENT_MOVES,
    WAIVERS,
    Aim,
    hand_over,
    open_improvement,
    postpone,
    take_measure,
    waive,
)
from aftersales.improvements.proposing import (
    Proposal,
    after_alarm,
    after_channel,
    after_complaint,
    after_gap,
)
from aftersales.improvements.rounds import tend_improvements

__all__ = [
    "IMPROVEMENT_MOVES",
    "SCOPES",
    "THRESHOLDS",
    "WAIVERS",
    "Aim",
    "Check",
    "Measured",
    "Proposal",
    "after_alarm",
    "after_channel",
    "after_complaint",
    "after_gap",
    "hand_over",
    "open_improvement",
    "postpone",
    "take_measure",
    "tend_improvements",
    "waive",
]
