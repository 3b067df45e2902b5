"""Which work waits for other work, and which visits belong together?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.queries.visits import AHEAD, TO_DO, UNDER_WAY
from aftersales.records import Appointment, AppointmentState, WorkOrder


def first_visits(
    session: Session, work_order_ids: Collection[UUID]
) -> Sequence[tuple[UUID, WorkOrder, Appointment | None]]:
    """Of these work orders those whose first visit has not ended: the first work, and its visit if one is booked."""
    firsts = [
        row
        for chunk in chunks(work_order_ids)
        for row in session.exec(
            select(WorkOrder.id, WorkOrder.follows_id).where(
                col(WorkOrder.id).in_(chunk), col(WorkOrder.follows_id).is_not(None)
            )
        ).all()
    ]
    found = []
    for work_order_id, first_id in firsts:
        first = session.get_one(WorkOrder, first_id)
        if first.state in TO_DO:
            found.append((work_order_id, first, _coming(session, first.id)))
    return found


def _coming(session: Session, work_order_id: UUID) -> Appointment | None:
    """The visit of a work order that is to come or under way."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.work_order_id == work_order_id,
            col(Appointment.state).in_((*AHEAD, *UNDER_WAY)),
        )
        .order_by(col(Appointment.id).desc())
        .limit(1)
    ).one_or_none()


def follow_ups_of(session: Session, work_order_id: UUID) -> Sequence[WorkOrder]:
    """The work that follows a work order, the oldest first."""
    return session.exec(
        select(WorkOrder).where(WorkOrder.follows_id == work_order_id).order_by(col(WorkOrder.id))
    ).all()


def visits_of(session: Session, work_order_id: UUID) -> Sequence[Appointment]:
    """Every visit of a work order that stood at some time, the oldest first."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.work_order_id == work_order_id,
            col(Appointment.state).not_in((AppointmentState.HELD, AppointmentState.CANCELLED)),
        )
        .order_by(col(Appointment.id))
    ).all()


def first_of_claim(session: Session, order: WorkOrder) -> UUID | None:
    """The work of the newest visit of the same claim before, if somebody came or was to come and it was not called off."""
    earlier = session.exec(
        select(WorkOrder)
        .where(WorkOrder.claim_id == order.claim_id, WorkOrder.id != order.id)
        .order_by(col(WorkOrder.id).desc())
    ).all()
    return next((each.id for each in earlier if visits_of(session, each.id)), None)
