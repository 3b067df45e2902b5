"""When a message that was not taken is tried again, and when it is given up; pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Pauses after the first failed attempt, the second and so on, as Standard Webhooks recommends: about three days."""

ATTEMPTS: Final = len(PAUSES) + 1
"""After so many failed attempts a message is given up."""

LONGEST_WISH: Final = timedelta(hours=24)
"""A receiver that asks for a longer pause (Retry-After) gets this one."""


def pause_after(attempts: int, wished: timedelta | None = None) -> timedelta:
    """How long to wait after so many failed attempts; never shorter than the receiver wished."""
    usual = PAUSES[min(attempts, len(PAUSES)) - 1]
    return usual if wished is None else max(usual, min(wished, LONGEST_WISH))
