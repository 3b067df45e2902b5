"""Where technicians are: told only by those who agreed, kept only with what they say, and used for one thing.

Whoever is on the way and comes within a few steps of the door has arrived, without a button. Nobody is followed:
a position by itself is looked at and forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from aftersales.day_watch.events import Said, say
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.moments import day_bounds, wall_of
from aftersales.queries.visits import visits_of_technician
from aftersales.records import AppointmentState, Location, Report, Technician, Territory
from scheduling.travel import crow_km

AT_THE_DOOR_KM: Final = 0.15
"""Where a van finds room, and what a phone errs in a street."""


def agree_to_positions(deed: Deed, worker: Technician, *, is_agreed: bool) -> None:
    """A technician lets positions be told, or no more; what was kept with their reports goes with time."""
    if (worker.positions_since_at is not None) == is_agreed:
        return
    worker.positions_since_at = deed.now if is_agreed else None
    deed.add(worker)
    deed.note("positions_agreed" if is_agreed else "positions_declined", worker)


def tell_position(
    deed: Deed, worker: Technician, position: tuple[float, float], at: datetime
) -> UUID | None:
    """Somebody is at a place, in degrees of latitude and longitude; answers at which visit they arrived by that.

    Raises:
        NotAllowed: they have not agreed to it.
    """
    if worker.positions_since_at is None:
        raise NotAllowed(
            f"{worker.code} has not agreed to tell positions. They switch it on on the page of their day."
        )
    zone = deed.session.get_one(Territory, worker.territory_id).zone
    day = day_bounds(wall_of(deed.now, zone).date(), zone)
    for visit in visits_of_technician(deed.session, worker.id, *day):
        is_going = visit.appointment.state is AppointmentState.EN_ROUTE
        if is_going and visit.lead.id == worker.id and is_there(visit.location, position):
            say(deed, visit.appointment.id, Said(what=Report.ARRIVED, at=at, position=position))
            return visit.appointment.id
    return None


def is_there(place: Location, position: tuple[float, float]) -> bool:
    """Whether a position is at the door of a place."""
    km = crow_km(place.latitude, place.longitude, *position)
    return float(km) <= AT_THE_DOOR_KM
