"""Keep: one transaction with the routes, appointments, promises and notices of a plan.

Before anything is written the rows are looked at again: they may have moved while the solver thought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.appointments import Placement, cancel, new_appointment, place, set_window, take_turn
from aftersales.cases import open_unplaced
from aftersales.choices import resolve_choice
from aftersales.deed import Deed
from aftersales.errors import RevisionMoved
from aftersales.holds import release_hold
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.planning.decided import Decided, metres_to, outcome_of, route_row, run_row
from aftersales.planning.facts import Demand, Waiting
from aftersales.planning.joint import Meetings
from aftersales.planning.outcome import PlanOutcome
from aftersales.planning.presence import require_staff
from aftersales.planning.staff_news import goings, tell_changed_days
from aftersales.planning.waiting import keep_waiting
from aftersales.planning.windows import promised_window, window_around
from aftersales.promises import keep_update_promises, release_promises
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.planning import appointments_by_id, orders_by_id
from aftersales.queries.visits import visits_by_id
from aftersales.records import (
    Appointment,
    BuyerChoice,
    PlanRun,
    PlanRunState,
    UnplannedVisit,
    WishedWindow,
    WorkOrder,
    WorkOrderState,
)
from aftersales.store import lock_rows
from aftersales.visits import tell_booked, tell_cancelled, tell_new_window
from scheduling import Route, Stop

NEXT_UPDATE_HOURS: Final = 24
"""A customer for whose visit no time was found hears more within this."""


@dataclass(slots=True)
class _Kept:
    """What the transaction has gathered so far."""

    placements: list[Placement]
    booked: list[UUID]
    rewindowed: dict[UUID, tuple[datetime, datetime]]
    meetings: Meetings


def keep_plan(deed: Deed, decided: Decided) -> PlanOutcome:
    """Write a plan down with everything that follows from it.

    Raises:
        RevisionMoved: a work order or appointment changed since the snapshot, or somebody whom the plan sends
            is not there any more; nothing is kept.
    """
    demands, waiting = decided.snapshot.demands, decided.snapshot.waiting
    seen: list[Demand | Waiting] = [*demands, *waiting]
    take_turn(deed, decided.snapshot.territory_id)
    _lock(deed, seen)
    orders = orders_by_id(deed.session, [each.work_order_id for each in seen])
    standing = appointments_by_id(
        deed.session, [demand.appointment_id for demand in demands if demand.appointment_id]
    )
    _look_again(seen, orders, standing)
    require_staff(deed, decided, standing)
    wishes = wished_windows_of(deed.session, orders)
    _note_looked_for(deed, decided, standing, wishes)
    run = run_row(deed, decided, PlanRunState.KEPT)
    kept = _Kept([], [], {}, Meetings())
    for route in decided.plan.routes:
        deed.add(route_row(deed, decided, run, route))
        for stop in route.stops:
            _keep_stop(deed, decided, run, route, stop, (orders, standing, wishes), kept)
    kept.placements += kept.meetings.placements()
    gone = _leave_out(deed, decided, run, orders, standing)
    keep_waiting(deed, run, waiting, orders)
    before = goings(deed, standing.values())
    place(deed, kept.placements)
    deed.session.flush()
    visits = visits_by_id(deed.session, [*kept.booked, *kept.rewindowed, *gone])
    for appointment_id in kept.booked:
        tell_booked(deed, visits[appointment_id])
    for appointment_id, was in kept.rewindowed.items():
        visit = visits[appointment_id]
        window_from_at = visit.appointment.window_from_at
        is_today = len({_day(decided, at) for at in (was[0], window_from_at, deed.now)}) == 1
        tell_new_window(
            deed,
            visit,
            NoticeKind.DELAYED if is_today else NoticeKind.MOVED,
            was=was,
            cause=decided.cause,
            expected_at=visit.appointment.planned_start_at if is_today else None,
        )
    for appointment_id in gone:
        tell_cancelled(deed, visits[appointment_id], cause=decided.cause)
    after = goings(deed, [each.appointment for each in kept.placements])
    snapshot = decided.snapshot
    tell_changed_days(deed, snapshot.zone, snapshot.duties, [*before, *after])
    return outcome_of(
        decided,
        run,
        orders,
        booked=len(kept.booked),
        rewindowed=len(kept.rewindowed),
    )


def _lock(deed: Deed, seen: Sequence[Demand | Waiting]) -> None:
    """Let nobody change these rows, or keep another plan of them, until this one is kept."""
    locked = {"work_order": [each.work_order_id for each in seen]}
    locked["appointment"] = [
        each.appointment_id for each in seen if isinstance(each, Demand) and each.appointment_id
    ]
    for table, ids in locked.items():
        lock_rows(deed.session, table, ids)


def _look_again(
    seen: Iterable[Demand | Waiting],
    orders: dict[UUID, WorkOrder],
    standing: dict[UUID, Appointment],
) -> None:
    for demand in seen:
        is_same = orders[demand.work_order_id].revision == demand.revision
        if isinstance(demand, Demand) and demand.appointment_id is not None:
            present = standing.get(demand.appointment_id)
            is_same = (
                is_same and present is not None and present.revision == demand.appointment_revision
            )
        if not is_same:
            raise RevisionMoved(
                "Something changed while the plan was made, so it was not kept. Plan again."
            )


def _note_looked_for(
    deed: Deed,
    decided: Decided,
    standing: dict[UUID, Appointment],
    wishes: dict[UUID, list[WishedWindow]],
) -> None:
    """Remember for whom another time was looked for among all that they wish."""
    for appointment in standing.values():
        is_asked = appointment.customer_choice == BuyerChoice.MOVE
        ends = (wish.to_at for wish in wishes[appointment.work_order_id])
        if is_asked and all(end <= decided.snapshot.end_at for end in ends):
            appointment.move_looked_for_at = deed.now


def _keep_stop(
    deed: Deed,
    decided: Decided,
    run: PlanRun,
    route: Route,
    stop: Stop,
    rows: tuple[dict[UUID, WorkOrder], dict[UUID, Appointment], dict[UUID, list[WishedWindow]]],
    kept: _Kept,
) -> None:
    orders, standing, wishes = rows
    demand = decided.translation.demands[stop.visit]
    crew = decided.translation.duties[route.shift].members
    start_at = decided.translation.moment(stop.start)
    end_at = decided.translation.moment(stop.end)
    if demand.appointment_id is None:
        order = orders[demand.work_order_id]
        appointment = new_appointment(
            deed,
            order,
            window=promised_window(deed.settings, start_at, wishes[order.id]),
            zone=demand.zone,
            start_at=start_at,
            end_at=end_at,
            plan_run_id=run.id,
        )
        kept.booked.append(appointment.id)
        if order.case_id is not None:
            keep_update_promises(deed, order.case_id)
    else:
        appointment = standing[demand.appointment_id]
        window = appointment.window_from_at, appointment.window_to_at
        if demand.is_moving:
            release_promises(deed, appointment)
            resolve_choice(deed, appointment)
        is_outside = not window[0] <= start_at <= window[1]
        is_displaced = not demand.is_held and demand.work_order_id in decided.displaced
        if demand.is_moving or (is_displaced and is_outside):
            if demand.is_moving:
                told = promised_window(deed.settings, start_at, wishes[demand.work_order_id])
            else:
                told = _rehoused_window(deed, decided, route, window, start_at)
            set_window(deed, appointment, told)
            kept.rewindowed[appointment.id] = window
    placement = Placement(
        appointment=appointment,
        crew=crew,
        start_at=start_at,
        end_at=end_at,
        drive_seconds=stop.drive,
        drive_metres=metres_to(decided.translation.problem, route, stop),
    )
    if demand.joint:
        kept.meetings.add(demand, placement)
    else:
        kept.placements.append(placement)


def _day(decided: Decided, moment: datetime) -> date:
    """The day of a moment on the wall clocks of the territory."""
    return wall_of(moment, decided.snapshot.zone).date()


def _rehoused_window(
    deed: Deed,
    decided: Decided,
    route: Route,
    was: tuple[datetime, datetime],
    start_at: datetime,
) -> tuple[datetime, datetime]:
    """The window told to somebody whose technician cannot come: short on the same day, else as when booked."""
    duty = decided.translation.duties[route.shift]
    is_same_day = _day(decided, was[0]) == _day(decided, start_at)
    hours = deed.settings.narrowed_hours if is_same_day else deed.settings.window_hours
    earliest = max(duty.from_at, was[0]) if is_same_day else duty.from_at
    return window_around(start_at, timedelta(hours=hours), not_before=earliest)


def _leave_out(
    deed: Deed,
    decided: Decided,
    run: PlanRun,
    orders: dict[UUID, WorkOrder],
    standing: dict[UUID, Appointment],
) -> list[UUID]:
    """Write down what found no place; a standing appointment among it is called off and told."""
    gone = []
    for left in decided.plan.unplanned:
        demand = decided.translation.demands[left.visit]
        if demand.is_held and demand.appointment_id is not None:
            if demand.appointment_id in standing:  # and not said already by the other of two
                release_hold(deed, standing.pop(demand.appointment_id), why="no longer possible")
            continue
        if demand.appointment_id in gone:
            continue  # the other of the two who were to meet has said so
        order = orders[demand.work_order_id]
        deed.add(
            UnplannedVisit(
                id=deed.new_id(),
                plan_run_id=run.id,
                work_order_id=order.id,
                reason=left.reason.value,
                sentence=left.sentence,
            )
        )
        if demand.appointment_id is not None:
            cancel(deed, standing[demand.appointment_id], by="aftersales", reason=left.sentence)
            order.state = WorkOrderState.OPEN
            order.revision += 1
            gone.append(demand.appointment_id)
        open_unplaced(deed, order, deed.now + timedelta(hours=NEXT_UPDATE_HOURS))
    return gone
