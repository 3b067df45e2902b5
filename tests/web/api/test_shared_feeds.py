"""Shared feeds through the API: handed out once, read, given another address, withdrawn."""

from __future__ import annotations

from fastapi.testclient import TestClient

from aftersales.records import Role, Scope, SharedFeed
from tests.aftersales.conftest import all_of
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People
from web.api.shared_feeds import SharedFeedSent

PATH = "/api/v1/shared-feeds"
ASKED = {
    "kind": "territory",
    "code": "li",
    "detail": "district",
    "language": "en",
    "purpose": "The warehouse",
}


def path_of(address: str) -> str:
    return "/feeds/" + address.rpartition("/")[2]


def test_a_feed_is_shared_once_renewed_and_withdrawn(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "shared-feeds", ASKED)
    made = first.json()
    where = f"{PATH}/{made['id']}"

    assert first.status_code == 201, first.text
    assert second.json() == made | {"address": None}
    assert first.headers["cache-control"] == "no-store"
    assert "text/calendar" in admin.get(path_of(made["address"])).headers["content-type"]
    kept = {name: value for name, value in made.items() if name != "address"}
    assert admin.get(where).json() == kept
    assert admin.get(PATH).json()["items"] == [kept]

    renewed = admin.post(f"{where}/renew").json()
    assert admin.get(path_of(made["address"])).status_code == 404
    assert admin.get(path_of(renewed["address"])).status_code == 200

    assert admin.delete(where).status_code == 204
    assert admin.get(path_of(renewed["address"])).status_code == 404
    assert admin.get(where).json() == kept | {"is_live": False}


def test_what_is_wrong_is_named_and_nothing_is_shared(admin: TestClient, quiet: World) -> None:
    def wrong(**changes: object) -> list[str]:
        return wheres(admin.post(PATH, json=ASKED | changes))

    assert wrong(kind="street") == ["kind"]
    assert wrong(detail="all") == ["detail"]
    assert wrong(language="xx") == ["language"]
    assert wrong(purpose=" ") == ["purpose"]
    assert admin.post(PATH, json=ASKED | {"code": "nowhere"}).status_code == 404
    assert all_of(quiet.parts, SharedFeed) == []


def test_its_example_is_taken_and_only_planners_share(staff: People) -> None:
    (body,) = SharedFeedSent.model_json_schema()["examples"]

    for kind in (Role.SUPPORT, Scope.VISITS_READ):
        assert staff.client(kind).post(PATH, json=body).status_code == 403
        assert staff.client(kind).get(PATH).status_code == 200
    for kind in (Role.DISPATCHER, Scope.PLANNING_WRITE):
        assert staff.client(kind).post(PATH, json=body).status_code == 201
