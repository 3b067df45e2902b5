"""A complaint begins: under a case, with a moment by which somebody with a name takes it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aftersales.cases import advance_case, hand_over_case, open_case, promise_next_update
from aftersales.complaints.hearing import hear_customer
from aftersales.complaints.moving import step
from aftersales.complaints.telling import due_in, next_level_by, tell_customer
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.complaints import complaint_of_case, open_complaint_about
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseKind,
    CaseState,
    Complaint,
    ComplaintState,
    Customer,
    Priority,
    Role,
    Territory,
    User,
)
from aftersales.sla import start_clock, target_of

LONGEST: Final = 8000
"""Characters of what happened that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grievance:
    """What somebody complains of, in their words, and what it is about as far as that is known.

    Attributes:
        subject: in one line.
        happened: what went wrong.
        wish: what would settle it.
        appointment_id: the visit.
        claim_id: the claim.
        about_case_id: an earlier case.
        unit_id: the unit.
    """

    subject: str
    happened: str
    wish: str = ""
    appointment_id: UUID | None = None
    claim_id: UUID | None = None
    about_case_id: UUID | None = None
    unit_id: UUID | None = None


def open_complaint(
    deed: Deed,
    territory: Territory,
    person: Customer,
    grievance: Grievance,
    *,
    channel: str,
    case: Case | None = None,
    is_recovery: bool = False,
) -> Complaint:
    """Open a complaint, under a case that is there or a new one; the customer is told who looks after it and by when.

    A recovery begins with us: somebody gave a low score and did not complain. Whoever complains again of the same visit or claim while it is open tells more of the same complaint.

    Raises:
        NotUnderstood: it is not said what happened.
    """
    if not grievance.happened.strip():
        raise NotUnderstood(
            "Tell us what happened, in a sentence.", [Problem("happened", "it is missing")]
        )
    present = open_complaint_about(
        deed.session, person.id, grievance.appointment_id, grievance.claim_id
    )
    if present is not None:
        tell_more(deed, present, grievance.happened)
        return present
    priority = Priority.NORMAL if case is None else case.priority
    target = target_of(deed.settings, CaseKind.COMPLAINT, priority)
    by = due_in(deed, territory, target.first_answer)
    if case is None:
        case = open_case(
            deed,
            territory,
            person,
            kind=CaseKind.COMPLAINT,
            channel=channel,
            subject=grievance.subject,
            description=grievance.happened.strip()[:LONGEST],
            next_update_at=by,
            unit_id=grievance.unit_id,
            is_recovery=is_recovery,
        )
        deed.session.flush()
    else:
        _turn_into_complaint(deed, case, territory)
        promise_next_update(deed, case, by)
    complaint = Complaint(
        id=deed.new_id(),
        case_id=case.id,
        territory_id=territory.id,
        state=ComplaintState.RECEIVED,
        appointment_id=grievance.appointment_id,
        claim_id=grievance.claim_id,
        about_case_id=grievance.about_case_id,
        unit_id=grievance.unit_id,
        wish=grievance.wish.strip(),
        outcome="",
        opened_at=deed.now,
        acknowledge_by_at=by,
        answer_by_at=due_in(deed, territory, target.resolution),
        due_at=by,
    )
    deed.add(complaint)
    deed.session.flush()
    deed.note("complaint_opened", complaint)
    return complaint


def tell_more(deed: Deed, complaint: Complaint, text: str) -> None:
    """The customer tells more of a complaint that is open; nothing that they wrote is lost."""
    case = deed.session.get_one(Case, complaint.case_id)
    added = text.strip()
    if added in case.description:
        return
    if added:
        case.description = f"{case.description}\n\n{added}"[:LONGEST]
    case.revision += 1
    complaint.revision += 1
    deed.add(case, complaint)
    deed.note("complaint_told", complaint)
    if added:
        hear_customer(deed, complaint, added)


def acknowledge(deed: Deed, complaint: Complaint, owner: User, *, words: str = "") -> None:
    """Somebody with a name takes the complaint on, and the customer is told who and by when they answer.

    Raises:
        NotUnderstood: this user does not work in the office, or no longer.
        IllegalMove: it was acknowledged before.
    """
    take_on(deed, complaint, owner)
    step(deed, complaint, ComplaintState.ACKNOWLEDGED)
    complaint.acknowledged_at = complaint.acknowledged_at or deed.now
    case = deed.session.get_one(Case, complaint.case_id)
    case.first_answered_at = case.first_answered_at or deed.now
    soonest = next_level_by(deed, complaint)
    by = complaint.answer_by_at if complaint.answer_by_at > deed.now else soonest
    tell_customer(deed, complaint, NoticeKind.COMPLAINT_ACKNOWLEDGED, by=by, why=words.strip())


def take_on(deed: Deed, complaint: Complaint, owner: User) -> None:
    """Somebody else looks after the complaint and its case from now on.

    Raises:
        NotUnderstood: this user does not work in the office, or no longer.
    """
    if not owner.is_active or owner.role in {Role.TECHNICIAN, Role.PARTNER}:
        raise NotUnderstood(
            "Only somebody of the office can look after a complaint. Choose one of them.",
            [Problem("owner", "choose somebody of the office")],
        )
    case = deed.session.get_one(Case, complaint.case_id)
    complaint.owner_id = owner.id
    deed.add(complaint)
    if case.owner_user_id != owner.id:
        hand_over_case(deed, case, owner)


def investigate(deed: Deed, complaint: Complaint) -> None:
    """Somebody looks into it; the customer was told by when they hear more.

    Raises:
        IllegalMove: nobody has acknowledged it yet, or it is further than that.
    """
    step(deed, complaint, ComplaintState.INVESTIGATING)


def _turn_into_complaint(deed: Deed, case: Case, area: Territory) -> None:
    """The case becomes one, goes on if it waited for its customer, and its clock begins anew."""
    if complaint_of_case(deed.session, case.id) is not None or case.state in CASE_OVER:
        raise NotUnderstood(
            "This case is over, or is a complaint already. Open the complaint without it.",
            [Problem("case_id", "it is over, or is a complaint already")],
        )
    if case.state is CaseState.WAITING_CUSTOMER:
        advance_case(deed, case, CaseState.IN_PROGRESS, why="the customer complained")
    case.kind = CaseKind.COMPLAINT
    case.revision += 1
    start_clock(deed.settings, case, area, deed.now)
    deed.add(case)
