"""The audit trail: what happened to what, who did it, and which notice it caused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.pages import page_of
from aftersales.records import ActorKind, Event
from web.api.fields import After, CodeAsked, Limit, Shown
from web.api.listed import Listed, listed
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
    subject_id: UUID | None = None,
    what: CodeAsked = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[EventShown]:
    """Everything that happened, the first first; keep `next` to hear later of what is new."""
    with parts.store.reading() as session:
        page = page_of(session, Event, after=after, limit=limit, subject_id=subject_id, what=what)
        return listed(page, EventShown.model_validate)
