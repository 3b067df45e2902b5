"""Technicians are told of changes to the day that has begun; calendars alone would be too slow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.deed import Deed
from aftersales.moments import day_bounds, wall_of
from aftersales.notices.facts import RouteFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import technician, write_notice
from aftersales.places import one_line
from aftersales.planning.facts import Duty
from aftersales.queries.visits import AHEAD, assignments_of, visits_of_technician
from aftersales.records import Appointment, AppointmentState, Technician


@dataclass(frozen=True, slots=True)
class Going:
    """Who goes, or went, to an appointment at which planned time."""

    technician_id: UUID
    appointment: Appointment
    start_at: datetime


def goings(deed: Deed, appointments: Iterable[Appointment]) -> list[Going]:
    """Who goes to these appointments as they stand now."""
    by_id = {appointment.id: appointment for appointment in appointments}
    return [
        Going(
            each.technician_id,
            by_id[each.appointment_id],
            by_id[each.appointment_id].planned_start_at,
        )
        for each in assignments_of(deed.session, list(by_id))
    ]


def tell_changed_days(
    deed: Deed, zone: str, duties: Iterable[Duty], concerned: Iterable[Going]
) -> None:
    """One notice for each technician on duty whose day, already begun, is not what it was.

    `zone` is that of the territory; `concerned` holds the appointments as they stood before and as they stand now.
    """
    today = wall_of(deed.now, zone).date()
    on_duty = {member for duty in duties if duty.on == today for member in duty.members}
    changed = {
        going.technician_id
        for going in concerned
        if going.appointment.modified_at == deed.now
        and going.appointment.state is not AppointmentState.HELD
        and wall_of(going.start_at, zone).date() == today
    }
    for technician_id in sorted(changed & on_duty):
        tell_day(deed, technician_id, zone)


def tell_day(deed: Deed, technician_id: UUID, zone: str) -> None:
    """Tell a technician what is left of the day that it is in their zone."""
    today = wall_of(deed.now, zone).date()
    worker = deed.session.get_one(Technician, technician_id)
    ahead = [
        visit
        for visit in visits_of_technician(deed.session, technician_id, *day_bounds(today, zone))
        if visit.appointment.state in AHEAD
    ]
    following = next(iter(ahead), None)
    write_notice(
        deed,
        NoticeKind.PLAN_CHANGED,
        technician(worker),
        worker,
        revision=worker.calendar_revision,
        zone=zone,
        facts=RouteFacts(
            on=today,
            visits=len(ahead),
            zone=zone,
            next_start_at=None if following is None else following.appointment.planned_start_at,
            next_place=None if following is None else one_line(following.location),
        ),
    )
