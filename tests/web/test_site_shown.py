"""What a buyer said of the place reaches whoever comes: on the technician's day and on the office's page of the visit."""

from __future__ import annotations

from fastapi.testclient import TestClient

from aftersales.installations.preparing import DayContact, Reached, keep_contact, keep_site
from aftersales.moments import wall_of
from aftersales.records import Role, WorkOrder, WorkOrderState
from aftersales.uploads import clean_file
from tests.aftersales.uploads.files import picture
from tests.conftest import STAFF
from tests.web.conftest import World
from tests.web.principals import People

CONTACT = DayContact(
    name="Nora Neighbour",
    phone="+423 555 77 88",
    language="en",
    reached_by=Reached.PHONE,
    wants_surveys=False,
)


def test_answers_and_contact_stand_where_whoever_comes_looks(
    people: People, stranger: TestClient, world: World
) -> None:
    visit = world.visits()[0]
    before = _day(people, world)
    with world.parts.doing(STAFF) as deed:  # said before the time was booked
        work = deed.session.get_one(WorkOrder, visit.work_order.id)
        booked, work.state = work.state, WorkOrderState.OPEN
        file = clean_file(world.parts.settings, "stairs.jpg", picture("JPEG"))
        keep_site(deed, work.id, {"floor": "3", "note": "Mind the dog"}, [file])
        keep_contact(deed, work.id, CONTACT)
        work.state = booked

    day = _day(people, world)
    office: TestClient = people.client(Role.SUPPORT)
    page = office.get(f"/visits/{visit.appointment.id}").text

    assert "Nora Neighbour" not in before
    for text in (day, page):
        assert "On which floor is it?" in text
        assert "On the third floor" in text
        assert "Mind the dog" in text
        assert "Nora Neighbour" in text
        assert 'href="tel:+4235557788"' in text
        assert "wants to be called if something changes" in text
    assert "stairs.jpg" in page
    assert "The buyer described the place" in page
    own = stranger.get(f"/visit/{world.token_of(visit)}").text
    assert "If something changes we call you, as you asked: +423 555 77 88." in own


def _day(people: People, world: World) -> str:
    visit = world.visits()[0]
    on = wall_of(visit.appointment.planned_start_at, visit.appointment.zone).date()
    planner: TestClient = people.client(Role.DISPATCHER)
    return planner.get(f"/technicians/{visit.lead.code}/{on}").text
