"""Small surprises in the small world, for whoever looks at their pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from aftersales.deed import SYSTEM
from aftersales.goodwill.surprises import SurpriseWanted, add_rule, surprise_customers
from aftersales.orders import SoldItem, add_order
from aftersales.parts import Parts
from aftersales.queries.surprises import rule_by_code
from aftersales.records import Unit
from tests.web.conftest import MONDAY, World
from warranty.goodwill.surprises import Occasion, SurpriseKind

CODE = "ten-years"
WANTED = SurpriseWanted(
    kind=SurpriseKind.UPGRADE,
    worth_cents=1_500,
    gift="Delivery in the evening",
    occasion=Occasion.ANNIVERSARY,
    number=10,
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    most_a_day=5,
    most=50,
)


def surprised_in(world: World) -> UUID:
    """A customer who got something that somebody has to hand over; the rule is made when first looked for."""
    return surprised_by(world.parts, world.customers[5].id, world.unit_id)


def surprised_by(parts: Parts, customer_id: UUID, unit_id: UUID) -> UUID:
    """The same for a customer of any small world; what they bought is of the model of a unit."""
    with parts.store.reading() as session:
        is_there = rule_by_code(session, CODE) is not None
        model_id = session.get_one(Unit, unit_id).product_model_id
    if is_there:
        return customer_id
    with parts.doing(SYSTEM) as deed:
        add_order(
            deed,
            number="O-LONG-AGO",
            customer_id=customer_id,
            location_id=None,
            channel="shop",
            ordered_on=MONDAY.replace(year=MONDAY.year - 10),
            items=[
                SoldItem(
                    product_model_id=model_id,
                    quantity=1,
                    unit_price_cents=10_000,
                    currency="CHF",
                )
            ],
        )
        add_rule(deed, CODE, WANTED, MONDAY)
    assert surprise_customers(parts) == 1
    return customer_id
