"""Shifts through the API: a day more, or one less that nobody was promised."""

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient

from aftersales.records import Event, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

DAY: dict[str, Any] = {
    "technician": "T1",
    "on": "2026-11-30",
    "from_time": "08:00",
    "to_time": "16:30",
    "break_from": "11:30",
    "break_to": "13:00",
    "break_minutes": 30,
}


def test_a_shift_is_added_once_in_wall_time_and_moments(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "shifts", DAY)

    assert first.status_code == 201, first.text
    shown = first.json()
    assert second.json() == shown
    assert shown == {
        "id": shown["id"],
        "technician": "T1",
        "local_from": "2026-11-30T08:00:00",
        "local_to": "2026-11-30T16:30:00",
        "zone": "Europe/Vaduz",
        "from_at": "2026-11-30T07:00:00Z",
        "to_at": "2026-11-30T15:30:00Z",
        "break_local_from": "2026-11-30T11:30:00",
        "break_local_to": "2026-11-30T13:00:00",
        "break_minutes": 30,
    }
    assert admin.get(first.headers["location"]).json() == shown
    assert all_of(quiet.parts, Event)[-1].what == "shift_added"
    late = {"technician": "T1", "on": "2026-11-30", "from_time": "16:00", "to_time": "20:00"}
    overlapping = admin.post("/api/v1/shifts", json=late)
    assert overlapping.status_code == 409
    assert overlapping.json()["detail"].startswith(
        "T1 works on 2026-11-30 already, from 08:00 to 16:30."
    )


def test_shifts_are_listed_by_technician_and_days(admin: TestClient) -> None:
    def days(query: str) -> list[tuple[str, str]]:
        answer = admin.get(f"/api/v1/shifts?{query}")
        return [(each["technician"], each["local_from"][:10]) for each in answer.json()["items"]]

    assert len(days("")) == 15
    assert days("technician=T2&from_on=2026-11-24&until_on=2026-11-25") == [
        ("T2", "2026-11-24"),
        ("T2", "2026-11-25"),
    ]
    assert days("from_on=2026-11-28") == []
    piece = admin.get("/api/v1/shifts?limit=2").json()
    assert (
        admin.get(f"/api/v1/shifts?limit=200&after={piece['next']}").json()["items"]
        == (admin.get("/api/v1/shifts?limit=200").json()["items"][2:])
    )


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"on": "2026-02-30"}, "on"),
    ({"on": "2026-11-20"}, "on"),
    ({"from_time": "8"}, "from_time"),
    ({"from_time": 28800}, "from_time"),
    ({"to_time": "25:00"}, "to_time"),
    ({"to_time": "16:30+02:00"}, "to_time"),
    ({"to_time": "07:00"}, "break_from"),
    ({"to_time": "07:00", "break_from": None, "break_to": None, "break_minutes": 0}, "shift"),
    ({"break_minutes": 0}, "break_minutes"),
    ({"break_to": None}, "break_to"),
    ({"break_to": "11:00"}, "break_to"),
    ({"break_from": "07:00"}, "break_from"),
]


def test_what_is_wrong_is_named_and_nothing_is_kept(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    for wrong, where in WRONG:
        assert where in wheres(admin.post("/api/v1/shifts", json=DAY | wrong)), wrong
    assert admin.post("/api/v1/shifts", json=DAY | {"technician": "T9"}).status_code == 404

    assert quiet.dump() == before


def test_a_day_that_nobody_was_promised_can_be_taken_away(admin: TestClient, quiet: World) -> None:
    (shift,) = admin.get("/api/v1/shifts?technician=T1&from_on=2026-11-27").json()["items"]

    assert admin.delete(f"/api/v1/shifts/{shift['id']}").status_code == 204

    assert admin.get(f"/api/v1/shifts/{shift['id']}").status_code == 404
    assert admin.delete(f"/api/v1/shifts/{shift['id']}").status_code == 404
    assert all_of(quiet.parts, Event)[-1].what == "shift_removed"


def test_a_shift_that_has_begun_stays(admin: TestClient, quiet: World) -> None:
    (shift,) = admin.get("/api/v1/shifts?technician=T1&until_on=2026-11-23").json()["items"]
    quiet.clock.move_to(quiet.clock.now() + timedelta(hours=1))

    answer = admin.delete(f"/api/v1/shifts/{shift['id']}")

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("This shift has begun and stays written down.")
    assert admin.get(f"/api/v1/shifts/{shift['id']}").json() == shift


def test_the_office_reads_and_planners_write(staff: People) -> None:
    for kind in (Role.SUPPORT, Scope.PLANNING_READ):
        client = staff.client(kind)
        (shift, *_rest) = client.get("/api/v1/shifts").json()["items"]
        assert client.post("/api/v1/shifts", json=DAY).status_code == 403
        assert client.delete(f"/api/v1/shifts/{shift['id']}").status_code == 403
    assert staff.client(Role.DISPATCHER).post("/api/v1/shifts", json=DAY).status_code == 201


def test_nobody_works_who_comes_no_more(admin: TestClient) -> None:
    tag = admin.get("/api/v1/technicians/T1").headers["etag"]
    admin.patch("/api/v1/technicians/T1", json={"is_active": False}, headers={"If-Match": tag})

    answer = admin.post("/api/v1/shifts", json=DAY)

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("T1 comes no more.")
