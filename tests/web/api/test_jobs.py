"""Jobs through the API: followed, filtered and stopped."""

from datetime import date

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.jobs.plans import ask_for_plan
from aftersales.planning import PlanRequest
from aftersales.records import Event, Job, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People


def asked(world: World, day: int) -> Job:
    with world.parts.doing(SYSTEM) as deed:
        return ask_for_plan(deed, PlanRequest(territory="li", from_on=date(2026, 11, day), days=1))


def test_jobs_are_followed_by_kind_and_state(admin: TestClient, quiet: World) -> None:
    first, second = asked(quiet, 24), asked(quiet, 25)

    def ids(query: str) -> list[str]:
        return [each["id"] for each in admin.get(f"/api/v1/jobs?{query}").json()["items"]]

    assert ids("kind=plan&state=waiting") == [str(first.id), str(second.id)]
    assert ids("kind=retain") == []
    assert ids("state=done") == []
    assert admin.get("/api/v1/jobs?state=unknown").status_code == 422
    shown = admin.get(f"/api/v1/jobs/{first.id}")
    assert (shown.json()["key"], shown.json()["asked_by"]) == (
        "plan:li:2026-11-24",
        "system:aftersales",
    )
    assert (
        admin.get(
            f"/api/v1/jobs/{first.id}", headers={"If-None-Match": shown.headers["etag"]}
        ).status_code
        == 304
    )


def test_a_waiting_job_that_is_stopped_ends_at_once(staff: People, quiet: World) -> None:
    job = asked(quiet, 24)
    planner = staff.client(Role.DISPATCHER)

    answers = [planner.post(f"/api/v1/jobs/{job.id}/stop", json={}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["state"] == "stopped"
    assert answers[0].json()["sentence"] == "It was stopped before it began. Nothing changed."
    assert answers[1].json() == answers[0].json()
    stops = [each for each in all_of(quiet.parts, Event) if each.what == "job_stopped"]
    assert [each.actor for each in stops] == [str(staff.signed_in(Role.DISPATCHER).user_id)]
    assert planner.post(f"/api/v1/jobs/{quiet.territory_id}/stop", json={}).status_code == 404


def test_planners_follow_and_nobody_else(staff: People, quiet: World) -> None:
    job = asked(quiet, 24)

    assert staff.client(Role.SUPPORT).get("/api/v1/jobs").status_code == 403
    reading = staff.client(Scope.PLANNING_READ)
    assert reading.get(f"/api/v1/jobs/{job.id}").status_code == 200
    assert reading.post(f"/api/v1/jobs/{job.id}/stop", json={}).status_code == 403
