"""How long a service partner has to answer; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from aftersales.business_hours import BusinessHours, after_work, worked_between

LAST_ANSWER: Final = timedelta(hours=2)
"""Before the promised window opens: so long there is at least to find somebody else."""

LEAST_TIME: Final = timedelta(minutes=30)
"""Nobody is asked who would have less than this to answer."""


def answer_by(
    hours: BusinessHours, now: datetime, amount: timedelta, window_from_at: datetime
) -> datetime | None:
    """The moment up to which an answer counts; None if it is too late to ask anybody.

    Args:
        hours: when offices are open in that territory; the time to answer counts in them.
        now: when a partner is asked.
        amount: how long a partner has to answer.
        window_from_at: when the promised window opens.
    """
    last = window_from_at - LAST_ANSWER
    if worked_between(hours, now, last) < LEAST_TIME:
        return None
    return min(after_work(hours, now, amount), last)
