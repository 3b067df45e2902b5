"""Maintenance: each time that a unit is due, and what its owner answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.maintenance import (
    Asked,
    book_maintenance,
    decline_maintenance,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.answering import STAFF
from aftersales.maintenance.asked import asked_by_id
from aftersales.queries.pages import page_of
from aftersales.records import Maintenance, MaintenanceState
from aftersales.store import Session
from web.api.fields import Day, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/maintenance", tags=["maintenance"])


class AnswerSent(Sent):
    """What an owner answers, through whoever asks for them."""

    model_config = example(answer="done", on="2026-11-20", note="Invoice of Boiler & Sons seen.")

    answer: Literal["book", "put_off", "decline", "done"]
    on: Day | None = Field(default=None, description="The day of the visit, to wait for, or done.")
    half: int = Field(default=0, ge=0, le=1, description="The half of the day, to book.")
    note: Text = ""


class MaintenanceShown(Shown):
    """One time that a unit is to be maintained."""

    id: UUID
    maintenance_schedule_id: UUID
    unit_id: UUID
    customer_id: UUID | None
    work_order_id: UUID | None
    state: MaintenanceState
    due_on: date
    last_on: date
    asks_on: date | None
    asked: int
    put_offs: int
    told_at: datetime | None
    done_on: date | None
    done_by: str
    note: str


@router.get("", summary="List maintenance")
def all_maintenance(
    parts: PartsIn,
    paged: PagedIn,
    state: MaintenanceState | None = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[MaintenanceShown]:
    """Every maintenance, the first first, or that in a state, of a unit or of an owner."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Maintenance,
            after=paged.after,
            limit=paged.limit,
            state=state,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, MaintenanceShown.model_validate)


@router.get("/{maintenance_id}", summary="One maintenance", response_model=MaintenanceShown)
def maintenance(parts: PartsIn, held: HeldIn, maintenance_id: UUID) -> Response:
    """One maintenance as it stands."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, maintenance_id))


@router.post(
    "/{maintenance_id}/answers", summary="Answer for an owner", response_model=MaintenanceShown
)
def answered(once: OnceIn, maintenance_id: UUID, sent: AnswerSent) -> Response:
    """Book it, put it off, decline it, or say that it was done."""

    def act(deed: Deed) -> Acted:
        _answer(deed, asked_by_id(deed.session, maintenance_id, deed.now), sent)
        deed.session.flush()
        return _shown(deed.session, maintenance_id), None

    return once.answer(act, status=200)


def _answer(deed: Deed, asked: Asked, sent: AnswerSent) -> None:
    if sent.answer == "decline":
        decline_maintenance(deed, asked)
        return
    if sent.on is None:
        raise NotUnderstood("Name the day.", [Problem("on", "it is missing")])
    match sent.answer:
        case "book":
            book_maintenance(deed, asked, sent.on, sent.half)
        case "put_off":
            put_off_maintenance(deed, asked, sent.on)
        case "done":
            record_done(deed, asked, sent.on, by=STAFF, note=sent.note)


def _shown(session: Session, maintenance_id: UUID) -> MaintenanceShown:
    row = found(session, Maintenance, maintenance_id, "maintenance")
    return MaintenanceShown.model_validate(row)
