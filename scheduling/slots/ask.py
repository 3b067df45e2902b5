"""What is looked for: one visit, the windows it could be told, and the ways to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.slots.columns import Flags, Int64, flags, refuse_negative, whole

ELSEWHERE: Final = -1
"""The ask's place is none of those that the routes go to."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask:
    """A visit that somebody wants, with W arrival windows to be tried and the travel rows of P places.

    Attributes:
        service: seconds of work on site, on the grid.
        setup: seconds between arriving and starting, needed if the place before is another one.
        windows: first and last second at which the work may start, both count, (W, 2).
        promised: the last second of the window that the customer would be told, (W,).
        day: number of the working day of each window, as in `Routes.day`, (W,).
        allowed: which routes may serve it at all (skills, crew, quotas), (R,).
        people: how many technicians start at the same second, each on a route of their own.
        to: drive in seconds from each place, (P,).
        back: drive in seconds to each place, (P,).
        place: its own index, if it is one of the places; nobody sets up again for a second visit there.
    """

    service: int
    setup: int
    windows: Int64
    promised: Int64
    day: Int64
    allowed: Flags
    people: int = 1
    to: Int64
    back: Int64
    place: int = ELSEWHERE

    def __post_init__(self) -> None:
        windows = len(np.asarray(self.day))
        for name, lengths in (
            ("windows", (windows, 2)),
            ("promised", (windows,)),
            ("day", (windows,)),
            ("to", (None,)),
            ("back", (len(np.asarray(self.to)),)),
        ):
            object.__setattr__(self, name, whole(name, getattr(self, name), *lengths))
        object.__setattr__(self, "allowed", flags("allowed", self.allowed, None))
        refuse_negative((name, getattr(self, name)) for name in ("windows", "to", "back"))
        if self.service < 0 or self.setup < 0 or self.people < 1:
            raise ValueError(
                "Service and setup must not be negative, and at least one person is needed."
            )
        if np.any(self.windows[:, 0] > self.windows[:, 1]):
            raise ValueError("A window must not end before it starts.")
