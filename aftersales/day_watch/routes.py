"""The routes of a day as they stand: plan, reports and what is expected of every visit to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.moments import day_bounds, wall_of
from aftersales.queries.planning import routes_on
from aftersales.queries.visits import UNDER_WAY, Visit, visits_between
from aftersales.records import AppointmentState, PlannedRoute, Territory
from aftersales.store import Session
from scheduling import Pause
from scheduling.forecast import Expected, ExpectedStop, RouteFacts, expected_starts


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteToday:
    """One technician's day: visits in order, and what is expected of those not finished."""

    lead_id: UUID
    visits: tuple[Visit, ...]
    expected: dict[UUID, Expected]
    day_start: datetime

    def moment(self, second: int) -> datetime:
        """The moment of a second of the local day."""
        return self.day_start + timedelta(seconds=second)


def routes_today(session: Session, territory: Territory, now: datetime) -> list[RouteToday]:
    """The routes of the local day that `now` lies in, each with its forecast, by lead technician."""
    today = wall_of(now, territory.zone).date()
    day_start, day_end = day_bounds(today, territory.zone)
    visits = visits_between(session, territory.id, day_start, day_end)
    by_lead: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_lead[visit.lead.id].append(visit)
    planned = {
        technician.id: route for route, technician in routes_on(session, territory.id, today)
    }
    return [
        _route(lead_id, by_lead[lead_id], planned.get(lead_id), day_start, now)
        for lead_id in sorted(by_lead, key=lambda lead: by_lead[lead][0].lead.code)
    ]


def _route(
    lead_id: UUID,
    visits: Sequence[Visit],
    planned: PlannedRoute | None,
    day_start: datetime,
    now: datetime,
) -> RouteToday:
    def second(moment: datetime) -> int:
        return int((moment - day_start).total_seconds())

    def reported(moment: datetime | None) -> int | None:
        return None if moment is None else second(moment)

    first = visits[0].appointment
    ready_at = first.planned_start_at - timedelta(seconds=first.drive_seconds)
    pauses: tuple[Pause, ...] = ()
    if planned is not None:
        ready_at = min(planned.start_at, ready_at)
        if planned.pause_from_at and planned.pause_to_at and planned.pause_to_at > now:
            pauses = (Pause(start=second(planned.pause_from_at), end=second(planned.pause_to_at)),)
    facts = RouteFacts(
        stops=tuple(
            ExpectedStop(
                key=str(visit.appointment.id),
                drive=visit.appointment.drive_seconds,
                planned_start=second(visit.appointment.planned_start_at),
                service=visit.work_order.duration_minutes * 60,
                earliest=second(visit.appointment.window_from_at),
                window_end=second(visit.appointment.window_to_at),
                departed_at=reported(visit.appointment.departed_at),
                arrived_at=reported(visit.appointment.arrived_at),
                done_at=reported(
                    visit.appointment.done_at
                    or _ended_at(visit)
                    or _left_at(visit, visits[at + 1 :])
                ),
            )
            for at, visit in enumerate(visits)
        ),
        ready_at=second(ready_at),
        pauses=pauses,
    )
    expected = expected_starts(facts, now=second(now))
    return RouteToday(
        lead_id=lead_id,
        visits=tuple(visits),
        expected={UUID(each.key): each for each in expected},
        day_start=day_start,
    )


def _ended_at(visit: Visit) -> datetime | None:
    """When a visit ended that was not done: nobody will work there any more."""
    ended = {
        AppointmentState.INCOMPLETE,
        AppointmentState.CUSTOMER_NO_SHOW,
        AppointmentState.TECHNICIAN_NO_SHOW,
    }
    return visit.appointment.modified_at if visit.appointment.state in ended else None


def _left_at(visit: Visit, later: Sequence[Visit]) -> datetime | None:
    """When a visit must have been over whose end nobody reported: its technician has gone on to a later one."""
    if visit.appointment.state not in UNDER_WAY:
        return None
    gone_on = (
        each.appointment.departed_at or each.appointment.arrived_at or each.appointment.done_at
        for each in later
    )
    return min((moment for moment in gone_on if moment is not None), default=None)
