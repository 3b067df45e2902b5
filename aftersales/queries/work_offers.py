"""Which work is offered to service partners, what did they answer, and who may not be asked again?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.visits import AHEAD
from aftersales.records import (
    Appointment,
    Assignment,
    ServicePartner,
    Technician,
    WorkOffer,
    WorkOfferState,
)

REFUSED: Final = (WorkOfferState.DECLINED, WorkOfferState.EXPIRED)
"""The partner does not come: it said so, or nothing."""

LIVE: Final = (WorkOfferState.OPEN, WorkOfferState.ACCEPTED)
"""The visit is offered to a partner, or taken by one."""


def asked_partners(session: Session) -> dict[UUID, ServicePartner]:
    """The service partners who answer before work is theirs."""
    rows = session.exec(select(ServicePartner).where(col(ServicePartner.answer_hours).is_not(None)))
    return {row.id: row for row in rows}


def to_be_answered(session: Session, territory_id: UUID, now: datetime) -> dict[UUID, UUID]:
    """The visits ahead that a partner would have to take, by appointment the partner; answered or not."""
    return dict(
        session.exec(
            select(Appointment.id, ServicePartner.id)
            .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
            .join(Technician, col(Technician.id) == Assignment.technician_id)
            .join(ServicePartner, col(ServicePartner.id) == Technician.service_partner_id)
            .where(
                Appointment.territory_id == territory_id,
                col(Appointment.state).in_(AHEAD),
                col(Appointment.planned_start_at) > now,
                col(Assignment.is_lead).is_(True),
                col(ServicePartner.answer_hours).is_not(None),
            )
            .order_by(col(Appointment.window_from_at), col(Appointment.id))
        ).all()
    )


def offers_about(session: Session, appointment_ids: Collection[UUID]) -> list[WorkOffer]:
    """Every offer of these visits, the oldest first."""
    return [
        row
        for chunk in chunks(appointment_ids)
        for row in session.exec(
            select(WorkOffer)
            .where(col(WorkOffer.appointment_id).in_(chunk))
            .order_by(col(WorkOffer.id))
        ).all()
    ]


def live_offers(session: Session, territory_id: UUID) -> Sequence[WorkOffer]:
    """What waits for an answer in a territory, and what was accepted of which the visit is still ahead."""
    return session.exec(
        select(WorkOffer)
        .join(Appointment, col(Appointment.id) == WorkOffer.appointment_id)
        .where(
            Appointment.territory_id == territory_id,
            or_(
                WorkOffer.state == WorkOfferState.OPEN,
                (col(WorkOffer.state) == WorkOfferState.ACCEPTED)
                & col(Appointment.state).in_(AHEAD),
            ),
        )
        .order_by(col(WorkOffer.id))
    ).all()


def offers_run_out(session: Session, territory_id: UUID, now: datetime) -> Sequence[UUID]:
    """What nobody answered in time."""
    return session.exec(
        select(WorkOffer.id)
        .join(Appointment, col(Appointment.id) == WorkOffer.appointment_id)
        .where(
            Appointment.territory_id == territory_id,
            WorkOffer.state == WorkOfferState.OPEN,
            col(WorkOffer.answer_by_at) <= now,
        )
        .order_by(col(WorkOffer.id))
    ).all()


def refused_standing(session: Session, territory_id: UUID | None = None) -> Sequence[WorkOffer]:
    """Offers that were declined or ran out while the visit still stands with that partner, the soonest visit first."""
    question = (
        select(WorkOffer)
        .join(Appointment, col(Appointment.id) == WorkOffer.appointment_id)
        .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
        .join(Technician, col(Technician.id) == Assignment.technician_id)
        .where(
            col(WorkOffer.state).in_(REFUSED),
            col(Appointment.state).in_(AHEAD),
            col(Assignment.is_lead).is_(True),
            Technician.service_partner_id == WorkOffer.partner_id,
        )
        .order_by(col(Appointment.planned_start_at), col(WorkOffer.id))
    )
    if territory_id is not None:
        question = question.where(Appointment.territory_id == territory_id)
    newest = {row.appointment_id: row for row in session.exec(question).all()}
    live = set(
        session.exec(
            select(WorkOffer.appointment_id).where(
                col(WorkOffer.appointment_id).in_(list(newest)), col(WorkOffer.state).in_(LIVE)
            )
        ).all()
    )
    return [row for key, row in newest.items() if key not in live]


def barred_technicians(
    session: Session, work_order_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """For each of these work orders who is not to come: everybody of the partners that refused it."""
    barred: dict[UUID, set[UUID]] = defaultdict(set)
    for chunk in chunks(work_order_ids):
        rows = session.exec(
            select(WorkOffer.work_order_id, Technician.id)
            .join(Technician, col(Technician.service_partner_id) == WorkOffer.partner_id)
            .where(col(WorkOffer.work_order_id).in_(chunk), col(WorkOffer.state).in_(REFUSED))
        ).all()
        for work_order_id, technician_id in rows:
            barred[work_order_id].add(technician_id)
    return {each: frozenset(people) for each, people in barred.items()}


def offers_ever(session: Session, partner_id: UUID) -> int:
    """How many visits a partner was ever asked about."""
    return session.exec(select(func.count()).where(WorkOffer.partner_id == partner_id)).one()


def accepted_ahead(session: Session, partner_id: UUID, now: datetime) -> Sequence[WorkOffer]:
    """What a partner accepted and is still to be done, in order of time."""
    return session.exec(
        select(WorkOffer)
        .join(Appointment, col(Appointment.id) == WorkOffer.appointment_id)
        .where(
            WorkOffer.partner_id == partner_id,
            WorkOffer.state == WorkOfferState.ACCEPTED,
            col(Appointment.state).in_(AHEAD),
            col(Appointment.planned_start_at) > now,
        )
        .order_by(col(Appointment.window_from_at), col(WorkOffer.id))
    ).all()


def open_offers(
    session: Session, now: datetime, partner_id: UUID | None = None
) -> Sequence[WorkOffer]:
    """What a partner, or any of them, may still answer, the soonest deadline first."""
    question = (
        select(WorkOffer)
        .where(WorkOffer.state == WorkOfferState.OPEN, col(WorkOffer.answer_by_at) > now)
        .order_by(col(WorkOffer.answer_by_at), col(WorkOffer.window_from_at), col(WorkOffer.id))
    )
    if partner_id is not None:
        question = question.where(WorkOffer.partner_id == partner_id)
    return session.exec(question).all()


def answers_between(
    session: Session, from_at: datetime, to_at: datetime, territory_id: UUID | None = None
) -> dict[UUID, dict[WorkOfferState, int]]:
    """For each partner how many visits that were offered in a span, in one territory or in all, stand in which state."""
    question = (
        select(WorkOffer.partner_id, WorkOffer.state, func.count())
        .join(Appointment, col(Appointment.id) == WorkOffer.appointment_id)
        .where(col(WorkOffer.offered_at) >= from_at, col(WorkOffer.offered_at) < to_at)
        .group_by(col(WorkOffer.partner_id), col(WorkOffer.state))
    )
    if territory_id is not None:
        question = question.where(Appointment.territory_id == territory_id)
    found: dict[UUID, dict[WorkOfferState, int]] = defaultdict(dict)
    for partner_id, state, count in session.exec(question).all():
        found[partner_id][WorkOfferState(state)] = count
    return found
