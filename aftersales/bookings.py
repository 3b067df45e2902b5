"""Bookings: a customer says what is to be done and when somebody is at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import utc_of
from aftersales.queries.bookings import wished_windows_of
from aftersales.records import (
    Customer,
    Location,
    Priority,
    WishedWindow,
    WorkOrder,
    WorkOrderState,
    WorkType,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A span in which the customer is at home: naive wall time of the place."""

    local_from: datetime
    local_to: datetime


def request_visit(
    deed: Deed,
    person: Customer,
    location: Location,
    work_type: WorkType,
    wishes: Sequence[Wish],
    *,
    priority: Priority = Priority.NORMAL,
    unit_id: UUID | None = None,
    case_id: UUID | None = None,
    order_line_id: UUID | None = None,
    note: str = "",
) -> WorkOrder:
    """Keep what must be done with the windows the customer chose; the planner finds its place.

    Raises:
        NotUnderstood: a window is in the past, empty, or longer than what is promised.
    """
    _require_some(wishes)
    return keep_work(
        deed,
        person,
        location,
        work_type,
        wishes,
        priority=priority,
        unit_id=unit_id,
        case_id=case_id,
        order_line_id=order_line_id,
        note=note,
    )


def keep_work(
    deed: Deed,
    person: Customer,
    location: Location,
    work_type: WorkType,
    wishes: Sequence[Wish] = (),
    *,
    priority: Priority = Priority.NORMAL,
    unit_id: UUID | None = None,
    case_id: UUID | None = None,
    order_line_id: UUID | None = None,
    note: str = "",
) -> WorkOrder:
    """Keep what must be done; while nobody knows when its customer is at home no plan takes it, and its time is chosen.

    Raises:
        NotUnderstood: a window is in the past, empty, or longer than what is promised.
    """
    order = WorkOrder(
        id=deed.new_id(),
        reference=deed.ids.reference("W"),
        state=WorkOrderState.OPEN,
        priority=priority,
        territory_id=location.territory_id,
        customer_id=person.id,
        location_id=location.id,
        work_type_id=work_type.id,
        unit_id=unit_id,
        case_id=case_id,
        order_line_id=order_line_id,
        duration_minutes=work_type.minutes_typical,
        note=note,
        created_at=deed.now,
    )
    windows = _windows(deed, order, location.zone, wishes)
    deed.add(order, *windows)
    deed.note("visit_requested", order, facts={"windows": len(windows)})
    return order


def replace_wishes(deed: Deed, order: WorkOrder, zone: str, wishes: Sequence[Wish]) -> None:
    """The customer is at home at other times than they said before."""
    _require_some(wishes)
    windows = _windows(deed, order, zone, wishes)
    deed.remove(wished_windows_of(deed.session, [order.id])[order.id])
    order.revision += 1
    deed.add(order, *windows)
    deed.note("wishes_replaced", order, facts={"windows": len(wishes)})


def _require_some(wishes: Sequence[Wish]) -> None:
    if not wishes:
        raise NotUnderstood(
            "At least one time window is needed. Name a day and a time when somebody is at home.",
            [Problem("windows", "at least one is needed")],
        )


def _windows(deed: Deed, order: WorkOrder, zone: str, wishes: Sequence[Wish]) -> list[WishedWindow]:
    windows = []
    for position, wish in enumerate(sorted(wishes, key=lambda wish: wish.local_from)):
        from_at, to_at = utc_of(wish.local_from, zone), utc_of(wish.local_to, zone)
        _check(deed, f"windows[{position}]", from_at, to_at)
        windows.append(
            WishedWindow(
                id=deed.new_id(),
                work_order_id=order.id,
                local_from=wish.local_from,
                local_to=wish.local_to,
                zone=zone,
                from_at=from_at,
                to_at=to_at,
            )
        )
    if any(later.from_at < earlier.to_at for earlier, later in pairwise(windows)):
        raise NotUnderstood(
            "Two time windows overlap. Join them or leave one out.",
            [Problem("windows", "they overlap")],
        )
    return windows


def _check(deed: Deed, where: str, from_at: datetime, to_at: datetime) -> None:
    longest = timedelta(hours=deed.settings.window_hours)
    if to_at <= from_at:
        wrong = "it ends before it starts"
    elif to_at <= deed.now:
        wrong = "it is in the past"
    elif to_at - from_at > longest:
        wrong = f"it is longer than the {deed.settings.window_hours} hours that we promise"
    else:
        return
    raise NotUnderstood(
        f"A time window does not fit: {wrong}. Choose another one.", [Problem(where, wrong)]
    )
