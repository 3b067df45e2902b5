"""A kept time becomes a visit: in one transaction with its promise, its message and its calendar entry."""

from __future__ import annotations

from uuid import UUID

from aftersales.appointments import Placement, advance, place, set_window, take_turn
from aftersales.booking.following import hear_arranged, lock_what_waits
from aftersales.booking.holding import TAKEN
from aftersales.bookings import Wish, replace_wishes
from aftersales.choices import resolve_choice
from aftersales.deed import Deed
from aftersales.errors import SlotTaken
from aftersales.holds import code_of, release_hold
from aftersales.notices.kinds import NoticeKind
from aftersales.promises import keep_update_promises, release_promises
from aftersales.queries.holds import holds_of_order, waiting_of
from aftersales.queries.visits import AHEAD, appointment_of_order, assignments_of, visits_by_id
from aftersales.records import (
    Appointment,
    AppointmentState,
    BuyerChoice,
    WaitState,
    WorkOrder,
)
from aftersales.visits import tell_booked, tell_new_window


def confirm_hold(deed: Deed, work_order_id: UUID, code: str) -> Appointment:
    """Book the time that is kept for a work order; the answer is the visit, whose customer is told.

    One whose minutes ran out is booked all the same as long as nobody else took its time. Said twice, the visit
    stands and nobody is told again.

    Raises:
        SlotTaken: the time is not kept any more.
        NotAllowed: the visit that was to be moved has begun or is over.
    """
    order = deed.session.get_one(WorkOrder, work_order_id)
    lock_what_waits(deed, order)
    take_turn(deed, order.territory_id, order)
    hold = next(
        (each for each in holds_of_order(deed.session, order.id) if code_of(each) == code), None
    )
    standing = appointment_of_order(deed.session, order.id)
    if hold is None:
        if standing is not None and standing.state in AHEAD and code_of(standing) == code:
            return standing
        raise SlotTaken(TAKEN)
    window = Wish(hold.window_local_from, hold.window_local_to)
    appointment = _booked(deed, hold) if hold.moves_id is None else _moved(deed, hold)
    appointment.customer_choice = BuyerChoice.KEEP.value
    replace_wishes(deed, order, appointment.zone, [window])
    if order.case_id is not None:
        keep_update_promises(deed, order.case_id)
    hear_arranged(deed, order)
    return appointment


def _booked(deed: Deed, hold: Appointment) -> Appointment:
    """The hold itself becomes the visit."""
    hold.held_until_at = None
    advance(deed, hold, AppointmentState.BOOKED)
    deed.session.flush()
    tell_booked(deed, visits_by_id(deed.session, [hold.id])[hold.id])
    return hold


def _moved(deed: Deed, hold: Appointment) -> Appointment:
    """The visit that stands takes the place of its hold, and keeps its name in every calendar."""
    appointment = deed.session.get_one(Appointment, hold.moves_id)
    deed.session.refresh(appointment)
    if appointment.state not in AHEAD:
        release_hold(deed, hold, why="the visit can no longer be moved")
        raise SlotTaken(TAKEN)
    was = appointment.window_from_at, appointment.window_to_at
    now_at = hold.window_from_at, hold.window_to_at
    crew = sorted(assignments_of(deed.session, [hold.id]), key=lambda each: not each.is_lead)
    placement = Placement(
        appointment=appointment,
        crew=tuple(each.technician_id for each in crew),
        start_at=hold.planned_start_at,
        end_at=hold.planned_end_at,
        drive_seconds=hold.drive_seconds,
        drive_metres=hold.drive_metres,
    )
    is_our_idea = False
    for waiting in waiting_of(deed.session, appointment.id):
        if waiting.hold_id == hold.id:
            is_our_idea = True
            waiting.hold_id = None
            waiting.state = WaitState.TAKEN
            waiting.revision += 1
            deed.add(waiting)
    deed.session.flush()
    release_hold(deed, hold, why="confirmed")
    release_promises(deed, appointment)
    place(deed, [placement])
    set_window(deed, appointment, now_at)
    if not is_our_idea:
        appointment.times_moved += 1
    appointment.expected_start_at = None
    deed.note("buyer_moved", appointment)
    resolve_choice(deed, appointment)
    deed.session.flush()
    visit = visits_by_id(deed.session, [appointment.id])[appointment.id]
    tell_new_window(deed, visit, NoticeKind.MOVED, was=was, cause=None, is_by_customer=True)
    return appointment
