"""Which calendars of technicians say when they are busy?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import BusyCalendar


def busy_calendar_of(session: Session, technician_id: UUID) -> BusyCalendar | None:
    """The calendar of a technician, if they gave one."""
    return session.get(BusyCalendar, technician_id)


def busy_calendars(session: Session) -> Sequence[BusyCalendar]:
    """Every calendar that is asked, the oldest first."""
    return session.exec(select(BusyCalendar).order_by(col(BusyCalendar.created_at))).all()
