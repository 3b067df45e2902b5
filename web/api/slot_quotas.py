"""Slot quotas: how many visits a day of a territory may have at most; bookings look at them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.booking import remove_quota, set_quota
from aftersales.deed import Deed
from aftersales.queries.catalogue import work_type_by_code, work_types
from aftersales.queries.pages import page_of
from aftersales.queries.places import territories, territory_by_code
from aftersales.records import SlotQuota
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Day, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/slot-quotas", tags=["slot quotas"])

MOST = 10_000
"""Visits of a territory on one day; more than any has."""

Weekday = Annotated[int, Field(ge=0, le=6, examples=[0])]
"""A day of the week: 0 for Monday."""


class QuotaSent(Sent):
    """No more than so many visits on a day; a rule for the same days and work is replaced."""

    model_config = example(territory="li", weekday=0, most=12)

    territory: Code = Field(examples=["li"])
    work_type: Code | None = Field(
        default=None, description="Of which work, by its code; of all work without one."
    )
    weekday: Weekday | None = Field(
        default=None, description="On which day of the week, 0 for Monday; on every day without."
    )
    on: Day | None = Field(
        default=None, description="On this one day; it goes before a rule for the day of the week."
    )
    most: int = Field(ge=0, le=MOST)


class QuotaShown(Shown):
    """A rule on how many visits a day may have; the closest one counts."""

    id: UUID
    territory: str
    work_type: str | None
    weekday: int | None
    on: date | None
    most: int
    created_at: datetime


@router.get("", summary="List slot quotas")
def quotas(parts: PartsIn, paged: PagedIn, territory: CodeAsked = None) -> Listed[QuotaShown]:
    """Every rule, or those of a territory."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        page = page_of(
            session,
            SlotQuota,
            after=paged.after,
            limit=paged.limit,
            territory_id=None if area is None else area.id,
        )
        return paged.answer(_shown(session, page.rows), page.next)


@router.get("/{quota_id}", summary="One slot quota", response_model=QuotaShown)
def quota(parts: PartsIn, held: HeldIn, quota_id: UUID) -> Response:
    """A rule on how many visits a day may have."""
    with parts.store.reading() as session:
        return held.answer(_one(session, found(session, SlotQuota, quota_id, "slot quota")))


@router.post("", status_code=201, summary="Set a slot quota", response_model=QuotaShown)
def add(once: OnceIn, sent: QuotaSent) -> Response:
    """Let a day have at most so many visits; what is booked already stands."""

    def act(deed: Deed) -> Acted:
        session = deed.session
        area = known(territory_by_code(session, sent.territory), "territory", sent.territory)
        work = None
        if sent.work_type is not None:
            work = known(work_type_by_code(session, sent.work_type), "work type", sent.work_type)
        row = set_quota(deed, area, work, weekday=sent.weekday, on=sent.on, most=sent.most)
        return _one(session, row), f"/api/v1/slot-quotas/{row.id}"

    return once.answer(act)


@router.delete("/{quota_id}", status_code=204, summary="Remove a slot quota")
def remove(parts: PartsIn, who: Who, quota_id: UUID) -> None:
    """Let those days have any number of visits again, or as many as the next rule says."""
    with parts.doing(actor_of(who)) as deed:
        remove_quota(deed, found(deed.session, SlotQuota, quota_id, "slot quota"))


def _one(session: Session, row: SlotQuota) -> QuotaShown:
    return _shown(session, [row])[0]


def _shown(session: Session, rows: Sequence[SlotQuota]) -> list[QuotaShown]:
    areas = {area.id: area.code for area in territories(session)}
    works = {work.id: work.code for work in work_types(session)}
    return [
        QuotaShown(
            **row.model_dump(include=set(QuotaShown.model_fields)),
            territory=areas[row.territory_id],
            work_type=None if row.work_type_id is None else works[row.work_type_id],
        )
        for row in rows
    ]
