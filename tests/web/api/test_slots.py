"""Times through the API: shown with their reasons, kept once, booked once, and lost politely."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.booking import hold_slot, set_quota
from aftersales.deed import SYSTEM
from aftersales.errors import SlotTaken
from aftersales.queries.visits import appointment_of_order
from aftersales.records import AppointmentState, Role, Scope, Territory
from tests.web.api.asking import twice, wheres
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.timed import sold


def slots_of(client: TestClient, order_id: UUID) -> dict[str, Any]:
    answer = client.get(f"/api/v1/work-orders/{order_id}/slots")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_times_are_shown_with_what_speaks_for_them(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)

    found = slots_of(client, order_id)["slots"]

    first = found[0]
    assert set(first) == {
        *("code", "local_from", "local_to", "zone", "from_at", "to_at"),
        *("is_green", "extra_seconds", "lateness", "score", "is_best"),
    }
    assert first["code"] == f"{first['local_from'][:16]}/{first['local_to'][11:16]}"
    assert first["zone"] == "Europe/Vaduz"
    [best] = [each for each in found if each["is_best"]]
    assert best["score"] == min(each["score"] for each in found)
    assert [each["from_at"] for each in found] == sorted(each["from_at"] for each in found)


def test_a_day_without_times_says_why_in_full(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)
    with world.parts.doing(SYSTEM) as deed:
        area = deed.session.get_one(Territory, world.territory_id)
        set_quota(deed, area, None, weekday=None, on=None, most=0)

    shown = slots_of(client, order_id)

    assert shown["slots"] == []
    full = [each for each in shown["refused"] if each["code"] == "quota"]
    assert full
    assert {each["sentence"] for each in full} == {"the quota of 0 visits is reached"}


def test_a_time_is_kept_once_and_booked_once(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)
    when = slots_of(client, order_id)["slots"][0]["code"]
    path = f"work-orders/{order_id}"

    held, held_again = twice(client, f"{path}/hold", {"when": when})
    booked, booked_again = twice(client, f"{path}/confirm", {"when": when})
    late = client.post(
        f"/api/v1/{path}/hold",
        json={"when": when},
        headers={"Idempotency-Key": f"test-{path}/hold"},
    )

    assert held.status_code == booked.status_code == 200, booked.text
    assert held.json()["when"] == when
    assert held.json()["held_until_at"] == "2026-11-23T07:10:00Z"
    assert held.json() == held_again.json() == late.json()
    assert late.headers["Idempotent-Replayed"] == "true"
    assert booked.json() == booked_again.json()
    visit = booked.json()["appointment"]
    assert (visit["id"], visit["state"]) == (booked.json()["appointment_id"], "booked")
    with world.parts.store.reading() as session:
        kept = appointment_of_order(session, order_id)
    assert kept is not None
    assert (str(kept.id), kept.state) == (visit["id"], AppointmentState.BOOKED)
    assert when not in {each["code"] for each in slots_of(client, order_id)["slots"]}


def test_a_key_that_came_with_another_time_is_refused(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)
    one, other = [each["code"] for each in slots_of(client, order_id)["slots"][:2]]
    path, headers = f"/api/v1/work-orders/{order_id}/hold", {"Idempotency-Key": "one"}

    client.post(path, json={"when": one}, headers=headers)
    answer = client.post(path, json={"when": other}, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["type"] == "/api#key-reused"


def test_whoever_is_too_slow_is_told_the_nearest_times(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)
    when = slots_of(client, order_id)["slots"][0]["code"]
    try:
        while True:
            hold_slot(world.parts, SYSTEM, sold(world)[0], when)
    except SlotTaken:
        pass

    path = f"/api/v1/work-orders/{order_id}"
    free = {each["code"] for each in slots_of(client, order_id)["slots"]}
    answers = [client.post(f"{path}/{act}", json={"when": when}) for act in ("hold", "confirm")]

    for answer in answers:
        assert answer.status_code == 409
        assert answer.headers["content-type"] == "application/problem+json"
    nearest = [each["sentence"] for each in answers[0].json()["problems"]]
    assert nearest == [each["sentence"] for each in answers[1].json()["problems"]]
    assert len(nearest) == 3
    assert set(nearest) <= free
    assert client.post(f"{path}/hold", json={"when": nearest[0]}).status_code == 200


def test_what_is_no_time_is_named(client: TestClient, world: World) -> None:
    order_id, _token = sold(world)
    path = f"/api/v1/work-orders/{order_id}/hold"

    assert wheres(client.post(path, json={"when": "soon"})) == ["when"]
    assert wheres(client.post(path, json={})) == ["when"]
    missing = "/api/v1/work-orders/00000000-0000-7000-8000-000000000000"
    assert client.get(f"{missing}/slots").status_code == 404
    for act in ("hold", "confirm"):
        answer = client.post(f"{missing}/{act}", json={"when": "2026-11-25T08:00/12:00"})
        assert answer.status_code == 404


def test_who_may_only_read_keeps_nothing(people: People, world: World) -> None:
    order_id, _token = sold(world)
    path = f"/api/v1/work-orders/{order_id}"
    reader = people.client(Scope.VISITS_READ)

    assert reader.get(f"{path}/slots").status_code == 200
    for act in ("hold", "confirm"):
        answer = reader.post(f"{path}/{act}", json={"when": "2026-11-25T08:00/12:00"})
        assert answer.status_code == 403
    assert people.client(Role.TECHNICIAN).get(f"{path}/slots").status_code == 403


def test_work_without_a_window_waits_for_a_slot_to_be_booked(
    client: TestClient, world: World
) -> None:
    body = {"customer": "C-0001", "kind": "install", "product_type": "washing_machine"}

    made = client.post("/api/v1/work-orders", json=body)
    order_id = UUID(made.json()["id"])
    when = slots_of(client, order_id)["slots"][0]["code"]
    client.post(f"/api/v1/work-orders/{order_id}/hold", json={"when": when})
    booked = client.post(f"/api/v1/work-orders/{order_id}/confirm", json={"when": when})

    assert (made.status_code, made.json()["windows"], made.json()["state"]) == (201, [], "open")
    assert booked.json()["appointment"]["state"] == "booked"
