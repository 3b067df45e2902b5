"""What was said of a visit on the road?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import Assignment, Technician, VisitEvent


def event_by_key(session: Session, device_key: str) -> VisitEvent | None:
    """What a device sent under this key, if it came before."""
    return session.exec(select(VisitEvent).where(VisitEvent.device_key == device_key)).one_or_none()


def may_keep_position(session: Session, appointment_id: UUID) -> bool:
    """Whether a position may be kept with what is said of a visit: whoever leads it has agreed to it."""
    return (
        session.exec(
            select(Technician.id)
            .join(Assignment, col(Assignment.technician_id) == Technician.id)
            .where(
                Assignment.appointment_id == appointment_id,
                col(Assignment.is_lead).is_(True),
                col(Technician.positions_since_at).is_not(None),
            )
        ).first()
        is not None
    )


def said_of(
    session: Session, appointment_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[VisitEvent]]:
    """Everything that was said of each visit, in the order in which it happened."""
    said: dict[UUID, list[VisitEvent]] = defaultdict(list)
    for some in chunks(appointment_ids):
        rows = select(VisitEvent).where(col(VisitEvent.appointment_id).in_(some))
        for row in session.exec(rows.order_by(col(VisitEvent.happened_at), col(VisitEvent.id))):
            said[row.appointment_id].append(row)
    return said
