"""Whether a place can be driven to, asked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from aftersales.errors import NotUnderstood, Problem
from aftersales.roads.engine import LONGEST_SNAP
from aftersales.roads.places import Place, Roads

MOVE_THE_PIN = "move the pin"


def require_reachable(roads: Roads, place: Place, depots: Sequence[Place]) -> None:
    """Make sure that somebody from these depots can drive to a place and back, as far as that is known.

    Ask outside a transaction: an engine on another machine may take seconds.

    Raises:
        NotUnderstood: it lies far from every road, or no road joins it to a depot.
    """
    if not depots:
        return
    reach = roads.reach(place, depots)
    if reach.metres_to_road is not None and reach.metres_to_road > LONGEST_SNAP:
        far = "far" if isinf(reach.metres_to_road) else f"{reach.metres_to_road:,.0f} m"
        raise NotUnderstood(
            f"The next road for cars is {far} from this place, so nobody would find the door. "
            "Please move the pin to the house, or to where the way to it leaves the road.",
            [Problem("latitude", MOVE_THE_PIN), Problem("longitude", MOVE_THE_PIN)],
        )
    if reach.is_cut_off:
        raise NotUnderstood(
            "No road for cars joins this place to where our technicians start. "
            "Please move the pin to the house; if it stands there already, write to us and we find a way.",
            [Problem("latitude", MOVE_THE_PIN), Problem("longitude", MOVE_THE_PIN)],
        )
