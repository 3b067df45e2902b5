"""Times for a work order: those that can be booked, why there is none on other days, one kept, one booked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from aftersales.access import actor_of
from aftersales.booking import (
    NoSlot,
    Offered,
    Slot,
    WhyNot,
    confirm_hold,
    hold_slot,
    slots_for,
    standing_for,
    wanted_by,
)
from aftersales.deed import Deed
from aftersales.holds import code_of
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD, appointment_of_order, visits_by_id
from aftersales.records import Appointment, WorkOrder
from aftersales.store import Session
from aftersales.words import words_in
from web.api.appointments import AppointmentLine, appointment_line
from web.api.bookings import WorkOrderShown, work_order_shown
from web.api.fields import Sent, Shown, WallShown, example
from web.api.listed import found
from web.api.nearest_times import or_nearest
from web.api.once import Acted, OnceIn
from web.parts import PartsIn
from web.slot_reasons import why_not_staff

router = APIRouter(prefix="/work-orders/{work_order_id}", tags=["work orders"])

Result = TypeVar("Result")

When = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$"),
    Field(description="The `code` of a slot.", examples=["2026-11-25T08:00/12:00"]),
]


class WhenSent(Sent):
    """The time that was chosen, by its code."""

    model_config = example(when="2026-11-25T08:00/12:00")

    when: When


class SlotShown(Shown):
    """An arrival window that can be booked now.

    `extra_seconds` of driving it costs, `lateness` is the chance that the work starts after the window, and the least
    `score` suits the routes best. `is_green`: somebody is near on that day anyway.
    """

    code: str
    local_from: WallShown
    local_to: WallShown
    zone: str
    from_at: datetime
    to_at: datetime
    is_green: bool
    extra_seconds: int
    lateness: float
    score: float
    is_best: bool


class RefusedShown(Shown):
    """A day on which nothing is offered, and why: by a code, and in words for the office."""

    day: date
    code: WhyNot
    sentence: str


class SlotsShown(Shown):
    """The times that can be booked, in order of time, and why there is none on the other days."""

    slots: list[SlotShown]
    refused: list[RefusedShown]


class HoldShown(Shown):
    """A time that is kept for its customer; somebody else may have it from `held_until_at` on."""

    work_order_id: UUID
    when: str
    local_from: WallShown
    local_to: WallShown
    zone: str
    from_at: datetime
    to_at: datetime
    held_until_at: datetime | None


class BookedShown(WorkOrderShown):
    """A work order with the visit that was booked."""

    appointment: AppointmentLine


@router.get("/slots", summary="Times that can be booked")
def slots(parts: PartsIn, work_order_id: UUID) -> SlotsShown:
    """Every arrival window in which somebody could come as the routes stand now, and why there is none on other days.

    The time of a visit that stands counts as free; its own window is left out. Work that is under way, done or
    called off has no times: that is answered 409.
    """
    with parts.store.reading() as session:
        order = found(session, WorkOrder, work_order_id, "work order")
        standing_for(session, order)
        offered, zone = _offered(parts, session, order)
    return SlotsShown(
        slots=[_slot(each, zone, is_best=each is offered.best) for each in offered.slots],
        refused=[_refused(each) for each in offered.refused],
    )


@router.post("/hold", summary="Keep a time", response_model=HoldShown)
def held(once: OnceIn, work_order_id: UUID, sent: WhenSent) -> Response:
    """Keep a time for the customer for some minutes; what was kept for them before is free again.

    A visit that stands stays where it is until the other time is confirmed. If somebody else was faster the
    answer is 409, and its `problems` name the nearest times that are free by their codes.
    """
    parts = once.parts

    def act() -> HoldShown:
        with parts.store.reading() as session:
            found(session, WorkOrder, work_order_id, "work order")
        hold = _or_nearest(
            parts,
            work_order_id,
            sent.when,
            lambda: hold_slot(parts, actor_of(once.principal), work_order_id, sent.when),
        )
        return _hold(hold)

    return once.answer_after(act)


@router.post("/confirm", summary="Book the time that is kept", response_model=BookedShown)
def confirmed(once: OnceIn, work_order_id: UUID, sent: WhenSent) -> Response:
    """Book the time that is kept and tell the customer; said twice it is one visit and one message.

    A time that ran out is booked all the same if nobody else took it; else the answer is 409 as for keeping it.
    """

    def act(deed: Deed) -> Acted:
        order = found(deed.session, WorkOrder, work_order_id, "work order")
        visit = confirm_hold(deed, order.id, sent.when)
        deed.session.flush()
        shown = work_order_shown(deed.session, order)
        line = appointment_line(visits_by_id(deed.session, [visit.id])[visit.id])
        return BookedShown(**shown.model_dump(), appointment=line), None

    return _or_nearest(once.parts, work_order_id, sent.when, lambda: once.answer(act, status=200))


def _offered(parts: Parts, session: Session, order: WorkOrder) -> tuple[Offered, str]:
    """The times for a work order but that of its visit, and the zone of their wall clock."""
    territory, wanted = wanted_by(session, order, parts.clock.now())
    offered = slots_for(parts, session, territory, wanted)
    visit = appointment_of_order(session, order.id)
    if visit is not None and visit.state in AHEAD:
        offered = offered.but(code_of(visit))
    return offered, wanted.zone


def _or_nearest(parts: Parts, work_order_id: UUID, when: str, act: Callable[[], Result]) -> Result:
    def offered_now(session: Session) -> tuple[Offered, str]:
        return _offered(parts, session, session.get_one(WorkOrder, work_order_id))

    return or_nearest(parts, when, offered_now, act)


def _slot(slot: Slot, zone: str, *, is_best: bool) -> SlotShown:
    window = slot.window
    return SlotShown(
        code=window.code,
        local_from=window.local_from,
        local_to=window.local_to,
        zone=zone,
        from_at=window.from_at,
        to_at=window.to_at,
        is_green=slot.is_green,
        extra_seconds=slot.extra_seconds,
        lateness=slot.lateness,
        score=slot.score,
        is_best=is_best,
    )


def _refused(refused: NoSlot) -> RefusedShown:
    sentence = why_not_staff(words_in("en"), refused)
    return RefusedShown(day=refused.on, code=refused.why, sentence=sentence)


def _hold(hold: Appointment) -> HoldShown:
    return HoldShown(
        work_order_id=hold.work_order_id,
        when=code_of(hold),
        local_from=hold.window_local_from,
        local_to=hold.window_local_to,
        zone=hold.zone,
        from_at=hold.window_from_at,
        to_at=hold.window_to_at,
        held_until_at=hold.held_until_at,
    )
