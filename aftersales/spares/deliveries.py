"""Deliveries of units that are to be installed: when one is expected, and that it came."""

from __future__ import annotations

from datetime import date

from aftersales.appointments import take_turn
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.spares import orders_of_line
from aftersales.records import OrderLine
from aftersales.spares.slipping import follow_change
from aftersales.store import lock_rows


def await_delivery(deed: Deed, line: OrderLine, expected_on: date | None) -> None:
    """A unit is still to be delivered: on a day, or nobody knows when; a visit too early is called off and told.

    Raises:
        NotUnderstood: the day is over.
    """
    if expected_on is not None and (deed.now.date() - expected_on).days > 1:
        raise NotUnderstood(
            "That day is over. Write the day on which the unit is expected, or that it was delivered.",
            [Problem("expected_on", "it is over")],
        )
    line.is_delivery_awaited, line.delivery_on, line.delivered_on = True, expected_on, None
    _changed(deed, line, "delivery_awaited")


def note_delivery(deed: Deed, line: OrderLine, delivered_on: date) -> None:
    """A unit was delivered.

    Raises:
        NotUnderstood: the day is still to come.
    """
    if (delivered_on - deed.now.date()).days > 1:
        raise NotUnderstood(
            "That day is still to come. Write it as the day on which the unit is expected.",
            [Problem("delivered_on", "it is still to come")],
        )
    line.is_delivery_awaited, line.delivery_on, line.delivered_on = False, None, delivered_on
    _changed(deed, line, "delivery_made")


def _changed(deed: Deed, line: OrderLine, what: str) -> None:
    lock_rows(deed.session, "order_line", [line.id])
    deed.add(line)
    deed.note(what, line)
    for order in orders_of_line(deed.session, line.id):
        take_turn(deed, order.territory_id, order)
        order.revision += 1
        deed.add(order)
        follow_change(deed, order)
