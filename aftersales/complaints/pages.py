"""What a customer's link shows of their complaint: how it stands, who looks after it, and what they can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.errors import NotThere
from aftersales.links import subject_of
from aftersales.queries.complaints import offers_of
from aftersales.queries.promises import zone_of_case
from aftersales.records import (
    Case,
    Complaint,
    ComplaintOffer,
    ComplaintState,
    Customer,
    LinkPurpose,
    OfferState,
    Territory,
    User,
)
from aftersales.store import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComplaint:
    """A complaint as its customer sees it; `offer` is the one that they can answer now."""

    complaint: Complaint
    case: Case
    customer: Customer
    zone: str
    phone: str
    offer: ComplaintOffer | None


def complaint_of_link(session: Session, now: datetime, token: str) -> OwnComplaint:
    """The complaint that a customer's link leads to.

    Raises:
        NotThere: the link does not work (any more).
    """
    complaint = session.get(Complaint, subject_of(session, now, LinkPurpose.COMPLAINT, token))
    if complaint is None:
        raise NotThere("This complaint does not exist any more. Please call us.")
    case = session.get_one(Case, complaint.case_id)
    owner = None if complaint.owner_id is None else session.get_one(User, complaint.owner_id)
    area = session.get_one(Territory, complaint.territory_id)
    made = [each for each in offers_of(session, complaint.id) if each.state is OfferState.MADE]
    is_asked = complaint.state is ComplaintState.OFFER_MADE
    return OwnComplaint(
        complaint=complaint,
        case=case,
        customer=session.get_one(Customer, case.customer_id),
        zone=zone_of_case(session, case.id),
        phone=area.answers_phone if owner is None or not owner.phone else owner.phone,
        offer=made[-1] if made and is_asked else None,
    )
