"""Service reports through the API: entered by whoever is there, read by the shop."""

from base64 import b64encode

from aftersales.deed import SYSTEM
from aftersales.records import Role, WorkType
from aftersales.service_reports import points_in, set_checklist
from tests.web.conftest import World
from tests.web.principals import People
from web.api.evidence import PIXEL

LINES = "Tight\nWater pressure [bar]"


def test_what_is_entered_is_read_back(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    path = f"/api/v1/appointments/{visit.appointment.id}/service-report"
    with world.parts.doing(SYSTEM) as deed:
        kind = deed.session.get_one(WorkType, visit.work_type.id)
        set_checklist(deed, kind, points_in(LINES))
    empty = technician.get(path).json()
    tight, pressure = (each["point_id"] for each in empty["answers"])

    answers = [
        technician.post(path, json=sent)
        for sent in (
            {"what": "checklist", "answers": {tight: "ok", pressure: "3.0"}},
            {"what": "result", "result": "passed", "note": "Ran a cycle."},
            {"what": "serial", "serial": "AB 12"},
            {"what": "photos", "photos": [{"name": "plate.png", "content": PIXEL}]},
            {"what": "signature", "signed_by": "Anna", "signature": "M1 2L3 4"},
        )
    ]

    assert [each.status_code for each in answers] == [200] * 5
    found = people.client(Role.SUPPORT).get(path).json()
    assert answers[-1].json() == found
    assert [each["said"] for each in found["answers"]] == ["ok", "3.0"]
    assert (found["result"], found["serial"], found["signed_by"]) == ("passed", "AB12", "Anna")
    assert [each["name"] for each in found["photos"]] == ["plate.png"]
    assert empty["result"] is None


def test_each_kind_says_what_it_cannot_be_without(people: People, world: World) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    theirs = next(each for each in world.visits() if each.lead.code != people.technician_code)
    path = "/api/v1/appointments/{}/service-report"
    before = world.dump()
    script = b64encode(b"<script>").decode()

    refused = [
        technician.post(path.format(visit.appointment.id), json=sent)
        for sent in (
            {"what": "checklist"},
            {"what": "serial"},
            {"what": "part_used"},
            {"what": "part_left", "part": "NOTHING"},
            {"what": "signature"},
            {"what": "result"},
            {"what": "photos", "photos": [{"name": "plate.png", "content": script}]},
        )
    ]
    foreign = technician.post(
        path.format(theirs.appointment.id), json={"what": "serial", "serial": "1"}
    )

    assert [each.status_code for each in refused] == [422] * len(refused)
    assert foreign.status_code == 404
    assert world.dump() == before
