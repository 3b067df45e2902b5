"""Following a visit on its day: when somebody is expected, how many come before, and from where they come, coarsely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aftersales.moments import day_bounds, grid_up, wall_of
from aftersales.queries.places import depots_of
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit, visits_of_technician
from aftersales.records import AppointmentState
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import first_name

LIVE: Final = frozenset({*AHEAD, *UNDER_WAY, AppointmentState.EN_ROUTE})
"""States from which a visit may move on while its customer looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What a customer may know of the day; `is_live` where it may change any minute."""

    is_live: bool
    sentences: tuple[str, ...] = ()


def following(_: Words, session: Session, visit: Visit, now: datetime) -> Following:
    """The visit on its day as its customer follows it; nothing about other customers."""
    appointment = visit.appointment
    zone = appointment.zone
    on = wall_of(appointment.planned_start_at, zone).date()
    if appointment.state not in LIVE or wall_of(now, zone).date() != on:
        return Following(is_live=False)
    tour = visits_of_technician(session, visit.lead.id, *day_bounds(on, zone))
    if appointment.state is AppointmentState.EN_ROUTE:
        return Following(is_live=True, sentences=_on_the_way(_, session, visit, tour, now))
    if appointment.state in AHEAD:
        return Following(is_live=True, sentences=_to_come(_, visit, tour, now))
    return Following(is_live=True)


def _on_the_way(
    _: Words, session: Session, visit: Visit, tour: list[Visit], now: datetime
) -> tuple[str, ...]:
    """Since when, until about when unless that is over, and from which town if it is another one."""
    appointment = visit.appointment
    zone, left_at = appointment.zone, appointment.departed_at
    if left_at is None:
        return ()
    technician = first_name(visit.lead.name)
    arrives_at = left_at + timedelta(seconds=appointment.drive_seconds)
    about = grid_up(max(arrives_at, appointment.window_from_at))
    time = _.time_at(left_at, zone)
    said = (
        _(
            "{technician} set out for you at {time} and is expected at about {arrival}.",
            technician=technician,
            time=time,
            arrival=_.time_at(about, zone),
        )
        if about >= now
        else _("{technician} set out for you at {time}.", technician=technician, time=time)
    )
    town = _town_before(session, visit, tour)
    if not town or town == visit.location.town:
        return (said,)
    return (
        said,
        _("{technician} comes from the direction of {town}.", technician=technician, town=town),
    )


def _town_before(session: Session, visit: Visit, tour: list[Visit]) -> str:
    """The town that a technician comes from: of the visit before, else of the depot."""
    before = [
        each.location.town
        for each in tour
        if each.appointment.arrived_at is not None and each.appointment.id != visit.appointment.id
    ]
    if before:
        return before[-1]
    depots = {depot.id: place for depot, place in depots_of(session, visit.territory.id)}
    depot = depots.get(visit.lead.depot_id) if visit.lead.depot_id else None
    return "" if depot is None else depot.town


def _to_come(_: Words, visit: Visit, tour: list[Visit], now: datetime) -> tuple[str, ...]:
    """When they are expected, inside the window that was told, and how many visits come before."""
    appointment = visit.appointment
    before = sum(
        each.appointment.planned_start_at < appointment.planned_start_at
        and each.appointment.state in LIVE
        for each in tour
        if each.appointment.id != appointment.id
    )
    expected_at = appointment.expected_start_at
    said = []
    if expected_at is not None and now <= expected_at <= appointment.window_to_at:
        about = grid_up(max(expected_at, appointment.window_from_at))
        said.append(_("Now expected at about {time}.", time=_.time_at(about, appointment.zone)))
    said.append(
        _.many("{number} visit comes before yours.", "{number} visits come before yours.", before)
        if before
        else _("Yours is the next visit.")
    )
    return tuple(said)
