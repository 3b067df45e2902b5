"""What is open with a customer, which erasures are due to be finished, and who must not come back unnoticed?"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.queries.claims import OVER
from aftersales.records import (
    CASE_OVER,
    COMPLAINT_OVER,
    Case,
    Claim,
    Complaint,
    Erasure,
    Registration,
    Suppression,
    WorkOrder,
    WorkOrderState,
)


def open_orders(session: Session, customer_ids: Collection[UUID]) -> Sequence[WorkOrder]:
    """Work of these customers that is still to be done."""
    return session.exec(
        select(WorkOrder)
        .where(
            col(WorkOrder.customer_id).in_(customer_ids),
            col(WorkOrder.state).in_((WorkOrderState.OPEN, WorkOrderState.PLANNED)),
        )
        .order_by(col(WorkOrder.id))
    ).all()


def open_claims(session: Session, customer_ids: Collection[UUID]) -> Sequence[Claim]:
    """Claims of these customers in which something may still happen by itself."""
    return session.exec(
        select(Claim)
        .join(Case, col(Case.id) == Claim.case_id)
        .where(col(Case.customer_id).in_(customer_ids), col(Claim.state).not_in(OVER))
        .order_by(col(Claim.id))
    ).all()


def open_cases(session: Session, customer_ids: Collection[UUID]) -> Sequence[Case]:
    """Cases of these customers that are not settled."""
    return session.exec(
        select(Case)
        .where(
            col(Case.customer_id).in_(customer_ids),
            col(Case.state).not_in(CASE_OVER),
        )
        .order_by(col(Case.id))
    ).all()


def open_complaints(session: Session, customer_ids: Collection[UUID]) -> Sequence[Case]:
    """The cases of complaints of these customers that are not resolved."""
    return session.exec(
        select(Case)
        .join(Complaint, col(Complaint.case_id) == Case.id)
        .where(
            col(Case.customer_id).in_(customer_ids),
            col(Complaint.state).not_in(COMPLAINT_OVER),
        )
        .order_by(col(Case.id))
    ).all()


def registrations_of(session: Session, customer_ids: Collection[UUID]) -> Sequence[Registration]:
    """Every registration of these customers."""
    return session.exec(
        select(Registration)
        .where(col(Registration.customer_id).in_(customer_ids))
        .order_by(col(Registration.id))
    ).all()


def erasures_of(session: Session, customer_id: UUID) -> Sequence[Erasure]:
    """What was erased of a customer."""
    return session.exec(
        select(Erasure).where(Erasure.customer_id == customer_id).order_by(col(Erasure.id))
    ).all()


def erasures_due(session: Session, today: date, limit: int) -> Sequence[Erasure]:
    """Erasures whose rest may go now, the first due first."""
    return session.exec(
        select(Erasure)
        .where(col(Erasure.finished_at).is_(None), col(Erasure.rest_due_on) <= today)
        .order_by(col(Erasure.rest_due_on), col(Erasure.id))
        .limit(limit)
    ).all()


def suppressed(session: Session, digests: Collection[str]) -> frozenset[str]:
    """Which of these blind hashes belong to somebody whose data were erased."""
    listed = sorted(set(digests))
    found: set[str] = set()
    for start in range(0, len(listed), 500):
        chunk = listed[start : start + 500]
        found.update(
            session.exec(select(Suppression.digest).where(col(Suppression.digest).in_(chunk))).all()
        )
    return frozenset(found)
