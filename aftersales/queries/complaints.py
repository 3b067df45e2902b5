"""Which complaints are there, what is due next, and what was offered?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, not_, or_, select

from aftersales.errors import NotThere
from aftersales.records import (
    COMPLAINT_OVER,
    Case,
    Complaint,
    ComplaintOffer,
    ComplaintState,
    Customer,
    User,
)


def complaint_of_case(session: Session, case_id: UUID) -> Complaint | None:
    """The complaint that stands under a case."""
    return session.exec(select(Complaint).where(Complaint.case_id == case_id)).one_or_none()


def complaints_about_case(session: Session, case_id: UUID) -> Sequence[tuple[Complaint, str]]:
    """Complaints about an earlier case, each with the reference that people know it by, the newest first."""
    return session.exec(
        select(Complaint, Case.reference)
        .join(Case, col(Case.id) == Complaint.case_id)
        .where(Complaint.about_case_id == case_id)
        .order_by(col(Complaint.id).desc())
    ).all()


def reference_of_complaint(session: Session, complaint_id: UUID) -> str:
    """The reference that people know a complaint by: that of its case."""
    return session.exec(
        select(Case.reference)
        .join(Complaint, col(Complaint.case_id) == Case.id)
        .where(Complaint.id == complaint_id)
    ).one()


def open_complaint_about(
    session: Session, customer_id: UUID, appointment_id: UUID | None, claim_id: UUID | None
) -> Complaint | None:
    """The newest complaint of a customer about this visit or claim that is not over."""
    if appointment_id is None and claim_id is None:
        return None
    return session.exec(
        select(Complaint)
        .join(Case, col(Case.id) == Complaint.case_id)
        .where(
            Case.customer_id == customer_id,
            col(Complaint.state).not_in(COMPLAINT_OVER),
            or_(
                (col(Complaint.appointment_id) == appointment_id)
                & col(Complaint.appointment_id).is_not(None),
                (col(Complaint.claim_id) == claim_id) & col(Complaint.claim_id).is_not(None),
            ),
        )
        .order_by(col(Complaint.id).desc())
        .limit(1)
    ).one_or_none()


def complaints_due(session: Session, until: datetime, most_asked: int) -> Sequence[UUID]:
    """Complaints in which something must happen until a moment, the first due first.

    A customer whose turn it is and who was asked so often is called by somebody: nothing happens there by itself.
    """
    is_theirs = col(Complaint.state).in_((ComplaintState.OFFER_MADE, *COMPLAINT_OVER)) & col(
        Complaint.wrote_at
    ).is_(None)
    return session.exec(
        select(Complaint.id)
        .where(
            col(Complaint.due_at) <= until,
            _goes_on(),
            not_(is_theirs & (col(Complaint.asked) >= most_asked)),
        )
        .order_by(col(Complaint.due_at), col(Complaint.id))
    ).all()


def complaints_by_due(
    session: Session, limit: int
) -> Sequence[tuple[Complaint, Case, Customer, User | None]]:
    """Complaints that are not settled, or whose customers wrote after all, whatever is due next first."""
    return session.exec(
        select(Complaint, Case, Customer, User)
        .join(Case, col(Case.id) == Complaint.case_id)
        .join(Customer, col(Customer.id) == Case.customer_id)
        .join(User, col(User.id) == Complaint.owner_id, isouter=True)
        .where(_goes_on())
        .order_by(col(Complaint.due_at).is_(None), col(Complaint.due_at), col(Complaint.id))
        .limit(limit)
    ).all()


def offers_of(session: Session, complaint_id: UUID) -> Sequence[ComplaintOffer]:
    """Everything that was offered to settle a complaint, the first first."""
    return session.exec(
        select(ComplaintOffer)
        .where(ComplaintOffer.complaint_id == complaint_id)
        .order_by(col(ComplaintOffer.id))
    ).all()


def offer_in(session: Session, complaint_id: UUID, offer_id: UUID) -> ComplaintOffer:
    """One offer of a complaint.

    Raises:
        NotThere: there is none.
    """
    offer = session.get(ComplaintOffer, offer_id)
    if offer is None or offer.complaint_id != complaint_id:
        raise NotThere("There is no such offer. Load the page again.")
    return offer


def _goes_on() -> ColumnElement[bool]:
    return or_(
        col(Complaint.state) != ComplaintState.FOLLOWED_UP, col(Complaint.wrote_at).is_not(None)
    )
