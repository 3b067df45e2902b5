"""Orders: a sale handed over by the shop, and the units that leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aftersales.deed import Deed
from aftersales.records import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldItem:
    """One line of a sale; the price is that of one item, in cents.

    `installation_price_cents` is what was paid for the installation: 0 where it came free with the product.
    """

    product_model_id: UUID
    quantity: int
    unit_price_cents: int
    currency: str
    delivered_on: date | None = None
    wants_installation: bool = False
    installation_price_cents: int | None = None


def add_order(
    deed: Deed,
    *,
    number: str,
    customer_id: UUID,
    location_id: UUID | None,
    channel: str,
    ordered_on: date,
    items: Sequence[SoldItem],
) -> tuple[Order, tuple[OrderLine, ...]]:
    """Keep a sale with its lines."""
    order = Order(
        id=deed.new_id(),
        number=number,
        customer_id=customer_id,
        location_id=location_id,
        channel=channel,
        ordered_on=ordered_on,
        created_at=deed.now,
    )
    lines = tuple(
        OrderLine(
            id=deed.new_id(),
            order_id=order.id,
            line_number=position,
            product_model_id=item.product_model_id,
            quantity=item.quantity,
            unit_price_cents=item.unit_price_cents,
            currency=item.currency,
            delivered_on=item.delivered_on,
            wants_installation=item.wants_installation,
            installation_price_cents=item.installation_price_cents,
        )
        for position, item in enumerate(items, start=1)
    )
    deed.add(order, *lines)
    deed.note("order_added", order, facts={"lines": len(lines)})
    return order, lines
