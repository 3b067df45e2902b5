"""The ladder of complaints: who looks after each level, and when a complaint climbs by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.complaints.levels import people_of_level
from aftersales.complaints.moving import step
from aftersales.complaints.opening import take_on
from aftersales.complaints.telling import next_level_by, tell_customer, tell_staff
from aftersales.deed import Deed
from aftersales.notices.kinds import NoticeKind
from aftersales.records import COMPLAINT_OVER, Complaint, ComplaintState

EARLY: Final = timedelta(minutes=30)
"""So long before a promise runs out its complaint goes on, so that the customer hears it from us first."""


def has_higher_level(deed: Deed, complaint: Complaint) -> bool:
    """Whether anybody stands above."""
    return _next_level(deed, complaint) is not None


def escalate(deed: Deed, complaint: Complaint, *, why: str = "") -> None:
    """Somebody a level up looks after it; on the highest level it stays where it is, and nobody is left without news.

    Raises:
        IllegalMove: the complaint cannot be escalated from where it is.
    """
    level = _next_level(deed, complaint)
    is_raised = level is not None
    present = complaint.level if level is None else level
    people = people_of_level(deed, present)
    complaint.level = present
    step(deed, complaint, ComplaintState.ESCALATED, why=why)
    if people and is_raised:
        take_on(deed, complaint, people[0])
    by = next_level_by(deed, complaint)
    tell_customer(deed, complaint, NoticeKind.COMPLAINT_ESCALATED, by=by, is_raised=is_raised)
    tell_staff(deed, complaint, NoticeKind.ASSIGNMENT, people, by=by, why=why)


def is_overdue(deed: Deed, complaint: Complaint) -> bool:
    """Whether we owe the customer news that is about to be late; an offer and a follow-up are their turn until they write."""
    turns = {ComplaintState.OFFER_MADE, *COMPLAINT_OVER}
    is_theirs = complaint.state in turns and complaint.wrote_at is None
    due_at = complaint.due_at
    return not is_theirs and due_at is not None and due_at <= deed.now + EARLY


def _next_level(deed: Deed, complaint: Complaint) -> int | None:
    """The next rung on which somebody stands."""
    above = range(complaint.level + 1, len(deed.settings.complaint_levels))
    return next((level for level in above if people_of_level(deed, level)), None)
