"""How did people drive from visit to visit?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Appointment, Assignment, Location, WorkOrder


@dataclass(frozen=True, slots=True)
class Called:
    """A visit that somebody drove to: who, when they left and came, when they were done, and where it was."""

    technician_id: UUID
    departed_at: datetime | None
    arrived_at: datetime
    done_at: datetime | None
    latitude: float
    longitude: float
    road_row: int | None


def calls_since(
    session: Session, territory_id: UUID, since: datetime, most: int
) -> Sequence[Called]:
    """The latest visits of a territory that somebody came to, by lead technician in the order of the day."""
    rows = session.exec(
        select(Appointment, Location, Assignment.technician_id)
        .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .join(Location, col(Location.id) == WorkOrder.location_id)
        .where(
            Appointment.territory_id == territory_id,
            col(Appointment.planned_start_at) >= since,
            col(Appointment.arrived_at).is_not(None),
            col(Assignment.is_lead),
        )
        .order_by(col(Appointment.planned_start_at).desc())
        .limit(most)
    ).all()
    calls = [
        Called(
            technician_id,
            row.departed_at,
            row.arrived_at,
            row.done_at,
            place.latitude,
            place.longitude,
            place.road_row,
        )
        for row, place, technician_id in rows
        if row.arrived_at is not None
    ]
    return sorted(calls, key=lambda each: (each.technician_id, each.arrived_at))
