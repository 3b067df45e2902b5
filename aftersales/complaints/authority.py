"""Who may offer how much to settle a complaint, and the grant of goodwill that an accepted offer becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aftersales.claims import may_approve, who_may_approve
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.goodwill import grant, may_grant, who_may_grant
from aftersales.queries.complaints import offers_of
from aftersales.records import (
    ActorKind,
    Case,
    Complaint,
    ComplaintOffer,
    Customer,
    GoodwillGrant,
    OfferState,
    Role,
    User,
)
from aftersales.settings import Settings
from aftersales.store import Session
from warranty.claims.remedies import REMEDIES, RemedyKind


def is_goodwill(remedy: RemedyKind) -> bool:
    """Whether a remedy is granted as goodwill; a repair or a replacement goes the way of a claim."""
    return REMEDIES[remedy].is_money or not REMEDIES[remedy].is_for_claims


def may_offer(settings: Settings, role: Role, remedy: RemedyKind, amount_cents: int) -> bool:
    """Whether somebody in a role may offer so much of a remedy."""
    may = may_grant if is_goodwill(remedy) else may_approve
    return may(settings, role, amount_cents)


def who_may_offer(
    session: Session, settings: Settings, remedy: RemedyKind, amount_cents: int
) -> Sequence[User]:
    """Everybody who may offer so much of a remedy, whoever is on call first."""
    who = who_may_grant if is_goodwill(remedy) else who_may_approve
    return who(session, settings, amount_cents)


def counted_cents(session: Session, offer: ComplaintOffer) -> int:
    """What an offer costs together with what was accepted of this complaint before: authority is for one case."""
    if not is_goodwill(RemedyKind(offer.remedy)):
        return offer.amount_cents
    before = (
        each.amount_cents
        for each in offers_of(session, offer.complaint_id)
        if each.id != offer.id
        and each.state is OfferState.ACCEPTED
        and is_goodwill(RemedyKind(each.remedy))
    )
    return offer.amount_cents + sum(before)


def grant_accepted(deed: Deed, complaint: Complaint, offer: ComplaintOffer) -> GoodwillGrant | None:
    """Book an accepted offer as goodwill of whoever approved it; what was promised is kept even if no budget holds it.

    Without a grant the audit trail says so, and whoever carries the offer out settles where the money comes from.
    """
    remedy = RemedyKind(offer.remedy)
    if not is_goodwill(remedy) or offer.amount_cents == 0 or offer.approved_by_id is None:
        return None
    approver = deed.session.get_one(User, offer.approved_by_id)
    case = deed.session.get_one(Case, complaint.case_id)
    by_them = replace(deed, actor=Actor(ActorKind.STAFF, str(approver.id)))
    try:
        with deed.session.begin_nested():
            return grant(
                by_them,
                approver.role,
                customer=deed.session.get_one(Customer, case.customer_id),
                subject=complaint,
                remedy=remedy,
                amount_cents=offer.amount_cents,
                reason=f"{case.reference}: {offer.said}",
                is_told=False,
            )
    except (NotAllowed, NotUnderstood) as refusal:
        deed.note("complaint_not_granted", complaint, why=str(refusal))
        return None
