"""What a phone asks of the server before it keeps a technician's day: the app, its worker, and who is signed in."""

from fastapi.testclient import TestClient

from aftersales.parts import Parts
from aftersales.records import AppointmentState, Role
from tests.web.conftest import World
from tests.web.principals import People
from web.app import create_app


def test_the_worker_answers_for_technicians_days_only_and_is_asked_for_anew(parts: Parts) -> None:
    answer = TestClient(create_app(parts)).get("/technicians/worker.js")

    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "service-worker-allowed" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_app_opens_the_own_day_and_names_icons_that_are_there(parts: Parts) -> None:
    client = TestClient(create_app(parts), headers={"accept-language": "bn"})

    manifest = client.get("/technicians/app.webmanifest")

    said = manifest.json()
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert (said["start_url"], said["display"], said["lang"]) == (
        "/technicians/today",
        "standalone",
        "bn",
    )
    assert said["short_name"] == "আমার দিন"
    assert [client.get(each["src"]).headers["content-type"] for each in said["icons"]] == [
        each["type"] for each in said["icons"]
    ]


def test_today_leads_a_technician_to_their_day_and_others_to_the_first_page(people: People) -> None:
    own = people.client(Role.TECHNICIAN).get("/technicians/today")
    office = people.client(Role.SUPPORT).get("/technicians/today")
    stranger = people.client("nobody").get("/technicians/today")

    assert own.headers["location"] == f"/technicians/{people.technician_code}/2026-11-23"
    assert office.headers["location"] == "/"
    assert stranger.headers["location"] == "/sign-in?next=%2Ftechnicians%2Ftoday"


def test_a_pass_opens_what_the_form_of_an_earlier_sign_in_does_not(
    people: People, world: World
) -> None:
    technician = people.client(Role.TECHNICIAN)
    visit = next(each for each in world.visits() if each.lead.code == people.technician_code)
    address = f"/visits/{visit.appointment.id}/report"
    said = {"what": "on_the_way"}

    old = technician.post(address, headers={"x-csrf-token": "of an earlier sign-in"}, data=said)
    given = technician.get("/technicians/pass").json()
    new = technician.post(address, headers={"x-csrf-token": given["csrf"]}, data=said)

    assert given["reader"] == str(people.signed_in(Role.TECHNICIAN).user_id)
    assert (old.status_code, new.status_code) == (403, 303)
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.EN_ROUTE


def test_a_phone_without_a_session_is_told_so_as_a_program_is(people: People) -> None:
    answer = people.client("nobody").get(
        "/technicians/pass", headers={"accept": "application/json"}
    )

    assert answer.status_code == 401
    assert answer.json()["type"] == "/api#not-signed-in"
