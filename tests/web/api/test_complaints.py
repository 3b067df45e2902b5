"""Complaints through the API: opened, taken on, offered something, handed up, settled."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.queries.notices import notices_about
from aftersales.records import Role
from tests.web import principals
from tests.web.api.conftest import Shop
from tests.web.principals import with_password

SENT = {"customer": "C-0000", "subject": "Nobody came", "happened": "I waited all morning."}
VOUCHER = {"remedy": "voucher", "amount_cents": 3000, "said": "For the morning that you lost."}


def opened(shop: Shop, **changes: object) -> dict[str, Any]:
    answer = shop.client.post("/api/v1/complaints", json={**SENT, **changes})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def as_role(shop: Shop, role: Role) -> TestClient:
    with shop.parts.doing(SYSTEM) as deed:
        user = with_password(deed, email=f"{role}@shop.example", name=role.value, role=role)
    return principals.entered(shop.parts, TestClient(shop.app), user)


def test_complaint_is_opened_about_a_unit_and_read_again(shop: Shop) -> None:
    complaint = opened(shop, unit_id=str(shop.unit_id), wish="An apology.")

    assert (complaint["state"], complaint["level"], complaint["offers"]) == ("received", 0, [])
    assert complaint["happened"] == "I waited all morning."
    assert complaint["due_at"] == complaint["acknowledge_by_at"]
    assert shop.client.get(f"/api/v1/complaints/{complaint['id']}").json() == complaint
    listed = shop.client.get("/api/v1/complaints?state=received").json()["items"]
    assert listed == [complaint]
    case = shop.client.get(f"/api/v1/cases/{complaint['case_id']}").json()
    assert (case["kind"], case["reference"]) == ("complaint", complaint["reference"])


def test_complaint_about_what_is_another_customers_is_refused(shop: Shop) -> None:
    nobody = str(UUID(int=1))

    theirs = shop.client.post(
        "/api/v1/complaints",
        json={**SENT, "customer": "C-0001", "unit_id": str(shop.unit_id)},
    )
    missing = shop.client.post("/api/v1/complaints", json={**SENT, "appointment_id": nobody})

    assert (theirs.status_code, missing.status_code) == (422, 422)
    assert theirs.json()["problems"][0]["where"].endswith("unit_id")


def test_complaint_goes_its_whole_way(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)
    complaint = opened(shop)
    path = f"/api/v1/complaints/{complaint['id']}"

    taken = support.post(f"{path}/acknowledgement", json={"words": "I am sorry."}).json()
    support.post(f"{path}/investigation")
    offered = support.post(f"{path}/offers", json=VOUCHER).json()
    offer = offered["offers"][0]["id"]
    accepted = shop.client.post(f"{path}/offers/{offer}/answer", json={"is_accepted": True})
    resolved = shop.client.post(f"{path}/resolution", json={"outcome": "Sent."})
    settled = shop.client.post(f"{path}/settlement", json={"is_settled": True})

    assert (taken["state"], taken["owner_name"]) == ("acknowledged", "support")
    assert (offered["state"], offered["offers"][0]["state"]) == ("offer_made", "made")
    assert accepted.json()["offers"][0]["state"] == "accepted"
    assert resolved.json()["outcome"] == "Sent."
    assert (settled.json()["state"], settled.json()["due_at"]) == ("followed_up", None)
    with shop.parts.store.reading() as session:
        told = [each.kind for each in notices_about(session, UUID(complaint["id"]))]
    assert told == ["complaint_acknowledged", "complaint_offer", "complaint_closed"]


def test_offer_is_approved_by_a_person_with_authority_and_never_by_a_key(shop: Shop) -> None:
    support, manager = as_role(shop, Role.SUPPORT), as_role(shop, Role.MANAGER)
    path = f"/api/v1/complaints/{opened(shop)['id']}"
    support.post(f"{path}/acknowledgement", json={})

    waiting = support.post(f"{path}/offers", json={**VOUCHER, "amount_cents": 40_000}).json()
    offer = waiting["offers"][0]["id"]
    refused = support.post(f"{path}/offers/{offer}/approval")
    by_key = shop.client.post(f"{path}/offers", json=VOUCHER)
    approved = manager.post(f"{path}/offers/{offer}/approval")

    assert (waiting["state"], waiting["offers"][0]["state"]) == ("acknowledged", "waiting")
    assert refused.status_code == 409
    assert "Ask manager" in refused.json()["detail"]
    assert by_key.status_code == 403
    assert approved.json()["state"] == "offer_made"


def test_complaint_is_handed_up_and_declined_offers_go_up_by_themselves(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)
    as_role(shop, Role.MANAGER)
    as_role(shop, Role.ADMIN)
    path = f"/api/v1/complaints/{opened(shop)['id']}"

    up = shop.client.post(f"{path}/escalation", json={"why": "She asks for the manager."}).json()
    offered = support.post(f"{path}/offers", json=VOUCHER).json()
    declined = shop.client.post(
        f"{path}/offers/{offered['offers'][0]['id']}/answer",
        json={"is_accepted": False, "why": "Not enough."},
    ).json()

    assert (up["state"], up["level"], up["owner_name"]) == ("escalated", 1, "manager")
    assert (declined["state"], declined["level"], declined["owner_name"]) == (
        "escalated",
        2,
        "admin",
    )


def test_request_becomes_a_complaint_once(shop: Shop) -> None:
    case = shop.client.post("/api/v1/cases", json={"customer": "C-0000", "subject": "Help"}).json()

    complaint = opened(shop, case_id=case["id"])
    again = shop.client.post("/api/v1/complaints", json={**SENT, "case_id": case["id"]})

    assert complaint["reference"] == case["reference"]
    assert again.status_code == 422
