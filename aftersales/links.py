"""Links for people without an account: random, bound to one purpose, stored hashed, revocable."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.identifiers import link_token, token_hash
from aftersales.queries.links import link_by_hash, live_links_of
from aftersales.records import Link, LinkPurpose
from aftersales.store import Session


def issue_link(
    deed: Deed,
    purpose: LinkPurpose,
    subject_id: UUID,
    *,
    expires_at: datetime | None = None,
) -> UUID:
    """Make a link and remember its hash; `link_token(secret, id)` gives the token for as long as needed."""
    link_id = deed.new_id()
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
    link = link_by_hash(session, token_hash(token))
    if (
        link is None
        or link.purpose is not purpose
        or link.revoked_at is not None
        or (link.expires_at is not None and link.expires_at <= now)
    ):
        raise NotThere(
            "This link does not work any more. Please use the newest message from us, or call us."
        )
    return link.subject_id


def revoke_links(deed: Deed, purpose: LinkPurpose, subject_id: UUID) -> int:
    """Make every live link of a subject useless; answers how many there were."""
    links = live_links_of(deed.session, purpose, subject_id)
    for link in links:
        link.revoked_at = deed.now
        deed.note("link_revoked", link)
    return len(links)
