"""How hard to search, and what a search tells on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: counted in steps, never in seconds, so that a plan can be repeated.

    Attributes:
        steps: for each visit of the problem; one takes some visits out and puts them back elsewhere. A core
            makes some ten thousand in a second.
    """

    steps: int

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise ValueError(f"At least one step must be made for each visit, got {self.steps}.")


QUICK: Final = Effort(60)
"""For a first look and for tests: a day of 45 visits in about 0.3 s."""

NORMAL: Final = Effort(300)
"""For planning in working hours: about 1 s for such a day."""

THOROUGH: Final = Effort(4_000)
"""For the nightly plan: about 12 s for such a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search has come; told some times a second.

    Attributes:
        share: part of the search that is over, 0 to 1.
        cost: of the best plan so far, in units.
        unserved: visits that it leaves out.
        planned: visits that it serves.
        steps: made so far by all threads.
        seconds_left: wall seconds to go, if the search ends by the clock.
    """

    share: float
    cost: float
    unserved: int
    planned: int
    steps: int
    seconds_left: float | None = None
