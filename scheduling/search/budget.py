"""How long to search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long to search: so many steps of every thread, or so many wall seconds; one of them is given."""

    steps: int | None = None
    seconds: float | None = None

    @property
    def rounds_in_parts(self) -> int:
        """How often a large problem is cut anew."""
        size = self.seconds if self.seconds is not None else (self.steps or 0) / 50_000
        return max(2, min(48, int(2.4 * size)))

    def part(self, share: float) -> Budget:
        """A part of it."""
        return Budget(
            steps=None if self.steps is None else max(1, round(self.steps * share)),
            seconds=None if self.seconds is None else self.seconds * share,
        )
