"""A buyer's choices on the visit page: keep, move, or be called; each changes state only when posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from aftersales.appointments import take_turn
from aftersales.bookings import Wish, replace_wishes
from aftersales.cases import advance_case, open_case
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere, NotUnderstood, Problem
from aftersales.links import subject_of
from aftersales.moments import wall_of
from aftersales.queries.pages import events_about
from aftersales.queries.staff import shifts_between
from aftersales.queries.visits import AHEAD, Visit, visits_by_id
from aftersales.readiness import ready_on
from aftersales.records import (
    CASE_OVER,
    Appointment,
    BuyerChoice,
    Case,
    CaseKind,
    CaseState,
    LinkPurpose,
    Location,
    Territory,
    WorkOrder,
)
from aftersales.sla import next_update_by
from aftersales.store import Session
from aftersales.words import words_in
from aftersales.words.sentences import work

HALF_DAYS: Final = ((time(8), time(12)), (time(12), time(16)))
"""The windows that a buyer can wish for, in wall time."""

DAYS_AHEAD: Final = 10
"""Calendar days from tomorrow among which a buyer can choose another day."""


def visit_of_link(session: Session, now: datetime, token: str) -> Visit:
    """The visit that a buyer's link leads to.

    Raises:
        NotThere: the link does not work (any more).
    """
    appointment_id = subject_of(session, now, LinkPurpose.VISIT, token)
    found = visits_by_id(session, [appointment_id]).get(appointment_id)
    if found is None:
        raise NotThere("This visit does not exist any more. Please call us.")
    return found


def days_to_choose(session: Session, territory: Territory, now: datetime) -> list[date]:
    """The days from tomorrow on which somebody works and a buyer can still wish to be visited."""
    shifts = shifts_between(
        session, territory.id, now + timedelta(hours=12), now + timedelta(days=DAYS_AHEAD)
    )
    today = wall_of(now, territory.zone).date()
    return sorted({shift.local_from.date() for shift in shifts} - {today})


def days_of_visit(session: Session, visit: Visit, now: datetime) -> list[date]:
    """The days that the buyer of a visit can wish for: those on which its work can be done."""
    today = wall_of(now, visit.territory.zone).date()
    ready = ready_on(session, [visit.work_order.id], today)[visit.work_order.id]
    return [day for day in days_to_choose(session, visit.territory, now) if ready.is_on(day)]


def keep_visit(deed: Deed, visit: Visit) -> None:
    """The buyer is fine with the time as it is told now."""
    take_turn(deed, visit.territory.id, visit.appointment)
    _check_open(visit)
    visit.appointment.customer_choice = BuyerChoice.KEEP.value
    deed.add(visit.appointment)
    deed.note("buyer_keeps", visit.appointment)


def move_visit(deed: Deed, visit: Visit, on: date, half: int) -> Case:
    """The buyer wishes another half day; the next plan finds the time, and they hear by when.

    Raises:
        NotUnderstood: nobody works on that day.
        NotAllowed: the technician is already on the way, or the visit is over.
    """
    if half not in range(len(HALF_DAYS)):
        raise _nobody_comes()
    first, last = HALF_DAYS[half]
    return _wish(deed, visit, Wish(datetime.combine(on, first), datetime.combine(on, last)))


def wish_time(deed: Deed, visit: Visit, from_at: datetime, to_at: datetime) -> Case:
    """The buyer proposes a time of their own; the next plan looks for one in it, and they hear by when.

    Raises:
        NotUnderstood: nobody works on that day, or the time reaches into the next one.
        NotAllowed: the technician is already on the way, or the visit is over.
    """
    zone = visit.appointment.zone
    wish = Wish(wall_of(from_at, zone), wall_of(to_at, zone))
    if wish.local_from.date() != wish.local_to.date():
        raise _nobody_comes()
    return _wish(deed, visit, wish)


def decline_visit(deed: Deed, visit: Visit) -> Case:
    """The time does not suit the buyer, and they named no other; it stands until one is found."""
    take_turn(deed, visit.territory.id, visit.appointment)
    _check_open(visit)
    visit.appointment.customer_choice = BuyerChoice.DECLINE.value
    deed.add(visit.appointment)
    deed.note("buyer_declines", visit.appointment)
    return _ask(deed, visit, "declines the time")


def _nobody_comes() -> NotUnderstood:
    return NotUnderstood(
        "On that day nobody is free to come. Please choose one of the days shown.",
        [Problem("day", "choose one of the days shown")],
    )


def _wish(deed: Deed, visit: Visit, wish: Wish) -> Case:
    take_turn(deed, visit.territory.id, visit.appointment, visit.work_order)
    _check_open(visit)
    if wish.local_from.date() not in days_of_visit(deed.session, visit, deed.now):
        raise _nobody_comes()
    replace_wishes(deed, visit.work_order, visit.appointment.zone, [wish])
    visit.appointment.customer_choice = BuyerChoice.MOVE.value
    visit.appointment.move_looked_for_at = None
    visit.appointment.revision += 1
    visit.appointment.modified_at = deed.now
    deed.add(visit.appointment)
    deed.note("buyer_moves", visit.appointment)
    return _ask(deed, visit, "moves the visit")


def call_me(deed: Deed, visit: Visit) -> Case:
    """The buyer wishes to be called; somebody owns that and the buyer hears by when."""
    take_turn(deed, visit.territory.id, visit.appointment)
    visit.appointment.customer_choice = visit.appointment.customer_choice or BuyerChoice.CALL.value
    deed.add(visit.appointment)
    deed.note("buyer_wants_call", visit.appointment)
    return _ask(deed, visit, "asks for a call")


def call_asked(session: Session, visit: Visit) -> Case | None:
    """The case by which the buyer of a visit waits to be called; its next update is when they are."""
    case_id = visit.appointment.customer_case_id
    case = None if case_id is None else session.get(Case, case_id)
    if case is None or case.state in CASE_OVER:
        return None
    is_asked = any(
        each.what == "buyer_wants_call" and each.at >= case.opened_at
        for each in events_about(session, [visit.appointment.id])
    )
    return case if is_asked else None


def resolve_choice(deed: Deed, appointment: Appointment) -> None:
    """The time that a buyer asked for was found: their case is settled, and they are told by the new window."""
    appointment.customer_choice = None
    case = (
        None
        if appointment.customer_case_id is None
        else deed.session.get(Case, appointment.customer_case_id)
    )
    if case is not None and case.state is CaseState.NEW:
        advance_case(deed, case, CaseState.RESOLVED, why="the visit was moved as asked")


def _ask(deed: Deed, visit: Visit, wish: str) -> Case:
    """The case that owns the wish: the one still open for this visit, else a new one."""
    case_id = visit.appointment.customer_case_id
    present = None if case_id is None else deed.session.get(Case, case_id)
    if present is not None and present.state not in CASE_OVER:
        deed.note("case_repeated", present, why=wish)
        return present
    words = words_in(visit.customer.language)
    case = open_case(
        deed,
        visit.territory,
        visit.customer,
        kind=CaseKind.SUPPORT,
        channel="visit_page",
        subject=work(words, visit.work_type.kind.value, visit.product_type),
        description=f"{visit.work_order.reference}: the buyer {wish}.",
        next_update_at=next_update_by(deed.settings, visit.territory, deed.now),
        unit_id=visit.work_order.unit_id,
        location_id=visit.work_order.location_id,
    )
    visit.appointment.customer_case_id = case.id
    deed.add(visit.appointment)
    return case


def _check_open(visit: Visit) -> None:
    if visit.appointment.state not in AHEAD:
        raise NotAllowed(
            "This visit can no longer be changed here, because it has begun or is over. Please call us."
        )


def wished_half(choice: str, days: Sequence[date]) -> tuple[date, int]:
    """The day and half day of a choice such as “2026-11-25/0”.

    Raises:
        NotUnderstood: it is not one of the days offered.
    """
    for on in days:
        for half in range(len(HALF_DAYS)):
            if choice == f"{on.isoformat()}/{half}":
                return on, half
    raise NotUnderstood(
        "Please choose one of the times shown.", [Problem("when", "choose one of the times shown")]
    )


def leave_to_planner(deed: Deed, order: WorkOrder) -> None:
    """The customer is at home whenever somebody comes: the next plan finds the time, and may move other visits for it.

    Raises:
        NotUnderstood: nobody works on any of the days to come, or nobody knows when everything needed is there.
    """
    territory = deed.session.get_one(Territory, order.territory_id)
    place = deed.session.get_one(Location, order.location_id)
    ready = ready_on(deed.session, [order.id], wall_of(deed.now, place.zone).date())[order.id]
    days = [day for day in days_to_choose(deed.session, territory, deed.now) if ready.is_on(day)]
    wishes = [
        Wish(datetime.combine(on, first), datetime.combine(on, last))
        for on in days
        for first, last in HALF_DAYS
    ]
    if not wishes:
        raise NotUnderstood(
            "Nobody works on any of the days to come. Let the customer choose a time later.",
            [Problem("when", "nobody works on any of the days to come")],
        )
    replace_wishes(deed, order, place.zone, wishes)
