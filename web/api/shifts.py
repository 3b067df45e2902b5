"""Shifts: the days on which technicians work, in wall time of where their routes begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.deed import Deed
from aftersales.queries.rosters import shifts_page
from aftersales.queries.staff import technician_by_code, technician_codes
from aftersales.records import Shift
from aftersales.shifts import plan_shift, remove_shift
from aftersales.store import Session
from aftersales.technicians import DayPlan
from web.api.fields import Clock, Code, CodeAsked, Day, DayAsked, Sent, Shown, WallShown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/shifts", tags=["shifts"])


class ShiftSent(Sent):
    """A working day, with the span in which its pause may start and the pause's minutes."""

    model_config = example(
        technician="T1",
        on="2026-11-30",
        from_time="08:00",
        to_time="16:30",
        break_from="11:30",
        break_to="13:00",
        break_minutes=30,
    )

    technician: Code = Field(examples=["T1"])
    on: Day = Field(examples=["2026-11-30"])
    from_time: Clock
    to_time: Clock = Field(examples=["16:30"])
    break_from: Clock | None = Field(default=None, examples=["11:30"])
    break_to: Clock | None = Field(default=None, examples=["13:00"])
    break_minutes: int = Field(default=0, ge=0, le=240, examples=[30])


class ShiftShown(Shown):
    """One working day of one technician: wall time with its zone, and the moments that it means."""

    id: UUID
    technician: str
    local_from: WallShown
    local_to: WallShown
    zone: str
    from_at: datetime
    to_at: datetime
    break_local_from: WallShown | None
    break_local_to: WallShown | None
    break_minutes: int


@router.get("", summary="List shifts")
def shifts(
    parts: PartsIn,
    paged: PagedIn,
    technician: CodeAsked = None,
    from_on: DayAsked = None,
    until_on: DayAsked = None,
) -> Listed[ShiftShown]:
    """Every shift, or those of a technician, or those of a span of days with both its ends."""
    with parts.store.reading() as session:
        worker = None
        if technician is not None:
            worker = known(technician_by_code(session, technician), "technician", technician)
        page = shifts_page(
            session,
            after=paged.after,
            limit=paged.limit,
            technician_id=None if worker is None else worker.id,
            from_on=from_on,
            until_on=until_on,
        )
        codes = technician_codes(session)
        return paged.listed(page, lambda row: _shown(row, codes))


@router.get("/{shift_id}", summary="One shift", response_model=ShiftShown)
def shift(parts: PartsIn, held: HeldIn, shift_id: UUID) -> Response:
    """A working day of somebody."""
    with parts.store.reading() as session:
        return held.answer(_one(session, found(session, Shift, shift_id, "shift")))


@router.post("", status_code=201, summary="Add a shift", response_model=ShiftShown)
def add(once: OnceIn, sent: ShiftSent) -> Response:
    """Let a technician work on a day; the next plan counts on it."""

    def act(deed: Deed) -> Acted:
        worker = known(
            technician_by_code(deed.session, sent.technician), "technician", sent.technician
        )
        plan = DayPlan(**sent.model_dump(exclude={"technician", "on"}))
        row = plan_shift(deed, worker, sent.on, plan)
        return _one(deed.session, row), f"/api/v1/shifts/{row.id}"

    return once.answer(act)


@router.delete("/{shift_id}", status_code=204, summary="Remove a shift")
def remove(parts: PartsIn, who: Who, shift_id: UUID) -> None:
    """Take a day to come away, unless a visit in it was promised to somebody."""
    with parts.doing(actor_of(who)) as deed:
        remove_shift(deed, found(deed.session, Shift, shift_id, "shift"))


def _one(session: Session, row: Shift) -> ShiftShown:
    return _shown(row, technician_codes(session))


def _shown(row: Shift, codes: Mapping[UUID | None, str]) -> ShiftShown:
    return ShiftShown(
        **row.model_dump(include=set(ShiftShown.model_fields)), technician=codes[row.technician_id]
    )
