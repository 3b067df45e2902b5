"""A road with a depot at one end, two technicians, and one stop half an hour away."""

from __future__ import annotations

from typing import Final

import numpy as np

from scheduling.slots import Ask, Routes

MINUTE: Final = 60
HOUR: Final = 3600
DEPOT, TOWN = 0, 1
AT: Final = {DEPOT: 0, TOWN: 30}
"""Minutes from the depot along the road."""


def routes() -> Routes:
    """The first technician has an hour's stop in town, the second has nothing to do; no pauses."""
    return Routes(
        day=np.array([0, 0]),
        technician=np.array([0, 1]),
        open=np.array([8 * HOUR] * 2),
        close=np.array([17 * HOUR] * 2),
        start_place=np.array([DEPOT] * 2),
        end_place=np.array([DEPOT] * 2),
        pause_from=np.array([0, 0]),
        pause_to=np.array([0, 0]),
        pause_length=np.array([0, 0]),
        price=np.array([1.0, 1.0]),
        first=np.array([0, 1, 1]),
        home=np.array([30 * MINUTE, 0]),
        place=np.array([TOWN]),
        earliest=np.array([8 * HOUR]),
        latest=np.array([16 * HOUR]),
        start=np.array([8 * HOUR + 30 * MINUTE]),
        service=np.array([HOUR]),
        setup=np.array([0]),
        leg=np.array([30 * MINUTE]),
        promised=np.array([12 * HOUR]),
    )


def ask(*, minutes: int, service: int = HOUR) -> Ask:
    """A visit so many minutes down the road, in the morning of the first day."""
    away = np.array([abs(minutes - AT[place]) * MINUTE for place in (DEPOT, TOWN)])
    return Ask(
        service=service,
        setup=0,
        windows=np.array([[8 * HOUR, 12 * HOUR]]),
        promised=np.array([12 * HOUR]),
        day=np.array([0]),
        allowed=np.array([True, True]),
        to=away,
        back=away,
    )
