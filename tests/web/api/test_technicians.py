"""Technicians through the API: found, added, changed, and let go without losing a visit."""

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.queries.staff import technician_by_code
from aftersales.records import Event, Role, Scope, Technician
from tests.web.api.asking import edit, is_lost_update_refused, twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

NEW: dict[str, Any] = {
    "code": "T4",
    "name": "Nora Wolf",
    "email": "Nora@Shop.example",
    "phone": "+423 555 02 04",
    "language": "lv",
    "territory": "li",
    "depot": "D1",
    "skills": [
        {
            "code": "plumbing",
            "certificate_number": "GAS-118",
            "valid_from_on": "2024-04-01",
            "valid_until_on": "2027-03-31",
        }
    ],
    "cost_per_hour_cents": 4200,
}


def worker(world: World, code: str) -> Technician:
    with world.parts.store.reading() as session:
        row = technician_by_code(session, code)
        assert row is not None
        return row


def newest(world: World, what: str) -> Event:
    with world.parts.store.reading() as session:
        return session.exec(
            select(Event).where(Event.what == what).order_by(col(Event.id).desc()).limit(1)
        ).one()


def test_an_added_technician_is_kept_shown_and_found(admin: TestClient, quiet: World) -> None:
    answer = admin.post("/api/v1/technicians", json=NEW)

    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/api/v1/technicians/T4"
    row = worker(quiet, "T4")
    assert answer.json() == {
        "id": str(row.id),
        "code": "T4",
        "name": "Nora Wolf",
        "email": "nora@shop.example",
        "phone": "+423 555 02 04",
        "language": "lv",
        "territory": "li",
        "partner": None,
        "starts_from": "depot",
        "depot": "D1",
        "is_active": True,
        "tells_position": False,
        "skills": NEW["skills"],
    }
    assert row.cost_per_hour_cents == 4200
    alone = admin.get("/api/v1/technicians/T4")
    assert alone.json() == answer.json()
    assert alone.headers["etag"] == answer.headers["etag"]
    assert (
        admin.get(
            "/api/v1/technicians/T4", headers={"If-None-Match": alone.headers["etag"]}
        ).status_code
        == 304
    )


def test_a_technician_who_starts_at_home_is_not_shown_with_their_address(
    admin: TestClient, quiet: World
) -> None:
    home = {
        "street": "Landstrasse",
        "house_number": "99",
        "postcode": "9494",
        "town": "Schaan",
        "country": "LI",
        "latitude": 47.1656,
        "longitude": 9.5105,
    }

    answer = admin.post("/api/v1/technicians", json=NEW | {"home": home})

    assert answer.status_code == 201, answer.text
    assert answer.json()["starts_from"] == "home"
    assert worker(quiet, "T4").home_location_id is not None
    everywhere = answer.text + admin.get("/api/v1/technicians").text
    assert "Landstrasse" not in everywhere
    assert "cost" not in everywhere


def test_a_repeated_request_adds_nobody_twice(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "technicians", NEW)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    again = admin.post("/api/v1/technicians", json=NEW)
    assert again.status_code == 409
    assert "There is a technician “T4” already." in again.json()["detail"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"code": "T/4"}, "code"),
    ({"code": " "}, "code"),
    ({"name": ""}, "name"),
    ({"email": "nobody"}, "email"),
    ({"phone": "1\x00"}, "phone"),
    ({"language": "xx"}, "language"),
    ({"depot": None}, "starts_from"),
    ({"skills": [{"code": "flying"}]}, "skills"),
    ({"skills": [{"code": "plumbing"}, {"code": "plumbing"}]}, "skills[1].code"),
    ({"cost_per_hour_cents": -1}, "cost_per_hour_cents"),
    ({"salary": 1}, "salary"),
    ({"home": {"street": "A"}}, "home.postcode"),
    (
        {
            "skills": [
                {
                    "code": "plumbing",
                    "valid_from_on": "2027-01-01",
                    "valid_until_on": "2026-01-01",
                }
            ]
        },
        "skills.plumbing",
    ),
]


def test_what_is_wrong_is_named_and_nothing_is_kept(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    for wrong, where in WRONG:
        assert where in wheres(admin.post("/api/v1/technicians", json=NEW | wrong))

    assert quiet.dump() == before


def test_filters_leave_only_who_fits(admin: TestClient) -> None:
    admin.post("/api/v1/service-partners", json=PARTNER)
    admin.post("/api/v1/technicians", json=NEW | {"partner": "P7", "skills": []})
    edit(admin, "technicians/T4", is_active=False)

    def codes(query: str) -> list[str]:
        answer = admin.get(f"/api/v1/technicians?{query}")
        return [each["code"] for each in answer.json()["items"]]

    assert codes("territory=li") == ["T1", "T2", "T3", "T4"]
    assert codes("skill=plumbing") == ["T1", "T2", "T3"]
    assert codes("skill=wizardry") == []
    assert codes("partner=P7") == ["T4"]
    assert codes("is_active=false") == ["T4"]
    assert codes("is_active=true&limit=2") == ["T1", "T2"]
    assert admin.get("/api/v1/technicians?partner=nobody").status_code == 404


PARTNER = {
    "code": "P7",
    "name": "Hilfe AG",
    "email": "p7@hilfe.example",
    "phone": "+423 555 03 04",
}


def test_an_edit_changes_what_is_sent_and_the_trail_keeps_no_names(
    admin: TestClient, quiet: World
) -> None:
    admin.post("/api/v1/service-partners", json=PARTNER)
    before = admin.get("/api/v1/technicians/T1").json()

    answer = edit(admin, "technicians/T1", phone="+423 555 99 99", partner="P7", name=None)

    assert answer.json() == before | {"phone": "+423 555 99 99", "partner": "P7"}
    event = newest(quiet, "technician_edited")
    assert event.facts == {"changed": ["phone", "service_partner_id"]}
    assert edit(admin, "technicians/T1", partner=None).json()["partner"] is None


def test_skills_are_replaced_whole(admin: TestClient) -> None:
    answer = edit(
        admin, "technicians/T1", skills=[{"code": "plumbing", "valid_until_on": "2027-01-31"}]
    )

    assert [(each["code"], each["valid_until_on"]) for each in answer.json()["skills"]] == [
        ("plumbing", "2027-01-31")
    ]
    assert edit(admin, "technicians/T1", skills=[]).json()["skills"] == []


def test_the_calendar_follows_what_it_shows_and_nothing_else(
    client: TestClient, world: World
) -> None:
    feed = f"/feeds/{world.feed_token}.ics"
    tag = client.get(feed).headers["etag"]

    edit(client, "technicians/T1", phone="+423 555 99 98")
    assert client.get(feed).headers["etag"] == tag
    edit(client, "technicians/T1", name="Inga Frick-Vogt")

    assert client.get(feed).headers["etag"] != tag
    assert "Inga Frick-Vogt" in client.get(feed).text


def test_the_later_of_two_edits_from_one_version_is_refused(admin: TestClient) -> None:
    assert is_lost_update_refused(admin, "technicians/T2", {"phone": "+423 555 00 00"})


WRONG_EDITS: list[tuple[dict[str, Any], str]] = [
    ({"starts_from": "home"}, "home"),
    ({"depot": None}, "depot"),
    ({"email": "x"}, "email"),
    ({"code": "T9"}, "code"),
]


def test_an_edit_that_makes_no_sense_changes_nothing(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    for wrong, where in WRONG_EDITS:
        assert where in wheres(edit(admin, "technicians/T1", **wrong))

    assert quiet.dump() == before


def test_who_still_has_visits_to_come_is_not_let_go(client: TestClient, world: World) -> None:
    ahead = [visit for visit in world.visits() if visit.lead.code == "T1"]
    assert ahead

    answer = edit(client, "technicians/T1", is_active=False)

    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        f"T1 still has {len(ahead)} visits to come, the first on 2026-11-23. Report an absence from "
        "then on, plan those days again so that others take them over, and repeat this."
    )
    assert worker(world, "T1").is_active


def test_who_is_let_go_reads_no_calendar_and_signs_in_no_more(staff: People, quiet: World) -> None:
    admin = staff.client(Role.ADMIN)
    admin.post("/api/v1/technicians", json=NEW)
    feed = admin.post("/api/v1/links/feeds", json={"technician": "T4"}).json()["address"]
    path = feed.removeprefix(quiet.parts.settings.public_url)
    account = {
        "email": "nora@shop.example",
        "name": "Nora Wolf",
        "role": "technician",
        "password": "three walls and a blue door",
        "technician": "T4",
    }
    user = admin.post("/api/v1/users", json=account).json()
    stranger = staff.client("nobody")
    assert stranger.get(path).status_code == 200

    answer = edit(staff.client(Role.DISPATCHER), "technicians/T4", is_active=False)

    assert answer.json()["is_active"] is False
    assert stranger.get(path).status_code == 404
    assert admin.get(f"/api/v1/users/{user['id']}").json()["is_active"] is False
    again = edit(admin, "technicians/T4", is_active=True)
    assert again.json()["is_active"] is True
    assert stranger.get(path).status_code == 404
    assert admin.get(f"/api/v1/users/{user['id']}").json()["is_active"] is False


def test_the_office_reads_and_planners_write(staff: People, quiet: World) -> None:
    support, dispatcher = staff.client(Role.SUPPORT), staff.client(Role.DISPATCHER)
    reading, writing = staff.client(Scope.PLANNING_READ), staff.client(Scope.PLANNING_WRITE)

    for client in (support, reading):
        assert client.get("/api/v1/technicians/T1").status_code == 200
        assert client.post("/api/v1/technicians", json=NEW).status_code == 403
        refused = client.patch(
            "/api/v1/technicians/T1", json={"phone": "1"}, headers={"If-Match": "*"}
        )
        assert refused.status_code == 403
    assert writing.post("/api/v1/technicians", json=NEW).status_code == 201
    assert edit(dispatcher, "technicians/T4", phone="+423 1").status_code == 200
    added, changed = newest(quiet, "technician_added"), newest(quiet, "technician_edited")
    assert (added.actor_kind, added.actor) == (
        "shop",
        str(staff.key(Scope.PLANNING_WRITE).key_id),
    )
    assert (changed.actor_kind, changed.actor) == (
        "staff",
        str(staff.signed_in(Role.DISPATCHER).user_id),
    )
