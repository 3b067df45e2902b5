"""What an owner answers, by their link or to whoever is on the telephone: book it, put it off, decline it, or say that it is done."""

from __future__ import annotations

from datetime import date
from typing import Final

from aftersales.bookings import keep_work
from aftersales.deed import Deed
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood, Problem
from aftersales.holds import waits_for_time
from aftersales.maintenance.asked import Asked
from aftersales.maintenance.following import follow
from aftersales.maintenance.states import MAINTENANCE_MOVES, step, take_turn, touch
from aftersales.queries.visits import appointment_of_order
from aftersales.records import Location, MaintenanceState, WorkOrder, WorkOrderState, WorkType
from aftersales.states import moved
from aftersales.store import Session
from aftersales.work_orders import CancelledBy, cancel_work_order

OWNER: Final = "owner"
STAFF: Final = "staff"
VISIT: Final = "visit"
"""Who says that it was done."""


def maintenance_work(deed: Deed, asked: Asked) -> WorkOrder:
    """The work order, for which a time is chosen next: the one that waits for a time already, or a new one.

    The owner is asked until the time is confirmed.

    Raises:
        NotUnderstood: it is not known where the unit stands, or who can do this.
        IllegalMove: it is arranged, or over, already.
    """
    take_turn(deed, asked.row)
    about, row = asked.about, asked.row
    moved(MAINTENANCE_MOVES, row.state, MaintenanceState.BOOKED, "maintenance")
    waiting = open_work(deed.session, asked)
    if waiting is not None:
        return waiting
    place, work_type = place_and_work(asked)
    order = keep_work(
        deed,
        about.owner,
        place,
        work_type,
        unit_id=about.unit.id,
        note=about.schedule.task,
    )
    row.customer_id, row.work_order_id = about.owner.id, order.id
    touch(deed, row)
    return order


def place_and_work(asked: Asked) -> tuple[Location, WorkType]:
    """Where the unit stands, and what is done there.

    Raises:
        NotUnderstood: one of the two is not known.
    """
    if asked.about.place is None or asked.work_type is None:
        raise NotUnderstood(
            "It is not known where the unit stands, or who can do this. Please call us.",
            [Problem("when", "no time can be chosen for it")],
        )
    return asked.about.place, asked.work_type


def put_off_maintenance(deed: Deed, asked: Asked, until: date) -> None:
    """The owner is asked again on a later day, as often and as late as the schedule allows.

    Raises:
        NotAllowed: it was put off often enough, or there is no time left.
        NotUnderstood: the day is too late, or not to come.
    """
    take_turn(deed, asked.row)
    row, last = asked.row, asked.last_put_off
    if last is None:
        raise NotAllowed("It cannot be put off any further. Book it, or call us.")
    if not asked.today < until <= last:
        raise NotUnderstood(
            f"It can be put off until {last.isoformat()} at the latest. Choose an earlier day.",
            [Problem("until", "choose one of the days shown")],
        )
    if row.state is MaintenanceState.DUE:
        step(deed, row, MaintenanceState.PLANNED)
    row.asks_on = until
    row.put_offs += 1
    touch(deed, row)
    deed.note("maintenance_put_off", row, facts={"until": until.isoformat()})


def decline_maintenance(deed: Deed, asked: Asked) -> None:
    """The owner does not want it this time; they were told what that means, can change their mind, and are asked next time.

    Raises:
        IllegalMove: it is over, or somebody is at work already.
    """
    take_turn(deed, asked.row)
    step(deed, asked.row, MaintenanceState.DECLINED)
    call_off_work(deed, asked, CancelledBy.CUSTOMER, "the owner does not want it")
    follow(deed, asked)


def record_done(deed: Deed, asked: Asked, on: date, *, by: str, note: str = "") -> None:
    """Somebody has done it: the owner, another house, or a visit of ours; the next one is counted from that.

    Raises:
        NotUnderstood: the day lies in the future, or before the unit was bought.
        IllegalMove: it was recorded already.
    """
    take_turn(deed, asked.row)
    if not asked.about.unit.purchased_on <= on <= asked.today:
        raise NotUnderstood(
            "It was done between the purchase and today. Correct the day.",
            [Problem("done_on", "it lies in the future or before the purchase")],
        )
    row = asked.row
    step(deed, row, MaintenanceState.DONE)
    row.done_on, row.done_by, row.note = on, by, note.strip()
    row.customer_id = row.customer_id or asked.about.owner.id
    if by != VISIT:
        call_off_work(deed, asked, CancelledBy.CUSTOMER, "it was done already")
    follow(deed, asked)


def call_off_work(deed: Deed, asked: Asked, by: CancelledBy, why: str) -> None:
    """The work order of a maintenance that is not needed any more, if it is not over.

    Raises:
        IllegalMove: the visit has begun.
    """
    row = asked.row
    if row.work_order_id is None:
        return
    order = deed.session.get_one(WorkOrder, row.work_order_id)
    if order.state in (WorkOrderState.OPEN, WorkOrderState.PLANNED):
        cancel_work_order(deed, order, by=by, reason=why)


def open_work(session: Session, asked: Asked) -> WorkOrder | None:
    """The work order that waits for its customer to name a time.

    Raises:
        IllegalMove: a visit is arranged already.
    """
    row = asked.row
    order = None if row.work_order_id is None else session.get_one(WorkOrder, row.work_order_id)
    if order is None or order.state is WorkOrderState.CANCELLED:
        return None
    if not waits_for_time(order, appointment_of_order(session, order.id)):
        raise IllegalMove("A visit is arranged already. Change its time on its own page.")
    return order
