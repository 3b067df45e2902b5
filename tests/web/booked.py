"""A sale with installation in the small world, for whoever looks at the pages of its buyer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from aftersales.addresses import ListedAddress, keep_addresses
from aftersales.catalogue import add_work_type
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.installations import booking_link, invite_buyer
from aftersales.orders import SoldItem, add_order
from aftersales.queries.catalogue import work_type_for
from aftersales.queries.orders import order_by_number
from aftersales.queries.places import address_by_code, locations_of_customer
from aftersales.records import Customer, OrderLine, ProductModel, Unit, WorkKind, WorkOrder
from tests.web.conftest import World

NUMBER = "O-BOOK-1"

LISTED = ListedAddress(
    code="L1",
    street="Aeulestrasse",
    house_number="30",
    postcode="9490",
    town="Vaduz",
    country="LI",
    latitude=47.1390,
    longitude=9.5215,
    is_residential=True,
    road_row=None,
)
"""A street of the offline list, as the shipped list writes it."""


FAR = replace(
    LISTED,
    code="L99",
    street="Rue Centrale",
    house_number="5",
    postcode="1003",
    town="Lausanne",
    country="CH",
    latitude=46.5208,
    longitude=6.6326,
)
"""Further away than anybody of ours drives."""


@dataclass(frozen=True)
class BookingAsked:
    """One buyer who has the link of an installation."""

    work_id: UUID
    customer_id: UUID
    token: str


def booking_in(world: World, number: str = NUMBER) -> BookingAsked:
    """Made when first looked for: a washing machine sold with installation, free of charge, and a street to be found."""
    with world.parts.store.reading() as session:
        is_new = order_by_number(session, number) is None
    if is_new:
        _sell(world, number)
    with world.parts.store.reading() as session:
        work = session.exec(
            select(WorkOrder)
            .join(OrderLine, col(OrderLine.id) == WorkOrder.order_line_id)
            .where(OrderLine.order_id == _order_id(world, number))
        ).one()
        work_id, customer_id = work.id, work.customer_id
    with world.parts.doing(SYSTEM) as deed:
        link_id = booking_link(deed, deed.session.get_one(WorkOrder, work_id))
    return BookingAsked(work_id, customer_id, link_token(world.parts.secret, link_id))


def _order_id(world: World, number: str) -> UUID:
    with world.parts.store.reading() as session:
        order = order_by_number(session, number)
        assert order is not None
        return order.id


def _sell(world: World, number: str) -> None:
    with world.parts.doing(SYSTEM) as deed:
        unit = deed.session.get_one(Unit, world.unit_id)
        model = deed.session.get_one(ProductModel, unit.product_model_id)
        person = deed.session.get_one(Customer, unit.customer_id)
        place = locations_of_customer(deed.session, person.id)[0]
        if work_type_for(deed.session, model.product_type, WorkKind.INSTALL) is None:
            add_work_type(
                deed,
                product_type=model.product_type,
                kind=WorkKind.INSTALL,
                minutes=(45, 60, 90),
                crew_size=1,
                skills=("plumbing",),
                source="test",
            )
        houses = (
            replace(LISTED, code=f"L{at}", house_number=str(at), latitude=47.1390 + at / 100_000)
            for at in range(30, 34)
        )
        if address_by_code(deed.session, FAR.code) is None:
            keep_addresses(deed, [*houses, FAR])
        sale, (line,) = add_order(
            deed,
            number=number,
            customer_id=person.id,
            location_id=place.id,
            channel="web shop",
            ordered_on=date(2026, 11, 20),
            items=[
                SoldItem(
                    product_model_id=model.id,
                    quantity=1,
                    unit_price_cents=89_900,
                    currency="CHF",
                    wants_installation=True,
                    installation_price_cents=0,
                )
            ],
        )
        deed.session.flush()
        assert invite_buyer(deed, sale, line, model, person, place) is not None
