"""A complaint ends when its customer says that it is settled: it is resolved, asked about, and followed up."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.complaints.escalating import escalate
from aftersales.complaints.moving import step
from aftersales.complaints.telling import promise_news, tell_customer
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.complaints import offers_of
from aftersales.records import Complaint, ComplaintState, OfferState

MOST_ASKED: Final = 2
"""So often a customer is asked by message; after that a person calls them."""


def resolve(deed: Deed, complaint: Complaint, outcome: str) -> None:
    """Everything was done; the customer is told what, and on which day we ask whether it is settled.

    Raises:
        NotUnderstood: it is not said what was done.
        IllegalMove: nobody has looked into it yet.
    """
    if not outcome.strip():
        raise NotUnderstood(
            "Say what was done, in a sentence that the customer can read.",
            [Problem("outcome", "it is missing")],
        )
    step(deed, complaint, ComplaintState.RESOLVED)
    for each in offers_of(deed.session, complaint.id):
        if each.state in (OfferState.WAITING, OfferState.MADE):
            each.state, each.answered_at = OfferState.WITHDRAWN, deed.now
            deed.add(each)
    complaint.outcome = outcome.strip()
    complaint.resolved_at = deed.now
    complaint.follow_up_at = deed.now + timedelta(days=deed.settings.complaint_follow_up_days)
    tell_customer(
        deed,
        complaint,
        NoticeKind.COMPLAINT_CLOSED,
        by=complaint.follow_up_at,
        why=complaint.outcome,
    )


def ask_again(deed: Deed, complaint: Complaint) -> None:
    """Ask the customer whose turn it is: whether it is settled, or what they say to our offer.

    After the last time nothing more comes by itself: the complaint stays in the queue, and somebody calls.
    """
    complaint.asked += 1
    complaint.revision += 1
    is_resolved = complaint.state is ComplaintState.RESOLVED
    days = deed.settings.complaint_follow_up_days
    if not is_resolved:
        days = deed.settings.complaint_offer_days
    by = deed.now + timedelta(days=days)
    offers = [
        each for each in offers_of(deed.session, complaint.id) if each.state is OfferState.MADE
    ]
    tell_customer(
        deed,
        complaint,
        NoticeKind.COMPLAINT_FOLLOW_UP if is_resolved else NoticeKind.COMPLAINT_OFFER,
        by=by if complaint.asked < MOST_ASKED else None,
        offer=None if is_resolved else offers[-1],
    )
    complaint.due_at = by
    deed.add(complaint)


def is_to_be_asked(deed: Deed, complaint: Complaint) -> bool:
    """Whether it is the customer's turn, and time to ask them."""
    turns = {ComplaintState.OFFER_MADE, ComplaintState.RESOLVED}
    is_due = complaint.due_at is not None and complaint.due_at <= deed.now
    is_theirs = complaint.state in turns and complaint.wrote_at is None
    return is_theirs and is_due and complaint.asked < MOST_ASKED


def settle(deed: Deed, complaint: Complaint, *, is_settled: bool, why: str = "") -> None:
    """The customer says whether it is settled; if not, somebody a level up looks after it.

    Raises:
        NotAllowed: nothing was said to be done yet, or they have said so already.
    """
    if complaint.state is not ComplaintState.RESOLVED and is_settled:
        raise NotAllowed("Nothing is waiting for this answer at the moment. Please call us.")
    if not is_settled:
        escalate(deed, complaint, why=why)
        return
    step(deed, complaint, ComplaintState.FOLLOWED_UP)
    complaint.settled_at = deed.now
    promise_news(deed, complaint, None, None)
