"""What comes back: the best place for a window, or the reason why it has none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NEAR: Final = 600
"""Seconds of extra driving for each technician up to which a slot may be called green: ten minutes."""

NEAR_SHARE: Final = 1 / 3
"""And the share of a trip of its own, from the route's start and back, that they are at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The best place for one window.

    Attributes:
        window: row of the window in the ask.
        routes: rows of the routes that serve it, one for each person.
        positions: before which stop of each route it comes, counted from 0; the number of stops for the last.
        start: the second at which the work starts, for all of them; the earliest that is possible there.
        extra: seconds of driving that it adds, all routes together.
        lateness: chance that the work starts after the promised end of the window.
        harm: what it adds to the expected number of other promises broken on these routes. Below 0 in the rare
            case that a pause moves in favour of the others.
        load: work of these technicians in the horizon, relative to the mean of all that have a route.
        score: what is compared, in units of a second of driving; less is better.
        is_green: we are next door that day: hardly any extra driving, in minutes and against a trip of its own.
        pushed: other visits that would start later than planned now, still inside their windows.
    """

    window: int
    routes: tuple[int, ...]
    positions: tuple[int, ...]
    start: int
    extra: int
    lateness: float
    harm: float
    load: float
    score: float
    is_green: bool
    pushed: int = 0


class RefusalReason(StrEnum):
    """Why a window has no offer.

    `NO_ROUTE`: not enough technicians may serve the visit that day. `TOO_LONG`: not even with nothing else to
    do: the window lies outside their shifts, the way is too far or the work too long. `FULL`: with nothing
    else to do they could.
    """

    NO_ROUTE = "no_route"
    TOO_LONG = "too_long"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A window without an offer, and why.

    Attributes:
        window: row of the window in the ask.
        reason: the nearest one.
    """

    window: int
    reason: RefusalReason
