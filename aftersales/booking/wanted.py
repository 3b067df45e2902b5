"""What work needs to be booked: place, people, skills, and the day from which everything is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aftersales.booking.facts import Wanted
from aftersales.errors import NotThere
from aftersales.moments import wall_of
from aftersales.planning.gather import place_of
from aftersales.queries.catalogue import skills_needed
from aftersales.queries.holds import taking_time_of
from aftersales.queries.work_offers import barred_technicians
from aftersales.readiness import ready_on
from aftersales.records import Location, Territory, WorkOrder, WorkType
from aftersales.store import Session


def wanted_by(session: Session, order: WorkOrder, now: datetime) -> tuple[Territory, Wanted]:
    """What times are looked for as things stand `now`, and whose technicians come.

    The time of a visit that stands for the order, and what is kept for it, counts as free: it would go for another.

    Raises:
        NotThere: the place of the work order is gone.
    """
    place = session.get(Location, order.location_id)
    if place is None:
        raise NotThere("It is not known where this visit is. Please call us.")
    territory, wanted = wanted_at(session, place, session.get_one(WorkType, order.work_type_id))
    if territory.id != order.territory_id:
        territory = session.get_one(Territory, order.territory_id)
    ready = ready_on(session, [order.id], wall_of(now, place.zone).date())[order.id]
    return territory, replace(
        wanted,
        territory_id=territory.id,
        minutes=order.duration_minutes,
        ready_on=ready.first_on,
        waits_for="" if ready.blocking is None else ready.blocking.name,
        is_ready_known=ready.is_known,
        barred=barred_technicians(session, [order.id]).get(order.id, frozenset()),
        own=frozenset(each.id for each in taking_time_of(session, order.id)),
    )


def wanted_at(session: Session, place: Location, work_type: WorkType) -> tuple[Territory, Wanted]:
    """What times are looked for, for work at a place that has no work order yet: nothing is waited for."""
    return session.get_one(Territory, place.territory_id), Wanted(
        territory_id=place.territory_id,
        place=place_of(place),
        zone=place.zone,
        work_type_id=work_type.id,
        minutes=work_type.minutes_typical,
        skills=skills_needed(session).get(work_type.id, frozenset()),
        crew_size=work_type.crew_size,
    )


def wanted_for(
    session: Session,
    order: WorkOrder | None,
    place: Location,
    work_type: WorkType,
    now: datetime,
) -> tuple[Territory, Wanted]:
    """What times are looked for: for the work that waits for one, or for what would be made with its time."""
    return wanted_at(session, place, work_type) if order is None else wanted_by(session, order, now)
