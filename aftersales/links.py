"""Links for people without an account: random, bound to one purpose, stored hashed, revocable."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from aftersales.api_keys import revoke_api_key
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere
from aftersales.identifiers import link_token, token_hash
from aftersales.queries.access import api_key_by_hash, session_by_token
from aftersales.queries.complaints import reference_of_complaint
from aftersales.queries.links import link_by_hash, live_links_of, reference_of_visit
from aftersales.records import (
    ApiKey,
    Case,
    Customer,
    GoodsReturn,
    Link,
    LinkPurpose,
    Registration,
    ServicePartner,
    SessionEnd,
    SharedFeed,
    Technician,
    UnitTransfer,
    User,
    UserSession,
    WorkOrder,
)
from aftersales.sessions import end_session
from aftersales.store import Session, lock_rows

_MAY_BE_A_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43,46}")
"""256 bits in URL-safe text, with the prefix of a key or without; an address may stand around it."""


def issue_link(
    deed: Deed,
    purpose: LinkPurpose,
    subject_id: UUID,
    *,
    expires_at: datetime | None = None,
    link_id: UUID | None = None,
) -> UUID:
    """Make a link and remember its hash; `link_token(secret, id)` gives the token for as long as needed."""
    link_id = link_id or deed.new_id()
    deed.add(
        Link(
            id=link_id,
            purpose=purpose,
            subject_id=subject_id,
            token_hash=token_hash(link_token(deed.secret, link_id)),
            created_at=deed.now,
            expires_at=expires_at,
        )
    )
    return link_id


def subject_of(session: Session, now: datetime, purpose: LinkPurpose, token: str) -> UUID:
    """What the token leads to.

    Raises:
        NotThere: it is unknown, expired, revoked or made for something else; the answer is the same
            for all four, so that nothing can be learned by trying.
    """
    return opened(session, now, frozenset({purpose}), token).subject_id


def opened(session: Session, now: datetime, purposes: Collection[LinkPurpose], token: str) -> Link:
    """The link with this token, if it was made for one of these purposes.

    Raises:
        NotThere: as with `subject_of`.
    """
    link = link_by_hash(session, token_hash(token))
    if link is None or link.purpose not in purposes or not is_live(link, now):
        raise NotThere(
            "This link does not work any more. Please use the newest message from us, or call us."
        )
    return link


def is_live(link: Link, now: datetime) -> bool:
    """Whether a link opens anything now."""
    return link.revoked_at is None and (link.expires_at is None or link.expires_at > now)


def revoke_links(deed: Deed, purpose: LinkPurpose, subject_id: UUID) -> int:
    """Make every live link of a subject useless; answers how many there were."""
    links = live_links_of(deed.session, purpose, subject_id)
    for link in links:
        link.revoked_at = deed.now
        deed.note("link_revoked", link)
    return len(links)


def renew_feed(deed: Deed, worker: Technician) -> UUID:
    """A new calendar address for a technician; every former one stops working.

    Raises:
        NotAllowed: the technician comes no more.
    """
    lock_rows(deed.session, "technician", [worker.id])
    if not worker.is_active:
        raise NotAllowed(
            f"{worker.code} comes no more, so there is no calendar to read. Take them back first."
        )
    revoke_links(deed, LinkPurpose.FEED, worker.id)
    link_id = issue_link(deed, LinkPurpose.FEED, worker.id)
    deed.note("feed_renewed", worker)
    return link_id


def revoke_link(deed: Deed, link: Link) -> bool:
    """Make one link useless at once; answers whether it still worked."""
    if link.revoked_at is not None:
        return False
    link.revoked_at = deed.now
    deed.add(link)
    deed.note("link_revoked", link)
    return True


def revoke_token(deed: Deed, text: str) -> str:
    """Make whatever somebody found or lost useless: a link, a calendar address, a key, a sign-in.

    `text` is the token itself or an address that holds it; the answer is a sentence that says what
    has stopped working.

    Raises:
        NotThere: nothing of ours is in it.
    """
    for shown in _MAY_BE_A_TOKEN.findall(text):
        hashed = token_hash(shown)
        if (link := link_by_hash(deed.session, hashed)) is not None:
            return _revoke_link(deed, link)
        if (key := api_key_by_hash(deed.session, hashed)) is not None:
            return _revoke_key(deed, key)
        if (opened := session_by_token(deed.session, hashed, is_locked=True)) is not None:
            return _revoke_session(deed, opened)
    raise NotThere(
        "There is no link, calendar address, key or sign-in of ours in this. Copy the whole address, and try again."
    )


def _revoke_link(deed: Deed, link: Link) -> str:
    name = _name_of(deed.session, link)
    if not revoke_link(deed, link):
        return f"{name} had already been revoked."
    return f"{name} has stopped working."


def _revoke_key(deed: Deed, key: ApiKey) -> str:
    if not revoke_api_key(deed, key):
        return f"The key “{key.name}” had already been revoked."
    return f"The key “{key.name}” has stopped working."


def _revoke_session(deed: Deed, opened: UserSession) -> str:
    user = deed.session.get_one(User, opened.user_id)
    if opened.ended_at is not None:
        return f"The sign-in of {user.email} had already ended."
    end_session(deed, opened, SessionEnd.REVOKED)
    return f"A sign-in of {user.email} has ended."


_PAGES: Final = {
    LinkPurpose.RECALL: "product safety recall",
    LinkPurpose.MAINTENANCE: "maintenance",
    LinkPurpose.SURVEY: "survey",
}
"""What pages are about that have no number of their own."""


def _name_of(session: Session, link: Link) -> str:
    match link.purpose:
        case LinkPurpose.BOOKING:
            work = session.get_one(WorkOrder, link.subject_id)
            return f"The link to book {work.reference}"
        case LinkPurpose.VISIT:
            return f"The link to visit {reference_of_visit(session, link.subject_id)}"
        case LinkPurpose.FEED | LinkPurpose.SHARED_FEED:
            return _name_of_calendar(session, link)
        case LinkPurpose.WORK_OFFERS:
            partner = session.get_one(ServicePartner, link.subject_id)
            return f"The page of offers to service partner {partner.code}"
        case LinkPurpose.BUYER:
            person = session.get_one(Customer, link.subject_id)
            return f"The list of visits of customer {person.number}"
        case LinkPurpose.RECALL | LinkPurpose.MAINTENANCE | LinkPurpose.SURVEY:
            return f"The page of a {_PAGES[link.purpose]}"
        case LinkPurpose.COMPLAINT:
            return f"The link to complaint {reference_of_complaint(session, link.subject_id)}"
        case LinkPurpose.TRANSFER:
            offered = session.get_one(UnitTransfer, link.subject_id)
            return f"The link to transfer {offered.reference}"
        case LinkPurpose.CASE | LinkPurpose.CHAT:
            asked = session.get_one(Case, link.subject_id)
            return f"The link to case {asked.reference}"
        case LinkPurpose.REGISTRATION | LinkPurpose.PROOF:
            row = session.get_one(Registration, link.subject_id)
            return f"The link to registration {row.reference}"
        case LinkPurpose.RETURN:
            return (
                f"The page of the return {session.get_one(GoodsReturn, link.subject_id).reference}"
            )
        case _never:
            assert_never(_never)


def _name_of_calendar(session: Session, link: Link) -> str:
    if link.purpose is LinkPurpose.FEED:
        worker = session.get_one(Technician, link.subject_id)
        return f"The calendar address of technician {worker.code}"
    shared = session.get_one(SharedFeed, link.subject_id)
    return f"The calendar of a {shared.kind} for “{shared.purpose}”"
