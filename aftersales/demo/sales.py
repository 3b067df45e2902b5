"""Three months of sales: customers at real addresses, orders, units with serials, registrations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from aftersales.addresses import ListedAddress
from aftersales.clock import SetClock
from aftersales.customers import add_customer, record_consent
from aftersales.deed import Actor, Deed
from aftersales.demo.people import Person
from aftersales.demo.shop import PRODUCTS
from aftersales.moments import utc_of
from aftersales.orders import SoldItem, add_order
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.records import (
    ActorKind,
    Channel,
    ConsentPurpose,
    Customer,
    Location,
    OrderLine,
    ProductModel,
    Territory,
    Unit,
)
from aftersales.registrations import add_unit, register_unit

SHOP: Final = Actor(ActorKind.SHOP, "demo-shop")
DAYS: Final = 91
"""Three months."""

WAITS_FOR_INSTALLATION: Final = timedelta(days=24)
"""What was sold within this before the first planned day is still to be installed."""

TWO_ITEMS: Final = 0.18
"""Share of orders with two products."""

MATRIX_SHARE: Final = 0.6
"""Share of customers at addresses that the road table holds; the travel model serves the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One sold unit with everything that belongs to it."""

    customer: Customer
    location: Location
    model: ProductModel
    line: OrderLine
    unit: Unit
    is_installed: bool


def homes_for(
    rng: np.random.Generator, addresses: Sequence[ListedAddress], count: int
) -> list[ListedAddress]:
    """So many different residential addresses, most of them with measured roads."""
    homes = [each for each in addresses if each.is_residential]
    measured = [each for each in homes if each.road_row is not None]
    others = [each for each in homes if each.road_row is None]
    inside = min(len(measured), round(count * MATRIX_SHARE))
    chosen = [measured[at] for at in rng.permutation(len(measured))[:inside]]
    chosen += [others[at] for at in rng.permutation(len(others))[: count - inside]]
    return [chosen[at] for at in rng.permutation(len(chosen))]


def sell_for_three_months(
    parts: Parts,
    clock: SetClock,
    rng: np.random.Generator,
    territory: Territory,
    models: Sequence[ProductModel],
    buyers: Sequence[tuple[Person, ListedAddress]],
    first_day: date,
    on_sale: Callable[[], None],
) -> list[Sale]:
    """Sell to every buyer on some day of the three months before `first_day`, in order of time."""
    weights = np.array([product[4] for product in PRODUCTS], float)
    offsets = np.sort(rng.integers(0, DAYS - 2, size=len(buyers))).tolist()
    sales: list[Sale] = []
    for (person, address), offset in zip(buyers, offsets, strict=True):
        sold_on = first_day - timedelta(days=DAYS - offset)
        moment = utc_of(datetime.combine(sold_on, datetime.min.time()), territory.zone)
        clock.move_to(max(clock.now(), moment + timedelta(hours=10)))
        count = 1 + int(rng.random() < TWO_ITEMS)
        picks = rng.choice(
            len(models), size=count, replace=False, p=weights / weights.sum()
        ).tolist()
        with parts.doing(SHOP) as deed:
            sales += _sale(
                deed, territory, person, address, [models[at] for at in picks], sold_on, first_day
            )
        on_sale()
    return sales


def _sale(
    deed: Deed,
    territory: Territory,
    person: Person,
    address: ListedAddress,
    models: Sequence[ProductModel],
    sold_on: date,
    first_day: date,
) -> list[Sale]:
    buyer = add_customer(
        deed,
        number=person.number,
        name=person.name,
        language=person.language,
        email=person.email,
        phone=person.phone,
    )
    record_consent(
        deed, buyer.id, Channel.EMAIL, ConsentPurpose.VISIT_MESSAGES, is_given=True, source="order"
    )
    location = add_location(
        deed,
        territory,
        Address(
            street=address.street,
            house_number=address.house_number,
            postcode=address.postcode,
            town=address.town,
            country=address.country,
        ),
        customer_id=buyer.id,
    )
    delivered_on = sold_on + timedelta(days=2)
    is_installed = sold_on < first_day - WAITS_FOR_INSTALLATION
    prices = {product[0]: product[3] for product in PRODUCTS}
    _order, lines = add_order(
        deed,
        number=f"A{person.number[1:]}",
        customer_id=buyer.id,
        location_id=location.id,
        channel="shop",
        ordered_on=sold_on,
        items=[
            SoldItem(
                product_model_id=model.id,
                quantity=1,
                unit_price_cents=prices[model.sku],
                currency="CHF",
                delivered_on=delivered_on,
                wants_installation=True,
            )
            for model in models
        ],
    )
    sales = []
    for position, (model, line) in enumerate(zip(models, lines, strict=True)):
        unit = add_unit(
            deed,
            model,
            buyer,
            serial=f"{model.sku.replace('-', '')}{int(person.number[1:]) * 10 + position:07d}",
            country=territory.country,
            purchased_on=sold_on,
            delivered_on=delivered_on,
            installed_on=delivered_on + timedelta(days=5) if is_installed else None,
            order_line_id=line.id,
            location_id=location.id,
        )
        deed.session.flush()
        register_unit(deed, unit, model, buyer, channel="till", zone=territory.zone)
        sales.append(
            Sale(
                customer=buyer,
                location=location,
                model=model,
                line=line,
                unit=unit,
                is_installed=is_installed,
            )
        )
    return sales
