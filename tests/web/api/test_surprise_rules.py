"""Rules of surprises through the API: looked at, made once, and ended, by managers alone."""

from typing import Any

from aftersales.records import Role
from tests.web.api.conftest import Shop
from tests.web.api.test_claims import as_role
from tests.web.surprised import surprised_by
from web.api.surprise_rules import EXAMPLE

API = "/api/v1/surprise-rules"
RULE: dict[str, Any] = dict(EXAMPLE) | {"starts_on": "2026-11-01", "number": 10}


def test_rule_is_made_once_listed_and_ended_by_a_manager(shop: Shop) -> None:
    manager, key = as_role(shop, Role.MANAGER), {"Idempotency-Key": "r-1"}
    sent = RULE | {"code": "ten"}

    made = manager.post(API, json=sent, headers=key)
    again = manager.post(API, json=sent, headers=key)
    taken = manager.post(API, json=sent)
    ended = manager.post(f"{API}/{made.json()['id']}/end")
    twice = manager.post(f"{API}/{made.json()['id']}/end")

    rule = made.json()
    assert (made.status_code, taken.status_code, twice.status_code) == (201, 409, 409)
    assert again.json() == rule
    assert (rule["state"], rule["every_months"], rule["currency"]) == ("active", 12, "EUR")
    assert ended.json() == rule | {"state": "ended"}
    assert manager.get(made.headers["location"]).json() == ended.json()
    assert manager.get(f"{API}?code=ten").json()["items"] == [ended.json()]
    assert manager.get(f"{API}?state=active").json()["items"] == []


def test_preview_says_whom_it_meets_and_what_it_costs_and_keeps_nothing(shop: Shop) -> None:
    surprised_by(shop.parts, shop.customers[5].id, shop.unit_id)
    manager = as_role(shop, Role.MANAGER)

    answer = manager.post(f"{API}/preview", json=RULE)

    assert answer.status_code == 200
    assert answer.json() == {
        "fits": 0,
        "given_today": 0,
        "cost_cents": 0,
        "left_cents": 48_500,
        "currency": "EUR",
        "against": [
            {
                "code": "surprise_too_soon",
                "sentence": "There was a surprise already, and the rule waits 12 months.",
                "customers": 1,
            }
        ],
    }
    assert len(manager.get(API).json()["items"]) == 1


def test_rule_that_is_no_small_surprise_is_refused_place_by_place(shop: Shop) -> None:
    manager = as_role(shop, Role.MANAGER)
    large = RULE | {"code": "large", "worth_cents": 5_001, "most_a_day": 0}

    answer = manager.post(API, json=large)

    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        {"where": "worth_cents", "sentence": "more than 0, and at most 50.00 EUR"},
        {"where": "most_a_day", "sentence": "at least 1, and no more than in all"},
    ]
    assert manager.get(API).json()["items"] == []


def test_presents_are_a_managers_and_never_a_keys(shop: Shop) -> None:
    support = as_role(shop, Role.SUPPORT)

    by_support = support.post(API, json=RULE | {"code": "ten"})
    by_key = shop.client.post(API, json=RULE | {"code": "ten"})

    assert (by_support.status_code, by_key.status_code) == (403, 403)
    assert support.get(API).json()["items"] == []
