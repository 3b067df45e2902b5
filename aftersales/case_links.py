"""Links to the page of a case: one for its customer in every message, one for whoever began it on the help page."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.identifiers import blind_hash
from aftersales.links import is_live, issue_link
from aftersales.queries.links import live_links_of
from aftersales.records import Case, Link, LinkPurpose

GUEST_OPEN: Final = timedelta(days=7)
"""How long whoever began a case on the help page may look at it there; the messages to its customer lead on."""


def case_link(deed: Deed, case: Case) -> UUID:
    """A link to the customer's page of a case that works for some weeks; a talk brings a new one only when it ages."""
    weeks = timedelta(days=deed.settings.link_days)
    for link in reversed(live_links_of(deed.session, LinkPurpose.CASE, case.id)):
        if link.expires_at is not None and link.expires_at >= deed.now + weeks / 2:
            return link.id
    return issue_link(deed, LinkPurpose.CASE, case.id, expires_at=deed.now + weeks)


def guest_link(deed: Deed, case: Case, draft: str = "") -> UUID:
    """A link for whoever has just begun a case: their address was only typed, so it shows only what was said here.

    `draft` is what their form was sent under: the same form sent again finds the same link.
    """
    named = _named_after(deed, draft)
    if named is not None and deed.session.get(Link, named) is not None:
        named = None
    expires_at = deed.now + GUEST_OPEN
    return issue_link(deed, LinkPurpose.CHAT, case.id, expires_at=expires_at, link_id=named)


def guest_link_of(deed: Deed, case_id: UUID, draft: str) -> UUID | None:
    """The link to which the same form led before; none for anybody else's form."""
    named = _named_after(deed, draft)
    link = None if named is None else deed.session.get(Link, named)
    is_theirs = link is not None and link.subject_id == case_id and is_live(link, deed.now)
    return named if is_theirs else None


def _named_after(deed: Deed, draft: str) -> UUID | None:
    """The identifier of the link of a form, which nobody can tell without the form."""
    return UUID(hex=blind_hash(deed.secret, "draft", draft)[:32]) if draft else None
