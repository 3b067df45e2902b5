"""Goodwill through the API: proposed, granted by people and never by a key, approved, declined and taken back."""

from typing import Any

from fastapi.testclient import TestClient

from aftersales.records import Role, Unit
from tests.web.api.conftest import Shop
from tests.web.api.test_claims import as_role, opened


def refused(shop: Shop, cents: int = 9_000) -> dict[str, Any]:
    """A claim that no cover pays for."""
    return opened(shop, finding="wear", estimate_cents=cents)


def sent(shop: Shop, client: TestClient, claim: dict[str, Any], **changes: object) -> Any:
    with shop.parts.store.reading() as session:
        owner = session.get_one(Unit, shop.unit_id).customer_id
    number = next(each.number for each in shop.customers if each.id == owner)
    return client.post(
        "/api/v1/goodwill-grants",
        json={
            "customer": number,
            "subject": "claim",
            "subject_id": claim["id"],
            "remedy": "repair",
            "amount_cents": 4_500,
            "reason": "She has waited long.",
            **changes,
        },
    )


def test_proposal_says_its_points_and_precedents(shop: Shop) -> None:
    claim = refused(shop)

    answer = shop.client.get(f"/api/v1/claims/{claim['id']}/goodwill")

    assert answer.status_code == 200
    assert answer.json() == {
        "percent": 30,
        "amount_cents": 2_700,
        "currency": "EUR",
        "points": {"early_in_life": 30},
        "benefits": ["parts", "labour", "travel"],
        "similar": 0,
        "granted": 0,
        "median_percent": None,
    }


def test_person_grants_and_a_key_never_does(shop: Shop) -> None:
    claim = refused(shop)
    support = as_role(shop, Role.SUPPORT)

    by_key = sent(shop, shop.client, claim)
    by_support = sent(shop, support, claim)

    grant = by_support.json()
    assert (by_key.status_code, by_support.status_code) == (403, 201)
    assert (grant["state"], grant["percent"], grant["authority"]) == ("granted", 50, "support")
    assert shop.client.get(f"/api/v1/claims/{claim['id']}").json()["state"] == "goodwill_offered"
    assert shop.client.get(f"/api/v1/goodwill-grants/{grant['id']}").json() == grant
    listed = shop.client.get(f"/api/v1/goodwill-grants?subject_id={claim['id']}").json()["items"]
    assert listed == [grant]


def test_more_than_ones_own_is_asked_for_and_approved(shop: Shop) -> None:
    claim = refused(shop, 20_000)
    support, manager = as_role(shop, Role.SUPPORT), as_role(shop, Role.MANAGER)

    refusal = sent(shop, support, claim, amount_cents=20_000)
    asked = sent(shop, support, claim, amount_cents=20_000, is_asked=True)
    path = f"/api/v1/goodwill-grants/{asked.json()['id']}"
    denied = support.post(f"{path}/approval")
    approved = manager.post(f"{path}/approval")
    back = manager.post(f"{path}/revocation", json={"why": "It was another unit."})

    assert (refusal.status_code, refusal.json()["detail"]) == (
        409,
        "This is more than you may grant. Ask manager.",
    )
    assert (asked.json()["state"], denied.status_code) == ("asked", 409)
    assert (approved.json()["state"], back.json()["state"]) == ("granted", "revoked")
    assert back.json()["end_reason"] == "It was another unit."


def test_declined_is_kept_with_its_why(shop: Shop) -> None:
    claim = refused(shop, 20_000)
    manager = as_role(shop, Role.MANAGER)
    asked = sent(shop, manager, claim, amount_cents=20_000, is_asked=True).json()

    declined = manager.post(
        f"/api/v1/goodwill-grants/{asked['id']}/refusal", json={"why": "Half of it."}
    )

    assert (declined.json()["state"], declined.json()["end_reason"]) == ("declined", "Half of it.")


def test_budget_says_what_is_left(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)
    sent(shop, support, refused(shop))

    answer = support.get("/api/v1/goodwill-budgets/li")

    assert answer.json() == {
        "territory": "li",
        "purpose": "goodwill",
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        "amount_cents": 200_000,
        "spent_cents": 4_500,
        "left_cents": 195_500,
        "currency": "EUR",
    }


def test_what_it_is_for_must_be_there(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)

    answer = sent(shop, support, {"id": str(shop.unit_id)})

    assert answer.status_code == 404
