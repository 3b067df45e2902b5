"""What the customer of a complaint and the people who look after it are told; whatever is told names the next update."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.business_hours import after_work
from aftersales.deed import Deed
from aftersales.links import issue_link
from aftersales.notices.facts import ComplaintFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import colleague, customer, write_notice
from aftersales.promises import keep_update_promises
from aftersales.queries.promises import zone_of_case
from aftersales.records import (
    COMPLAINT_OVER,
    Case,
    CaseKind,
    Complaint,
    ComplaintOffer,
    Customer,
    LinkPurpose,
    Notice,
    Promise,
    PromiseKind,
    PromiseState,
    Territory,
    User,
)
from aftersales.sla import hours_of, target_of


def due_in(deed: Deed, area: Territory, span: timedelta) -> datetime:
    """The moment by which whoever answers for a territory has been there so long from now."""
    return after_work(hours_of(deed.settings, area, deed.now), deed.now, span)


def within(deed: Deed, complaint: Complaint, span: timedelta) -> datetime:
    """The same where a complaint is answered."""
    return due_in(deed, deed.session.get_one(Territory, complaint.territory_id), span)


def next_level_by(deed: Deed, complaint: Complaint) -> datetime:
    """Until when whoever looks after it now has time before it goes on."""
    return within(deed, complaint, timedelta(hours=deed.settings.complaint_escalate_hours))


def answer_anew_by(deed: Deed, complaint: Complaint) -> datetime:
    """Until when something is done that was agreed just now: as long as a complaint has to be answered."""
    case = deed.session.get_one(Case, complaint.case_id)
    target = target_of(deed.settings, CaseKind.COMPLAINT, case.priority)
    return within(deed, complaint, target.resolution)


def complaint_link(deed: Deed, complaint: Complaint) -> UUID:
    """A link to the customer's page of a complaint, which works for some weeks; every message brings a new one."""
    expires_at = deed.now + timedelta(days=deed.settings.link_days)
    return issue_link(deed, LinkPurpose.COMPLAINT, complaint.id, expires_at=expires_at)


def tell_customer(
    deed: Deed,
    complaint: Complaint,
    kind: NoticeKind,
    *,
    by: datetime | None,
    why: str = "",
    offer: ComplaintOffer | None = None,
    is_raised: bool = False,
) -> Notice:
    """Tell the customer how their complaint stands, and promise by when they hear more.

    Args:
        deed: by whoever acts.
        complaint: as it stands now.
        kind: what is told.
        by: the next update; None if it is the customer's turn and nothing more comes by itself.
        why: in the words of whoever acts.
        offer: the one that is told.
        is_raised: somebody further up looks after it from now on.
    """
    case = deed.session.get_one(Case, complaint.case_id)
    person = deed.session.get_one(Customer, case.customer_id)
    zone = zone_of_case(deed.session, case.id)
    notice = write_notice(
        deed,
        kind,
        customer(person),
        complaint,
        revision=complaint.revision,
        zone=zone,
        facts=_facts(
            deed,
            complaint,
            case,
            zone,
            by=by,
            why=why,
            offer=offer,
            is_raised=is_raised,
            link_id=complaint_link(deed, complaint),
        ),
    )
    deed.note(f"notice_{kind}", complaint, notice_id=notice.id)
    promise_news(deed, complaint, by, notice)
    return notice


def tell_staff(
    deed: Deed,
    complaint: Complaint,
    kind: NoticeKind,
    people: Iterable[User],
    *,
    by: datetime | None,
    why: str = "",
    offer: ComplaintOffer | None = None,
) -> None:
    """Tell colleagues that a complaint needs them."""
    case = deed.session.get_one(Case, complaint.case_id)
    person = deed.session.get_one(Customer, case.customer_id)
    zone = zone_of_case(deed.session, case.id)
    facts = _facts(deed, complaint, case, zone, by=by, why=why, offer=offer, call_name=person.name)
    for each in people:
        notice = write_notice(
            deed,
            kind,
            colleague(each),
            complaint,
            revision=complaint.revision,
            zone=zone,
            facts=facts,
        )
        deed.note(f"notice_{kind}", complaint, notice_id=notice.id)


def promise_news(
    deed: Deed, complaint: Complaint, by: datetime | None, notice: Notice | None
) -> None:
    """The customer has just heard from us: what was promised is settled, and the next update becomes a promise."""
    case = deed.session.get_one(Case, complaint.case_id)
    zone = zone_of_case(deed.session, case.id)
    keep_update_promises(deed, case.id)
    complaint.due_at = by
    case.next_update_at = None if complaint.state in COMPLAINT_OVER else by
    deed.add(complaint, case)
    if by is None:
        return
    promise = Promise(
        id=deed.new_id(),
        kind=PromiseKind.NEXT_UPDATE,
        state=PromiseState.MADE,
        customer_id=case.customer_id,
        case_id=case.id,
        notice_id=None if notice is None else notice.id,
        zone=zone,
        from_at=deed.now,
        to_at=by,
        made_at=deed.now,
        reason="",
    )
    deed.add(promise)
    deed.note("case_update_promised", case)


def _facts(
    deed: Deed,
    complaint: Complaint,
    case: Case,
    zone: str,
    *,
    by: datetime | None,
    why: str,
    offer: ComplaintOffer | None,
    is_raised: bool = False,
    link_id: UUID | None = None,
    call_name: str = "",
) -> ComplaintFacts:
    return ComplaintFacts(
        reference=case.reference,
        subject=case.subject,
        why=why or ("" if offer is None else offer.said),
        remedy="" if offer is None else offer.remedy,
        amount_cents=None if offer is None else offer.amount_cents,
        currency="" if offer is None else offer.currency,
        owner_name=case.owner_name,
        owner_phone=phone_of_owner(deed, complaint),
        zone=zone,
        next_update_at=by,
        is_raised=is_raised,
        link_id=link_id,
        call_name=call_name,
    )


def phone_of_owner(deed: Deed, complaint: Complaint) -> str:
    """Under which number whoever looks after a complaint is reached."""
    owner = None if complaint.owner_id is None else deed.session.get_one(User, complaint.owner_id)
    if owner is not None and owner.phone:
        return owner.phone
    return deed.session.get_one(Territory, complaint.territory_id).answers_phone
