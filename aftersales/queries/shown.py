"""Which visits show something of a customer or a place?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from aftersales.records import Appointment, AppointmentState, WorkOrder


def appointments_that_show(
    session: Session, since: datetime, of: Collection[UUID]
) -> Sequence[Appointment]:
    """The appointments of customers or at places, by their identifiers, that end after a moment; locked, the first first."""
    return session.exec(
        select(Appointment)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(
            or_(col(WorkOrder.customer_id).in_(of), col(WorkOrder.location_id).in_(of)),
            Appointment.state != AppointmentState.HELD,
            Appointment.planned_end_at >= since,
        )
        .order_by(col(Appointment.id))
        .with_for_update(of=Appointment)
        .execution_options(populate_existing=True)
    ).all()
