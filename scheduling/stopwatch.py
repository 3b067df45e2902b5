"""The stopwatch: the only place in the package that reads a clock, and never the time of day."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Measures elapsed seconds and CPU seconds of this process from the moment it is made."""

    _started: float = field(default_factory=time.monotonic)
    _cpu_started: float = field(default_factory=time.process_time)

    @property
    def elapsed(self) -> float:
        """Wall seconds since the start, from a clock that never goes back."""
        return time.monotonic() - self._started

    @property
    def cpu(self) -> float:
        """CPU seconds that this process spent since the start, in all its threads."""
        return time.process_time() - self._cpu_started
