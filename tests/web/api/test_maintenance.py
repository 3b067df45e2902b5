"""Maintenance through the API: schedules and contracts are kept once and ended, owners are answered for."""

from typing import Any

from aftersales.maintenance import tend_maintenance
from tests.web.api.conftest import Shop

YEARLY = {
    "task": "Yearly service",
    "every_months": 12,
    "lead_days": 366,
    "source": "Booklet 2026, page 9",
}
API = "/api/v1"


def scheduled(shop: Shop, **changes: object) -> Any:
    return shop.client.post(
        f"{API}/maintenance-schedules", json={"code": "Y-1", "sku": "WM-8000"} | YEARLY | changes
    )


def contracted(shop: Shop, **changes: object) -> Any:
    body = {
        "number": "SC-1",
        "name": "Comfort",
        "provider": "Nordwasch Service",
        "unit_id": str(shop.unit_id),
        "starts_on": "2026-06-01",
        "ends_on": "2031-06-01",
    }
    return shop.client.post(f"{API}/service-contracts", json=body | YEARLY | changes)


def due(shop: Shop) -> dict[str, Any]:
    """What is due under a contract."""
    contracted(shop)
    tend_maintenance(shop.parts)
    [row] = shop.client.get(f"{API}/maintenance?unit_id={shop.unit_id}").json()["items"]
    return dict(row)


def test_schedule_is_kept_as_it_was_sent_and_ended(shop: Shop) -> None:
    made = scheduled(shop, season_from=5, season_to=9, price_cents=0)

    path = made.headers["location"]
    again = scheduled(shop)
    ended = [shop.client.post(f"{path}/end").json()["ended_at"] for _ in range(2)]

    assert (made.status_code, again.status_code) == (201, 409)
    kept = shop.client.get(path).json()
    assert {name: kept[name] for name in ("code", "task", "season_from", "season_to")} == {
        "code": "Y-1",
        "task": "Yearly service",
        "season_from": 5,
        "season_to": 9,
    }
    assert ended[0] is not None
    assert ended == [kept["ended_at"]] * 2


def test_season_with_one_end_and_an_unknown_model_are_refused(shop: Shop) -> None:
    half = scheduled(shop, season_from=5)
    unknown = scheduled(shop, sku="NO-1")

    assert (half.status_code, unknown.status_code) == (422, 404)
    assert [each["where"] for each in half.json()["problems"]] == ["season_to"]
    assert shop.client.get(f"{API}/maintenance-schedules").json()["items"] == []


def test_contract_makes_maintenance_by_itself_and_its_end_calls_it_off(shop: Shop) -> None:
    row = due(shop)
    [contract] = shop.client.get(f"{API}/service-contracts?number=SC-1").json()["items"]
    ended = shop.client.post(f"{API}/service-contracts/{contract['id']}/end")
    tend_maintenance(shop.parts)

    assert (row["state"], row["due_on"]) == ("due", "2027-06-01")
    assert ended.status_code == 200
    assert shop.client.get(f"{API}/maintenance/{row['id']}").json()["state"] == "void"


def test_owner_is_answered_for_and_a_missing_day_is_asked_for(shop: Shop) -> None:
    path = f"{API}/maintenance/{due(shop)['id']}/answers"

    nothing = shop.client.post(path, json={"answer": "done"})
    done = shop.client.post(path, json={"answer": "done", "on": "2026-11-20", "note": "Invoice"})
    late = shop.client.post(path, json={"answer": "decline"})

    assert [each.status_code for each in (nothing, done, late)] == [422, 200, 409]
    assert {name: done.json()[name] for name in ("state", "done_on", "done_by", "note")} == {
        "state": "done",
        "done_on": "2026-11-20",
        "done_by": "staff",
        "note": "Invoice",
    }
