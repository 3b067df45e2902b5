"""Notices: what people are told, and every attempt to deliver it; never the links that it carries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.queries.notices import deliveries_of
from aftersales.queries.pages import page_of
from aftersales.records import Channel, DeliveryState, Notice, NoticeState, RecipientKind
from aftersales.words import words_in
from web.api.fields import Shown
from web.api.listed import Listed, PagedIn, found
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/notices", tags=["notices"])


class NoticeLine(Shown):
    """One thing that one person is told once."""

    id: UUID
    kind: str
    state: NoticeState
    subject_kind: str
    subject_id: UUID
    recipient_kind: RecipientKind
    recipient_id: UUID
    language: str
    created_at: datetime
    not_before_at: datetime
    sent_at: datetime | None
    attempts: int


class DeliveryShown(Shown):
    """One attempt on one channel."""

    attempt: int
    channel: Channel
    state: DeliveryState
    started_at: datetime
    finished_at: datetime | None
    error: str


class NoticeShown(NoticeLine):
    """A notice in the words in which it was told, with its deliveries."""

    subject: str
    paragraphs: list[str]
    deliveries: list[DeliveryShown]


@router.get("", summary="List notices")
def notices(
    parts: PartsIn,
    paged: PagedIn,
    kind: NoticeKind | None = None,
    state: NoticeState | None = None,
    subject_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> Listed[NoticeLine]:
    """All notices, the first written first, or those of a kind, about a subject, to somebody, or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Notice,
            after=paged.after,
            limit=paged.limit,
            kind=None if kind is None else kind.value,
            state=state,
            subject_id=subject_id,
            recipient_id=recipient_id,
        )
        return paged.listed(page, NoticeLine.model_validate)


@router.get("/{notice_id}", summary="One notice", response_model=NoticeShown)
def notice(parts: PartsIn, held: HeldIn, notice_id: UUID) -> Response:
    """A notice as it was worded, with every attempt to deliver it."""
    with parts.store.reading() as session:
        row = found(session, Notice, notice_id, "notice")
        message = worded(NoticeKind(row.kind), words_in(row.language), row.facts, "")
        return held.answer(
            NoticeShown(
                **NoticeLine.model_validate(row).model_dump(),
                subject=message.subject,
                paragraphs=list(message.paragraphs),
                deliveries=[
                    DeliveryShown.model_validate(each) for each in deliveries_of(session, row.id)
                ],
            )
        )
