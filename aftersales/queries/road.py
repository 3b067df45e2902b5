"""Who is on their way to which visit next? Bare columns, for days that are played very often."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.visits import AHEAD
from aftersales.records import (
    Appointment,
    Assignment,
    Technician,
    WorkKind,
    WorkOrder,
    WorkType,
)


class StopAhead(NamedTuple):
    """A visit still to come, of its lead technician."""

    technician: str
    appointment_id: UUID
    work_order_id: UUID
    kind: WorkKind
    minutes: int
    drive_seconds: int
    window_from_at: datetime


def stops_ahead(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> list[StopAhead]:
    """The visits still to come that are planned to start in a span, by planned start."""
    rows = session.exec(
        select(  # type: ignore[call-overload] # SQLModel knows no more than four columns
            Technician.code,
            Appointment.id,
            Appointment.work_order_id,
            WorkType.kind,
            WorkOrder.duration_minutes,
            Appointment.drive_seconds,
            Appointment.window_from_at,
        )
        .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
        .join(Technician, col(Technician.id) == Assignment.technician_id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .where(
            Appointment.territory_id == territory_id,
            col(Appointment.planned_start_at) >= from_at,
            col(Appointment.planned_start_at) < to_at,
            col(Appointment.state).in_(AHEAD),
            col(Assignment.is_lead),
        )
        .order_by(col(Appointment.planned_start_at), col(Appointment.id))
    )
    return [StopAhead(*row) for row in rows]
