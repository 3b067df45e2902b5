"""A service day played through the use cases: reports come in, one job overruns, one technician is ill.

`scheduling.service_day` draws what really happens; this file only turns it into the reports that
technicians would send, minute by minute, and lets the day watch look at it as it would in earnest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from aftersales.clock import SetClock
from aftersales.day_watch.absences import report_absence
from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.day_watch.watch import watch_territory
from aftersales.deed import Actor
from aftersales.errors import NotThere
from aftersales.moments import day_bounds
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.planning import PlanOutcome
from aftersales.queries.places import territory_by_code
from aftersales.queries.planning import routes_on
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit, visits_between
from aftersales.records import AbsenceKind, ActorKind, AppointmentState
from scheduling.service_day import ActualStop, DayStop, ServiceDay, service_day

TECHNICIAN: Final = Actor(ActorKind.TECHNICIAN, "simulation")
LOOK_EVERY: Final = timedelta(minutes=10)
"""How often the watch looks at the day while it is played."""

FELT: Final = timedelta(minutes=20)
"""The overrun is long enough to break the next promise on its route by this much, so that the day shows it."""

LONGEST_OVERRUN: Final = timedelta(minutes=180)
STEP: Final = timedelta(minutes=5)
LAST_REPORT: Final = timedelta(hours=21)
"""Local time after which nobody reports any more."""


@dataclass(slots=True, kw_only=True)
class PlayedDay:
    """What happened on a played day."""

    overrun_visit: UUID | None = None
    overrun_minutes: int = 0
    sick_technician: str | None = None
    sick_at: datetime | None = None
    replanned: PlanOutcome | None = None
    arrived: int = 0
    done: int = 0
    delays_told: int = 0
    drives: dict[UUID, float] = field(default_factory=dict)
    works: dict[UUID, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Report:
    """The next thing that one technician would report."""

    at: datetime
    appointment_id: UUID
    state: AppointmentState


def play_day(
    parts: Parts,
    clock: SetClock,
    territory_code: str,
    on: date,
    rng: np.random.Generator,
    *,
    seed: int = 0,
    on_time: Callable[[datetime], None] = lambda _: None,
) -> PlayedDay:
    """Play one day to its end, moving `clock`; the same generator state gives the same day.

    Raises:
        NotThere: there is no such territory.
    """
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None:
            raise NotThere(f"There is no territory “{territory_code}”. Check its code.")
        start, end = day_bounds(on, territory.zone)
        visits = visits_between(session, territory.id, start, end, AHEAD)
    drawn = service_day(_stops(visits, start), rng=rng)
    played = _prepared(drawn, visits, start)
    sick_lead = _lead_of(drawn, visits)
    now = start + timedelta(hours=6)
    while now < start + LAST_REPORT:
        now += LOOK_EVERY
        if sick_lead is not None and played.sick_at is not None and played.sick_at <= now:
            clock.move_to(max(clock.now(), played.sick_at))
            played.replanned = report_absence(
                parts, TECHNICIAN, sick_lead, AbsenceKind.SICK, clock.now(), end, seed=seed
            )
            sick_lead = None
        _reports_until(parts, clock, played, territory.id, (start, end), now)
        clock.move_to(now)
        played.delays_told += watch_territory(parts, territory_code).delayed
        send_due(parts)
        on_time(now)
        if sick_lead is None and not _is_open(parts, territory.id, (start, end)):
            break
    clock.move_to(max(clock.now(), start + LAST_REPORT))
    watch_territory(parts, territory_code)
    send_due(parts)
    return played


def _stops(visits: list[Visit], start: datetime) -> tuple[DayStop, ...]:
    return tuple(
        DayStop(
            key=str(visit.appointment.id),
            shift=visit.lead.code,
            start=int((visit.appointment.planned_start_at - start).total_seconds()),
            service=visit.work_order.duration_minutes * 60,
            drive=visit.appointment.drive_seconds,
        )
        for visit in visits
    )


def _lead_of(drawn: ServiceDay, visits: list[Visit]) -> str | None:
    if drawn.sickness is None:
        return None
    return next(visit.lead.code for visit in visits if visit.lead.code == drawn.sickness.shift)


def _prepared(drawn: ServiceDay, visits: list[Visit], start: datetime) -> PlayedDay:
    """Lengths of works and drives by visit, with the overrun that is felt first down its route."""
    played = PlayedDay()
    by_id = {str(visit.appointment.id): visit for visit in visits}
    for actual in drawn.stops:
        visit = by_id[actual.key]
        played.works[visit.appointment.id] = timedelta(seconds=actual.service)
        played.drives[visit.appointment.id] = _drive_factor(actual, visit)
    if drawn.sickness is not None:
        played.sick_technician = _lead_of(drawn, visits)
        played.sick_at = start + timedelta(seconds=drawn.sickness.at)
    if drawn.overrun is not None:
        shift = by_id[drawn.overrun.stop].lead.code
        route = [visit for visit in visits if visit.lead.code == shift]
        needed = {visit.appointment.id: _felt_from(route[at:]) for at, visit in enumerate(route)}
        visit = min(route[:-1], key=lambda visit: needed[visit.appointment.id])
        extra = min(needed[visit.appointment.id] + FELT, LONGEST_OVERRUN)
        played.works[visit.appointment.id] = _planned_work(visit) + extra
        played.overrun_visit = visit.appointment.id
        played.overrun_minutes = round(extra.total_seconds() / 60)
    return played


def _planned_work(visit: Visit) -> timedelta:
    return timedelta(minutes=visit.work_order.duration_minutes)


def _felt_from(route: list[Visit]) -> timedelta:
    """The least overrun at the first visit of a rest of a route that breaks a promise after it."""
    extra = timedelta()
    while extra < LONGEST_OVERRUN:
        extra += STEP
        free = route[0].appointment.planned_start_at + _planned_work(route[0]) + extra
        for visit in route[1:]:
            arrival = free + timedelta(seconds=visit.appointment.drive_seconds)
            if arrival > visit.appointment.window_to_at:
                return extra
            free = max(arrival, visit.appointment.planned_start_at) + _planned_work(visit)
    return LONGEST_OVERRUN


def _drive_factor(actual: ActualStop, visit: Visit) -> float:
    planned = visit.appointment.drive_seconds
    return actual.drive / planned if planned else 1.0


def _reports_until(
    parts: Parts,
    clock: SetClock,
    played: PlayedDay,
    territory_id: UUID,
    day: tuple[datetime, datetime],
    until: datetime,
) -> None:
    """Everything that technicians report up to a moment, in order of time."""
    while True:
        due = [
            report
            for report in _next_reports(parts, played, territory_id, day)
            if report.at <= until
        ]
        if not due:
            return
        for report in sorted(due, key=lambda report: (report.at, report.appointment_id)):
            clock.move_to(max(clock.now(), report.at))
            with parts.doing(TECHNICIAN) as deed:
                match report.state:
                    case AppointmentState.EN_ROUTE:
                        report_on_the_way(deed, report.appointment_id, deed.now)
                    case AppointmentState.ARRIVED:
                        report_arrived(deed, report.appointment_id, deed.now)
                        played.arrived += 1
                    case _:
                        report_done(deed, report.appointment_id, deed.now)
                        played.done += 1


def _next_reports(
    parts: Parts, played: PlayedDay, territory_id: UUID, day: tuple[datetime, datetime]
) -> list[_Report]:
    """For each technician the one report that comes next."""
    with parts.store.reading() as session:
        visits = visits_between(session, territory_id, *day)
        routes = (
            {
                technician.id: route
                for route, technician in routes_on(
                    session, territory_id, visits[0].appointment.window_local_from.date()
                )
            }
            if visits
            else {}
        )
    by_lead: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_lead[visit.lead.id].append(visit)
    reports = []
    for lead_id, own in by_lead.items():
        under_way = next((visit for visit in own if visit.appointment.state in UNDER_WAY), None)
        ahead = next((visit for visit in own if visit.appointment.state in AHEAD), None)
        if under_way is not None:
            reports.append(_under_way(played, under_way))
        elif ahead is not None:
            free = max(
                (visit.appointment.done_at for visit in own if visit.appointment.done_at),
                default=day[0],
            )
            route = routes.get(lead_id)
            pause = None if route is None else (route.pause_from_at, route.pause_to_at)
            reports.append(_setting_out(ahead, free, pause))
    return reports


def _setting_out(
    visit: Visit, free: datetime, pause: tuple[datetime | None, datetime | None] | None
) -> _Report:
    """The technician leaves so as to be there as planned, after the pause if it comes before."""
    appointment = visit.appointment
    leave = appointment.planned_start_at - timedelta(seconds=appointment.drive_seconds)
    if pause is not None and pause[0] is not None and pause[1] is not None:
        is_due = free <= pause[1] <= appointment.planned_start_at
        if is_due:
            free = max(free, pause[0]) + (pause[1] - pause[0])
    return _Report(max(free, leave), appointment.id, AppointmentState.EN_ROUTE)


def _under_way(played: PlayedDay, visit: Visit) -> _Report:
    appointment = visit.appointment
    if appointment.arrived_at is not None:
        work = played.works.get(
            appointment.id, timedelta(minutes=visit.work_order.duration_minutes)
        )
        return _Report(appointment.arrived_at + work, appointment.id, AppointmentState.DONE)
    departed = appointment.departed_at or appointment.planned_start_at
    drive = timedelta(seconds=appointment.drive_seconds * played.drives.get(appointment.id, 1.0))
    arrival = max(departed + drive, appointment.window_from_at)
    return _Report(arrival, appointment.id, AppointmentState.ARRIVED)


def _is_open(parts: Parts, territory_id: UUID, day: tuple[datetime, datetime]) -> bool:
    with parts.store.reading() as session:
        return bool(visits_between(session, territory_id, *day, (*AHEAD, *UNDER_WAY)))
