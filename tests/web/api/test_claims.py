"""Claims through the API: opened and decided, told more of, ruled on, made good, and added up."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.queries.notices import notices_about
from aftersales.records import Role
from tests.web import principals
from tests.web.api.conftest import Shop
from tests.web.principals import with_password

NEWS = {"symptom": "It does not drain.", "component": "pump", "has_proof_of_purchase": True}


def opened(shop: Shop, **changes: object) -> dict[str, Any]:
    answer = shop.client.post(
        "/api/v1/claims",
        json={"unit_id": str(shop.unit_id), **NEWS, "estimate_cents": 9000, **changes},
    )
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def as_role(shop: Shop, role: Role) -> TestClient:
    with shop.parts.doing(SYSTEM) as deed:
        user = with_password(deed, email=f"{role}@shop.example", name=role.value, role=role)
    return principals.entered(shop.parts, TestClient(shop.app), user)


def test_claim_is_opened_decided_and_told(shop: Shop) -> None:
    claim = opened(shop)

    assert claim["state"] == "approved"
    assert claim["decision"]["by"] == "rules"
    assert claim["reasons"][0] == (
        "Parts, labour and travel are covered by the maker's warranty until 2 November 2029."
    )
    with shop.parts.store.reading() as session:
        told = [notice.kind for notice in notices_about(session, UUID(claim["id"]))]
    assert told == ["claim_decided"]
    assert shop.client.get(f"/api/v1/claims/{claim['id']}").json() == claim


def test_claim_can_wait_to_be_decided(shop: Shop) -> None:
    claim = opened(shop, is_decided=False, symptom=None)
    path = f"/api/v1/claims/{claim['id']}"

    asked = shop.client.post(f"{path}/decision")
    told = shop.edit(path, symptom="It leaks.", evidence=1)
    decided = shop.client.post(f"{path}/decision")

    assert (claim["state"], claim["reasons"]) == ("submitted", [])
    assert asked.json()["state"] == "needs_info"
    assert asked.json()["reasons"] == ["Please tell us what the unit does, or no longer does."]
    assert (told.json()["state"], told.json()["evidence"]) == ("in_review", 1)
    assert decided.json()["state"] == "approved"


def test_claim_is_repaired_and_its_unit_has_one_cover_more(shop: Shop) -> None:
    claim = opened(shop)
    path = f"/api/v1/claims/{claim['id']}"
    unit = f"/api/v1/units/{shop.unit_id}"
    before = shop.client.get(unit).json()["covers"]

    chosen = shop.client.post(f"{path}/remedy", json={"remedy": "repair"})
    done = shop.client.post(f"{path}/fulfilment", json={"done_on": claim["fault_on"]})
    closed = shop.client.post(f"{path}/steps", json={"state": "closed"})

    assert (chosen.json()["state"], chosen.json()["remedy"]) == ("remedy_chosen", "repair")
    assert done.json()["state"] == "fulfilled"
    assert closed.json()["state"] == "closed"
    after = shop.client.get(unit).json()["covers"]
    assert [cover["kind"] for cover in after] == [
        *(cover["kind"] for cover in before),
        "repair_warranty",
    ]


def test_costs_are_added_up_by_who_pays(shop: Shop) -> None:
    claim = opened(shop)
    path = f"/api/v1/claims/{claim['id']}/costs"

    shop.client.post(path, json={"kind": "parts", "amount_cents": 4000, "note": "pump"})
    answer = shop.client.post(path, json={"kind": "labour", "amount_cents": 5000})

    costs = answer.json()
    assert answer.status_code == 201
    assert (costs["total_cents"], costs["by_payer"]) == (9000, {"maker": 9000})
    assert (costs["by_kind"], costs["recoverable_cents"]) == (
        {"parts": 4000, "labour": 5000},
        9000,
    )
    assert [line["note"] for line in costs["lines"]] == ["pump", ""]
    assert shop.client.get(path).json() == costs
    filed = shop.client.post(f"/api/v1/claims/{claim['id']}/recovery", json={"state": "filed"})
    assert filed.json()["supplier_recovery"] == "filed"


def test_person_rules_within_their_authority_and_a_key_never_does(shop: Shop) -> None:
    claim = opened(shop, estimate_cents=40_000)
    path = f"/api/v1/claims/{claim['id']}/ruling"
    ruling = {"outcome": "approve", "why": "The pump blocked by itself."}
    manager = as_role(shop, Role.MANAGER)

    by_key = shop.client.post(path, json=ruling)
    by_support = as_role(shop, Role.SUPPORT).post(path, json=ruling)
    by_manager = manager.post(path, json=ruling)

    assert claim["state"] == "in_review"
    assert by_key.status_code == 403
    assert (by_support.status_code, by_support.json()["detail"]) == (
        409,
        "This is more than you may approve. Ask manager.",
    )
    assert (by_manager.status_code, by_manager.json()["state"]) == (200, "approved")
    assert by_manager.json()["decision"]["why"] == ruling["why"]


def test_step_that_is_no_arrow_changes_nothing(shop: Shop) -> None:
    claim = opened(shop)
    path = f"/api/v1/claims/{claim['id']}"

    refused = shop.client.post(f"{path}/steps", json={"state": "closed"})

    assert (refused.status_code, refused.json()["type"]) == (409, "/api#illegal-move")
    assert shop.client.get(path).json() == claim


def test_claim_under_another_customers_case_is_refused(shop: Shop) -> None:
    case = shop.client.post("/api/v1/cases", json={"customer": "C-0007", "subject": "Help"})

    refused = shop.client.post(
        "/api/v1/claims",
        json={"unit_id": str(shop.unit_id), **NEWS, "case_id": case.json()["id"]},
    )

    assert refused.status_code == 422
    assert refused.json()["problems"][0]["where"] == "case_id"


@pytest.mark.parametrize("changes", [{"fault_on": "2099-01-01"}, {"estimate_cents": -1}])
def test_claim_that_cannot_be_is_refused(shop: Shop, changes: dict[str, object]) -> None:
    refused = shop.client.post(
        "/api/v1/claims", json={"unit_id": str(shop.unit_id), **NEWS, **changes}
    )

    assert refused.status_code == 422
    assert shop.client.get("/api/v1/claims").json()["items"] == []
