"""Maintenance through the API: a visit booked in one step, or by the slots of its work order."""

from typing import Any

from fastapi.testclient import TestClient

from tests.web.conftest import World
from tests.web.maintained import maintained_in

API = "/api/v1"


def due(client: TestClient, world: World) -> dict[str, Any]:
    """What is due at a washing machine of the small world."""
    row: dict[str, Any] = client.get(f"{API}/maintenance/{maintained_in(world).row_id}").json()
    return row


def test_visit_is_booked_in_one_step_once_and_the_maintenance_says_so(
    client: TestClient, world: World
) -> None:
    row = due(client, world)
    path = f"{API}/maintenance/{row['id']}/answers"
    slots = client.get(f"{API}/work-orders/{row['work_order_id']}/slots").json()["slots"]
    body = {"answer": "book", "when": slots[0]["code"]}

    booked = client.post(path, json=body, headers={"Idempotency-Key": "one"})
    replayed = client.post(path, json=body, headers={"Idempotency-Key": "one"})
    again = client.post(path, json=body)
    other = client.post(path, json=body | {"when": slots[1]["code"]})

    assert (booked.status_code, booked.json()["state"]) == (200, "booked"), booked.text
    assert booked.json() == replayed.json() == again.json()
    assert other.status_code == 409
    order = client.get(f"{API}/work-orders/{booked.json()['work_order_id']}").json()
    visit = client.get(f"{API}/appointments/{order['appointment_id']}").json()
    assert visit["window_from_at"] == slots[0]["from_at"]


def test_time_that_somebody_else_has_names_the_nearest_and_changes_nothing(
    client: TestClient, world: World
) -> None:
    row = due(client, world)
    path = f"{API}/maintenance/{row['id']}"

    lost = client.post(f"{path}/answers", json={"answer": "book", "when": "2026-11-29T08:00/12:00"})
    odd = client.post(f"{path}/answers", json={"answer": "book", "when": "soon"})

    assert (lost.status_code, odd.status_code) == (409, 422)
    assert len([each["sentence"] for each in lost.json()["problems"]]) == 3
    assert client.get(path).json() == row


def test_booking_without_a_time_leaves_the_times_to_the_work_order(
    client: TestClient, world: World
) -> None:
    row = due(client, world)
    path = f"{API}/maintenance/{row['id']}"

    asked = client.post(f"{path}/answers", json={"answer": "book"})
    order = f"{API}/work-orders/{asked.json()['work_order_id']}"
    when = client.get(f"{order}/slots").json()["slots"][-1]["code"]
    held = client.post(f"{order}/hold", json={"when": when})
    confirmed = client.post(f"{order}/confirm", json={"when": when})

    assert [each.status_code for each in (asked, held, confirmed)] == [200, 200, 200]
    assert (asked.json()["state"], client.get(path).json()["state"]) == ("due", "booked")
