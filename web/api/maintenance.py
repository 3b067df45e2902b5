"""Maintenance: each time that a unit is due, and what its owner answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.booking import Offered, Wanted, arrange, slots_for, wanted_for
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.holds import code_of
from aftersales.maintenance import (
    Asked,
    decline_maintenance,
    maintenance_work,
    put_off_maintenance,
    record_done,
)
from aftersales.maintenance.answering import STAFF, open_work, place_and_work
from aftersales.maintenance.asked import asked_by_id
from aftersales.queries.pages import page_of
from aftersales.queries.visits import AHEAD, appointment_of_order
from aftersales.records import Maintenance, MaintenanceState, Territory, WorkOrder
from aftersales.store import Session
from web.api.fields import Day, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.nearest_times import or_nearest
from web.api.once import Acted, Once, OnceIn
from web.api.slots import When
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/maintenance", tags=["maintenance"])


class AnswerSent(Sent):
    """What an owner answers, through whoever asks for them."""

    model_config = example(answer="done", on="2026-11-20", note="Invoice of Boiler & Sons seen.")

    answer: Literal["book", "put_off", "decline", "done"]
    on: Day | None = Field(
        default=None, description="The day to wait for, or on which it was done."
    )
    when: When | None = Field(
        default=None,
        description="The `code` of the slot to book. Without one the work order is made, and its own slots tell the times.",
        examples=["2026-11-25T08:00/12:00"],
    )
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
    """Book it, put it off, decline it, or say that it was done.

    `book` with the `when` of a slot makes the work order and books the visit in one step; without it the work order is
    there, and the maintenance is booked once a time of that was confirmed. If somebody else was faster the answer is
    409, and its `problems` name the nearest times that are free by their codes.
    """
    when = sent.when
    if sent.answer == "book" and when is not None:
        return once.answer_after(lambda: _booked(once, maintenance_id, when))

    def act(deed: Deed) -> Acted:
        _answer(deed, asked_by_id(deed.session, maintenance_id, deed.now), sent)
        deed.session.flush()
        return _shown(deed.session, maintenance_id), None

    return once.answer(act, status=200)


def _booked(once: Once, maintenance_id: UUID, when: str) -> MaintenanceShown:
    """The maintenance with its visit at this time; said again it is as it was."""
    parts = once.parts
    with parts.store.reading() as session:
        row = found(session, Maintenance, maintenance_id, "maintenance")
        visit = row.work_order_id and appointment_of_order(session, row.work_order_id)
        if visit and visit.state in AHEAD and code_of(visit) == when:
            return _shown(session, maintenance_id)

    def look(session: Session) -> tuple[Territory, Wanted]:
        asked = asked_by_id(session, maintenance_id, parts.clock.now())
        place, work_type = place_and_work(asked)
        return wanted_for(session, open_work(session, asked), place, work_type, parts.clock.now())

    def offered_now(session: Session) -> tuple[Offered, str]:
        territory, wanted = look(session)
        return slots_for(parts, session, territory, wanted), wanted.zone

    def make(deed: Deed) -> WorkOrder:
        return maintenance_work(deed, asked_by_id(deed.session, maintenance_id, deed.now))

    or_nearest(
        parts, when, offered_now, lambda: arrange(parts, actor_of(once.principal), when, look, make)
    )
    with parts.store.reading() as session:
        return _shown(session, maintenance_id)


def _answer(deed: Deed, asked: Asked, sent: AnswerSent) -> None:
    if sent.answer == "decline":
        decline_maintenance(deed, asked)
        return
    if sent.answer == "book":
        maintenance_work(deed, asked)
        return
    if sent.on is None:
        raise NotUnderstood("Name the day.", [Problem("on", "it is missing")])
    if sent.answer == "put_off":
        put_off_maintenance(deed, asked, sent.on)
    else:
        record_done(deed, asked, sent.on, by=STAFF, note=sent.note)


def _shown(session: Session, maintenance_id: UUID) -> MaintenanceShown:
    row = found(session, Maintenance, maintenance_id, "maintenance")
    return MaintenanceShown.model_validate(row)
