"""Orders: a sale is kept line by line as the shop handed it over."""

from datetime import date

import pytest

from aftersales.errors import Collision
from aftersales.orders import SoldItem, add_order
from aftersales.records import Event, Order, OrderLine
from tests.aftersales.conftest import Village


def sell(village: Village, *items: SoldItem, number: str = "A-1") -> Order:
    with village.doing() as deed:
        order, _lines = add_order(
            deed,
            number=number,
            customer_id=village.customer.id,
            location_id=village.location.id,
            channel="shop",
            ordered_on=date(2026, 11, 2),
            items=items,
        )
    return order


def item(village: Village, quantity: int = 1, *, wants_installation: bool = False) -> SoldItem:
    return SoldItem(
        product_model_id=village.model.id,
        quantity=quantity,
        unit_price_cents=49_900,
        currency="CHF",
        delivered_on=date(2026, 11, 5),
        wants_installation=wants_installation,
    )


def test_order_is_kept_with_its_lines_in_order(village: Village) -> None:
    order = sell(village, item(village), item(village, 2, wants_installation=True))

    (row,) = village.all_of(Order)
    first, second = village.all_of(OrderLine)
    assert row.model_dump() == {
        "id": order.id,
        "number": "A-1",
        "customer_id": village.customer.id,
        "location_id": village.location.id,
        "channel": "shop",
        "ordered_on": date(2026, 11, 2),
        "created_at": village.clock.now(),
    }
    assert (first.line_number, first.quantity, first.wants_installation) == (1, 1, False)
    assert second.model_dump() == {
        "id": second.id,
        "order_id": order.id,
        "line_number": 2,
        "product_model_id": village.model.id,
        "quantity": 2,
        "unit_price_cents": 49_900,
        "currency": "CHF",
        "delivered_on": date(2026, 11, 5),
        "wants_installation": True,
        "installation_price_cents": None,
        "delivery_on": None,
        "is_delivery_awaited": False,
    }
    event = village.all_of(Event)[-1]
    assert (event.what, event.facts, event.subject_id) == ("order_added", {"lines": 2}, order.id)


def test_order_number_is_kept_once(village: Village) -> None:
    sell(village, item(village))

    with pytest.raises(Collision, match="Somebody else entered the same"):
        sell(village, item(village))

    assert len(village.all_of(OrderLine)) == 1
