"""The terms on which followed jobs are worked on: leases, attempts and pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEEWAY: Final = timedelta(minutes=1)
"""Clocks of machines and the leases of two versions may be this far apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a runner may be silent, and how often and when a job is begun again.

    Attributes:
        lease: a job whose runner gave no sign of life for this long is taken up by another.
        beat: seconds between two signs of life, which also carry the progress to whoever follows.
        attempts: how often a job is begun before it has failed; five outlast a restart and an outage.
        pause: wait after the first failure; each further one waits twice as long: 0.5, 1, 2, 4 minutes.
    """

    lease: timedelta = timedelta(seconds=60)
    beat: float = 1.0
    attempts: int = 5
    pause: timedelta = timedelta(seconds=30)

    def last_lease_at(self, now: datetime) -> datetime:
        """No lease ends after this; one that does was given before the clock was put back."""
        return now + self.lease + LEEWAY

    def pause_after(self, attempt: int) -> timedelta:
        """How long to wait after this attempt failed, counted from 1."""
        return self.pause * (1 << (attempt - 1))
