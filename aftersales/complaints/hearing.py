"""The customer of a complaint writes, and is answered: it goes to whoever looks after it, and never settles anything by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from aftersales.case_waking import wake_case
from aftersales.complaints.levels import people_of_level
from aftersales.complaints.telling import next_level_by, tell_staff
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.complaints import complaint_of_case
from aftersales.records import (
    CASE_OVER,
    COMPLAINT_OVER,
    Case,
    CaseState,
    Complaint,
    ComplaintState,
    User,
)
from aftersales.store import Session, lock_rows

LONGEST: Final = 500
"""Characters of what somebody wrote that stand in the message to whoever looks after it."""


def hear_customer(deed: Deed, complaint: Complaint, text: str) -> None:
    """Whoever looks after a complaint is told what its customer wrote; if we waited for them, it is our turn now.

    An offer stays open and nothing is accepted, declined or settled by it: a person reads it first.
    """
    lock_rows(deed.session, "complaint", [complaint.id])
    case = deed.session.get_one(Case, complaint.case_id)
    complaint.wrote_at = deed.now
    complaint.revision += 1
    if wake_case(deed, case, next_level_by(deed, complaint)):
        complaint.due_at = case.next_update_at
        complaint.answer_by_at = case.resolve_due_at or complaint.answer_by_at
    deed.add(complaint)
    deed.note("complaint_answered", complaint)
    tell_staff(
        deed,
        complaint,
        NoticeKind.COMPLAINT_ANSWERED,
        _owners(deed, complaint),
        by=complaint.due_at,
        why=text[:LONGEST],
    )


def answered_complaint(deed: Deed, case: Case, by: datetime | None) -> None:
    """Somebody of us answered in the thread of a case: its complaint, if there is one, is due when that was promised."""
    complaint = complaint_of_case(deed.session, case.id)
    if complaint is None:
        return
    complaint.wrote_at = None
    complaint.revision += 1
    complaint.answer_by_at = case.resolve_due_at or complaint.answer_by_at
    match complaint.state:
        case ComplaintState.RECEIVED if by is not None:  # a name is owed as soon as before
            complaint.due_at = min(by, complaint.acknowledge_by_at)
        case ComplaintState.RESOLVED if by is None:
            complaint.due_at = deed.now + timedelta(days=deed.settings.complaint_follow_up_days)
        case _:
            complaint.due_at = by
    deed.add(complaint)


def refuse_settling(session: Session, case: Case, state: CaseState | None) -> None:
    """A complaint is settled by what was done about it and by its customer, never by closing its case.

    Raises:
        NotAllowed: the case has a complaint that is not resolved yet.
    """
    if state not in CASE_OVER:
        return
    complaint = complaint_of_case(session, case.id)
    if complaint is not None and complaint.state not in COMPLAINT_OVER:
        raise NotAllowed(
            "A complaint stands under this case. Say there what was done, and the customer is asked."
        )


def _owners(deed: Deed, complaint: Complaint) -> list[User]:
    """Whoever looks after it; before anybody does, those of its level."""
    owner = None if complaint.owner_id is None else deed.session.get_one(User, complaint.owner_id)
    if owner is not None and owner.is_active:
        return [owner]
    return list(people_of_level(deed, complaint.level))
