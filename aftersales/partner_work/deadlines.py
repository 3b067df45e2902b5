"""How long a service partner has to answer; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

LAST_ANSWER: Final = timedelta(hours=2)
"""Before the promised window opens: so long there is at least to find somebody else."""

LEAST_TIME: Final = timedelta(minutes=30)
"""Nobody is asked who would have less than this to answer."""


def answer_by(now: datetime, hours: int, window_from_at: datetime) -> datetime | None:
    """The moment up to which an answer counts; None if it is too late to ask anybody."""
    deadline = min(now + timedelta(hours=hours), window_from_at - LAST_ANSWER)
    return deadline if deadline - now >= LEAST_TIME else None
