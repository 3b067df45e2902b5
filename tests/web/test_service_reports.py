"""What technicians enter of the work at a visit, and what staff read of it."""

import re
from io import BytesIO
from uuid import uuid4

from PIL import Image

from aftersales.deed import SYSTEM
from aftersales.queries.spares import stock_of
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit
from aftersales.records import ChecklistPoint, Role, ServiceEntry, WorkType
from aftersales.service_reports import points_in, set_checklist
from aftersales.spares import StockPlace, add_spare_part, count_in
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People

LINES = "Water supply is open and tight\nWater pressure [bar]"
DRAWN = "M10 20L30 40L35 45M50 60"


def picture() -> bytes:
    """A small photograph."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG")
    return out.getvalue()


def own(people: People, world: World) -> Visit:
    """A visit of the technician who is signed in, with a checklist for its kind of work."""
    people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    with world.parts.doing(SYSTEM) as deed:
        kind = deed.session.get_one(WorkType, visit.work_type.id)
        set_checklist(deed, kind, points_in(LINES))
    return visit


def address(visit: Visit) -> str:
    return f"/visits/{visit.appointment.id}/service-report"


def point_names(world: World) -> list[str]:
    """The fields of the points of the checklist, in their order."""
    points = sorted(all_of(world.parts, ChecklistPoint), key=lambda each: each.position or 0)
    return [f"point-{each.id}" for each in points]


def test_everything_that_is_entered_stands_on_the_page_of_staff(
    people: People, world: World
) -> None:
    visit = own(people, world)
    technician = people.client(Role.TECHNICIAN)
    check, pressure = point_names(world)
    with world.parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, people.technician_code)
        assert worker is not None
        hose = add_spare_part(deed, code="HOSE-1", name="Inlet hose")
        count_in(deed, hose, StockPlace(technician_id=worker.id), 3)
    sent = (
        {"what": "checklist", check: "not_ok", pressure: "3.2"},
        {"what": "serial", "serial": "ab 12-34"},
        {"what": "part_used", "part": "HOSE-1", "quantity": "2"},
        {"what": "result", "result": "passed", "note": "Hose changed, ran a cycle."},
        {"what": "signature", "signed_by": "Anna Berg", "signature": DRAWN},
    )

    answers = [technician.post(address(visit), data=each) for each in sent]
    answers.append(
        technician.post(
            address(visit),
            data={"what": "photos"},
            files={"files": ("plate.jpg", picture(), "image/jpeg")},
        )
    )

    day = f"/technicians/{people.technician_code}/2026-11-23"
    anchor = f"{day}#sheet-{visit.work_order.reference}"
    assert {each.headers["location"] for each in answers} == {anchor}
    page = people.client(Role.SUPPORT).get(f"/visits/{visit.appointment.id}").text
    report = page.split('id="sheet"')[1].split("<h2>")[0]
    assert '<dd class="bad">Not in order</dd>' in report
    assert "<dd>3.2 bar</dd>" in report
    assert "Test passed" in report
    assert "Hose changed, ran a cycle." in report
    assert "2 × Inlet hose" in report
    assert f'<path d="{DRAWN}"/>' in report
    assert "Signed by Anna Berg at 08:00." in report
    assert "AB1234" in report
    photo = re.search(r'href="(/visits/[^"]+/photos/[^"]+)"', report)
    assert photo is not None
    assert people.client(Role.SUPPORT).get(photo[1]).headers["content-type"] == "image/jpeg"
    assert technician.get(photo[1]).status_code == 200
    with world.parts.store.reading() as session:
        assert [each.quantity for each in stock_of(session, hose.id)] == [1]
    status = technician.get(day).text.split('class="sheet"')[1].split("</summary>")[0]
    assert "2 of 2 points, 1 photograph, Test passed, signed" in status


def test_what_comes_again_under_its_key_is_kept_once(people: People, world: World) -> None:
    visit = own(people, world)
    technician = people.client(Role.TECHNICIAN)
    key = str(uuid4())
    sent = {"what": "signature", "signed_by": "Anna", "key": key, "at": "2026-11-23T07:55:00+01:00"}

    first, again = (technician.post(address(visit), data=sent) for _ in range(2))

    assert (first.status_code, again.status_code) == (303, 303)
    (entry,) = all_of(world.parts, ServiceEntry)
    assert entry.happened_at.isoformat() == "2026-11-23T06:55:00+00:00"
    assert entry.received_at == world.clock.now()


def test_what_cannot_be_kept_is_said_in_a_sentence(people: People, world: World) -> None:
    visit = own(people, world)
    technician = people.client(Role.TECHNICIAN)
    check, _pressure = point_names(world)
    wrong = (
        {"what": "checklist"},
        {"what": "checklist", check: "perhaps"},
        {"what": "checklist", "point-x": "ok"},
        {"what": "serial", "serial": " - "},
        {"what": "photos"},
        {"what": "part_used", "part": "NOBODY-KNOWS", "quantity": "1"},
        {"what": "part_left", "part": "NOBODY-KNOWS"},
        {"what": "result"},
        {"what": "signature", "signed_by": " "},
        {"what": "signature", "signed_by": "Anna", "signature": 'M1 1"/><script>'},
        {"what": "song"},
    )
    before = world.dump()

    answers = [
        technician.post(address(visit), data=each, headers={"accept": "application/json"})
        for each in wrong
    ]

    assert [each.status_code for each in answers] == [422] * len(wrong)
    assert [each.json()["detail"].split(".")[0] for each in answers] == [
        "Answer at least one point of the checklist",
        "This checklist cannot be kept as it is",
        "This checklist is none of ours",
        "Write the serial as it stands on the plate",
        "Choose a photograph first",
        "This part is not known, or not for this product",
        "This part is not known, or not for this product",
        "Say what the test showed, or what was done",
        "Write the name of who signs",
        "This signature cannot be read",
        "This form is none of ours",
    ]
    assert world.dump() == before


def test_nobody_enters_or_opens_what_is_not_theirs(people: People, world: World) -> None:
    visit = own(people, world)
    technician = people.client(Role.TECHNICIAN)
    theirs = next(each for each in world.visits() if each.lead.code != people.technician_code)
    technician.post(
        address(visit),
        data={"what": "photos"},
        files={"files": ("plate.jpg", picture(), "image/jpeg")},
    )
    page = people.client(Role.SUPPORT).get(f"/visits/{visit.appointment.id}").text
    photo = re.search(r'href="(/visits/[^"]+/photos/([^"]+))"', page)
    assert photo is not None

    answers = [
        technician.post(address(theirs), data={"what": "signature", "signed_by": "Eve"}),
        technician.get(f"/visits/{theirs.appointment.id}/photos/{photo[2]}"),
        technician.get(f"/visits/{visit.appointment.id}/photos/{uuid4()}"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]


def test_only_where_technicians_work_the_camera_may_be_asked_for(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = own(people, world)

    senses = [
        technician.get(path).headers["permissions-policy"].split(",")[0]
        for path in (
            f"/technicians/{people.technician_code}/2026-11-23",
            f"/visits/{visit.appointment.id}",
        )
    ]

    assert senses == ["camera=(self)", "camera=()"]
