"""Slot quotas through the API: set once, replaced, listed, removed, and looked at by whoever books."""

from __future__ import annotations

from fastapi.testclient import TestClient

from aftersales.records import Role, Scope, SlotQuota
from tests.aftersales.conftest import all_of
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People
from web.api.slot_quotas import QuotaSent

PATH = "/api/v1/slot-quotas"
MONDAYS = {"territory": "li", "weekday": 0, "most": 3}


def test_a_quota_is_set_once_replaced_and_removed(admin: TestClient, quiet: World) -> None:
    first, second = twice(admin, "slot-quotas", MONDAYS)
    other = admin.post(PATH, json={"territory": "li", "on": "2026-12-24", "most": 0}).json()
    replaced = admin.post(PATH, json=MONDAYS | {"most": 5}).json()

    assert first.status_code == 201, first.text
    assert second.json() == first.json()
    assert replaced == first.json() | {
        "id": replaced["id"],
        "most": 5,
        "created_at": replaced["created_at"],
    }
    assert admin.get(PATH).json()["items"] == [other, replaced]
    assert admin.get(f"{PATH}?territory=li").json()["items"] == [other, replaced]
    assert admin.get(f"{PATH}?territory=nowhere").status_code == 404
    assert admin.get(f"{PATH}/{other['id']}").json() == other
    assert admin.delete(f"{PATH}/{other['id']}").status_code == 204
    assert admin.delete(f"{PATH}/{other['id']}").status_code == 404
    assert [str(row.id) for row in all_of(quiet.parts, SlotQuota)] == [replaced["id"]]


def test_what_is_wrong_with_a_quota_is_named(admin: TestClient, quiet: World) -> None:
    def wrong(**changes: object) -> list[str]:
        return wheres(admin.post(PATH, json=MONDAYS | changes))

    assert wrong(weekday=7) == ["weekday"]
    assert wrong(most=-1) == ["most"]
    assert wrong(most=10**12) == ["most"]
    assert wrong(on="2026-11-23") == ["on"]
    assert admin.post(PATH, json=MONDAYS | {"territory": "nowhere"}).status_code == 404
    assert admin.post(PATH, json=MONDAYS | {"work_type": "dancing"}).status_code == 404
    assert all_of(quiet.parts, SlotQuota) == []


def test_a_quota_is_for_one_kind_of_work_by_its_code(admin: TestClient) -> None:
    code = admin.get("/api/v1/work-types").json()["items"][0]["code"]

    answer = admin.post(PATH, json=MONDAYS | {"work_type": code})

    assert answer.json()["work_type"] == code


def test_its_example_is_taken_and_only_planners_set_it(staff: People) -> None:
    (body,) = QuotaSent.model_json_schema()["examples"]

    for kind in (Role.SUPPORT, Scope.PLANNING_READ):
        assert staff.client(kind).post(PATH, json=body).status_code == 403
        assert staff.client(kind).get(PATH).status_code == 200
    for kind in (Role.DISPATCHER, Scope.PLANNING_WRITE):
        assert staff.client(kind).post(PATH, json=body).status_code == 201
