"""Users through the API: for admins alone, and never without one."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from aftersales.queries.access import user_by_email
from aftersales.records import Event, Role, Scope
from tests.aftersales.conftest import all_of
from tests.web.api.asking import edit, is_lost_update_refused, twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

PASSWORD = "three walls and a blue door"
EVA: dict[str, Any] = {
    "email": "Eva@Shop.example",
    "name": "Eva Office",
    "role": "support",
    "language": "bn",
    "password": PASSWORD,
}


def signs_in(staff: People, email: str, password: str = PASSWORD) -> bool:
    answer = TestClient(staff.app, follow_redirects=False).post(
        "/sign-in", data={"email": email, "password": password}
    )
    return answer.status_code == 303


def test_an_added_user_signs_in_and_their_password_is_nowhere(staff: People, quiet: World) -> None:
    admin = staff.client(Role.ADMIN)

    first, second = twice(admin, "users", EVA)

    assert first.status_code == 201, first.text
    assert second.json() == first.json()
    shown = first.json()
    assert first.headers["location"] == f"/api/v1/users/{shown['id']}"
    assert {key: shown[key] for key in ("email", "name", "role", "language", "is_active")} == {
        "email": "eva@shop.example",
        "name": "Eva Office",
        "role": "support",
        "language": "bn",
        "is_active": True,
    }
    assert admin.get(f"/api/v1/users/{shown['id']}").json() == shown
    assert signs_in(staff, "eva@shop.example")
    assert PASSWORD not in str(quiet.dump())
    assert [each["email"] for each in admin.get("/api/v1/users?role=support").json()["items"]] == [
        "eva@shop.example"
    ]


def test_the_same_key_with_another_password_is_another_request(admin: TestClient) -> None:
    twice(admin, "users", EVA)

    other = admin.post(
        "/api/v1/users",
        json=EVA | {"password": "four walls and a red door"},
        headers={"Idempotency-Key": "test-users"},
    )

    assert (other.status_code, other.json()["type"]) == (422, "/api#key-reused")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"email": "nobody"}, "email"),
    ({"name": ""}, "name"),
    ({"role": "king"}, "role"),
    ({"language": "xx"}, "language"),
    ({"password": "short"}, "password"),
    ({"password": "passwordpassword"}, "password"),
    ({"password": "x" * 1001}, "password"),
    ({"role": "technician"}, "technician"),
    ({"technician": "T1"}, "technician"),
    ({"role": "partner"}, "partner"),
    ({"password_hash": "x"}, "password_hash"),
]


def test_what_is_wrong_is_named_and_nothing_is_kept(admin: TestClient, quiet: World) -> None:
    before = quiet.dump()

    for wrong, where in WRONG:
        answer = admin.post("/api/v1/users", json=EVA | wrong)
        assert where in wheres(answer)
        assert PASSWORD not in answer.text

    assert quiet.dump() == before


def test_an_address_is_taken_once(admin: TestClient) -> None:
    assert admin.post("/api/v1/users", json=EVA).status_code == 201

    again = admin.post("/api/v1/users", json=EVA | {"email": "EVA@shop.example"})

    assert again.status_code == 409
    assert "signs in with this e-mail address already" in again.json()["detail"]


def test_a_technicians_user_leads_to_them_and_a_new_role_signs_them_out(
    staff: People, quiet: World
) -> None:
    admin = staff.client(Role.ADMIN)
    user = admin.post("/api/v1/users", json=EVA | {"role": "technician", "technician": "T1"}).json()
    assert user["technician"] == "T1"
    wrong = wheres(edit(admin, f"users/{user['id']}", role="support"))
    assert wrong == ["technician"]

    answer = edit(admin, f"users/{user['id']}", role="support", technician=None, name="Eva Vogt")

    assert answer.json() == user | {"role": "support", "technician": None, "name": "Eva Vogt"}


def test_who_is_deactivated_or_signed_out_is_out_at_once(staff: People) -> None:
    admin, support = staff.client(Role.ADMIN), staff.client(Role.SUPPORT)
    (user,) = admin.get("/api/v1/users?role=support").json()["items"]
    path = f"users/{user['id']}"
    assert support.get("/api/v1/customers").status_code == 200

    answer = admin.post(f"/api/v1/{path}/sign-out", json={})

    assert (answer.status_code, answer.json()) == (200, {"ended": 1})
    assert support.get("/api/v1/customers").status_code == 401
    assert signs_in(staff, user["email"], "a long enough sentence")
    assert edit(admin, path, is_active=False).json()["is_active"] is False
    assert not signs_in(staff, user["email"], "a long enough sentence")
    assert [each["id"] for each in admin.get("/api/v1/users?is_active=false").json()["items"]] == [
        user["id"]
    ]
    assert edit(admin, path, is_active=True).json()["is_active"] is True
    assert signs_in(staff, user["email"], "a long enough sentence")


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "manager"}])
def test_the_last_admin_stays(admin: TestClient, quiet: World, change: dict[str, Any]) -> None:
    (me,) = admin.get("/api/v1/users?role=admin").json()["items"]

    refused = edit(admin, f"users/{me['id']}", **change)

    assert refused.status_code == 409
    assert "Make somebody else an admin first." in refused.json()["detail"]
    assert admin.get(f"/api/v1/users/{me['id']}").json() == me
    other = admin.post("/api/v1/users", json=EVA | {"role": "admin"}).json()
    edit(admin, f"users/{other['id']}", is_active=False)
    assert edit(admin, f"users/{me['id']}", **change).status_code == 409
    edit(admin, f"users/{other['id']}", is_active=True)
    assert edit(admin, f"users/{me['id']}", **change).status_code == 200


def test_the_later_of_two_edits_from_one_version_is_refused(admin: TestClient) -> None:
    user = admin.post("/api/v1/users", json=EVA).json()

    assert is_lost_update_refused(admin, f"users/{user['id']}", {"name": "Eva Vogt"})


@pytest.mark.parametrize("kind", [Role.MANAGER, Role.SUPPORT, "every scope", "nobody"])
def test_nobody_but_an_admin_sees_or_changes_users(staff: People, quiet: World, kind: str) -> None:
    client = staff.client(kind)
    (me,) = staff.client(Role.ADMIN).get("/api/v1/users?role=admin").json()["items"]
    before = quiet.dump()

    tried = [
        client.get("/api/v1/users"),
        client.get(f"/api/v1/users/{me['id']}"),
        client.post("/api/v1/users", json=EVA),
        client.patch(f"/api/v1/users/{me['id']}", json={"role": "support"}),
        client.post(f"/api/v1/users/{me['id']}/sign-out", json={}),
        client.get("/api/v1/api-keys"),
        client.post("/api/v1/api-keys", json={"name": "x", "scopes": [Scope.SALES_READ]}),
    ]

    assert {answer.status_code for answer in tried} == {401 if kind == "nobody" else 403}
    assert quiet.dump() == before


def test_the_trail_names_the_admin_and_no_address(staff: People, quiet: World) -> None:
    user = staff.client(Role.ADMIN).post("/api/v1/users", json=EVA).json()
    edit(staff.client(Role.ADMIN), f"users/{user['id']}", email="eva2@shop.example")

    with quiet.parts.store.reading() as session:
        assert user_by_email(session, "eva2@shop.example") is not None
    events = [each for each in all_of(quiet.parts, Event) if str(each.subject_id) == user["id"]]
    assert [each.what for each in events] == ["user_added", "user_edited"]
    assert {each.actor for each in events} == {str(staff.signed_in(Role.ADMIN).user_id)}
    assert "eva" not in str([each.facts for each in events]).lower()


def test_admin_says_how_colleagues_reach_a_user(admin: TestClient) -> None:
    made = admin.post(
        "/api/v1/users",
        json={**EVA, "phone": "+423 555 77 88", "is_on_call": True},
    ).json()

    edited = edit(admin, f"users/{made['id']}", is_on_call=False).json()

    assert (made["phone"], made["is_on_call"]) == ("+423 555 77 88", True)
    assert (edited["phone"], edited["is_on_call"]) == ("+423 555 77 88", False)
