"""Locations of customers: the places that are visited."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.places import Address, add_location, check_country, edit_location
from aftersales.queries.places import territories, territory_by_code
from aftersales.reachability import require_way_to
from aftersales.records import Customer, Location, Territory
from aftersales.store import Session
from web.api.addresses import AddressSent
from web.api.fields import Code, Country, Edited, Line, Short, Shown, Text, example
from web.api.listed import found, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/customers/{customer_id}/locations", tags=["customers"])


class LocationSent(AddressSent):
    """An address; without coordinates it is looked up in the offline address list."""

    model_config = example(
        territory="li",
        street="Aeulestrasse",
        house_number="12",
        postcode="9490",
        town="Vaduz",
        country="LI",
        latitude=47.1391,
        longitude=9.5215,
        access_notes="Bell at the side door",
    )

    territory: Code | None = Field(
        default=None, description="Who goes there; not needed if there is only one territory."
    )


class LocationEdited(Edited):
    """What is to be another way. A new address without coordinates is looked up in the address list."""

    model_config = example(house_number="14", latitude=47.1392, longitude=9.5216)

    street: Line | None = None
    house_number: Short | None = None
    postcode: Short | None = None
    town: Line | None = None
    country: Country | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    access_notes: Text | None = None

    @model_validator(mode="after")
    def _is_a_point(self) -> LocationEdited:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("one coordinate alone names no place; send both, or neither")
        return self


class LocationShown(Shown):
    """A place that is visited; `zone` is that of its wall clock."""

    id: UUID
    street: str
    house_number: str
    postcode: str
    town: str
    country: str
    latitude: float
    longitude: float
    zone: str
    access_notes: str


@router.get("/{location_id}", summary="One location", response_model=LocationShown)
def location(parts: PartsIn, held: HeldIn, customer_id: UUID, location_id: UUID) -> Response:
    """A place of a customer."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, _place(session, customer_id, location_id)))


@router.post("", status_code=201, summary="Add a location", response_model=LocationShown)
def add(parts: PartsIn, once: OnceIn, customer_id: UUID, sent: LocationSent) -> Response:
    """Keep one more place of a customer; one that nobody can drive to is refused."""
    with parts.store.reading() as session:
        territory_id = _territory(session, sent.territory).id
    require_way_to(parts, territory_id, sent.address)

    def act(deed: Deed) -> Acted:
        person = found(deed.session, Customer, customer_id, "customer")
        area = _territory(deed.session, sent.territory)
        place = add_location(deed, area, sent.address, customer_id=person.id)
        check_country(place.country, place.latitude, place.longitude)
        deed.note("location_added", place)
        return (
            _shown(deed.session, place),
            f"/api/v1/customers/{person.id}/locations/{place.id}",
        )

    return once.answer(act)


@router.patch("/{location_id}", summary="Correct a location", response_model=LocationShown)
def edited(edit: EditIn, customer_id: UUID, location_id: UUID, sent: LocationEdited) -> Response:
    """Correct the address of a place, or say how to get in; it stays in its territory and time zone."""
    with edit.parts.store.reading() as session:
        present = _place(session, customer_id, location_id)
    if _is_moved(sent):
        require_way_to(edit.parts, present.territory_id, _address(present, sent))

    def change(deed: Deed, place: Location) -> None:
        edit_location(deed, place, _address(place, sent))
        check_country(place.country, place.latitude, place.longitude)

    return edit.answer(
        lambda session: _place(session, customer_id, location_id), shown=_shown, change=change
    )


def _shown(_session: Session, place: Location) -> LocationShown:
    return LocationShown.model_validate(place)


def _address(place: Location, sent: LocationEdited) -> Address:
    """The address as it is to be; it keeps its point as long as only the access notes change."""
    told = sent.model_dump(exclude_none=True)
    columns = {*LocationEdited.model_fields}
    if _is_moved(sent):
        columns -= {"latitude", "longitude"}
    return Address(**(place.model_dump(include=columns) | told))


def _is_moved(sent: LocationEdited) -> bool:
    """Whether more than the access notes changes."""
    return bool(sent.model_dump(exclude_none=True).keys() - {"access_notes"})


def _place(session: Session, customer_id: UUID, location_id: UUID) -> Location:
    place = session.get(Location, location_id)
    if place is None or place.customer_id != customer_id:
        raise NotThere(
            f"The customer {customer_id} has no location {location_id}. Check the identifiers."
        )
    return place


def _territory(session: Session, code: str | None) -> Territory:
    """Who goes there: the territory named, else the only one."""
    if code is not None:
        return known(territory_by_code(session, code), "territory", code)
    areas = territories(session)
    if len(areas) == 1:
        return areas[0]
    raise NotUnderstood(
        "It is not said which territory goes there. Name its code.",
        [Problem("territory", "name its code")],
    )
