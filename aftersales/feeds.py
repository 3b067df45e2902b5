"""Calendars handed out: of a technician, a crew, a depot or a territory, to somebody who may know so much of customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotThere, NotUnderstood, Problem
from aftersales.links import issue_link, revoke_links
from aftersales.queries.feeds import feeds_of_depots
from aftersales.queries.places import depot_by_code, territory_by_code
from aftersales.queries.staff import crew_by_code, technician_by_code
from aftersales.records import (
    Crew,
    Depot,
    FeedDetail,
    FeedKind,
    LinkPurpose,
    SharedFeed,
    Technician,
    Territory,
)
from aftersales.store import Session, lock_rows
from aftersales.words import LANGUAGES


def share_feed(
    deed: Deed, *, kind: FeedKind, code: str, detail: FeedDetail, language: str, purpose: str
) -> UUID:
    """Hand out a calendar; answers its link, whose address is shown once.

    Raises:
        NotThere: nobody and nothing of this kind has this code.
        NotUnderstood: nobody says whom it is for, or no page speaks the language.
    """
    problems = []
    if not purpose.strip():
        problems.append(Problem("purpose", "it is missing"))
    if language not in LANGUAGES:
        problems.append(Problem("language", "no page speaks it"))
    if problems:
        raise NotUnderstood(
            "Say whom the calendar is for, and in which language it is read.", problems
        )
    feed = SharedFeed(
        id=deed.new_id(),
        kind=kind,
        subject_id=_subject(deed.session, kind, code),
        detail=detail,
        language=language,
        purpose=purpose.strip(),
        created_at=deed.now,
        changed_at=deed.now,
    )
    deed.add(feed)
    deed.session.flush()
    deed.note("feed_shared", feed, facts={"kind": kind.value, "detail": detail.value})
    return issue_link(deed, LinkPurpose.SHARED_FEED, feed.id)


def renew_shared_feed(deed: Deed, feed: SharedFeed) -> UUID:
    """Another address for a calendar; the former one stops working at once."""
    withdraw_feed(deed, feed)
    deed.note("feed_renewed", feed)
    return issue_link(deed, LinkPurpose.SHARED_FEED, feed.id)


def withdraw_feed(deed: Deed, feed: SharedFeed) -> int:
    """A calendar opens no more; answers how many addresses stopped working."""
    lock_rows(deed.session, "shared_feed", [feed.id])
    return revoke_links(deed, LinkPurpose.SHARED_FEED, feed.id)


def depots_changed(deed: Deed, depots: Iterable[UUID]) -> None:
    """Let the calendars of these depots be read again: somebody came to them or left them."""
    for feed in feeds_of_depots(deed.session, depots):
        feed.changed_at = deed.now
        deed.add(feed)


def _subject(session: Session, kind: FeedKind, code: str) -> UUID:
    found: Crew | Depot | Technician | Territory | None
    match kind:
        case FeedKind.TECHNICIAN:
            found = technician_by_code(session, code)
        case FeedKind.CREW:
            found = crew_by_code(session, code)
        case FeedKind.DEPOT:
            found = depot_by_code(session, code)
        case FeedKind.TERRITORY:
            found = territory_by_code(session, code)
        case _never:
            assert_never(_never)
    if found is None:
        raise NotThere(f"There is no {kind} “{code}”. Check the code.")
    return found.id
