"""Whom can we ask how it went, when were they asked, and what did they say?"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, and_, col, or_, select

from aftersales.queries.customers import agrees_to
from aftersales.records import (
    Appointment,
    AppointmentState,
    Case,
    CaseKind,
    CaseState,
    ConsentPurpose,
    ProductModel,
    ServicePartner,
    Survey,
    Technician,
)

Answered = tuple[Survey, Technician | None, ServicePartner | None, ProductModel | None]
"""An answer with whom and what it is about."""

Ended = tuple[datetime, UUID]
"""When something ended, and which it is."""

EndedLately = Callable[[Session, datetime, datetime, Ended | None, int], Sequence[Ended]]
"""What ended in a span, behind one of them, at most so many."""

OWN: Final = "-"
"""Stands for our own people among the partners."""

FROM_VISIT: Final = "visit"
"""The channel of a survey about a visit that no case asked for."""


def visits_to_ask_about(
    session: Session, from_at: datetime, to_at: datetime, after: Ended | None, limit: int
) -> Sequence[Ended]:
    """Visits that were done in a span, behind one of them, and that nobody was asked about, the first done first."""
    asked = select(Survey.appointment_id).where(col(Survey.appointment_id).is_not(None))
    wanted = (
        select(Appointment.done_at, Appointment.id)
        .where(
            Appointment.state == AppointmentState.DONE,
            col(Appointment.done_at) >= from_at,
            col(Appointment.done_at) <= to_at,
            _behind(after, col(Appointment.done_at), col(Appointment.id)),
            col(Appointment.id).not_in(asked),
        )
        .order_by(col(Appointment.done_at), col(Appointment.id))
        .limit(limit)
    )
    return [(at, key) for at, key in session.exec(wanted) if at is not None]


def cases_to_ask_about(
    session: Session, from_at: datetime, to_at: datetime, after: Ended | None, limit: int
) -> Sequence[Ended]:
    """Requests that were resolved in a span, behind one of them, and are closed, of which nobody was asked.

    Complaints have a follow-up of their own.
    """
    asked = select(Survey.case_id).where(col(Survey.case_id).is_not(None))
    wanted = (
        select(Case.resolved_at, Case.id)
        .where(
            Case.state == CaseState.CLOSED,
            Case.kind != CaseKind.COMPLAINT,
            col(Case.resolved_at) >= from_at,
            col(Case.resolved_at) <= to_at,
            _behind(after, col(Case.resolved_at), col(Case.id)),
            col(Case.id).not_in(asked),
        )
        .order_by(col(Case.resolved_at), col(Case.id))
        .limit(limit)
    )
    return [(at, key) for at, key in session.exec(wanted) if at is not None]


def survey_waiting(session: Session, customer_id: UUID, now: datetime) -> Survey | None:
    """The newest question that a customer was asked, has not answered, and still may."""
    return session.exec(
        select(Survey)
        .where(
            Survey.customer_id == customer_id,
            col(Survey.answered_at).is_(None),
            col(Survey.expires_at) > now,
        )
        .order_by(col(Survey.id).desc())
        .limit(1)
    ).one_or_none()


def agrees_to_surveys(session: Session, customer_id: UUID) -> bool:
    """Whether the newest line of the ledger says that a customer may be asked by e-mail; without a line they are not."""
    return agrees_to(session, customer_id, ConsentPurpose.SURVEYS)


def was_asked_since(session: Session, customer_id: UUID, since: datetime) -> bool:
    """Whether a customer was asked about anything since a moment."""
    found = select(Survey.id).where(Survey.customer_id == customer_id, col(Survey.asked_at) > since)
    return session.exec(found.limit(1)).one_or_none() is not None


def answers_since(
    session: Session, since: datetime, until: datetime | None = None
) -> Sequence[Answered]:
    """Every answer since a moment, or until before another, with whom and what it is about, the newest first."""
    wanted = (
        select(Survey, Technician, ServicePartner, ProductModel)
        .join(Technician, col(Technician.id) == Survey.technician_id, isouter=True)
        .join(ServicePartner, col(ServicePartner.id) == Survey.service_partner_id, isouter=True)
        .join(ProductModel, col(ProductModel.id) == Survey.product_model_id, isouter=True)
        .where(col(Survey.answered_at) >= since)
        .order_by(col(Survey.answered_at).desc(), col(Survey.id).desc())
    )
    if until is not None:
        wanted = wanted.where(col(Survey.answered_at) < until)
    return session.exec(wanted).all()


def _behind(after: Ended | None, at: Mapped[Any], key: Mapped[Any]) -> ColumnElement[bool]:
    if after is None:
        return true()
    return or_(at > after[0], and_(at == after[0], key > after[1]))
