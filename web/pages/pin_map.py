"""The map on which a buyer moves a pin to their door, where no list finds it: what is drawn needs no other host."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Any, Final

from aftersales.errors import NotUnderstood
from aftersales.installations.placing import MOST_LISTED, point_written
from aftersales.parts import Parts
from aftersales.places import Address, point_of
from aftersales.queries.places import addresses_near
from aftersales.records import KnownAddress, Location
from aftersales.store import Session
from web.pages.backdrop import attribution_of, features_around

MOST_HOUSES: Final = 400
"""Houses of the list that are drawn, the nearest ones: a village, and 20 kB."""

REACH: Final = (0.025, 0.037)
"""Degrees of latitude and longitude that are shown to each side: about 2.8 kilometres."""


def pin_map(
    parts: Parts, session: Session, place: Location, table: str | None, given: Address, typed: str
) -> dict[str, Any]:
    """What the map draws around the address that was given, as JSON; the pin is at what was typed, else in the middle."""
    listed = addresses_near(session, given.postcode, given.town, MOST_LISTED)
    pin = point_written(typed)
    middle = pin or _found(session, given) or _middle(listed) or (place.latitude, place.longitude)
    near = sorted(listed, key=lambda each: _away(middle, each))[:MOST_HOUSES]
    settings = parts.settings
    return {
        "middle": middle,
        "reach": REACH,
        "backdrop": [] if settings.map_tiles else features_around(table, middle, REACH),
        "houses": [
            (each.latitude, each.longitude, f"{each.street} {each.house_number}".strip())
            for each in near
        ],
        "tiles": settings.map_tiles,
        "credit": settings.map_credit if settings.map_tiles else attribution_of(table),
    }


def _found(session: Session, given: Address) -> tuple[float, float] | None:
    """Where the list has the address, which may be the wrong place."""
    try:
        latitude, longitude, _row = point_of(session, given)
    except NotUnderstood:
        return None
    return latitude, longitude


def _middle(listed: Sequence[KnownAddress]) -> tuple[float, float] | None:
    """The middle of what has this postcode."""
    if not listed:
        return None
    return (
        sum(each.latitude for each in listed) / len(listed),
        sum(each.longitude for each in listed) / len(listed),
    )


def _away(middle: tuple[float, float], each: KnownAddress) -> float:
    """Degrees of latitude between the middle and a house, near enough to tell which is nearer."""
    east = (each.longitude - middle[1]) * cos(radians(middle[0]))
    return hypot(each.latitude - middle[0], east)
