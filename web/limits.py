"""How often somebody may ask: a moving minute for each user, key or address, kept in this process.

Guessing passwords and codes is counted in the database instead (`aftersales/throttle.py`), across
processes and restarts; this is against floods only.
"""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from aftersales.errors import TooOften


class RequestLimits:
    """Counts requests by name."""

    def __init__(self, per_minute: int) -> None:
        """Allow so many in any sixty seconds."""
        self._allowance = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, name: str) -> None:
        """Count one request.

        Raises:
            TooOften: it is one too many; the error says how long to wait.
        """
        if not self._limiter.hit(self._allowance, name):
            raise TooOften(
                "There were too many requests in the last minute. Wait a minute and go on.", 60
            )
