"""Sales of a village with installation, as a shop hands them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest

from aftersales.identifiers import link_token
from aftersales.installations import Invitation, invite_buyer
from aftersales.orders import SoldItem, add_order
from aftersales.records import ProductModel, WorkOrder
from tests.aftersales.conftest import Village

SOLD_ON = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Invited:
    """A buyer of the village who is asked to choose a time."""

    village: Village
    work_id: UUID
    link_id: UUID

    @property
    def token(self) -> str:
        """What opens their pages."""
        return link_token(self.village.parts.secret, self.link_id)

    def work(self) -> WorkOrder:
        """The work order as it is kept."""
        (row,) = (each for each in self.village.all_of(WorkOrder) if each.id == self.work_id)
        return row


def sell(
    village: Village,
    *,
    number: str = "A-1",
    on: date = SOLD_ON,
    model: ProductModel | None = None,
    has_place: bool = True,
    **item: object,
) -> Invitation | None:
    """One line of a sale to our customer, with installation unless it says otherwise."""
    product = model or village.model
    sold = SoldItem(
        product_model_id=product.id,
        quantity=1,
        unit_price_cents=49_900,
        currency="CHF",
        wants_installation=True,
    )
    place = village.location if has_place else None
    with village.doing() as deed:
        sale, (line,) = add_order(
            deed,
            number=number,
            customer_id=village.customer.id,
            location_id=None if place is None else place.id,
            channel="shop",
            ordered_on=on,
            items=[replace(sold, **item)],  # type: ignore[arg-type] # fields by name
        )
        return invite_buyer(deed, sale, line, product, village.customer, place)


@pytest.fixture
def invited(village: Village) -> Invited:
    """A buyer who has the link."""
    return invited_in(village)


@pytest.fixture
def inviting(build: Callable[..., Village]) -> Callable[..., Invited]:
    """The same in a village of another shape."""
    return lambda **shape: invited_in(build(**shape))


def invited_in(village: Village) -> Invited:
    invitation = sell(village, installation_price_cents=0)
    assert invitation is not None
    assert invitation.work is not None
    assert invitation.link_id is not None
    return Invited(village, invitation.work.id, invitation.link_id)
