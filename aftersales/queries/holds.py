"""Which times are kept for customers who decide, and who waits for an earlier one?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.visits import TAKING_TIME
from aftersales.records import (
    ActorKind,
    Appointment,
    AppointmentState,
    Assignment,
    Event,
    WaitingCustomer,
    WaitState,
)

HELD = Appointment.state == AppointmentState.HELD


def holds_of_order(session: Session, work_order_id: UUID) -> Sequence[Appointment]:
    """The times that are kept for a work order, the oldest first."""
    return session.exec(
        select(Appointment)
        .where(Appointment.work_order_id == work_order_id, HELD)
        .order_by(col(Appointment.id))
    ).all()


def taking_time_of(session: Session, work_order_id: UUID) -> Sequence[Appointment]:
    """The visits that take up somebody's time for a work order: kept ones, and one that stands."""
    return session.exec(
        select(Appointment)
        .where(Appointment.work_order_id == work_order_id, col(Appointment.state).in_(TAKING_TIME))
        .order_by(col(Appointment.id))
    ).all()


def holds_over(
    session: Session, now: datetime, technicians: Collection[UUID] | None = None
) -> Sequence[Appointment]:
    """The holds that nobody confirmed in time, of some technicians only if they are named."""
    found = select(Appointment).where(HELD, col(Appointment.held_until_at) <= now)
    if technicians is not None:
        theirs = select(Assignment.appointment_id).where(
            col(Assignment.technician_id).in_(technicians)
        )
        found = found.where(col(Appointment.id).in_(theirs))
    return session.exec(found.order_by(col(Appointment.id))).all()


def waiting_for_holds(session: Session, hold_ids: Collection[UUID]) -> Sequence[WaitingCustomer]:
    """The waiting customers for whom these times are kept."""
    return session.exec(
        select(WaitingCustomer).where(col(WaitingCustomer.hold_id).in_(hold_ids))
    ).all()


def waiting_of(session: Session, appointment_id: UUID) -> Sequence[WaitingCustomer]:
    """Whoever waits for an earlier time than that of a visit: one, or nobody."""
    return session.exec(
        select(WaitingCustomer).where(
            WaitingCustomer.appointment_id == appointment_id,
            col(WaitingCustomer.state).in_((WaitState.WAITING, WaitState.OFFERED)),
        )
    ).all()


def waiting_in(session: Session, territory_id: UUID) -> Sequence[WaitingCustomer]:
    """Everybody in a territory who waits for an earlier time and has no offer open, the first who asked first."""
    return session.exec(
        select(WaitingCustomer)
        .where(
            WaitingCustomer.territory_id == territory_id,
            WaitingCustomer.state == WaitState.WAITING,
        )
        .order_by(col(WaitingCustomer.id))
    ).all()


def expired_in(session: Session, territory_id: UUID, now: datetime) -> Sequence[UUID]:
    """The holds of a territory that nobody confirmed in time."""
    return session.exec(
        select(Appointment.id).where(
            Appointment.territory_id == territory_id,
            HELD,
            col(Appointment.held_until_at) <= now,
        )
    ).all()


def kind_of_holder(session: Session, hold_id: UUID) -> ActorKind | None:
    """Who kept a time: its customer, the round that offers earlier times, somebody of the house, or a shop."""
    found = session.exec(
        select(Event.actor_kind)
        .where(Event.subject_id == hold_id, Event.what == "appointment_held")
        .limit(1)
    ).one_or_none()
    return None if found is None else ActorKind(found)
