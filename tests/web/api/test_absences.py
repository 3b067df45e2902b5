"""Absences through the API: written down at once, mended by a job, told before anybody waits."""

from threading import Event as Signal
from typing import Any

from fastapi.testclient import TestClient

from aftersales.jobs.running import run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.records import Absence, Event, JobState, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.api.asking import edit, is_lost_update_refused, twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

AWAY: dict[str, Any] = {
    "technician": "T1",
    "kind": "sick",
    "from_at": "2026-11-25T08:00:00+01:00",
    "to_at": "2026-11-25T17:00:00+01:00",
}


def test_an_absence_is_reported_once_found_and_changed(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "absences", AWAY)

    assert first.status_code == 201, first.text
    shown = first.json()
    assert second.json() == shown
    assert shown == {
        "id": shown["id"],
        "technician": "T1",
        "kind": "sick",
        "from_at": "2026-11-25T07:00:00Z",
        "to_at": "2026-11-25T16:00:00Z",
        "reported_at": "2026-11-23T06:00:00Z",
        "mending_job_id": None,
    }
    assert admin.get(first.headers["location"]).json() == shown
    path = f"absences/{shown['id']}"
    longer = edit(admin, path, to_at="2026-11-26T12:00:00Z")
    assert longer.json() == shown | {"to_at": "2026-11-26T12:00:00Z"}
    assert wheres(edit(admin, path, to_at="2026-11-25T07:00:00Z")) == ["to_at"]
    assert wheres(edit(admin, path, to_at="2029-11-25T07:00:00Z")) == ["to_at"]
    assert wheres(edit(admin, path, kind="holiday")) == ["to_at", "kind"]
    assert is_lost_update_refused(admin, path, {"to_at": "2026-11-26T13:00:00Z"})
    assert "sick" not in str([each.facts for each in all_of(quiet.parts, Event)])


def test_absences_are_listed_by_technician_and_span(admin: TestClient) -> None:
    first = admin.post("/api/v1/absences", json=AWAY).json()
    second = admin.post("/api/v1/absences", json=AWAY | {"technician": "T2"}).json()

    def ids(query: str) -> list[str]:
        return [each["id"] for each in admin.get(f"/api/v1/absences?{query}").json()["items"]]

    assert ids("") == [first["id"], second["id"]]
    assert ids("technician=T2") == [second["id"]]
    assert ids("from_at=2026-11-25T16:00:00Z") == []
    assert ids("to_at=2026-11-25T07:00:00Z") == []
    assert ids("from_at=2026-11-25T15:59:00Z&technician=T1") == [first["id"]]


def test_what_is_wrong_is_named_and_nothing_is_kept(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    def wrong(**changes: Any) -> list[str]:
        return wheres(admin.post("/api/v1/absences", json=AWAY | changes))

    assert wrong(kind="bored") == ["kind"]
    assert wrong(from_at="2026-11-25T08:00:00") == ["from_at"]
    assert wrong(from_at=1795000000) == ["from_at"]
    assert wrong(from_at="9999-12-31T23:59:59-14:00") == ["from_at"]
    assert wrong(to_at="2026-11-25T06:00:00Z") == ["to"]
    assert wrong(to_at="2028-11-25T06:00:00Z") == ["to_at"]
    assert wrong(note="flu") == ["note"]
    assert admin.post("/api/v1/absences", json=AWAY | {"technician": "T9"}).status_code == 404

    assert quiet.dump() == before


def test_visits_of_the_absent_are_taken_over_by_a_job(client: TestClient, world: World) -> None:
    mine = [visit for visit in world.visits() if visit.lead.code == "T1"]
    assert mine
    today = {"from_at": "2026-11-23T08:00:00+01:00", "to_at": "2026-11-23T20:00:00+01:00"}

    shown = client.post("/api/v1/absences", json=AWAY | today).json()

    job = client.get(f"/api/v1/jobs/{shown['mending_job_id']}").json()
    assert (job["state"], job["arguments"]["trigger"], job["arguments"]["is_frozen"]) == (
        "waiting",
        "absence",
        True,
    )
    run_due_jobs(world.parts, Terms(), Signal())
    job = client.get(f"/api/v1/jobs/{shown['mending_job_id']}").json()
    assert job["state"] == JobState.DONE, job
    for visit in mine:
        now = world.visit(visit.appointment.id)
        assert "T1" not in {worker.code for worker in now.crew}
    assert client.get(f"/api/v1/absences/{shown['id']}").json() == shown


def test_planners_report_and_nobody_else_reads_why(staff: People, quiet: World) -> None:
    for kind in (Role.SUPPORT, Scope.PLANNING_READ):
        client = staff.client(kind)
        assert client.get("/api/v1/absences").status_code == 403
        assert client.post("/api/v1/absences", json=AWAY).status_code == 403
    assert all_of(quiet.parts, Absence) == []
    for kind in (Role.DISPATCHER, Scope.PLANNING_WRITE):
        assert staff.client(kind).post("/api/v1/absences", json=AWAY).status_code == 201
        assert staff.client(kind).get("/api/v1/absences").status_code == 200
