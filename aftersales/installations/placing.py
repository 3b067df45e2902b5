"""Where a visit is: looked up once, with near matches where it is not found, and refused kindly outside our area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.errors import NotUnderstood
from aftersales.parts import Parts
from aftersales.places import Address, check_country, match_key, point_of
from aftersales.queries.places import (
    address_by_code,
    addresses_near,
    all_depots,
    locations_of_customer,
)
from aftersales.reachability import require_way_to
from aftersales.records import KnownAddress, Location, WorkOrder
from aftersales.store import Session
from scheduling import crow_km

MOST_LISTED: Final = 3000
"""Lines of the list that are looked through for one postcode or town."""

_POINT: Final = re.compile(r"(-?[0-9]{1,2}\.[0-9]{3,})\s*,\s*(-?[0-9]{1,3}\.[0-9]{3,})")
"""Two numbers with at least three places, a hundred metres, also inside the address of a map's page."""

MOST_NEAR: Final = 6
"""So many near matches can be taken in at a glance."""

ALIKE: Final = 0.7
"""A share of letters in common (difflib): “Aeulestrase” is found, another street is not."""


class NoPlace(StrEnum):
    """Why nobody can come to an address as it was given."""

    UNKNOWN = "unknown"
    OUTSIDE = "outside"
    ELSEWHERE = "elsewhere"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An address that we come to: who goes there, and the place if it is known already."""

    address: Address
    territory_id: UUID
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """What an address may have meant: addresses spelled much the same, and the streets around."""

    alike: tuple[KnownAddress, ...]
    streets: tuple[KnownAddress, ...]


def place_of_visit(parts: Parts, work: WorkOrder, given: Address) -> Placed | NoPlace:
    """Find an address, and whether somebody comes there; nothing is kept yet.

    One that the customer already has is taken with the place that it has: it is not looked up again.
    """
    with parts.store.reading() as session:
        same = _theirs(session, work, given)
        if same is not None:
            return Placed(address=given, territory_id=same.territory_id, location_id=same.id)
        try:
            latitude, longitude, _row = point_of(session, given)
        except NotUnderstood:
            return NoPlace.UNKNOWN
        territory_id = _nearest(session, parts.settings.area_km, latitude, longitude)
    try:
        check_country(given.country, latitude, longitude)
    except NotUnderstood:
        return NoPlace.ELSEWHERE
    if territory_id is None:
        return NoPlace.OUTSIDE
    try:
        require_way_to(parts, territory_id, given)
    except NotUnderstood:
        return NoPlace.CUT_OFF
    return Placed(address=given, territory_id=territory_id)


def nearby(session: Session, given: Address) -> Nearby:
    """What an address that is not in the list may have meant."""
    listed = addresses_near(session, given.postcode, given.town, MOST_LISTED)
    wanted = _spelled(given.street, given.house_number)
    likeness = {
        each.id: SequenceMatcher(None, wanted, _spelled(each.street, each.house_number)).ratio()
        for each in listed
    }
    alike = sorted(
        (each for each in listed if likeness[each.id] >= ALIKE),
        key=lambda each: (-likeness[each.id], each.code),
    )
    return Nearby(alike=tuple(alike[:MOST_NEAR]), streets=tuple(_middles(listed)))


def as_listed(session: Session, code: str, given: Address) -> Address | None:
    """The address of a line of the list, with the way in that was given."""
    found = address_by_code(session, code)
    if found is None:
        return None
    return Address(
        street=found.street,
        house_number=found.house_number,
        postcode=found.postcode,
        town=found.town,
        country=found.country,
        access_notes=given.access_notes,
    )


def beside(session: Session, code: str, given: Address) -> Address | None:
    """The address as it was given, at the place of a line of the list that is close to it."""
    found = address_by_code(session, code)
    if found is None:
        return None
    return replace(given, latitude=found.latitude, longitude=found.longitude)


def point_written(text: str) -> tuple[float, float] | None:
    """Latitude and longitude as a map on a phone gives them, such as “47.1391, 9.5215”; None for anything else."""
    found = _POINT.search(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    is_on_globe = abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004 - degrees of the globe
    return (latitude, longitude) if is_on_globe else None


def _theirs(session: Session, work: WorkOrder, given: Address) -> Location | None:
    """The place of the customer with this address; a pin that was set is another place."""
    if given.latitude is not None:
        return None
    wanted = _key(given)
    theirs = {each.id: each for each in locations_of_customer(session, work.customer_id)}
    first = session.get_one(Location, work.location_id)
    places = [first, *(each for each in theirs.values() if each.id != first.id)]
    return next((each for each in places if _key(each) == wanted), None)


def _nearest(session: Session, within_km: float, latitude: float, longitude: float) -> UUID | None:
    """The territory of the nearest depot, if that is near enough."""
    depots = all_depots(session)
    if not depots:
        return None
    away = {
        depot.id: float(crow_km(latitude, longitude, place.latitude, place.longitude))
        for depot, place in depots
    }
    depot, _place = min(depots, key=lambda each: away[each[0].id])
    return depot.territory_id if away[depot.id] <= within_km else None


def _middles(listed: Sequence[KnownAddress]) -> list[KnownAddress]:
    """One address of each street: the one in the middle of its numbers."""
    streets: dict[tuple[str, str], list[KnownAddress]] = {}
    for each in listed:
        streets.setdefault((each.street, each.town), []).append(each)
    return [group[len(group) // 2] for _name, group in sorted(streets.items())]


def _spelled(street: str, house_number: str) -> str:
    return match_key(street, house_number, "", "", "")


def _key(place: Address | Location) -> str:
    return match_key(place.street, place.house_number, place.postcode, place.town, place.country)
