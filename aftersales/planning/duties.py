"""Duties: who works when, from where, and with which skills that hold on that day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.moments import CELL, grid_up, utc_of, wall_of
from aftersales.planning.facts import Duty
from aftersales.queries.places import depots_of, locations_by_id
from aftersales.queries.planning import pauses_over
from aftersales.queries.staff import (
    absences_between,
    crews_of,
    shifts_between,
    skills_held,
    technicians_of,
)
from aftersales.queries.visits import Visit
from aftersales.records import Absence, Location, Shift, StartsFrom, Technician, Territory
from aftersales.roads import Place
from aftersales.store import Session

LEAST_DUTY: Final = timedelta(minutes=30)
"""What is left of a shift below which nobody is sent out any more."""

Held = dict[UUID, list[tuple[str, date | None, date | None]]]


def duties_between(
    session: Session,
    territory: Territory,
    horizon: tuple[datetime, datetime],
    since: datetime,
    visits: Sequence[Visit],
    *,
    only: Collection[UUID] | None = None,
) -> list[Duty]:
    """The duties of a horizon, those under way as they stand: from where the technician is, when free.

    With `only` the duties of these technicians and of nobody else; of a crew all of its members are named.
    """
    workers = {worker.id: worker for worker in technicians_of(session, territory.id)}
    shifts = shifts_between(session, territory.id, *horizon)
    absences = absences_between(session, *horizon)
    crew_of = {
        member.technician_id: crew_id
        for crew_id, members in crews_of(session, territory.id).items()
        for member in members
    }
    lead_of = {
        crew_id: next(member.technician_id for member in members)
        for crew_id, members in crews_of(session, territory.id).items()
    }
    homes = _homes(session, territory, workers.values())
    held = skills_held(session)
    teams: dict[tuple[date, UUID], list[tuple[Shift, datetime, datetime]]] = {}
    for shift in shifts:
        if only is not None and shift.technician_id not in only:
            continue
        span = _present(shift, absences.get(shift.technician_id, ()), since)
        if span is not None:
            crew = crew_of.get(shift.technician_id, shift.technician_id)
            teams.setdefault((shift.local_from.date(), crew), []).append((shift, *span))
    duties = []
    today = wall_of(since, territory.zone).date()
    rested = pauses_over(session, territory.id, today, since) if visits else frozenset[UUID]()
    for (on, crew), team in teams.items():
        team.sort(key=lambda member: member[0].technician_id != lead_of.get(crew))
        duty = _duty(on, team, workers, homes, held)
        if on == today and duty.members[0] in rested:
            duty = _without_pause(duty)
        started = _under_way(duty, visits, since)
        if started is not None:
            duties.append(started)
    return duties


def _homes(
    session: Session, territory: Territory, workers: Iterable[Technician]
) -> dict[UUID, Location]:
    """Where each technician's route begins and ends."""
    depots = {depot.id: location for depot, location in depots_of(session, territory.id)}
    people = list(workers)
    homes = locations_by_id(
        session, [worker.home_location_id for worker in people if worker.home_location_id]
    )
    places = {}
    for worker in people:
        is_home = worker.starts_from is StartsFrom.HOME and worker.home_location_id is not None
        if is_home and worker.home_location_id is not None:
            places[worker.id] = homes[worker.home_location_id]
        elif worker.depot_id is not None:
            places[worker.id] = depots[worker.depot_id]
    return places


def _present(
    shift: Shift, absences: Iterable[Absence], since: datetime
) -> tuple[datetime, datetime] | None:
    """The longest piece that is left of a shift and that no absence touches."""
    pieces = [(max(shift.from_at, since), shift.to_at)]
    for absence in absences:
        pieces = [
            piece
            for from_at, to_at in pieces
            for piece in (
                (from_at, min(to_at, absence.from_at)),
                (max(from_at, absence.to_at), to_at),
            )
            if piece[1] - piece[0] >= LEAST_DUTY
        ]
    return max(pieces, key=lambda piece: piece[1] - piece[0], default=None)


def _duty(
    on: date,
    team: Sequence[tuple[Shift, datetime, datetime]],
    workers: dict[UUID, Technician],
    homes: dict[UUID, Location],
    held: Held,
) -> Duty:
    """A crew works while all of it is there; it may do what any of its members may."""
    shift = team[0][0]
    lead = workers[shift.technician_id]
    members = tuple(member[0].technician_id for member in team)
    home = homes[lead.id]
    place = Place(home.latitude, home.longitude, home.road_row)
    has_break = shift.break_minutes > 0 and shift.break_local_from and shift.break_local_to
    return Duty(
        key=f"{lead.code}@{on.isoformat()}",
        on=on,
        members=members,
        start=place,
        end=place,
        from_at=grid_up(max(member[1] for member in team)),
        to_at=min(member[2] for member in team),
        skills=skills_on(on, members, held),
        cost=sum(workers[member].cost_per_hour_cents for member in members) / 4_000,
        break_from_at=utc_of(shift.break_local_from, shift.zone)
        if has_break and shift.break_local_from
        else None,
        break_to_at=utc_of(shift.break_local_to, shift.zone)
        if has_break and shift.break_local_to
        else None,
        break_minutes=shift.break_minutes if has_break else 0,
    )


def skills_on(on: date, members: Iterable[UUID], held: Held) -> frozenset[str]:
    """What these people may do on a day, each with a certificate that holds on it."""
    return frozenset(
        code
        for member in members
        for code, first, last in held.get(member, ())
        if (first is None or first <= on) and (last is None or on <= last)
    )


def _under_way(duty: Duty, visits: Sequence[Visit], since: datetime) -> Duty | None:
    """What is left of a duty: from the last place that was reached, and the pause if still due."""
    reached = [
        visit
        for visit in visits
        if any(member.id in duty.members for member in visit.crew)
        and wall_of(visit.appointment.planned_start_at, visit.appointment.zone).date() == duty.on
        and (visit.appointment.departed_at or visit.appointment.arrived_at)
    ]
    start, from_at = duty.start, max(duty.from_at, since)
    if reached:
        last = max(reached, key=lambda visit: visit.appointment.planned_start_at)
        start = Place(last.location.latitude, last.location.longitude, last.location.road_row)
        taken_to = max(visit.appointment.planned_end_at for visit in reached)
        from_at = max(from_at, grid_up(free_at(last, since)), taken_to)
    if duty.to_at - from_at < LEAST_DUTY:
        return None
    pause = _pause(duty, from_at)
    if pause is None:
        duty = _without_pause(duty)
    else:
        duty = replace(duty, break_from_at=pause[0], break_to_at=pause[1])
    return replace(duty, start=start, from_at=from_at)


def _without_pause(duty: Duty) -> Duty:
    return replace(duty, break_from_at=None, break_to_at=None, break_minutes=0)


def free_at(visit: Visit, now: datetime) -> datetime:
    """When the technician leaves a visit that was begun: as reported, else as planned, never in the past."""
    appointment = visit.appointment
    if appointment.done_at is not None:
        return appointment.done_at
    length = timedelta(minutes=visit.work_order.duration_minutes)
    begun = appointment.arrived_at or max(
        now, appointment.expected_start_at or appointment.planned_start_at
    )
    return max(begun + length, now)


def _pause(duty: Duty, from_at: datetime) -> tuple[datetime, datetime] | None:
    """The span in which the pause may still start, if it can."""
    if duty.break_from_at is None or duty.break_to_at is None:
        return None
    length = timedelta(minutes=duty.break_minutes)
    first = grid_up(max(duty.break_from_at, from_at))
    last = min(duty.break_to_at, duty.to_at - length - CELL)
    return (first, last) if first <= last else None
