"""Visits that belong together: the first and the second, as both pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aftersales.queries.follow_ups import follow_ups_of, visits_of
from aftersales.queries.visits import Visit, appointment_of_order
from aftersales.records import Appointment, AppointmentState, WorkOrder, WorkOrderState
from aftersales.store import Session
from aftersales.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another visit for the same matter: its sentence, and where staff find it."""

    sentence: str
    href: str


def linked_visits(_: Words, session: Session, visit: Visit) -> list[Linked]:
    """The visits before this one and after it, in their order; nothing where it stands alone."""
    order, own = visit.work_order, visit.appointment
    of_order = [each for each in visits_of(session, order.id) if each.id != own.id]
    before = [each for each in of_order if each.id < own.id]
    after = [each for each in of_order if each.id > own.id]
    found: list[Linked] = []
    if order.follows_id is not None:
        first = session.get_one(WorkOrder, order.follows_id)
        found.extend(_before(_, first, each) for each in visits_of(session, first.id))
    found.extend(_before(_, order, each) for each in before)
    found.extend(_after(_, order, each) for each in after)
    for second in follow_ups_of(session, order.id):
        if second.state is WorkOrderState.CANCELLED:
            continue
        found.append(_after(_, second, appointment_of_order(session, second.id)))
    return found


def _before(_: Words, order: WorkOrder, each: Appointment) -> Linked:
    return Linked(
        sentence=_(
            "This visit follows that of {day} ({reference}).",
            day=_.day(each.window_local_from.date()),
            reference=order.reference,
        ),
        href=f"/visits/{each.id}",
    )


def _after(_: Words, order: WorkOrder, each: Appointment | None) -> Linked:
    if each is None or each.state is AppointmentState.CANCELLED:
        return Linked(
            sentence=_(
                "A second visit follows ({reference}); no time is booked for it yet.",
                reference=order.reference,
            ),
            href=_times(order.id),
        )
    return Linked(
        sentence=_(
            "A second visit follows on {day} ({reference}).",
            day=_.day(each.window_local_from.date()),
            reference=order.reference,
        ),
        href=f"/visits/{each.id}",
    )


def _times(work_order_id: UUID) -> str:
    return f"/work-orders/{work_order_id}/times"
