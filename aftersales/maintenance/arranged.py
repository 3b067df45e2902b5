"""A visit for maintenance is arranged: its owner is asked no more."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.maintenance.states import MAINTENANCE_MOVES, step, take_turn
from aftersales.queries.maintenance import maintenance_of_order
from aftersales.records import MaintenanceState, WorkOrder


def maintenance_arranged(deed: Deed, order: WorkOrder) -> None:
    """The maintenance that a work order is for is booked; said twice it is booked once."""
    for row in maintenance_of_order(deed.session, order.id):
        take_turn(deed, row)
        if MaintenanceState.BOOKED in MAINTENANCE_MOVES[row.state]:
            row.customer_id = order.customer_id
            step(deed, row, MaintenanceState.BOOKED, why=order.reference)
