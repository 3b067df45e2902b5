"""Improvements through the API: begun, handed over, given another day, ended by a manager."""

from typing import Any

from fastapi.testclient import TestClient

from aftersales.records import Role
from tests.web.api.conftest import Shop
from tests.web.api.test_complaints import as_role, opened

CHECK = {"measure": "survey_score", "scope": "partner", "key": "-", "threshold": 4.0, "least": 5}


def begun(client: TestClient, **sent: object) -> dict[str, Any]:
    answer = client.post("/api/v1/improvements", json={"title": "Come in time", **sent})
    assert answer.status_code == 201, answer.text
    assert client.get(answer.headers["location"]).json() == answer.json()
    found: dict[str, Any] = answer.json()
    return found


def test_improvement_goes_its_way(shop: Shop) -> None:
    support, manager = as_role(shop, Role.SUPPORT), as_role(shop, Role.MANAGER)
    row = begun(support, check=CHECK, due_on="2027-01-31")
    path = f"/api/v1/improvements/{row['id']}"

    later = support.post(f"{path}/postponement", json={"due_on": "2027-02-28", "why": "Van."})
    owner = support.post(f"{path}/owner", json={"owner_id": row["owner_id"]})
    denied = support.post(f"{path}/waiver", json={"why": "No."})
    ended = manager.post(f"{path}/waiver", json={"why": "The model is not sold any more."})
    again = manager.post(f"{path}/waiver", json={"why": "Twice."})

    assert (row["state"], row["verdict"], row["threshold"]) == ("open", "not_measured", 4.0)
    assert later.json()["due_on"] == "2027-02-28"
    assert [each.status_code for each in (owner, denied, ended, again)] == [200, 403, 200, 409]
    assert ended.json()["close_reason"] == "The model is not sold any more."
    listed = shop.client.get("/api/v1/improvements?state=waived").json()["items"]
    assert [each["id"] for each in listed] == [row["id"]]
    assert shop.client.get("/api/v1/improvements?state=open").json()["items"] == []


def test_improvement_comes_from_a_complaint_or_says_its_check(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)
    complaint = opened(shop, unit_id=str(shop.unit_id))

    row = begun(support, complaint_id=complaint["id"])
    bare = support.post("/api/v1/improvements", json={"title": "Something"})
    odd = support.post(
        "/api/v1/improvements", json={"title": "X", "check": {**CHECK, "key": "nobody"}}
    )

    assert (row["scope"], row["measure"], row["source_kind"]) == (
        "model",
        "complaint_rate",
        "complaint",
    )
    assert (bare.status_code, odd.status_code) == (422, 422)


def test_key_reads_and_does_not_begin(shop: Shop) -> None:
    answer = shop.client.post("/api/v1/improvements", json={"title": "X", "check": CHECK})

    assert answer.status_code == 403
