"""A chosen time is kept for its customer for some minutes, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from aftersales.appointments import Placement, new_appointment, place, take_turn
from aftersales.booking.facts import Slot, Wanted
from aftersales.booking.fitting import Standing, fitted
from aftersales.booking.lapsing import give_back
from aftersales.booking.offers import slots_for
from aftersales.booking.quotas import full_days
from aftersales.booking.wanted import wanted_by
from aftersales.booking.windows import window_of_code
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem, SlotTaken
from aftersales.holds import is_kept, release_hold
from aftersales.parts import Parts
from aftersales.queries.holds import holds_of_order
from aftersales.queries.planning import appointments_by_id
from aftersales.queries.visits import AHEAD, UNDER_WAY, appointment_of_order, assignments_of
from aftersales.records import Appointment, Territory, WorkOrder, WorkOrderState
from aftersales.roads import Roads
from aftersales.store import Session

TRIES: Final = 5
"""Technicians who are tried before a customer hears that a time is gone."""

TAKEN: Final = "This time has just been taken. Please choose one of the times that are still free."


Result = TypeVar("Result")


class NotSo(Exception):
    """The time is not as it looked: somebody else was faster, or the routes moved."""


def hold_slot(
    parts: Parts,
    actor: Actor,
    work_order_id: UUID,
    code: str,
    *,
    keep_for: timedelta | None = None,
    on_held: Callable[[Deed, Appointment], None] = lambda _deed, _hold: None,
) -> Appointment:
    """Keep a time for the customer of a work order; whatever was kept for them before is free again.

    If a visit stands for it already this is its other time, and the visit stays where it is until that is confirmed.
    Asked again for the time that is kept already, it answers that.

    Args:
        parts: the installation.
        actor: who chooses.
        work_order_id: what is to be done.
        code: of the window, as `Window.code` gives it.
        keep_for: how long, instead of the minutes of the settings.
        on_held: writes in the deed that keeps a new hold.

    Raises:
        NotUnderstood: this is no time.
        NotAllowed: there is nothing to book: the work is under way, done or called off, or its visit has this time.
        SlotTaken: somebody else has it, or it is not offered any more.
    """
    length = keep_for or timedelta(minutes=parts.settings.hold_minutes)

    def look(session: Session) -> tuple[Territory, Wanted]:
        order = session.get_one(WorkOrder, work_order_id)
        return wanted_by(session, order, parts.clock.now())

    def keep(slot: Slot) -> Appointment:
        with parts.doing(actor) as deed:
            order = deed.session.get_one(WorkOrder, work_order_id)
            hold, is_new = hold_in(deed, parts.roads, order, slot, deed.now + length)
            if is_new:
                on_held(deed, hold)
            return hold

    return first_that_fits(parts, code, look, keep)


def first_that_fits(
    parts: Parts,
    code: str,
    look: Callable[[Session], tuple[Territory, Wanted]],
    keep: Callable[[Slot], Result],
) -> Result:
    """Keep a time by whoever it suits best; where the routes moved meanwhile, by somebody else.

    Args:
        parts: the installation.
        code: of the window.
        look: says what is looked for, and whose technicians come.
        keep: takes the time, or raises `NotSo`.

    Raises:
        NotUnderstood: this is no time.
        SlotTaken: somebody else has it, or it is not offered any more.
    """
    busy: set[UUID] = set()
    for _try in range(TRIES):
        with parts.store.reading() as session:
            territory, wanted = look(session)
            window = window_of_code(code, wanted.zone)
            if window is None:
                raise NotUnderstood(
                    "Please choose one of the times shown.",
                    [Problem("when", "choose one of the times shown")],
                )
            slot = slots_for(parts, session, territory, wanted, [window.on], busy).slot(code)
        if slot is None:
            break
        try:
            return keep(slot)
        except NotSo:
            busy.update(slot.technicians)
    raise SlotTaken(TAKEN)


def hold_in(
    deed: Deed, roads: Roads, order: WorkOrder, slot: Slot, until_at: datetime
) -> tuple[Appointment, bool]:
    """Look at the routes once more while nobody can change them, and take the time if it is still there.

    Answers what was kept already, or what is kept now and that it is new.

    Raises:
        NotSo: it is not there any more for these technicians.
        NotAllowed: there is nothing to book, or the visit that stands has this time.
    """
    take_turn(deed, order.territory_id, order)
    standing = standing_for(deed.session, order)
    if standing is not None and standing.window_from_at == slot.window.from_at:
        raise NotAllowed("The visit has this time already.")
    for hold in holds_of_order(deed.session, order.id):
        if hold.window_from_at == slot.window.from_at and is_kept(hold, deed.now):
            return hold, False
        release_hold(deed, hold, why="another time was chosen")
    give_back(deed, slot.technicians)
    deed.session.flush()
    territory, wanted = wanted_by(deed.session, order, deed.now)
    if full_days(deed.session, territory, wanted, [slot.window.on], deed.now):
        raise NotSo
    found = fitted(deed.session, roads, territory, wanted, slot.window, slot.technicians, deed.now)
    if found is None:
        raise NotSo
    hold = new_appointment(
        deed,
        order,
        window=(slot.window.from_at, slot.window.to_at),
        zone=wanted.zone,
        start_at=found.stops[0].start_at,
        end_at=found.stops[0].end_at,
        plan_run_id=None,
        held_until_at=until_at,
        moves_id=None if standing is None else standing.id,
    )
    put(deed, hold, slot.technicians, found.stops)
    return hold, True


def standing_for(session: Session, order: WorkOrder) -> Appointment | None:
    """The visit that stands for a work order, if there is one, which another time may replace.

    Raises:
        NotAllowed: the work is under way, done or called off.
    """
    appointment = appointment_of_order(session, order.id)
    if appointment is not None and appointment.state in AHEAD:
        return appointment
    is_under_way = appointment is not None and appointment.state in UNDER_WAY
    holds = holds_of_order(session, order.id)
    if is_under_way or (order.state is not WorkOrderState.OPEN and not holds):
        raise NotAllowed(
            "There is nothing to book any more: the visit is under way, done or called off. Please call us."
        )
    return None


def put(
    deed: Deed, hold: Appointment, technicians: Sequence[UUID], found: Sequence[Standing]
) -> None:
    """Write down where a visit or a hold stands, and what changes around it; nobody's promised window does."""
    others = appointments_by_id(
        deed.session, [each.appointment_id for each in found if each.appointment_id]
    )
    crews: dict[UUID, list[UUID]] = {}
    for each in sorted(assignments_of(deed.session, others), key=lambda each: not each.is_lead):
        crews.setdefault(each.appointment_id, []).append(each.technician_id)
    place(
        deed,
        [
            Placement(
                appointment=hold if each.appointment_id is None else others[each.appointment_id],
                crew=tuple(technicians)
                if each.appointment_id is None
                else tuple(crews[each.appointment_id]),
                start_at=each.start_at,
                end_at=each.end_at,
                drive_seconds=each.drive_seconds,
                drive_metres=each.drive_metres,
            )
            for each in found
        ],
    )
