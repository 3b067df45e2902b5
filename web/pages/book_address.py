"""The first step of a booking: where it is; what is not found is looked for among what is near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final, assert_never

from fastapi import APIRouter, Depends, Form, Request, Response

from aftersales.installations.placing import (
    Nearby,
    NoPlace,
    as_listed,
    beside,
    nearby,
    place_of_visit,
    point_written,
)
from aftersales.installations.preparing import Prepared, Step, keep_address, prepared_by_link
from aftersales.parts import Parts
from aftersales.places import Address
from aftersales.records import KnownAddress
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.book import Problems, closed, kept, step_page
from web.pages.countries import country_options, is_country
from web.pages.pin_map import pin_map
from web.parts import PartsIn

router = APIRouter(prefix="/book")

NOTHING_NEAR: Final = Nearby(alike=(), streets=())

Line = Annotated[str, Form(max_length=320)]
Short = Annotated[str, Form(max_length=64)]
Notes = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressTyped:
    """An address as it was typed, and what was chosen of what is near it."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    access_notes: str = ""
    near: str = ""
    beside: str = ""
    pin: str = ""

    @property
    def address(self) -> Address:
        """The address without what was chosen."""
        return Address(
            street=self.street,
            house_number=self.house_number,
            postcode=self.postcode,
            town=self.town,
            country=self.country,
            access_notes=self.access_notes,
        )


def _typed(
    street: Line = "",
    house_number: Short = "",
    postcode: Short = "",
    town: Line = "",
    country: Short = "",
    access_notes: Notes = "",
    near: Short = "",
    beside: Short = "",
    pin: Line = "",
) -> AddressTyped:
    return AddressTyped(
        street=_line(street),
        house_number=_line(house_number),
        postcode=_line(postcode),
        town=_line(town),
        country=_line(country),
        access_notes=access_notes.strip(),
        near=near,
        beside=beside,
        pin=pin.strip(),
    )


def _line(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


TypedIn = Annotated[AddressTyped, Depends(_typed)]


@router.get("/{token}/address")
def form(request: Request, parts: PartsIn, token: str) -> Response:
    """Where is it? What the order says is filled in."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
    place = prepared.booking.location
    typed = AddressTyped(
        street=place.street,
        house_number=place.house_number,
        postcode=place.postcode,
        town=place.town,
        country=place.country,
        access_notes=place.access_notes,
    )
    return closed(prepared, token) or _page(request, parts, prepared, token, typed)


@router.post("/{token}/address")
def given(request: Request, parts: PartsIn, token: str, typed: TypedIn) -> Response:
    """Find it once and keep it; what is not found or too far away is said, with what to do."""
    with parts.store.reading() as session:
        prepared = prepared_by_link(session, parts.clock.now(), token)
        meant = _meant(session, typed)
    _ = words_in(prepared.booking.customer.language)
    problems = _problems(_, typed)
    if problems:
        return _page(request, parts, prepared, token, typed, problems)
    placed = place_of_visit(parts, prepared.booking.order, meant)
    if isinstance(placed, NoPlace):
        with parts.store.reading() as session:
            is_near = placed in (NoPlace.UNKNOWN, NoPlace.CUT_OFF)
            found = nearby(session, typed.address) if is_near else NOTHING_NEAR
        problem = _no_place(_, placed, prepared, found)
        return _page(request, parts, prepared, token, typed, [problem], found)
    order_id = prepared.booking.order.id
    return kept(
        parts, prepared, token, Step.ADDRESS, lambda deed: keep_address(deed, order_id, placed)
    )


def _meant(session: Session, typed: AddressTyped) -> Address:
    """The address that was chosen of those near it, at the point that was set, or as it was typed."""
    point = point_written(typed.pin)
    if point is not None:
        return replace(typed.address, latitude=point[0], longitude=point[1])
    return _meant_without_pin(session, typed)


def _meant_without_pin(session: Session, typed: AddressTyped) -> Address:
    chosen = as_listed(session, typed.near, typed.address) if typed.near else None
    if chosen is None and typed.beside:
        chosen = beside(session, typed.beside, typed.address)
    return chosen or typed.address


def _problems(_: Words, typed: AddressTyped) -> list[tuple[str, str]]:
    found = []
    if not typed.street:
        found.append(("street", _("Write the street, or the name of the place.")))
    if not typed.postcode:
        found.append(("postcode", _("Write the postcode.")))
    if not typed.town:
        found.append(("town", _("Write the town.")))
    if typed.pin and point_written(typed.pin) is None:
        found.append(("pin", _("Write two numbers, such as 47.1391, 9.5215, or leave it empty.")))
    if not is_country(typed.country):
        found.append(("country", _("Choose the country.")))
    return found


def _no_place(_: Words, why: NoPlace, prepared: Prepared, found: Nearby) -> tuple[str, str]:
    """Where something is wrong with an address, what, and what to do next."""
    area = prepared.booking.territory
    match why:
        case NoPlace.UNKNOWN:
            if not found.streets:
                return ("pin", _("We cannot find this address. Move the pin to your door."))
            return (
                "near" if found.alike else "beside",
                _("We cannot find this address. Choose it below, or the street nearest to it."),
            )
        case NoPlace.OUTSIDE:
            return (
                "postcode",
                _(
                    "This address is outside the area in which we come ourselves. Call {name}, {phone}: we find somebody "
                    "near you, or take the installation off your order. If it is found at the wrong place, move the pin to "
                    "your door.",
                    name=area.answers_name,
                    phone=area.answers_phone,
                ),
            )
        case NoPlace.ELSEWHERE:
            return ("country", _("This address is not in the country that you chose. Check both."))
        case NoPlace.CUT_OFF:
            return (
                "pin",
                _(
                    "We know no road for cars to this place. Move the pin to the road where we can stop, or choose the "
                    "street nearest to it."
                ),
            )
        case _never:
            assert_never(_never)


def _page(
    request: Request,
    parts: Parts,
    prepared: Prepared,
    token: str,
    typed: AddressTyped,
    problems: Problems = (),
    found: Nearby | None = None,
) -> Response:
    _ = words_in(prepared.booking.customer.language)
    near = () if found is None else found.alike
    streets = () if found is None else found.streets
    shown = replace(typed, near=typed.near if near else "")
    place, area = prepared.booking.location, prepared.booking.territory
    pinned = None
    if found is not None or typed.pin:
        with parts.store.reading() as session:
            pinned = pin_map(
                parts,
                session,
                place,
                area.road_table,
                _meant_without_pin(session, typed),
                typed.pin,
            )
    return step_page(
        request,
        prepared,
        token,
        Step.ADDRESS,
        problems=problems,
        typed=shown,
        pin_map=pinned,
        countries=country_options(_, [area.country]),
        near=[(each.code, _in_words(each), "") for each in near],
        streets=[
            ("", _("Choose")),
            *((each.code, f"{each.street}, {each.town}") for each in streets),
        ]
        if streets
        else [],
    )


def _in_words(each: KnownAddress) -> str:
    return f"{each.street} {each.house_number}, {each.postcode} {each.town}"
