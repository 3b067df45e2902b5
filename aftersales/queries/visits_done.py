"""Whose work was done lately, and who was not told yet what was done?"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Appointment, AppointmentState, Notice


def done_untold(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> list[UUID]:
    """Visits that were done in a span and whose customers were told no summary, the first first."""
    told = (
        select(Notice.id)
        .where(Notice.subject_id == Appointment.id, Notice.kind == "done_summary")
        .exists()
    )
    return list(
        session.exec(
            select(Appointment.id)
            .where(
                Appointment.territory_id == territory_id,
                Appointment.state == AppointmentState.DONE,
                col(Appointment.done_at) >= from_at,
                col(Appointment.done_at) <= to_at,
                ~told,
            )
            .order_by(col(Appointment.done_at), col(Appointment.id))
        )
    )
