"""Territories and depots through the API."""

from typing import Any

from fastapi.testclient import TestClient

from aftersales.records import Role, Scope
from tests.web.api.asking import edit, is_lost_update_refused, twice, wheres
from tests.web.conftest import World
from tests.web.principals import People
from web.api.addresses import YARD

DEPOT: dict[str, Any] = {"code": "N1", "name": "Yard", "address": YARD}
NORTH: dict[str, Any] = {
    "code": "north",
    "name": "The north",
    "country": "LI",
    "depot": DEPOT,
    "answers_name": "Eva Office",
    "answers_phone": "+423 555 00 12",
    "answers_email": "Eva@shop.example",
}


def test_a_territory_is_added_once_with_its_depot(admin: TestClient) -> None:
    first, second = twice(admin, "territories", NORTH)

    assert first.status_code == 201, first.text
    assert second.json() == first.json()
    shown = first.json()
    assert (shown["zone"], shown["answers_email"]) == ("Europe/Vaduz", "eva@shop.example")
    assert [(each["code"], each["location"]["town"]) for each in shown["depots"]] == [
        ("N1", "Schaan")
    ]
    assert admin.get(first.headers["location"]).json() == shown
    assert admin.post("/api/v1/territories", json=NORTH).status_code == 409
    codes = [each["code"] for each in admin.get("/api/v1/territories?country=LI").json()["items"]]
    assert codes == ["li", "north"]
    assert admin.get("/api/v1/territories?country=LV").json()["items"] == []


def test_who_answers_changes_and_the_later_of_two_edits_is_refused(admin: TestClient) -> None:
    before = admin.get("/api/v1/territories/li").json()

    answer = edit(
        admin, "territories/li", answers_name="Eva Office", answers_phone="+423 1", name=None
    )

    assert answer.json() == before | {"answers_name": "Eva Office", "answers_phone": "+423 1"}
    assert wheres(edit(admin, "territories/li", answers_email="x")) == ["answers_email"]
    assert wheres(edit(admin, "territories/li", zone="Europe/Riga")) == ["zone"]
    assert is_lost_update_refused(admin, "territories/li", {"name": "The country"})


def test_a_depot_more_can_be_where_a_route_begins(admin: TestClient) -> None:
    first, second = twice(admin, "territories/li/depots", DEPOT)

    assert first.status_code == 201, first.text
    assert second.json() == first.json()
    depots = admin.get("/api/v1/territories/li/depots").json()
    assert [each["code"] for each in depots] == ["D1", "N1"]
    assert depots[1] == first.json()
    assert edit(admin, "technicians/T1", depot="N1").json()["depot"] == "N1"
    assert admin.post("/api/v1/territories/li/depots", json=DEPOT).status_code == 409
    assert admin.post("/api/v1/territories/nowhere/depots", json=DEPOT).status_code == 404


def test_a_technician_starts_from_no_depot_of_another_territory(admin: TestClient) -> None:
    admin.post("/api/v1/territories", json=NORTH)

    assert wheres(edit(admin, "technicians/T1", depot="N1")) == ["depot"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"code": "a/b"}, "code"),
    ({"country": "Liechtenstein"}, "country"),
    ({"answers_email": "x"}, "answers_email"),
    ({"depot": DEPOT | {"address": YARD | {"latitude": 200}}}, "depot.address.latitude"),
    ({"depot": DEPOT | {"address": YARD | {"latitude": None}}}, "depot.address"),
    ({"country": "LV"}, "latitude"),
]


def test_what_is_wrong_is_named_and_nothing_is_kept(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    for wrong, where in WRONG:
        assert wheres(admin.post("/api/v1/territories", json=NORTH | wrong)) == [where]

    assert quiet.dump() == before


def test_the_office_reads_and_planners_write(staff: People) -> None:
    for kind in (Role.SUPPORT, Scope.PLANNING_READ):
        client = staff.client(kind)
        assert client.get("/api/v1/territories/li").status_code == 200
        assert client.get("/api/v1/territories/li/depots").status_code == 200
        assert client.post("/api/v1/territories", json=NORTH).status_code == 403
        assert client.post("/api/v1/territories/li/depots", json=DEPOT).status_code == 403
        assert client.patch("/api/v1/territories/li", json={}).status_code == 403
    assert (
        staff.client(Scope.PLANNING_WRITE)
        .post("/api/v1/territories/li/depots", json=DEPOT)
        .status_code
        == 201
    )
