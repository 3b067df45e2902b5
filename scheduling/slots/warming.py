"""Getting ready: the kernels of slots are loaded, or compiled if they are new, before a buyer waits for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from scheduling.slots.ask import Ask
from scheduling.slots.find import offers, refusals
from scheduling.slots.routes import Routes


def warm(on_compile: Callable[[], None] | None = None) -> None:
    """Load every kernel into this process; each has one signature, so a tiny ask is enough for any other.

    Args:
        on_compile: called for every function that has to be compiled first.
    """
    # Numba alone takes half a second to load, and most processes never offer anything.
    from scheduling.compiled import compiler_watched  # noqa: PLC0415

    with compiler_watched(on_compile or _nothing):
        routes, ask = _tiny()
        for people in (1, 2):
            asked = replace(ask, people=people)
            refusals(routes, asked, offers(routes, asked)[:1])


def _nothing() -> None:
    """Nobody asked."""


def _tiny() -> tuple[Routes, Ask]:
    """Two technicians with a stop and a pause each, and two windows."""
    two, hour = np.ones(2, np.int64), 3600
    routes = Routes(
        day=0 * two,
        technician=np.arange(2),
        open=8 * hour * two,
        close=17 * hour * two,
        start_place=0 * two,
        end_place=0 * two,
        pause_from=12 * hour * two,
        pause_to=13 * hour * two,
        pause_length=1800 * two,
        price=np.ones(2),
        first=np.arange(3),
        home=600 * two,
        place=two,
        earliest=8 * hour * two,
        latest=12 * hour * two,
        start=9 * hour * two,
        service=hour * two,
        setup=300 * two,
        leg=600 * two,
        promised=12 * hour * two,
    )
    ask = Ask(
        service=hour,
        setup=300,
        windows=np.array([[8 * hour, 12 * hour], [12 * hour, 16 * hour]]),
        promised=np.array([12 * hour, 16 * hour]),
        day=np.zeros(2, np.int64),
        allowed=np.ones(2, np.bool_),
        to=600 * two,
        back=600 * two,
    )
    return routes, ask
