"""The audit trail: what happened to what, who did it, and which notice it caused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from aftersales.queries.filters import events_page
from aftersales.records import ActorKind
from web.api.fields import CodeAsked, Moment, Shown
from web.api.listed import Listed, PagedIn
from web.parts import PartsIn

router = APIRouter(prefix="/events", tags=["events"])


class EventShown(Shown):
    """Something that happened; `facts` hold no personal data."""

    id: UUID
    at: datetime
    actor_kind: ActorKind
    actor: str
    what: str
    why: str
    subject_kind: str
    subject_id: UUID
    facts: dict[str, object]
    notice_id: UUID | None


@router.get("", summary="List events")
def events(
    parts: PartsIn,
    paged: PagedIn,
    subject_id: UUID | None = None,
    subject_kind: CodeAsked = None,
    what: CodeAsked = None,
    since: Annotated[Moment | None, Query(description="At this moment or after it.")] = None,
) -> Listed[EventShown]:
    """Everything that happened, the first first, or what happened to a subject or since a moment.

    Whoever wants to hear of what is new at once takes webhooks.
    """
    with parts.store.reading() as session:
        page = events_page(
            session,
            after=paged.after,
            limit=paged.limit,
            since=since,
            subject_id=subject_id,
            subject_kind=subject_kind,
            what=what,
        )
        return paged.listed(page, EventShown.model_validate)
