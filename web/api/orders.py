"""Orders: the sales that the shop handed over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.pages import lines_of_order, page_of
from aftersales.records import Order
from web.api.fields import After, CodeAsked, Limit, Shown
from web.api.listed import Listed, found, listed
from web.parts import PartsIn

router = APIRouter(prefix="/orders", tags=["orders"])


class OrderHead(Shown):
    """A sale in a list."""

    id: UUID
    number: str
    customer_id: UUID
    location_id: UUID | None
    channel: str
    ordered_on: date
    created_at: datetime


class OrderLineShown(Shown):
    """One product of a sale; the price is that of one item, in cents."""

    line_number: int
    product_model_id: UUID
    quantity: int
    unit_price_cents: int
    currency: str
    delivered_on: date | None
    wants_installation: bool


class OrderShown(OrderHead):
    """A sale with its lines."""

    lines: list[OrderLineShown]


@router.get("", summary="List orders")
def orders(
    parts: PartsIn,
    number: CodeAsked = None,
    customer_id: UUID | None = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[OrderHead]:
    """All sales, those of a customer, or the one with a number."""
    with parts.store.reading() as session:
        page = page_of(
            session, Order, after=after, limit=limit, number=number, customer_id=customer_id
        )
        return listed(page, OrderHead.model_validate)


@router.get("/{order_id}", summary="One order")
def order(parts: PartsIn, order_id: UUID) -> OrderShown:
    """A sale with its lines."""
    with parts.store.reading() as session:
        row = found(session, Order, order_id, "order")
        return OrderShown(
            **OrderHead.model_validate(row).model_dump(),
            lines=[OrderLineShown.model_validate(each) for each in lines_of_order(session, row.id)],
        )
