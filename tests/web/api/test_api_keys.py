"""API keys through the API: shown once, remembered by nobody, useless once revoked."""

from datetime import timedelta

from fastapi.testclient import TestClient

from aftersales.records import Role
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People

SHOP = {"name": "Web shop", "scopes": ["catalogue:read"]}


def test_a_new_key_opens_its_scopes_and_is_shown_once(staff: People, quiet: World) -> None:
    admin = staff.client(Role.ADMIN)

    first, second = twice(admin, "api-keys", SHOP)

    assert first.status_code == 201, first.text
    made = first.json()
    key = made.pop("key")
    assert first.headers["cache-control"] == "no-store"
    assert (made["name"], made["scopes"], made["is_live"]) == ("Web shop", ["catalogue:read"], True)
    assert key.startswith("as_")
    assert key.endswith(made["hint"])
    assert second.json() == made | {"key": None}
    assert admin.get(first.headers["location"]).json() == made
    assert key not in str(quiet.dump())
    shop = TestClient(staff.app, headers={"Authorization": f"Bearer {key}"})
    assert shop.get("/api/v1/product-models").status_code == 200
    assert shop.get("/api/v1/customers").status_code == 403


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(staff: People) -> None:
    admin = staff.client(Role.ADMIN)
    made = admin.post("/api/v1/api-keys", json=SHOP).json()
    shop = TestClient(staff.app, headers={"Authorization": f"Bearer {made['key']}"})
    assert shop.get("/api/v1/product-models").status_code == 200

    answers = [admin.delete(f"/api/v1/api-keys/{made['id']}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert shop.get("/api/v1/product-models").status_code == 401
    (listed,) = admin.get("/api/v1/api-keys").json()["items"]
    assert (listed["is_live"], listed["revoked_at"] is None) == (False, False)
    assert admin.post("/api/v1/api-keys", json=SHOP).status_code == 409
    assert admin.delete(f"/api/v1/api-keys/{listed['id'][:-4]}0000").status_code == 404


def test_what_is_wrong_with_a_key_is_named(admin: TestClient, quiet: World) -> None:
    past = (quiet.clock.now() - timedelta(days=1)).isoformat()

    def wrong(**changes: object) -> list[str]:
        return wheres(admin.post("/api/v1/api-keys", json=SHOP | changes))

    assert wrong(name="") == ["name"]
    assert wrong(name="x" * 65) == ["name"]
    assert wrong(scopes=[]) == ["scopes"]
    assert wrong(scopes=["everything"])[0].startswith("scopes")
    assert wrong(expires_at=past) == ["expires_at"]
    assert wrong(expires_at="2026-12-01T00:00:00") == ["expires_at"]
    assert wrong(key="as_mine") == ["key"]
    assert admin.get("/api/v1/api-keys").json()["items"] == []
