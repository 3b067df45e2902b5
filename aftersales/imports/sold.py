"""What a file of orders refers to, fetched at once, and whether a line refers to what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from aftersales.imports.judging import Line
from aftersales.imports.nearby import hint_at, refused
from aftersales.imports.rows import OrderRow
from aftersales.imports.tally import Tally
from aftersales.queries.imports import (
    customer_numbers_like,
    customers_by_number,
    lines_of_orders,
    locations_of_customers,
    orders_by_number,
    products_by_sku,
    units_of_lines,
    units_with_serials,
)
from aftersales.records import Customer, Location, Order, OrderLine, ProductModel, Unit
from aftersales.records.columns import SHORT
from aftersales.store import Session
from warranty import normalised_serial

EARLIEST: Final = date(1990, 1, 1)
"""No sale before this day is served any more; such a day is a slip of the pen."""

ORDER_SLACK: Final = timedelta(days=1)
"""The shop's calendar may be a day ahead of UTC."""

DELIVERY_AHEAD: Final = timedelta(days=366)
"""Deliveries are not promised further ahead than this."""

MOST_HINTS: Final = 20
"""Unknown customers for whom a close number is looked up; the search takes a query each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What is known of the customers, products, orders and serials that a file names."""

    session: Session
    customers: Mapping[str, Customer]
    places: Mapping[UUID, Sequence[Location]]
    products: Mapping[str, ProductModel]
    orders: Mapping[str, Order]
    lines: Mapping[UUID, Sequence[OrderLine]]
    units: Mapping[UUID, Sequence[Unit]]
    serials: Mapping[tuple[UUID, str], Unit]
    numbers: Mapping[UUID, str]
    skus: Mapping[UUID, str]
    in_file: dict[tuple[str, str], int] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)


def sold_so_far(session: Session, rows: Sequence[OrderRow]) -> Sold:
    """Everything that these rows refer to, in a few queries."""
    customers = customers_by_number(session, {row.customer for row in rows})
    orders = orders_by_number(session, {row.order for row in rows})
    lines = lines_of_orders(session, [order.id for order in orders.values()])
    products = products_by_sku(session)
    serials = {normalised_serial(serial) for row in rows for serial in row.serials}
    return Sold(
        session=session,
        customers=customers,
        places=locations_of_customers(session, [each.id for each in customers.values()]),
        products=products,
        orders=orders,
        lines=lines,
        units=units_of_lines(session, [line.id for group in lines.values() for line in group]),
        serials=units_with_serials(session, serials),
        numbers={customer.id: number for number, customer in customers.items()},
        skus={model.id: sku for sku, model in products.items()},
    )


def check_line(line: Line[OrderRow], sold: Sold, today: date, tally: Tally) -> None:
    """Put down everything about a line that cannot be so."""
    row = line.row
    with tally.judging(line.number):
        _check_customer(row, sold)
    with tally.judging(line.number):
        if row.sku not in sold.products:
            hint = hint_at(row.sku, sold.products, otherwise="Import the products first.")
            raise refused("sku", f"There is no product “{row.sku}”. {hint}")
    for column, day, latest in (
        ("ordered_on", row.ordered_on, today + ORDER_SLACK),
        ("delivered_on", row.delivered_on, today + DELIVERY_AHEAD),
    ):
        with tally.judging(line.number):
            if day is not None and not EARLIEST <= day <= latest:
                raise refused(
                    column, f"{day} does not lie between {EARLIEST} and {latest}; correct the year."
                )
    for serial in row.serials:
        with tally.judging(line.number):
            _check_serial(line, serial, sold)


def _check_customer(row: OrderRow, sold: Sold) -> None:
    customer = sold.customers.get(row.customer)
    if customer is None:
        raise refused("customer", f"There is no customer “{row.customer}”. {_hint(row, sold)}")
    if customer.erased_at is not None:
        raise refused(
            "customer",
            f"The data of customer {row.customer} were erased on {customer.erased_at:%Y-%m-%d}. "
            "Take the line out.",
        )
    if not sold.places.get(customer.id):
        raise refused(
            "customer",
            f"Customer {row.customer} has no address. Give them one before their orders.",
        )


def _hint(row: OrderRow, sold: Sold) -> str:
    otherwise = "Import the customers first."
    if row.customer not in sold.hints:
        if len(sold.hints) >= MOST_HINTS:
            return otherwise
        close = customer_numbers_like(sold.session, row.customer)
        sold.hints[row.customer] = hint_at(row.customer, close, otherwise=otherwise)
    return sold.hints[row.customer]


def _check_serial(line: Line[OrderRow], serial: str, sold: Sold) -> None:
    row = line.row
    plain = normalised_serial(serial)
    if not 0 < len(plain) <= SHORT:
        raise refused("serials", f"“{serial}” is not a serial; copy it from the rating plate.")
    first = sold.in_file.setdefault((row.sku, plain), line.number)
    if first != line.number:
        raise refused("serials", f"The serial {plain} stands in line {first} already; correct one.")
    model = sold.products.get(row.sku)
    unit = None if model is None else sold.serials.get((model.id, plain))
    if unit is not None and not _is_of_this_order(unit, row, sold):
        raise refused(
            "serials",
            f"The serial {plain} of {row.sku} belongs to another sale already. "
            "Compare it with the rating plate; leave it out if the item was returned and sold again.",
        )


def _is_of_this_order(unit: Unit, row: OrderRow, sold: Sold) -> bool:
    order = sold.orders.get(row.order)
    return order is not None and unit.order_line_id in {line.id for line in sold.lines[order.id]}
