"""Shared feeds: calendars handed to others than the technicians whose visits stand in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.deed import Deed
from aftersales.feeds import renew_shared_feed, share_feed, withdraw_feed
from aftersales.queries.links import live_links_of
from aftersales.queries.pages import page_of
from aftersales.records import FeedDetail, FeedKind, Link, LinkPurpose, SharedFeed
from aftersales.store import Session
from web.api.fields import Code, Line, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Once, OnceIn
from web.api.shown_once import with_address
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/shared-feeds", tags=["shared feeds"])


class SharedFeedSent(Sent):
    """Whose visits somebody may follow, and how much they may know of customers."""

    model_config = example(
        kind="territory", code="li", detail="district", language="en", purpose="The warehouse"
    )

    kind: FeedKind
    code: Code = Field(description="Of the technician, crew, depot or territory.")
    detail: FeedDetail = Field(
        description="Everything; first name and district; or only that the time is taken."
    )
    language: Code = Field(examples=["en"])
    purpose: Line = Field(description="For whom or what it is.")


class SharedFeedShown(Shown):
    """A calendar that was handed out; it opens as long as it is live."""

    id: UUID
    kind: FeedKind
    subject_id: UUID
    detail: FeedDetail
    language: str
    purpose: str
    is_live: bool
    created_at: datetime


class SharedFeedMade(SharedFeedShown):
    """A calendar with its address: only now, and null when the same request is answered again."""

    address: str | None


@router.get("", summary="List shared feeds")
def feeds(parts: PartsIn, paged: PagedIn) -> Listed[SharedFeedShown]:
    """Every calendar that was ever handed out."""
    with parts.store.reading() as session:
        page = page_of(session, SharedFeed, after=paged.after, limit=paged.limit)
        return paged.listed(page, lambda row: _shown(session, row))


@router.get("/{feed_id}", summary="One shared feed", response_model=SharedFeedShown)
def feed(parts: PartsIn, held: HeldIn, feed_id: UUID) -> Response:
    """A calendar that was handed out, without its address."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, found(session, SharedFeed, feed_id, "shared feed")))


@router.post("", status_code=201, summary="Share a feed", response_model=SharedFeedMade)
def share(once: OnceIn, sent: SharedFeedSent) -> Response:
    """Hand out a calendar. Copy its address now, as it is never shown again."""
    return _handed_out(once, lambda deed: share_feed(deed, **dict(sent)))


@router.post(
    "/{feed_id}/renew",
    status_code=201,
    summary="Give a shared feed another address",
    response_model=SharedFeedMade,
)
def renew(once: OnceIn, feed_id: UUID) -> Response:
    """A new address for the same calendar; the former one stops working."""
    return _handed_out(
        once,
        lambda deed: renew_shared_feed(
            deed, found(deed.session, SharedFeed, feed_id, "shared feed")
        ),
    )


@router.delete("/{feed_id}", status_code=204, summary="Withdraw a shared feed")
def withdraw(parts: PartsIn, who: Who, feed_id: UUID) -> None:
    """Let a calendar open no more; it can be given another address later."""
    with parts.doing(actor_of(who)) as deed:
        withdraw_feed(deed, found(deed.session, SharedFeed, feed_id, "shared feed"))


def _handed_out(once: Once, issued: Callable[[Deed], UUID]) -> Response:
    return with_address(once, issued, _made, "/feeds/{token}.ics")


def _made(deed: Deed, link: Link) -> tuple[SharedFeedMade, str]:
    row = deed.session.get_one(SharedFeed, link.subject_id)
    shown = SharedFeedMade(**_shown(deed.session, row).model_dump(), address=None)
    return shown, f"/api/v1/shared-feeds/{row.id}"


def _shown(session: Session, row: SharedFeed) -> SharedFeedShown:
    return SharedFeedShown(
        **row.model_dump(include=set(SharedFeedShown.model_fields)),
        is_live=bool(live_links_of(session, LinkPurpose.SHARED_FEED, row.id)),
    )
