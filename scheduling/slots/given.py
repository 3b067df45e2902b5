"""What the kernels read and write: the routes, the ask and its risks in one tuple each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scheduling.slots.ask import Ask
from scheduling.slots.columns import Flags, Floats, Int64
from scheduling.slots.routes import Routes


class Standing(NamedTuple):
    """The columns of `Routes` that kernels read, under the same names."""

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


class Asked(NamedTuple):
    """An ask whose windows stand in the order of their days.

    Attributes:
        allowed: as in the ask, (R,).
        to: as in the ask, (P,).
        back: as in the ask, (P,).
        opens: first second on the grid of each window, (W,).
        closes: last second of each window, (W,).
        promised: what would be told, (W,).
        first_window: rows of the windows of each route's day: `first_window[r]` to before `last_window[r]`, (R,).
        last_window: as above, (R,).
        service: seconds.
        setup: seconds.
        place: index of its own place, or -1.
        people: how many start together.
        grid: seconds.
    """

    allowed: Flags
    to: Int64
    back: Int64
    opens: Int64
    closes: Int64
    promised: Int64
    first_window: Int64
    last_window: Int64
    service: int
    setup: int
    place: int
    people: int
    grid: int


class Risks(NamedTuple):
    """What becomes of W × few candidates.

    Attributes:
        lateness: chance that the new work starts after its promise, (W, few).
        harm: broken promises that it adds to the expected number, (W, few).
        pushed: other visits that would start later than planned now, (W, few).
        now: broken promises expected on each route as it stands; negative until somebody asks, (R,).
    """

    lateness: Floats
    harm: Floats
    pushed: Int64
    now: Floats


def standing_of(routes: Routes) -> Standing:
    """The columns that the kernels read."""
    return Standing(*(getattr(routes, name) for name in Standing._fields))


def asked_of(routes: Routes, ask: Ask, order: Int64, grid: int) -> Asked:
    """The ask with its windows in this order, ascending by day."""
    days = ask.day[order]
    return Asked(
        allowed=ask.allowed,
        to=ask.to,
        back=ask.back,
        opens=-(-ask.windows[order, 0] // grid) * grid,
        closes=ask.windows[order, 1],
        promised=ask.promised[order],
        first_window=np.searchsorted(days, routes.day, side="left"),
        last_window=np.searchsorted(days, routes.day, side="right"),
        service=ask.service,
        setup=ask.setup,
        place=ask.place,
        people=ask.people,
        grid=grid,
    )
