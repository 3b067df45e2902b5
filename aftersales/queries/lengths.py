"""How long did drives and works really take?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.records import Appointment, AppointmentState, WorkOrder, WorkType

ENDED: Final = (
    AppointmentState.DONE,
    AppointmentState.INCOMPLETE,
    AppointmentState.CUSTOMER_NO_SHOW,
)
"""How a visit ends at which somebody was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A visit whose work was done: what was planned of it, and what was reported."""

    work_type: str
    minutes: int
    drive_seconds: int
    window_from_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    done_at: datetime


def visits_ended_since(
    session: Session, territory_id: UUID, since: datetime, most: int
) -> Sequence[Ended]:
    """The latest visits of a territory whose work was done."""
    rows = session.exec(
        select(Appointment, WorkOrder.duration_minutes, WorkType.code)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .where(
            Appointment.territory_id == territory_id,
            col(Appointment.done_at) >= since,
        )
        .order_by(col(Appointment.done_at).desc(), col(Appointment.id))
        .limit(most)
    ).all()
    return [
        Ended(
            work_type=code,
            minutes=minutes,
            drive_seconds=row.drive_seconds,
            window_from_at=row.window_from_at,
            departed_at=row.departed_at,
            arrived_at=row.arrived_at,
            done_at=row.done_at,
        )
        for row, minutes, code in rows
        if row.done_at is not None
    ]


def unmet_since(session: Session, territory_id: UUID, since: datetime) -> tuple[int, int]:
    """At how many visits of a territory nobody was met, and how many ended at which somebody had come."""
    rows = session.exec(
        select(Appointment.state, func.count())
        .where(
            Appointment.territory_id == territory_id,
            col(Appointment.arrived_at) >= since,
            col(Appointment.state).in_(ENDED),
        )
        .group_by(col(Appointment.state))
    ).all()
    found = dict(rows)
    return found.get(AppointmentState.CUSTOMER_NO_SHOW, 0), sum(found.values())
