"""The routes that stand, flattened: all a slot depends on, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.slots.columns import Floats, Int64, floats, refuse_negative, whole

NO_PROMISE: Final = 1 << 40
"""A promised second that no work is too late for: nothing was told."""

_OF_A_ROUTE: Final = (
    "day", "technician", "open", "close", "start_place", "end_place", "pause_from", "pause_to",
    "pause_length", "home",
)  # fmt: skip
_OF_A_STOP: Final = (
    "place", "earliest", "latest", "start", "service", "setup", "leg", "promised"
)  # fmt: skip
_SIGNED: Final = frozenset({"day", "technician"})
"""Names rather than lengths; any whole number will do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Routes:
    """One technician or crew on one day each, also those with nothing to do yet.

    All times are whole seconds of the horizon, all lengths seconds. R routes have S stops together; stop `i`
    of route `r` is row `first[r] + i`. Arrays are taken over as int64 (`price` as float64), without a copy
    where they are that already; nobody may change them afterwards.

    What a shift of the planner may do beyond this is settled before: `close` includes the overtime that is
    allowed, limits of driving and of stops show in `Ask.allowed`, and of several pauses one is kept here and
    the shift shortened by the others, or `allowed` left false.

    Attributes:
        day: number of the working day, (R,).
        technician: number of the technician or crew, (R,); the same on all days.
        open: the way to the first stop begins at this second at the earliest, (R,).
        close: back at the end place by this second, (R,).
        start_place: index of the place where the route begins, in `Ask.to` and `Ask.back`, (R,).
        end_place: index of the place where it ends, (R,).
        pause_from: the pause starts at this second at the earliest, (R,); on the grid.
        pause_to: and at this one at the latest, (R,).
        pause_length: how long it lasts, on the grid; 0: there is none, (R,).
        price: what a second of driving costs, relative to an ordinary technician's, (R,).
        first: rows of the stops: `first[r]` to before `first[r + 1]`, (R + 1,).
        home: drive from the last stop to the end place, 0 if there is no stop, (R,).
        place: index of the stop's place, (S,).
        earliest: its work starts at this second at the earliest, (S,).
        latest: and at this one at the latest, (S,).
        start: when it is planned to start now, (S,).
        service: work on site, (S,).
        setup: between arriving and starting, needed if the place before is another one, (S,).
        leg: drive from the place before, (S,).
        promised: end of the arrival window that its customer was told, or `NO_PROMISE`, (S,).
    """

    day: Int64
    technician: Int64
    open: Int64
    close: Int64
    start_place: Int64
    end_place: Int64
    pause_from: Int64
    pause_to: Int64
    pause_length: Int64
    price: Floats
    first: Int64
    home: Int64
    place: Int64
    earliest: Int64
    latest: Int64
    start: Int64
    service: Int64
    setup: Int64
    leg: Int64
    promised: Int64

    def __post_init__(self) -> None:
        routes, stops = len(np.asarray(self.day)), len(np.asarray(self.place))
        for names, length in ((_OF_A_ROUTE, routes), (_OF_A_STOP, stops), (("first",), routes + 1)):
            for name in names:
                object.__setattr__(self, name, whole(name, getattr(self, name), length))
        object.__setattr__(self, "price", floats("price", self.price, routes))
        refuse_negative(
            (name, getattr(self, name))
            for name in (*_OF_A_ROUTE, *_OF_A_STOP)
            if name not in _SIGNED
        )
        if self.first[0] != 0 or self.first[-1] != stops or np.any(np.diff(self.first) < 0):
            raise ValueError(f"first must ascend from 0 to the number of stops, {stops}.")
        if np.any(self.open > self.close) or np.any(self.earliest > self.latest):
            raise ValueError(
                "No route closes before it opens, and no stop is latest before it is earliest."
            )
        _check_pauses(self)

    @property
    def stops(self) -> Int64:
        """How many stops each route has, (R,)."""
        return np.diff(self.first)

    @property
    def places(self) -> int:
        """How many places the travel rows must know at least."""
        used = (self.start_place, self.end_place, self.place)
        return max((int(column.max()) + 1 for column in used if column.size), default=0)


def _check_pauses(routes: Routes) -> None:
    """A pause fits into its route whenever it starts; so it can always be taken at home instead."""
    fits = routes.pause_from >= routes.open
    fits &= routes.pause_from <= routes.pause_to
    fits &= routes.pause_to + routes.pause_length <= routes.close
    if not np.all(fits | (routes.pause_length == 0)):
        route = int(np.flatnonzero(~fits & (routes.pause_length > 0))[0])
        raise ValueError(
            f"The pause of route {route} must start and end inside it; shorten its window, or give it the "
            "length 0 if it is over."
        )
