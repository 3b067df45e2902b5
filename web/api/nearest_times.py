"""Whoever was too slow for a time hears which free ones are nearest to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from aftersales.booking import Offered, window_of_code
from aftersales.errors import Problem, SlotTaken
from aftersales.parts import Parts
from aftersales.store import Session

NEAREST: Final = 3
"""Times that are named to whoever was too slow."""

Result = TypeVar("Result")


def or_nearest(
    parts: Parts,
    when: str,
    offered_now: Callable[[Session], tuple[Offered, str]],
    act: Callable[[], Result],
) -> Result:
    """Do it; if somebody else was faster the refusal names the nearest times that are free by their codes.

    Args:
        parts: the installation.
        when: the code of the time that was chosen.
        offered_now: the times that are free, and the zone of their wall clock.
        act: what is to be done.

    Raises:
        SlotTaken: somebody else was faster.
    """
    try:
        return act()
    except SlotTaken as taken:
        with parts.store.reading() as session:
            offered, zone = offered_now(session)
        window = window_of_code(when, zone)
        wished = None if window is None else window.local_from
        problems = [
            Problem("when", each.window.code) for each in offered.but(when).nearest(wished, NEAREST)
        ]
        raise SlotTaken(str(taken), problems) from None
