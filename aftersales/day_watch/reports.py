"""What technicians report: on the way, arrived, done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from aftersales.appointments import Placement, advance, place, take_turn
from aftersales.claims import follow_done
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.moments import CELL, grid_up
from aftersales.promises import judge_arrival
from aftersales.queries.visits import assignments_of
from aftersales.records import Appointment, AppointmentState, WorkOrder, WorkOrderState


class Report(StrEnum):
    """What is said from the road."""

    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    DONE = "done"


def report(deed: Deed, what: Report, appointment_id: UUID, at: datetime) -> Appointment:
    """Write down what was said of a visit.

    Raises:
        NotThere: there is no such visit.
        IllegalMove: the visit is further than that, or over.
    """
    match what:
        case Report.ON_THE_WAY:
            return report_on_the_way(deed, appointment_id, at)
        case Report.ARRIVED:
            return report_arrived(deed, appointment_id, at)
        case Report.DONE:
            return report_done(deed, appointment_id, at)
        case _never:
            assert_never(_never)


def report_on_the_way(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The technician has set out for a visit."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.EN_ROUTE)
    appointment.departed_at = at
    return appointment


def report_arrived(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The technician is at the door: the promises of the visit are judged."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.ARRIVED)
    appointment.arrived_at = at
    appointment.expected_start_at = at
    judge_arrival(deed, appointment, at)
    return appointment


def report_done(deed: Deed, appointment_id: UUID, at: datetime) -> Appointment:
    """The work is done; time that it did not need is free again."""
    appointment = _appointment(deed, appointment_id)
    advance(deed, appointment, AppointmentState.DONE)
    appointment.done_at = at
    order = deed.session.get_one(WorkOrder, appointment.work_order_id)
    order.state = WorkOrderState.DONE
    order.revision += 1
    deed.add(order)
    follow_done(deed, order)
    end_at = max(grid_up(at), appointment.planned_start_at + CELL)
    if end_at < appointment.planned_end_at:
        crew = sorted(
            assignments_of(deed.session, [appointment.id]), key=lambda each: not each.is_lead
        )
        place(
            deed,
            [
                Placement(
                    appointment=appointment,
                    crew=tuple(each.technician_id for each in crew),
                    start_at=appointment.planned_start_at,
                    end_at=end_at,
                    drive_seconds=appointment.drive_seconds,
                    drive_metres=appointment.drive_metres,
                )
            ],
        )
    return appointment


def _appointment(deed: Deed, appointment_id: UUID) -> Appointment:
    appointment = deed.session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotThere("There is no such visit. Reload your day.")
    take_turn(deed, appointment.territory_id, appointment)
    return appointment
