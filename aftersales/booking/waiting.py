"""Customers who would come earlier: when time becomes free it is offered to them, one after the other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from aftersales.appointments import take_turn
from aftersales.booking.confirming import confirm_hold
from aftersales.booking.facts import Slot
from aftersales.booking.holding import hold_slot
from aftersales.booking.lapsing import give_back
from aftersales.booking.offers import slots_for
from aftersales.booking.readying import table_now
from aftersales.booking.table import Table
from aftersales.booking.wanted import wanted_by
from aftersales.deed import SYSTEM, Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem, SlotTaken
from aftersales.holds import code_of, release_hold
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.holds import expired_in, waiting_in, waiting_of
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import AHEAD, Visit, visits_by_id
from aftersales.records import Appointment, Territory, WaitingCustomer, WaitState, WorkOrder
from aftersales.store import Session, Store
from aftersales.visits import tell_earlier

AGAIN_AFTER: Final = timedelta(minutes=10)
"""What no route tells, such as a quota or a part that came, is looked at anew after so long."""

NOT_WORTH_IT: Final = timedelta(hours=2)
"""An earlier time must be earlier by this, or nobody is asked to change their day for it."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was there when times were last looked for: the routes, who waited, and when."""

    table: Table | None
    waiting: tuple[tuple[UUID, int], ...]
    at: datetime

    def is_news_since(self, last: _Looked | None) -> bool:
        """Whether anybody might be offered something now who was not then: time alone opens nothing."""
        return (
            last is None
            or last.table is not self.table
            or last.waiting != self.waiting
            or self.at - last.at >= AGAIN_AFTER
        )


_looked: WeakKeyDictionary[Store, dict[UUID, _Looked]] = WeakKeyDictionary()
"""The last look at each territory, by database."""


def wait_for_earlier(deed: Deed, visit: Visit, earliest_on: date | None = None) -> WaitingCustomer:
    """The customer of a visit would like an earlier time if one becomes free; asked for twice, it is one wish.

    Args:
        deed: in which it is kept.
        visit: which stands and stays until they take another time.
        earliest_on: the first day that suits them; tomorrow if none is named.

    Raises:
        NotAllowed: the visit has begun or is over.
        NotUnderstood: the day is not before that of the visit.
    """
    appointment = visit.appointment
    take_turn(deed, visit.territory.id, appointment)
    if appointment.state not in AHEAD:
        raise NotAllowed("This visit has begun or is over, so there is no earlier time for it.")
    tomorrow = wall_of(deed.now, appointment.zone).date() + timedelta(days=1)
    first_on = max(earliest_on or tomorrow, tomorrow)
    if first_on > appointment.window_local_from.date():
        raise NotUnderstood(
            "Name a day before that of your visit.",
            [Problem("earliest_on", "before the day of the visit")],
        )
    present = next(iter(waiting_of(deed.session, appointment.id)), None)
    if present is not None:
        present.earliest_on = first_on
        present.revision += 1
        deed.add(present)
        return present
    waiting = WaitingCustomer(
        id=deed.new_id(),
        appointment_id=appointment.id,
        territory_id=visit.territory.id,
        state=WaitState.WAITING,
        earliest_on=first_on,
        ended_why="",
        created_at=deed.now,
    )
    deed.add(waiting)
    deed.note("waits_for_earlier", appointment)
    return waiting


def stop_waiting(deed: Deed, visit: Visit) -> None:
    """The customer is fine with the time that they have; what was kept for them is free again."""
    take_turn(deed, visit.territory.id, visit.appointment)
    for waiting in waiting_of(deed.session, visit.appointment.id):
        if waiting.hold_id is not None:
            release_hold(deed, deed.session.get_one(Appointment, waiting.hold_id), why="declined")
        _end(deed, waiting, "declined")


def decline_earlier(deed: Deed, visit: Visit) -> None:
    """The customer does not want the time that was offered, but perhaps another one; said twice it counts once."""
    take_turn(deed, visit.territory.id, visit.appointment)
    for waiting in waiting_of(deed.session, visit.appointment.id):
        if waiting.hold_id is not None:
            release_hold(deed, deed.session.get_one(Appointment, waiting.hold_id), why="declined")
        _end_if_asked_enough(deed, waiting)


def take_earlier(deed: Deed, visit: Visit) -> Appointment:
    """The customer takes the earlier time that is kept for them: their visit moves there.

    Raises:
        SlotTaken: it is not kept for them any more.
    """
    take_turn(deed, visit.territory.id, visit.appointment)
    for waiting in waiting_of(deed.session, visit.appointment.id):
        hold = None if waiting.hold_id is None else deed.session.get(Appointment, waiting.hold_id)
        if hold is not None:
            return confirm_hold(deed, visit.work_order.id, code_of(hold))
    raise SlotTaken(
        "The earlier time is no longer kept for you, so your visit stays as it was. You go on waiting for another one."
    )


def tend_bookings(parts: Parts, territory_code: str, stopping: Event) -> None:
    """Give back what was not confirmed in time, and offer what is free to those who wait for an earlier time."""
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            return
        is_over = bool(expired_in(session, territory.id, parts.clock.now()))
        rows = waiting_in(session, territory.id)
        looked = _Looked(
            table_now(parts, session, territory) if rows else None,
            tuple((each.id, each.revision) for each in rows),
            parts.clock.now(),
        )
    if is_over:
        with parts.doing(SYSTEM) as deed:
            take_turn(deed, territory.id)
            give_back(deed)
            for each in waiting_in(deed.session, territory.id):
                _end_if_asked_enough(deed, each)
    last = _looked.setdefault(parts.store, {})
    if not looked.is_news_since(last.get(territory.id)):
        return
    for waiting_id, _revision in looked.waiting:
        if stopping.is_set():
            return
        _offer_earlier(parts, territory, waiting_id)
    last[territory.id] = looked


def _offer_earlier(parts: Parts, territory: Territory, waiting_id: UUID) -> None:
    """Keep the earliest time that is free for one who waits, and tell them of it."""
    with parts.store.reading() as session:
        waiting = session.get_one(WaitingCustomer, waiting_id)
        appointment = session.get_one(Appointment, waiting.appointment_id)
        last_on = appointment.window_local_from.date()
        if appointment.state not in AHEAD or waiting.earliest_on > last_on:
            slot = None
        else:
            slot = _earlier_slot(parts, session, territory, waiting, appointment)
    now = parts.clock.now()
    if appointment.state not in AHEAD or wall_of(now, appointment.zone).date() >= last_on:
        with parts.doing(SYSTEM) as deed:
            _end(deed, deed.session.get_one(WaitingCustomer, waiting_id), "nothing earlier is left")
    elif slot is not None:

        def tell(deed: Deed, hold: Appointment) -> None:
            row = deed.session.get_one(WaitingCustomer, waiting_id)
            row.state, row.hold_id, row.offered_at = WaitState.OFFERED, hold.id, deed.now
            row.revision += 1
            deed.add(row)
            deed.session.flush()
            tell_earlier(deed, visits_by_id(deed.session, [appointment.id])[appointment.id], hold)

        keep_for = timedelta(minutes=parts.settings.earlier_hold_minutes)
        with suppress(SlotTaken, NotAllowed):
            hold_slot(
                parts,
                SYSTEM,
                appointment.work_order_id,
                slot.window.code,
                keep_for=keep_for,
                on_held=tell,
            )


def _earlier_slot(
    parts: Parts,
    session: Session,
    territory: Territory,
    waiting: WaitingCustomer,
    appointment: Appointment,
) -> Slot | None:
    """The best time of the earliest day that has one, well before the visit and not passed before."""
    order = session.get_one(WorkOrder, appointment.work_order_id)
    _territory, wanted = wanted_by(session, order, parts.clock.now())
    last_on = appointment.window_local_from.date()
    days = [
        waiting.earliest_on + timedelta(days=number)
        for number in range((last_on - waiting.earliest_on).days + 1)
    ]
    offered = slots_for(parts, session, territory, wanted, days)
    earlier = [
        slot
        for slot in offered.slots
        if slot.window.from_at <= appointment.window_from_at - NOT_WORTH_IT
        and slot.window.code not in waiting.passed
    ]
    return min(earlier, key=lambda slot: (slot.window.on, slot.score), default=None)


def _end_if_asked_enough(deed: Deed, waiting: WaitingCustomer) -> None:
    if len(waiting.passed) >= deed.settings.earlier_offers_most:
        _end(deed, waiting, "asked often enough")


def _end(deed: Deed, waiting: WaitingCustomer, why: str) -> None:
    waiting.state, waiting.ended_why = WaitState.ENDED, why
    waiting.revision += 1
    deed.add(waiting)
