"""Complaints: opened, and read with what was offered to settle them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.complaints import Grievance, open_complaint
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.complaints import offers_of
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of
from aftersales.queries.places import territory_by_code, territory_of_customer
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Case,
    Claim,
    Complaint,
    ComplaintState,
    Customer,
    OfferState,
    Territory,
    Unit,
)
from aftersales.store import Session
from warranty.claims.remedies import RemedyKind
from web.api.fields import Code, Line, LongText, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/complaints", tags=["complaints"])


class ComplaintSent(Sent):
    """What somebody complains of; without a territory that of their first place answers."""

    model_config = example(
        customer="C-0001", subject="Nobody came", happened="I waited all morning."
    )

    customer: Code = Field(description="The customer's number.")
    subject: Line
    happened: LongText = Field(min_length=1)
    wish: Text | None = Field(default=None, description="What would settle it.")
    case_id: UUID | None = Field(default=None, description="An open case that becomes a complaint.")
    appointment_id: UUID | None = None
    claim_id: UUID | None = None
    unit_id: UUID | None = None
    territory: Code | None = None


class ComplaintOfferShown(Shown):
    """One remedy that was offered, in cents."""

    id: UUID
    state: OfferState
    remedy: RemedyKind
    amount_cents: int
    currency: str
    said: str
    proposed_at: datetime
    told_at: datetime | None
    answered_at: datetime | None
    answer: str


class ComplaintShown(Shown):
    """A complaint as it stands; its reference is that of its case, and `due_at` is when something must happen next.

    `wrote_at` is when its customer wrote what nobody has answered yet.
    """

    id: UUID
    reference: str
    state: ComplaintState
    level: int
    case_id: UUID
    customer_id: UUID
    appointment_id: UUID | None
    claim_id: UUID | None
    unit_id: UUID | None
    subject: str
    happened: str
    wish: str
    outcome: str
    owner_name: str
    opened_at: datetime
    acknowledge_by_at: datetime
    answer_by_at: datetime
    due_at: datetime | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    follow_up_at: datetime | None
    settled_at: datetime | None
    wrote_at: datetime | None
    offers: list[ComplaintOfferShown]


@router.get("", summary="List complaints")
def complaints(
    parts: PartsIn,
    paged: PagedIn,
    state: ComplaintState | None = None,
    case_id: UUID | None = None,
    appointment_id: UUID | None = None,
    claim_id: UUID | None = None,
) -> Listed[ComplaintShown]:
    """All complaints, the first made first, or those in a state or about a case, a visit or a claim."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Complaint,
            after=paged.after,
            limit=paged.limit,
            state=state,
            case_id=case_id,
            appointment_id=appointment_id,
            claim_id=claim_id,
        )
        return paged.listed(page, lambda row: shown(session, row))


@router.get("/{complaint_id}", summary="One complaint", response_model=ComplaintShown)
def complaint(parts: PartsIn, held: HeldIn, complaint_id: UUID) -> Response:
    """A complaint with its offers."""
    with parts.store.reading() as session:
        return held.answer(shown(session, found(session, Complaint, complaint_id, "complaint")))


@router.post("", status_code=201, summary="Open a complaint", response_model=ComplaintShown)
def opened(once: OnceIn, sent: ComplaintSent) -> Response:
    """Open a complaint; its customer is told who looks after it and by when they hear more."""

    def act(deed: Deed) -> Acted:
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        _check_owner(deed, person, sent)
        row = open_complaint(
            deed,
            _territory(deed, person, sent.territory),
            person,
            Grievance(
                subject=sent.subject,
                happened=sent.happened,
                wish=sent.wish or "",
                appointment_id=sent.appointment_id,
                claim_id=sent.claim_id,
                unit_id=sent.unit_id,
            ),
            channel="api",
            case=None if sent.case_id is None else found(deed.session, Case, sent.case_id, "case"),
        )
        deed.session.flush()
        return shown(deed.session, row), f"/api/v1/complaints/{row.id}"

    return once.answer(act)


def shown(session: Session, row: Complaint) -> ComplaintShown:
    """A complaint as it is answered."""
    case = session.get_one(Case, row.case_id)
    return ComplaintShown.model_validate(
        {
            **row.model_dump(),
            "reference": case.reference,
            "customer_id": case.customer_id,
            "subject": case.subject,
            "happened": case.description,
            "owner_name": case.owner_name,
            "offers": [
                ComplaintOfferShown.model_validate(each) for each in offers_of(session, row.id)
            ],
        }
    )


def _check_owner(deed: Deed, person: Customer, sent: ComplaintSent) -> None:
    """Whatever it is about is this customer's."""
    session, wrong = deed.session, []
    if sent.unit_id is not None:
        unit = found(session, Unit, sent.unit_id, "unit")
        wrong += ["unit_id"] if unit.customer_id != person.id else []
    if sent.claim_id is not None:
        claim = found(session, Claim, sent.claim_id, "claim")
        unit = session.get_one(Unit, claim.unit_id)
        wrong += ["claim_id"] if unit.customer_id != person.id else []
    if sent.case_id is not None:
        case = found(session, Case, sent.case_id, "case")
        wrong += ["case_id"] if case.customer_id != person.id else []
    if sent.appointment_id is not None:
        visit = visits_by_id(session, [sent.appointment_id]).get(sent.appointment_id)
        is_theirs = visit is not None and visit.customer.id == person.id
        wrong += [] if is_theirs else ["appointment_id"]
    if wrong:
        raise NotUnderstood(
            "This belongs to another customer, or is not there. Check what the complaint is about.",
            [Problem(name, "it is another customer's, or not there") for name in wrong],
        )


def _territory(deed: Deed, person: Customer, code: str | None) -> Territory:
    if code is not None:
        return known(territory_by_code(deed.session, code), "territory", code)
    area = territory_of_customer(deed.session, person.id)
    if area is None:
        raise NotUnderstood(
            "It is not known where this customer lives. Name the territory that answers.",
            [Problem("territory", "name its code")],
        )
    return area
