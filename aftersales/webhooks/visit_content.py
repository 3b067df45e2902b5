"""What messages say of visits: work, appointments, promises and plans."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from aftersales.records import Appointment, PlanRun, Promise, SpareRequest, WorkOrder
from aftersales.webhooks.plain import Data, id_text, moment_text


def appointment(row: Appointment, references: Mapping[UUID, str]) -> Data:
    """A visit at its time."""
    return {
        "id": str(row.id),
        "work_order_id": str(row.work_order_id),
        "work_order_reference": references[row.work_order_id],
        "state": row.state.value,
        "zone": row.zone,
        "window_from_at": moment_text(row.window_from_at),
        "window_to_at": moment_text(row.window_to_at),
        "expected_at": moment_text(row.expected_start_at),
        "departed_at": moment_text(row.departed_at),
        "arrived_at": moment_text(row.arrived_at),
        "done_at": moment_text(row.done_at),
        "cancelled_at": moment_text(row.cancelled_at),
        "cancelled_by": row.cancelled_by,
        "revision": row.revision,
    }


def order(row: WorkOrder) -> Data:
    """Work that somebody is to do."""
    return {
        "id": str(row.id),
        "reference": row.reference,
        "state": row.state.value,
        "priority": row.priority.value,
        "customer_id": str(row.customer_id),
        "unit_id": id_text(row.unit_id),
        "case_id": id_text(row.case_id),
        "revision": row.revision,
    }


def parts_request(row: SpareRequest) -> Data:
    """A part that a visit needs."""
    return {
        "id": str(row.id),
        "work_order_id": str(row.work_order_id),
        "spare_part_id": str(row.spare_part_id),
        "quantity": row.quantity,
        "state": row.state.value,
        "expected_on": None if row.expected_on is None else row.expected_on.isoformat(),
        "revision": row.revision,
    }


def promise(row: Promise) -> Data:
    """What a customer was promised."""
    return {
        "id": str(row.id),
        "kind": row.kind.value,
        "state": row.state.value,
        "customer_id": str(row.customer_id),
        "appointment_id": id_text(row.appointment_id),
        "case_id": id_text(row.case_id),
        "from_at": moment_text(row.from_at),
        "to_at": moment_text(row.to_at),
    }


def run(row: PlanRun) -> Data:
    """A plan that was made."""
    return {
        "id": str(row.id),
        "territory_id": str(row.territory_id),
        "from_on": row.from_on.isoformat(),
        "days": row.days,
        "visits": row.visits,
        "planned": row.planned,
    }
