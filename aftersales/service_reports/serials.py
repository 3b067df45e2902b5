"""A serial read from the plate: it completes a unit that had none, and changes nothing where it differs."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.queries.units import unit_by_serial
from aftersales.records import Unit, WorkOrder


def take_serial(deed: Deed, order: WorkOrder, plain: str) -> None:
    """Give the unit of the work its serial, unless it has one, or another unit of its model has this one.

    A serial that differs is kept in the report only: staff see both, and decide.
    """
    unit = None if order.unit_id is None else deed.session.get_one(Unit, order.unit_id)
    if unit is None or unit.serial is not None:
        return
    if unit_by_serial(deed.session, unit.product_model_id, plain) is None:
        unit.serial = plain
        deed.add(unit)
        deed.note("unit_serial_corrected", unit)
