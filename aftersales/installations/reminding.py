"""Whoever was asked to choose a time and has not is asked again after some days, and then left in peace."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event
from typing import Final
from uuid import UUID

from aftersales.appointments import take_turn
from aftersales.deed import SYSTEM
from aftersales.installations.leaving import leave_to_customer, reached_at
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.installations import Unchosen, unchosen_work
from aftersales.readiness import ready_on
from aftersales.records import Customer, Location, WorkOrder
from aftersales.settings import Settings
from aftersales.store import Session

STILL_OF_USE: Final = timedelta(days=7)
"""A reminder that could not go out for so long, such as before an update, is not sent any more."""


def remind_to_choose(parts: Parts, stopping: Event) -> None:
    """Ask everybody again whose day for it has come; each in a transaction of their own, and each time once."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        found = [each.work_order_id for each in _due(parts.settings, session, now)]
    for work_order_id in found:
        if stopping.is_set():
            return
        with parts.doing(SYSTEM) as deed:
            order = deed.session.get_one(WorkOrder, work_order_id)
            take_turn(deed, order.territory_id, order)
            is_due = _due(parts.settings, deed.session, now, work_order_id)
            person = deed.session.get_one(Customer, order.customer_id)
            if is_due and reached_at(deed.session, person) is not None:
                leave_to_customer(deed, order, is_reminder=True)


def _due(
    settings: Settings, session: Session, now: datetime, only: UUID | None = None
) -> list[Unchosen]:
    """Work whose customer is to be asked again now, because they could choose a time."""
    days = settings.booking_reminder_days
    if not days:
        return []
    since = now - timedelta(days=days[-1]) - STILL_OF_USE
    late = [each for each in unchosen_work(session, since, only) if _is_due(days, each, now)]
    return [each for each in late if _can_choose(settings, session, each, now)]


def _is_due(days: tuple[int, ...], asked: Unchosen, now: datetime) -> bool:
    """Whether the day of a reminder has come, and nothing was sent since."""
    moments = [asked.first_at + timedelta(days=each) for each in days]
    come = [each for each in moments if each <= now]
    return bool(come) and asked.last_at < come[-1] and now - come[-1] < STILL_OF_USE


def _can_choose(settings: Settings, session: Session, asked: Unchosen, now: datetime) -> bool:
    """Whether everything needed is there on a day that can be booked."""
    order = session.get_one(WorkOrder, asked.work_order_id)
    today = wall_of(now, session.get_one(Location, order.location_id).zone).date()
    ready = ready_on(session, [order.id], today)[order.id]
    if not ready.is_known:
        return False
    return ready.first_on is None or ready.first_on <= today + timedelta(settings.booking_days)
