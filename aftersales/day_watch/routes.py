"""The routes of a day as they stand: plan, reports, what is expected of every visit to come, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.habits import Habits, habits_of
from aftersales.moments import day_bounds, wall_of
from aftersales.queries.planning import routes_on
from aftersales.queries.staff import absences_between
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit, visits_between
from aftersales.records import AppointmentState, PlannedRoute, Territory
from aftersales.store import Session
from scheduling import Pause
from scheduling.forecast import (
    CauseKind,
    Expected,
    ExpectedStop,
    Felt,
    RouteFacts,
    StopForecast,
    came_down,
    expected_starts,
    forecast,
)

SHARES: Final = (0.05, 0.5, 0.95)
"""The percentiles of a start that are known unless others are asked for: early, in the middle, late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteToday:
    """One technician's day: visits in order, and what is expected of those not finished.

    Attributes:
        lead_id: the technician.
        visits: in order.
        facts: the same as the forecast sees them.
        expected: one course of the day, with the cause of each delay.
        chances: what may happen to those after the last report, with the percentiles that were asked for.
        felt: how the trouble behind a delay came down to it.
        day_start: local midnight.
        silence: share of what happens that nobody reports.
        unmet: share of visits at which nobody is met.
    """

    lead_id: UUID
    visits: tuple[Visit, ...]
    facts: RouteFacts
    expected: dict[UUID, Expected]
    chances: dict[UUID, StopForecast]
    felt: dict[UUID, tuple[Felt, ...]]
    day_start: datetime
    silence: float
    unmet: float

    def moment(self, second: int) -> datetime:
        """The moment of a second of the local day."""
        return self.day_start + timedelta(seconds=second)

    def second(self, moment: datetime) -> int:
        """The second of the local day of a moment."""
        return int((moment - self.day_start).total_seconds())

    def likely_start(self, appointment_id: UUID) -> datetime:
        """When a visit is most likely to start: as planned, or if it is late by even chances."""
        expected = self.expected[appointment_id]
        chances = self.chances.get(appointment_id)
        if expected.cause.kind is CauseKind.ON_PLAN or chances is None:
            return self.moment(expected.start)
        return self.moment(max(expected.start, chances.starts[len(chances.starts) // 2]))


def routes_today(
    session: Session, territory: Territory, now: datetime, shares: Sequence[float] = SHARES
) -> list[RouteToday]:
    """The routes of the local day that `now` lies in, each with its forecast, by lead technician."""
    return routes_of_day(session, territory, wall_of(now, territory.zone).date(), now, shares)


def routes_of_day(
    session: Session, territory: Territory, on: date, now: datetime, shares: Sequence[float]
) -> list[RouteToday]:
    """The routes of a day that may still be to come."""
    day_start, day_end = day_bounds(on, territory.zone)
    visits = visits_between(session, territory.id, day_start, day_end)
    by_lead: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_lead[visit.lead.id].append(visit)
    planned = {technician.id: route for route, technician in routes_on(session, territory.id, on)}
    away = {
        technician_id: absence.to_at
        for technician_id, absences in absences_between(session, now, day_end).items()
        for absence in absences
        if absence.from_at <= now
    }
    leads = sorted(by_lead, key=lambda lead: by_lead[lead][0].lead.code)
    habits = habits_of(territory)
    facts = [
        _facts(by_lead[lead], planned.get(lead), away.get(lead), habits, day_start)
        for lead in leads
    ]
    second = int((now - day_start).total_seconds())
    chances = forecast(facts, now=second, shares=shares, silence=habits.silence, unmet=habits.unmet)
    return [
        RouteToday(
            lead_id=lead,
            visits=tuple(by_lead[lead]),
            facts=of_lead,
            expected={UUID(each.key): each for each in expected_starts(of_lead, now=second)},
            chances={UUID(each.key): each for each in found},
            felt={UUID(key): felt for key, felt in came_down(of_lead, now=second).items()},
            day_start=day_start,
            silence=habits.silence,
            unmet=habits.unmet,
        )
        for lead, of_lead, found in zip(leads, facts, chances, strict=True)
    ]


def late_for(
    routes: Sequence[RouteToday],
    windows: Mapping[UUID, tuple[datetime, datetime]],
    now: datetime,
) -> dict[UUID, float]:
    """The probability that each of these visits would be late, if it had another window."""
    asked = {str(key): window for key, window in windows.items()}
    concerned = [route for route in routes if windows.keys() & route.chances.keys()]
    if not concerned:
        return {}
    facts = []
    for route in concerned:
        stops = [
            replace(
                stop,
                earliest=route.second(asked[stop.key][0]),
                window_end=route.second(asked[stop.key][1]),
            )
            if stop.key in asked
            else stop
            for stop in route.facts.stops
        ]
        facts.append(replace(route.facts, stops=tuple(stops)))
    any_of = concerned[0]
    found = forecast(
        facts,
        now=any_of.second(now),
        shares=(0.5,),
        silence=any_of.silence,
        unmet=any_of.unmet,
    )
    return {UUID(each.key): each.late for stops in found for each in stops if each.key in asked}


def is_unfinished(visit: Visit) -> bool:
    """Whether a visit is still to come, or under way."""
    return visit.appointment.state in {*AHEAD, *UNDER_WAY}


def planned_start(visit: Visit) -> datetime:
    """When a visit was to start before delays pushed it back."""
    return visit.appointment.pushed_from_at or visit.appointment.planned_start_at


def _facts(
    visits: Sequence[Visit],
    planned: PlannedRoute | None,
    away_until: datetime | None,
    habits: Habits,
    day_start: datetime,
) -> RouteFacts:
    """One route as the forecast sees it."""

    def second(moment: datetime) -> int:
        return int((moment - day_start).total_seconds())

    first = visits[0]
    ready_at = planned_start(first) - timedelta(seconds=first.appointment.drive_seconds)
    pauses: tuple[Pause, ...] = ()
    if planned is not None:
        ready_at = min(planned.start_at, ready_at)
        if planned.pause_from_at and planned.pause_to_at:
            pauses = (Pause(start=second(planned.pause_from_at), end=second(planned.pause_to_at)),)
    return RouteFacts(
        stops=tuple(
            _stop(visit, _left_at(visit, visits[at + 1 :]), habits, day_start)
            for at, visit in enumerate(visits)
        ),
        ready_at=second(ready_at),
        pauses=pauses,
        absent_until=None if away_until is None else second(away_until),
    )


def _stop(
    visit: Visit, left_at: datetime | None, habits: Habits, day_start: datetime
) -> ExpectedStop:
    """One stop; whatever was not reported is none."""
    appointment = visit.appointment

    def second(moment: datetime) -> int:
        return int((moment - day_start).total_seconds())

    def reported(moment: datetime | None) -> int | None:
        return None if moment is None else second(moment)

    start_at = planned_start(visit)
    ended_at = appointment.done_at or _ended_at(visit)
    return ExpectedStop(
        key=str(appointment.id),
        drive=appointment.drive_seconds,
        planned_start=second(start_at),
        service=visit.work_order.duration_minutes * 60,
        earliest=second(appointment.window_from_at),
        window_end=second(appointment.window_to_at),
        departed_at=reported(appointment.departed_at),
        arrived_at=reported(appointment.arrived_at),
        done_at=reported(ended_at or left_at),
        told_end=reported(appointment.told_end_at),
        is_end_guessed=ended_at is None and left_at is not None,
        drives=habits.of_drive(start_at - timedelta(seconds=appointment.drive_seconds)),
        works=habits.of_work(visit.work_type.code),
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
