"""Orders from a file: lines with one number are one sale, and each serial becomes a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from aftersales.bookings import request_visit
from aftersales.catalogue import serial_rule_of, work_type_of
from aftersales.deed import Deed
from aftersales.imports.cells import amount_written
from aftersales.imports.judging import Line
from aftersales.imports.nearby import refused
from aftersales.imports.rows import OrderRow
from aftersales.imports.sold import (
    DELIVERY_AHEAD,
    ORDER_SLACK,
    Sold,
    check_line,
    sold_so_far,
)
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.installations import invite_buyer
from aftersales.orders import SoldItem, add_order
from aftersales.records import Order, OrderLine, WorkKind
from aftersales.registrations import add_unit
from aftersales.spares import await_delivery
from warranty import normalised_serial, serial_verdict

HEAD: Final = ("customer", "ordered_on", "channel")
"""Columns that are the same in every line of an order."""

MOST_NOTES: Final = 20
"""Odd serials that are named one by one."""

Lines = Sequence[Line[OrderRow]]


def import_orders(
    deed: Deed, lines: Lines, tally: Tally, *, spoilt: frozenset[str] = frozenset()
) -> None:
    """Add the orders that are not there with their units; what is wrong stands in the tally.

    Orders in `spoilt` have a line that could not be read: their other lines are judged, nothing more.
    """
    sold = sold_so_far(deed.session, [line.row for line in lines])
    odd: list[str] = []

    def judge(group: Lines) -> None:
        number = group[0].row.order
        before = len(tally.problems)
        for line in group:
            check_line(line, sold, deed.now.date(), tally)
        if len(tally.problems) > before or number in spoilt:
            return
        if number in sold.orders:
            _check_unchanged(sold, sold.orders[number], group)
            tally.unchanged += len(group)
            return
        _check_head(group)
        for line in group:
            with tally.judging(line.number):
                _check_expected(line.row, deed.now.date())
        if len(tally.problems) > before:
            return
        odd.extend(_add(deed, sold, group))
        tally.added += len(group)
        odd.extend(_odd_serials(sold, group))

    tally.go_through(deed, _by_order(lines), judge)
    tally.notes += odd[:MOST_NOTES]
    if len(odd) > MOST_NOTES:
        tally.notes.append(
            f"{len(odd) - MOST_NOTES} more serials look unusual; they were kept too."
        )


def _by_order(lines: Lines) -> list[list[Line[OrderRow]]]:
    groups: dict[str, list[Line[OrderRow]]] = defaultdict(list)
    for line in lines:
        groups[line.row.order].append(line)
    return list(groups.values())


def _check_head(group: Lines) -> None:
    first = group[0]
    for line in group[1:]:
        for column in HEAD:
            there, here = getattr(line.row, column), getattr(first.row, column)
            if there != here:
                raise refused(
                    column,
                    f"Order {first.row.order} has “{here}” in line {first.number}, but “{there}” in "
                    f"line {line.number}. Make them equal, or give one of them another number.",
                )


def _check_expected(row: OrderRow, today: date) -> None:
    """A day on which a new sale is expected is to come; what was sold before may have moved on since."""
    expected_on = row.delivery_expected_on
    if expected_on is None or today - ORDER_SLACK <= expected_on <= today + DELIVERY_AHEAD:
        return
    raise refused(
        "delivery_expected_on",
        f"{expected_on} does not lie between today and {today + DELIVERY_AHEAD}. Write the day on which the unit is "
        "expected, or under delivered_on the day on which it came.",
    )


def _add(deed: Deed, sold: Sold, group: Lines) -> list[str]:
    """Keep one sale; answers why somebody could not be asked to book what they bought."""
    notes: list[str] = []
    head = group[0].row
    customer = sold.customers[head.customer]
    place = sold.places[customer.id][0]
    order, order_lines = add_order(
        deed,
        number=head.order,
        customer_id=customer.id,
        location_id=place.id,
        channel=head.channel,
        ordered_on=head.ordered_on,
        items=[_item(line.row, sold) for line in group],
    )
    for line, order_line in zip(group, order_lines, strict=True):
        model = sold.products[line.row.sku]
        if line.row.delivery_expected_on is not None:
            deed.session.flush()
            await_delivery(deed, order_line, line.row.delivery_expected_on)
        units = [
            add_unit(
                deed,
                model,
                customer,
                serial=serial,
                country=place.country,
                purchased_on=head.ordered_on,
                delivered_on=line.row.delivered_on,
                order_line_id=order_line.id,
                location_id=place.id,
            )
            for serial in line.row.serials
        ]
        if line.row.installation_windows:
            request_visit(
                deed,
                customer,
                place,
                work_type_of(deed.session, model.product_type, WorkKind.INSTALL),
                line.row.installation_windows,
                unit_id=units[0].id if units else None,
                order_line_id=order_line.id,
            )
            continue
        invited = invite_buyer(
            deed,
            order,
            order_line,
            model,
            customer,
            place,
            unit_id=units[0].id if units else None,
        )
        if invited is not None and invited.why_not:
            notes.append(f"line {line.number}: {invited.why_not}")
    return notes


def _item(row: OrderRow, sold: Sold) -> SoldItem:
    return SoldItem(
        product_model_id=sold.products[row.sku].id,
        quantity=row.quantity,
        unit_price_cents=row.unit_price,
        currency=row.currency,
        delivered_on=row.delivered_on,
        wants_installation=row.installation,
        installation_price_cents=row.installation_price,
    )


def _check_unchanged(sold: Sold, order: Order, group: Lines) -> None:
    present = sold.lines[order.id]
    if len(present) != len(group):
        raise refused(
            "order",
            f"Order {order.number} is there already with {len(present)} lines, not {len(group)}. "
            "An import never overwrites: take its lines out, or complete them.",
        )
    for line, here in zip(group, present, strict=True):
        row = line.row
        told: Told = [
            ("customer", row.customer, sold.numbers.get(order.customer_id, "another customer")),
            ("ordered_on", row.ordered_on, order.ordered_on),
            ("sku", row.sku, sold.skus[here.product_model_id]),
            ("unit_price", amount_written(row.unit_price), amount_written(here.unit_price_cents)),
            ("currency", row.currency, here.currency),
            ("quantity", row.quantity, here.quantity),
        ]
        given: Told = [
            ("channel", row.channel, order.channel),
            ("delivered_on", row.delivered_on, here.delivered_on),
            *_expected(row, here),
            ("installation", row.installation, here.wants_installation),
            (
                "installation_price",
                _price(row.installation_price),
                _price(here.installation_price_cents),
            ),
            (
                "serials",
                sorted(map(normalised_serial, row.serials)),
                sorted(unit.serial or "" for unit in sold.units[here.id]),
            ),
        ]
        told += [each for each in given if each[0] in row.model_fields_set]
        check_same(f"Order {order.number}, line {here.line_number},", told)


def _expected(row: OrderRow, here: OrderLine) -> Told:
    """The day on which a unit is expected, while it is; what came meanwhile contradicts nothing."""
    if not here.is_delivery_awaited:
        return []
    return [("delivery_expected_on", row.delivery_expected_on, here.delivery_on)]


def _price(cents: int | None) -> str | None:
    return None if cents is None else amount_written(cents)


def _odd_serials(sold: Sold, group: Lines) -> list[str]:
    odd = []
    for line in group:
        rule = serial_rule_of(sold.products[line.row.sku])
        if rule is None:
            continue
        for serial in line.row.serials:
            verdict = serial_verdict(serial, rule)
            if verdict.asks_for_proof_of_purchase:
                close = (
                    f", perhaps {' or '.join(verdict.suggestions)}" if verdict.suggestions else ""
                )
                odd.append(
                    f"line {line.number}: {verdict.serial} does not look like a serial of "
                    f"{line.row.sku}{close}; it was kept."
                )
    return odd
