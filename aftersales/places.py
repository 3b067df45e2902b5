"""Places: coordinates checked before they are kept, addresses found in the offline list."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from babel.core import get_global
from tzfpy import get_tz

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.places import known_address, territory_centre
from aftersales.records import Location, Territory
from aftersales.shown import shown_otherwise
from aftersales.store import Session
from scheduling import crow_km

FARTHEST_KM: Final = 300.0
"""No visit is driven to over this crow-fly distance; such coordinates are a mistake."""

BORDER_DEGREES: Final = 0.1
"""About ten kilometres: zone borders are simplified, and some towns span one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address, with coordinates in WGS 84 degrees if they are known."""

    street: str
    house_number: str
    postcode: str
    town: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    access_notes: str = ""


def match_key(street: str, house_number: str, postcode: str, town: str, country: str) -> str:
    """An address as it is looked up: lower case, no accents, punctuation or doubled blanks."""
    joined = f"{street} {house_number} {postcode} {town} {country}"
    plain = unicodedata.normalize("NFKD", joined.casefold())
    kept = "".join(
        mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)
    )
    return " ".join(kept.split())


def zone_at(latitude: float, longitude: float) -> str:
    """The IANA zone of a point on land.

    Raises:
        NotUnderstood: the point is not on the globe, or in the sea.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees of the globe
        raise NotUnderstood(
            f"{latitude}, {longitude} are no coordinates: latitude lies between -90 and 90, "
            "longitude between -180 and 180. Check whether they are swapped."
        )
    zone = get_tz(longitude, latitude)
    if not zone or zone.startswith("Etc/"):
        raise NotUnderstood(
            f"{latitude}, {longitude} lies in the sea. Check whether latitude and longitude are swapped."
        )
    return zone


def check_country(country: str, latitude: float, longitude: float) -> None:
    """Make sure that a point lies in a country, or so close to its border that the zones cannot tell.

    Raises:
        NotUnderstood: it is in the sea, off the globe, or clearly elsewhere.
    """
    territories = get_global("zone_territories")
    here = zone_at(latitude, longitude)
    around = {
        territories.get(get_tz(longitude + east, latitude + north))
        for north in (-BORDER_DEGREES, 0.0, BORDER_DEGREES)
        for east in (-BORDER_DEGREES, 0.0, BORDER_DEGREES)
    }
    if country in territories.values() and country not in around:
        raise NotUnderstood(
            f"{latitude}, {longitude} lies in the zone {here}, not in {country}. "
            "Check the country, and whether latitude and longitude are swapped.",
            [Problem("latitude", f"not in {country}")],
        )


def add_location(
    deed: Deed, territory: Territory, address: Address, *, customer_id: UUID | None = None
) -> Location:
    """Keep a place; without coordinates it is looked up in the offline address list.

    Raises:
        NotUnderstood: it is not found, lies in the sea, or far outside the territory.
    """
    latitude, longitude, road_row = point_of(deed.session, address)
    zone = zone_at(latitude, longitude)
    _check_reach(deed, territory, latitude, longitude)
    location = Location(
        id=deed.new_id(),
        customer_id=customer_id,
        territory_id=territory.id,
        street=address.street,
        house_number=address.house_number,
        postcode=address.postcode,
        town=address.town,
        country=address.country,
        latitude=latitude,
        longitude=longitude,
        zone=zone,
        access_notes=address.access_notes,
        road_row=road_row,
    )
    deed.add(location)
    return location


def edit_location(deed: Deed, location: Location, address: Address) -> None:
    """Correct the address of a place; it stays in its territory and in its time zone.

    Raises:
        NotUnderstood: it is not found, lies in the sea, or far outside the territory.
        NotAllowed: it lies in another time zone.
    """
    latitude, longitude, road_row = point_of(deed.session, address)
    if zone_at(latitude, longitude) != location.zone:
        raise NotAllowed(
            f"{latitude}, {longitude} lies in another time zone than {location.zone}, in which visits to "
            "this place were agreed. Add it as another place instead."
        )
    territory = deed.session.get_one(Territory, location.territory_id)
    _check_reach(deed, territory, latitude, longitude)
    for name in ("street", "house_number", "postcode", "town", "country", "access_notes"):
        setattr(location, name, getattr(address, name))
    location.latitude, location.longitude, location.road_row = latitude, longitude, road_row
    deed.add(location)
    deed.note("location_edited", location)
    shown_otherwise(deed, location.id, is_elsewhere=True)


def point_of(session: Session, address: Address) -> tuple[float, float, int | None]:
    """Where an address is, as given or as the offline list says, and its row in a road table.

    Raises:
        NotUnderstood: it has no coordinates and is not in the list.
    """
    if address.latitude is not None and address.longitude is not None:
        return address.latitude, address.longitude, None
    known = known_address(
        session,
        match_key(
            address.street, address.house_number, address.postcode, address.town, address.country
        ),
    )
    if known is None:
        raise NotUnderstood(
            f"{address.street} {address.house_number}, {address.postcode} {address.town} is not in "
            "the address list. Check the spelling, or give latitude and longitude.",
            [Problem("street", "not found in the address list")],
        )
    return known.latitude, known.longitude, known.road_row


def _check_reach(deed: Deed, territory: Territory, latitude: float, longitude: float) -> None:
    centre = territory_centre(deed.session, territory.id)
    if centre is None:
        return
    away = float(crow_km(latitude, longitude, *centre))
    if away > FARTHEST_KM:
        raise NotUnderstood(
            f"{latitude}, {longitude} is {away:.0f} km from the depot of {territory.name}. "
            "Check the coordinates, or choose another territory."
        )


def one_line(location: Location) -> str:
    """The address as one line that a map finds."""
    street = f"{location.street} {location.house_number}".strip()
    return f"{street}, {location.postcode} {location.town}"
