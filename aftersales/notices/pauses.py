"""How long a notice waits before it is tried again; pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

FIRST_PAUSE: Final = timedelta(minutes=1)
"""After the first failure; each further one waits four times as long: 1, 4, 16, 64, 256 minutes."""

SPREAD: Final = 997
"""Steps over which pauses are spread; a prime, so that no pattern of identifiers shows."""


def pause_after(tries: int, notice_id: UUID) -> timedelta:
    """The pause after so many tries, and up to a quarter more: what failed together does not come back together.

    How much more is the notice's own, so that the same history gives the same plan.
    """
    pause = FIRST_PAUSE * int(4 ** (tries - 1))
    return pause * (1 + notice_id.int % SPREAD / (4 * SPREAD))
