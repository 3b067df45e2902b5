"""Where technicians are: taken from those who agreed, kept only with what they say, and seen as an arrival at the door."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersales.day_watch.events import Said, say
from aftersales.day_watch.positions import AT_THE_DOOR_KM, agree_to_positions, tell_position
from aftersales.deed import SYSTEM
from aftersales.errors import NotAllowed
from aftersales.queries.retention import forget_positions
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import AppointmentState, Report, Technician, VisitEvent
from tests.aftersales.conftest import all_of
from tests.aftersales.day_watch.test_watch import morning
from tests.aftersales.small_city import City
from tests.conftest import STAFF

DEGREE_KM = 111.2


def first_visit(city: City) -> Visit:
    """The first visit of a technician, who is on the way there."""
    first, *_others = morning(city)
    with city.parts.doing(STAFF) as deed:
        say(deed, first.id, Said(what=Report.ON_THE_WAY, at=deed.now))
    return read(city, first.id)


def read(city: City, appointment_id: object) -> Visit:
    with city.parts.store.reading() as session:
        return visits_by_id(session, [appointment_id])[appointment_id]  # type: ignore[list-item,index] # a UUID


def agreed(city: City, visit: Visit, *, is_agreed: bool = True) -> None:
    with city.parts.doing(STAFF) as deed:
        worker = deed.session.get_one(Technician, visit.lead.id)
        agree_to_positions(deed, worker, is_agreed=is_agreed)


def told(city: City, visit: Visit, km_north: float) -> object:
    """The technician is so far north of the door; answers at which visit they arrived."""
    with city.parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, visit.lead.code)
        assert worker is not None
        place = visit.location
        where = place.latitude + km_north / DEGREE_KM, place.longitude
        return tell_position(deed, worker, where, deed.now)


def test_whoever_is_at_the_door_has_arrived(city: City) -> None:
    visit = first_visit(city)
    agreed(city, visit)

    driving = told(city, visit, 2 * AT_THE_DOOR_KM)
    before = read(city, visit.appointment.id).appointment.state
    there = told(city, visit, AT_THE_DOOR_KM / 2)
    again = told(city, visit, 0)

    assert (driving, there, again) == (None, visit.appointment.id, None)
    assert before is AppointmentState.EN_ROUTE
    now = read(city, visit.appointment.id).appointment
    assert now.state is AppointmentState.ARRIVED
    assert now.arrived_at == city.parts.clock.now()
    kept = [each for each in all_of(city.parts, VisitEvent) if each.latitude is not None]
    assert [each.what for each in kept] == [Report.ARRIVED]


def test_nobody_is_looked_at_who_has_not_agreed(city: City) -> None:
    visit = first_visit(city)
    for is_agreed in (True, False):
        agreed(city, visit, is_agreed=is_agreed)

    with pytest.raises(NotAllowed, match="has not agreed"):
        told(city, visit, 0)

    assert read(city, visit.appointment.id).appointment.state is AppointmentState.EN_ROUTE


@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_position_stays_with_what_was_said_only_where_it_was_agreed(
    city: City, *, is_agreed: bool
) -> None:
    visit = first_visit(city)
    agreed(city, visit, is_agreed=is_agreed)

    with city.parts.doing(STAFF) as deed:
        said = Said(what=Report.ARRIVED, at=deed.now, position=(47.1, 9.5))
        say(deed, visit.appointment.id, said)

    event = all_of(city.parts, VisitEvent)[-1]
    assert (event.latitude, event.longitude) == ((47.1, 9.5) if is_agreed else (None, None))


def test_positions_are_forgotten_and_what_was_said_stays(city: City) -> None:
    visit = first_visit(city)
    agreed(city, visit)
    told(city, visit, 0)
    later = city.parts.clock.now() + timedelta(days=31)

    with city.parts.doing(STAFF) as deed:
        counts = [forget_positions(deed.session, later, 10) for _ in range(2)]

    assert counts == [1, 0]
    assert [each.what for each in all_of(city.parts, VisitEvent)][-1] is Report.ARRIVED
    assert not any(each.latitude for each in all_of(city.parts, VisitEvent))
