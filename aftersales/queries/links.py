"""Which link is this, and which links of a subject still work?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Link, LinkPurpose


def link_by_hash(session: Session, token_hash: str) -> Link | None:
    """The link whose token has this hash."""
    return session.exec(select(Link).where(Link.token_hash == token_hash)).one_or_none()


def live_links_of(session: Session, purpose: LinkPurpose, subject_id: UUID) -> Sequence[Link]:
    """Links of a subject that were not revoked."""
    return session.exec(
        select(Link).where(
            Link.purpose == purpose, Link.subject_id == subject_id, col(Link.revoked_at).is_(None)
        )
    ).all()
