"""A shop that surprises whoever bought from it five years ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aftersales.customers import add_customer, record_consent
from aftersales.goodwill.surprises import SurpriseWanted, add_rule, surprise_customers
from aftersales.orders import SoldItem, add_order
from aftersales.places import add_location
from aftersales.records import (
    Channel,
    ConsentPurpose,
    Customer,
    GoodwillPurpose,
    Surprise,
    SurpriseRule,
)
from tests.aftersales.conftest import VADUZ, Village
from warranty.goodwill.surprises import Occasion, SurpriseKind

TODAY = date(2026, 11, 23)
FIVE_YEARS_AGO = date(2021, 11, 22)
FIVE_YEARS = SurpriseWanted(
    kind=SurpriseKind.VOUCHER,
    worth_cents=1_000,
    occasion=Occasion.ANNIVERSARY,
    number=5,
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    most_a_day=10,
    most=100,
)


def ruled(village: Village, code: str = "five-years", **changes: object) -> SurpriseRule:
    """A rule, of five years as a customer unless it is changed."""
    with village.doing() as deed:
        return add_rule(deed, code, replace(FIVE_YEARS, **changes), TODAY)  # type: ignore[arg-type] # passed on


def bought(village: Village, person: Customer | None = None, on: date = FIVE_YEARS_AGO) -> None:
    """An order of that day."""
    owner = person or village.customer
    with village.doing() as deed:
        add_order(
            deed,
            number=f"O-{owner.number}-{on}",
            customer_id=owner.id,
            location_id=None,
            channel="shop",
            ordered_on=on,
            items=[
                SoldItem(
                    product_model_id=village.model.id,
                    quantity=1,
                    unit_price_cents=90_000,
                    currency="EUR",
                )
            ],
        )


def agreed(village: Village, person: Customer | None = None, *, is_given: bool = True) -> None:
    """The customer says whether they want offers by e-mail."""
    with village.doing() as deed:
        record_consent(
            deed,
            (person or village.customer).id,
            Channel.EMAIL,
            ConsentPurpose.MARKETING,
            is_given=is_given,
            source="by phone",
        )


def neighbours(village: Village, count: int) -> list[Customer]:
    """More customers, who bought on the same day as the first."""
    with village.doing() as deed:
        found = [
            add_customer(
                deed,
                number=f"N-{number}",
                name=f"Neighbour {number}",
                language="en",
                email=f"n{number}@example.org",
            )
            for number in range(count)
        ]
        for person in found:
            add_location(deed, village.territory, VADUZ, customer_id=person.id)
    for person in found:
        bought(village, person)
    return found


def surprised(village: Village) -> int:
    """One round of the house."""
    return surprise_customers(village.parts)


def surprises(village: Village) -> list[Surprise]:
    """Everything that was given, the first first."""
    return village.all_of(Surprise)


SURPRISE = GoodwillPurpose.SURPRISE
