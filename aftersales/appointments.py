"""Appointments: booked, placed into technicians' time, moved, reported on, told about.

A technician's time is kept in cells of five minutes whose primary key makes double booking impossible;
the technicians' rows are locked first, so that the loser of a race learns it here and not as an error
of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import SlotTaken
from aftersales.moments import cells_between, wall_of
from aftersales.queries.visits import assignments_of, cells_of, taken_cells
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    BuyerChoice,
    OccupiedTime,
    Record,
    Technician,
    WorkOrder,
    WorkOrderState,
)
from aftersales.states import moved
from aftersales.store import lock_rows

APPOINTMENT_MOVES: Final = MappingProxyType(
    {
        AppointmentState.HELD: frozenset({AppointmentState.BOOKED, AppointmentState.CANCELLED}),
        AppointmentState.BOOKED: frozenset(
            {
                AppointmentState.CONFIRMED,
                AppointmentState.DISPATCHED,
                AppointmentState.EN_ROUTE,
                AppointmentState.ARRIVED,
                AppointmentState.TECHNICIAN_NO_SHOW,
                AppointmentState.CANCELLED,
            }
        ),
        AppointmentState.CONFIRMED: frozenset(
            {
                AppointmentState.DISPATCHED,
                AppointmentState.EN_ROUTE,
                AppointmentState.ARRIVED,
                AppointmentState.TECHNICIAN_NO_SHOW,
                AppointmentState.CANCELLED,
            }
        ),
        AppointmentState.DISPATCHED: frozenset(
            {
                AppointmentState.EN_ROUTE,
                AppointmentState.ARRIVED,
                AppointmentState.TECHNICIAN_NO_SHOW,
                AppointmentState.CANCELLED,
            }
        ),
        AppointmentState.EN_ROUTE: frozenset(
            {
                AppointmentState.ARRIVED,
                AppointmentState.DISPATCHED,
                AppointmentState.TECHNICIAN_NO_SHOW,
                AppointmentState.CANCELLED,
            }
        ),
        AppointmentState.ARRIVED: frozenset(
            {
                AppointmentState.IN_PROGRESS,
                AppointmentState.DONE,
                AppointmentState.INCOMPLETE,
                AppointmentState.CUSTOMER_NO_SHOW,
            }
        ),
        AppointmentState.IN_PROGRESS: frozenset(
            {AppointmentState.DONE, AppointmentState.INCOMPLETE}
        ),
        AppointmentState.DONE: frozenset[AppointmentState](),
        AppointmentState.INCOMPLETE: frozenset[AppointmentState](),
        AppointmentState.CUSTOMER_NO_SHOW: frozenset[AppointmentState](),
        AppointmentState.TECHNICIAN_NO_SHOW: frozenset[AppointmentState](),
        AppointmentState.CANCELLED: frozenset[AppointmentState](),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an appointment is to stand: who goes (the lead first), when, and the drive to it.

    `pushed_from_at` is when the plan had it, if a delay pushes it back.
    """

    appointment: Appointment
    crew: tuple[UUID, ...]
    start_at: datetime
    end_at: datetime
    drive_seconds: int
    drive_metres: int
    pushed_from_at: datetime | None = None


def take_turn(deed: Deed, territory_id: UUID, *rows: Record) -> None:
    """Let no other deed change a territory's appointments until this one ends, and read `rows` anew.

    Without it two deeds on PostgreSQL could both count on from the same sequence, and one count be lost.
    """
    lock_rows(deed.session, "territory", [territory_id])
    deed.add(*rows)
    for row in rows:
        deed.session.refresh(row)


def new_appointment(
    deed: Deed,
    order: WorkOrder,
    *,
    window: tuple[datetime, datetime],
    zone: str,
    start_at: datetime,
    end_at: datetime,
    plan_run_id: UUID | None,
    held_until_at: datetime | None = None,
    moves_id: UUID | None = None,
) -> Appointment:
    """Book a work order into an arrival window; `place` puts it into somebody's time.

    With `held_until_at` the time is only kept for a customer until then; with `moves_id` it is the other time of the
    appointment of the same work order that stands.
    """
    appointment = Appointment(
        id=deed.new_id(),
        work_order_id=order.id,
        territory_id=order.territory_id,
        plan_run_id=plan_run_id,
        state=AppointmentState.BOOKED if held_until_at is None else AppointmentState.HELD,
        held_until_at=held_until_at,
        moves_id=moves_id,
        zone=zone,
        window_local_from=wall_of(window[0], zone),
        window_local_to=wall_of(window[1], zone),
        window_from_at=window[0],
        window_to_at=window[1],
        planned_start_at=start_at,
        planned_end_at=end_at,
        created_at=deed.now,
        modified_at=deed.now,
    )
    if moves_id is None:
        order.state = WorkOrderState.PLANNED
        order.revision += 1
    deed.add(appointment, order)
    deed.note(f"appointment_{appointment.state}", appointment)
    return appointment


def set_window(deed: Deed, appointment: Appointment, window: tuple[datetime, datetime]) -> None:
    """Change the arrival window that the customer is told; the invitation's sequence grows.

    Whoever said that the time suits them said it of this one: it holds on only for a shorter one inside it.
    """
    is_inside = appointment.window_from_at <= window[0] and window[1] <= appointment.window_to_at
    if appointment.customer_choice == BuyerChoice.KEEP.value and not is_inside:
        appointment.customer_choice = None
    appointment.window_from_at, appointment.window_to_at = window
    appointment.window_local_from = wall_of(window[0], appointment.zone)
    appointment.window_local_to = wall_of(window[1], appointment.zone)
    appointment.invitation_sequence += 1
    changed(deed, appointment)
    deed.note("window_changed", appointment)


def place(deed: Deed, placements: Sequence[Placement]) -> None:
    """Put appointments into their technicians' time, all or none; they leave their former places first.

    Raises:
        SlotTaken: a technician is already occupied by something that is not among these appointments.
    """
    if not placements:
        return
    ids = [placement.appointment.id for placement in placements]
    before = assignments_of(deed.session, ids)
    former: dict[UUID, set[UUID]] = {appointment_id: set() for appointment_id in ids}
    for assignment in before:
        former[assignment.appointment_id].add(assignment.technician_id)
    wanted = {technician for placement in placements for technician in placement.crew}
    concerned = wanted | {technician for crew in former.values() for technician in crew}
    lock_rows(deed.session, "technician", list(concerned))
    deed.remove([*cells_of(deed.session, ids), *before])
    cells = _free_cells(deed, placements, wanted)
    for placement in placements:
        _apply(deed, placement, former[placement.appointment.id])
    deed.add(*cells)
    deed.session.flush()
    _feedschanged(deed, concerned)


def _free_cells(
    deed: Deed, placements: Sequence[Placement], technicians: set[UUID]
) -> list[OccupiedTime]:
    spans = [cells_between(placement.start_at, placement.end_at) for placement in placements]
    taken = taken_cells(
        deed.session,
        technicians,
        min(span.start for span in spans),
        max(span.stop for span in spans),
    )
    cells: list[OccupiedTime] = []
    for placement, span in zip(placements, spans, strict=True):
        for technician_id in placement.crew:
            for cell in span:
                if (technician_id, cell) in taken:
                    raise SlotTaken(
                        "The technician is no longer free at that time. Please choose another time."
                    )
                taken[technician_id, cell] = placement.appointment.id
                cells.append(
                    OccupiedTime(
                        technician_id=technician_id,
                        cell=cell,
                        appointment_id=placement.appointment.id,
                    )
                )
    return cells


def _apply(deed: Deed, placement: Placement, former: set[UUID]) -> None:
    appointment = placement.appointment
    is_new = not former
    before = appointment.planned_start_at, appointment.planned_end_at
    is_retimed = before != (placement.start_at, placement.end_at)
    is_reassigned = former != set(placement.crew)
    for position, technician_id in enumerate(placement.crew):
        deed.add(
            Assignment(
                appointment_id=appointment.id,
                technician_id=technician_id,
                is_lead=position == 0,
            )
        )
    appointment.planned_start_at = placement.start_at
    appointment.planned_end_at = placement.end_at
    appointment.pushed_from_at = placement.pushed_from_at
    appointment.drive_seconds = placement.drive_seconds
    appointment.drive_metres = placement.drive_metres
    if not is_new and (is_retimed or is_reassigned):
        appointment.feed_sequence += 1
        changed(deed, appointment)
        deed.note("appointment_reassigned" if is_reassigned else "appointment_retimed", appointment)


def advance(
    deed: Deed, appointment: Appointment, state: AppointmentState, *, why: str = ""
) -> None:
    """Move an appointment along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    appointment.state = moved(APPOINTMENT_MOVES, appointment.state, state, "visit")
    changed(deed, appointment)
    deed.note(f"appointment_{state}", appointment, why=why)


def cancel(deed: Deed, appointment: Appointment, *, by: str, reason: str) -> None:
    """Call a visit off: its time is free again, both calendars are told, the order is open again."""
    advance(deed, appointment, AppointmentState.CANCELLED, why=reason)
    appointment.cancelled_at = deed.now
    appointment.cancelled_by = by
    appointment.cancel_reason = reason
    appointment.feed_sequence += 1
    appointment.invitation_sequence += 1
    _free(deed, appointment)


def free_time(deed: Deed, hold: Appointment) -> None:
    """Take a hold out of its technicians' time; who had it is not remembered."""
    _free(deed, hold)
    deed.remove(assignments_of(deed.session, [hold.id]))


def _free(deed: Deed, appointment: Appointment) -> None:
    """Give back the cells that an appointment occupies."""
    crew = [each.technician_id for each in assignments_of(deed.session, [appointment.id])]
    lock_rows(deed.session, "technician", list(crew))
    deed.remove(cells_of(deed.session, [appointment.id]))
    _feedschanged(deed, set(crew))


def _feedschanged(deed: Deed, technicians: set[UUID]) -> None:
    """Count a change of these technicians' feeds; their rows are locked, what was read before may be old."""
    for technician_id in sorted(technicians):
        worker = deed.session.get_one(Technician, technician_id)
        deed.session.refresh(worker, ["calendar_revision"])
        worker.calendar_revision += 1
        worker.calendar_changed_at = deed.now


def changed(deed: Deed, appointment: Appointment) -> None:
    """Something about an appointment is another than before: whoever read it reads it again."""
    appointment.modified_at = deed.now
    appointment.revision += 1
    deed.add(appointment)
