"""What is offered to settle a complaint: within somebody's authority, else approved by somebody who has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from aftersales.claims import names_of
from aftersales.complaints.authority import (
    counted_cents,
    grant_accepted,
    may_offer,
    who_may_offer,
)
from aftersales.complaints.escalating import escalate, has_higher_level
from aftersales.complaints.moving import step
from aftersales.complaints.telling import (
    answer_anew_by,
    next_level_by,
    promise_news,
    tell_customer,
    tell_staff,
)
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.complaints import offer_in, offers_of
from aftersales.records import Complaint, ComplaintOffer, ComplaintState, OfferState, User
from warranty.claims.remedies import REMEDIES, RemedyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is offered: the remedy, what it costs us in cents, and the sentence that the customer reads."""

    remedy: RemedyKind
    amount_cents: int
    said: str


def make_offer(deed: Deed, complaint: Complaint, by: User, terms: Terms) -> ComplaintOffer:
    """Offer a remedy; above one's authority it waits, and those who may approve it are told.

    What was accepted before and did not settle it counts towards the authority: it is one case.

    Raises:
        NotUnderstood: a remedy of money has no amount, or nothing is said to the customer.
        NotAllowed: nobody in the house may approve so much.
        IllegalMove: the complaint is not acknowledged yet, or over.
    """
    _check(terms)
    offer = ComplaintOffer(
        id=deed.new_id(),
        complaint_id=complaint.id,
        state=OfferState.WAITING,
        remedy=terms.remedy.value,
        amount_cents=terms.amount_cents,
        currency=deed.settings.currency,
        said=terms.said.strip(),
        proposed_by_id=by.id,
        proposed_at=deed.now,
        answer="",
    )
    _withdraw(deed, complaint, OfferState.WAITING)
    deed.add(offer)
    if may_offer(deed.settings, by.role, terms.remedy, counted_cents(deed.session, offer)):
        _make(deed, complaint, offer, by)
    else:
        _ask_approval(deed, complaint, offer)
    return offer


def approve_offer(deed: Deed, complaint: Complaint, offer_id: UUID, by: User) -> None:
    """Approve an offer that waits for it, and make it.

    Raises:
        NotThere: there is no such offer.
        NotAllowed: it does not wait any more, or it is more than they may approve; the sentence names who can.
    """
    offer = offer_in(deed.session, complaint.id, offer_id)
    if offer.state is not OfferState.WAITING:
        raise NotAllowed("This offer does not wait for approval any more. Load the page again.")
    counted = counted_cents(deed.session, offer)
    if not may_offer(deed.settings, by.role, RemedyKind(offer.remedy), counted):
        raise NotAllowed(f"This is more than you may approve. {_ask(deed, offer)}")
    _make(deed, complaint, offer, by)


def withdraw_offer(deed: Deed, complaint: Complaint, offer_id: UUID) -> None:
    """Take back an offer that nobody has approved, so the customer knows nothing of it.

    Raises:
        NotThere: there is no such offer.
        NotAllowed: the customer knows of it.
    """
    offer = offer_in(deed.session, complaint.id, offer_id)
    if offer.state is not OfferState.WAITING:
        raise NotAllowed("The customer knows of this offer. Make a better one instead.")
    _end(deed, complaint, offer, OfferState.WITHDRAWN)


def accept_offer(deed: Deed, complaint: Complaint, offer_id: UUID) -> None:
    """The customer accepts what they were offered; by when it is carried out is promised.

    Raises:
        NotThere: there is no such offer.
        NotAllowed: another one has taken its place, or it was answered before.
    """
    offer = _open_offer(deed, complaint, offer_id)
    step(deed, complaint, ComplaintState.ACCEPTED)
    _end(deed, complaint, offer, OfferState.ACCEPTED)
    grant_accepted(deed, complaint, offer)
    promise_news(deed, complaint, answer_anew_by(deed, complaint), None)


def decline_offer(deed: Deed, complaint: Complaint, offer_id: UUID, *, why: str = "") -> None:
    """The customer declines; somebody a level up looks at it then, if there is one.

    Raises:
        NotThere: there is no such offer.
        NotAllowed: another one has taken its place, or it was answered before.
    """
    offer = _open_offer(deed, complaint, offer_id)
    offer.answer = why.strip()
    step(deed, complaint, ComplaintState.DECLINED)
    _end(deed, complaint, offer, OfferState.DECLINED)
    if has_higher_level(deed, complaint):
        escalate(deed, complaint)
    else:
        promise_news(deed, complaint, next_level_by(deed, complaint), None)


def _make(deed: Deed, complaint: Complaint, offer: ComplaintOffer, by: User) -> None:
    """The customer is told; an offer they had before is no more."""
    _withdraw(deed, complaint, OfferState.MADE)
    step(deed, complaint, ComplaintState.OFFER_MADE)
    offer.state = OfferState.MADE
    offer.approved_by_id = by.id
    offer.told_at = deed.now
    deed.add(offer)
    until = deed.now + timedelta(days=deed.settings.complaint_offer_days)
    tell_customer(deed, complaint, NoticeKind.COMPLAINT_OFFER, by=until, offer=offer)


def _ask_approval(deed: Deed, complaint: Complaint, offer: ComplaintOffer) -> None:
    able = _able(deed, offer)
    if not able:
        raise NotAllowed(
            "This is more than anybody here may approve. Ask your management to settle who may."
        )
    on_call = [user for user in able if user.is_on_call]
    complaint.revision += 1
    deed.add(complaint)
    deed.note("complaint_offer_waiting", complaint)
    tell_staff(
        deed,
        complaint,
        NoticeKind.APPROVAL_NEEDED,
        on_call or able,
        by=complaint.due_at,
        offer=offer,
    )


def _open_offer(deed: Deed, complaint: Complaint, offer_id: UUID) -> ComplaintOffer:
    offer = offer_in(deed.session, complaint.id, offer_id)
    if offer.state is not OfferState.MADE or complaint.state is not ComplaintState.OFFER_MADE:
        raise NotAllowed("This offer was answered, or there is a newer one. Load the page again.")
    return offer


def _withdraw(deed: Deed, complaint: Complaint, state: OfferState) -> None:
    for each in offers_of(deed.session, complaint.id):
        if each.state is state:
            _end(deed, complaint, each, OfferState.WITHDRAWN)


def _end(deed: Deed, complaint: Complaint, offer: ComplaintOffer, state: OfferState) -> None:
    offer.state = state
    offer.answered_at = deed.now
    deed.add(offer)
    deed.note(f"offer_{state}", complaint)


def _check(terms: Terms) -> None:
    if REMEDIES[terms.remedy].is_money and terms.amount_cents <= 0:
        raise NotUnderstood(
            "Enter the amount that is offered.", [Problem("amount_cents", "it is missing")]
        )
    if not terms.said.strip():
        raise NotUnderstood(
            "Say in a sentence what is offered, as the customer reads it.",
            [Problem("said", "it is missing")],
        )


def _able(deed: Deed, offer: ComplaintOffer) -> Sequence[User]:
    remedy = RemedyKind(offer.remedy)
    counted = counted_cents(deed.session, offer)
    return who_may_offer(deed.session, deed.settings, remedy, counted)


def _ask(deed: Deed, offer: ComplaintOffer) -> str:
    return f"Ask {names_of(_able(deed, offer))}."
