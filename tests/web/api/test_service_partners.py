"""Service partners through the API."""

from typing import Any

from fastapi.testclient import TestClient

from aftersales.records import Event, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.api.asking import edit, is_lost_update_refused, twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

HELP: dict[str, Any] = {
    "code": "P1",
    "name": "Hilfe AG",
    "email": "office@hilfe.example",
    "phone": "+423 555 03 04",
    "answer_hours": None,
}


def test_a_partner_is_added_once_found_and_changed(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "service-partners", HELP)

    assert first.status_code == 201, first.text
    assert second.json() == first.json() == HELP | {"id": first.json()["id"]}
    assert admin.get("/api/v1/service-partners/P1").json() == first.json()
    assert admin.get("/api/v1/service-partners?code=P1").json()["items"] == [first.json()]
    assert admin.get("/api/v1/service-partners?code=P2").json()["items"] == []
    assert admin.post("/api/v1/service-partners", json=HELP).status_code == 409
    changed = edit(admin, "service-partners/P1", phone="+423 1", name=None)
    assert changed.json() == first.json() | {"phone": "+423 1"}
    assert [(event.what, event.facts) for event in all_of(quiet.parts, Event)][-2:] == [
        ("service_partner_added", {}),
        ("service_partner_edited", {"changed": ["phone"]}),
    ]
    assert is_lost_update_refused(admin, "service-partners/P1", {"name": "Hilfe GmbH"})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"code": "P 1"}, "code"),
    ({"name": " "}, "name"),
    ({"email": "nobody"}, "email"),
    ({"phone": ""}, "phone"),
    ({"rating": 5}, "rating"),
]


def test_what_is_wrong_is_named(admin: TestClient) -> None:
    for wrong, where in WRONG:
        assert wheres(admin.post("/api/v1/service-partners", json=HELP | wrong)) == [where]

    assert admin.get("/api/v1/service-partners").json()["items"] == []


def test_the_office_reads_and_planners_write(staff: People) -> None:
    assert staff.client(Role.MANAGER).post("/api/v1/service-partners", json=HELP).status_code == 201

    for kind in (Role.SUPPORT, Scope.PLANNING_READ):
        client = staff.client(kind)
        assert client.get("/api/v1/service-partners/P1").status_code == 200
        assert client.post("/api/v1/service-partners", json=HELP).status_code == 403
        assert client.patch("/api/v1/service-partners/P1", json={}).status_code == 403
    assert staff.client(Scope.SALES_READ).get("/api/v1/service-partners").status_code == 403
