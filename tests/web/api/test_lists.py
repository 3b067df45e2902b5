"""Lists: each filter leaves exactly what fits, and pages give every row once while rows are added."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.customers import add_customer
from aftersales.deed import SYSTEM
from aftersales.records import Claim
from tests.web.api.conftest import Shop
from tests.web.conftest import MONDAY, World
from tests.web.offered import offered
from tests.web.principals import People

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("customers", ("number",)),
    ("product-models", ("sku", "brand", "product_type")),
    ("work-types", ("kind", "product_type")),
    ("orders", ("number", "customer_id")),
    ("units", ("serial", "customer_id", "location_id", "product_model_id")),
    ("registrations", ("reference", "state", "unit_id", "customer_id")),
    ("work-offers", ("partner", "state", "appointment_id")),
    ("transfers", ("reference", "state", "unit_id", "customer_id")),
    ("cases", ("reference", "kind", "state", "customer_id", "unit_id")),
    ("work-orders", ("reference", "state", "customer_id", "unit_id", "case_id")),
    ("appointments", ("territory", "state", "work_order_id")),
    ("plan-runs", ("territory", "state")),
    ("promises", ("kind", "state", "customer_id", "appointment_id", "case_id")),
    ("notices", ("kind", "state", "subject_id", "recipient_id")),
    ("events", ("subject_id", "subject_kind", "what")),
)
"""Filters that name a field which is shown under the same name."""


def whole(client: TestClient, noun: str, **asked: str) -> list[dict[str, Any]]:
    """Every row of a list, read page by page by its links."""
    items: list[dict[str, Any]] = []
    answer = client.get(f"/api/v1/{noun}", params={"limit": "7", **asked})
    while True:
        assert answer.status_code == 200, (noun, asked, answer.text)
        items += answer.json()["items"]
        following = answer.links.get("next")
        assert (following is None) == (answer.json()["next"] is None)
        if following is None:
            return items
        answer = client.get(following["url"])


def test_each_filter_leaves_exactly_the_rows_that_fit(people: People, world: World) -> None:
    client = people.client("every scope")
    office = people.client("admin")
    for number in ("C-0001", "C-0002"):
        client.post(
            "/api/v1/registrations",
            json={
                "sku": "WM-8000",
                "serial": f"X{number}",
                "customer": number,
                "purchased_on": "2026-11-02",
            },
        )
        client.post("/api/v1/cases", json={"customer": number, "subject": "Help"})
    client.post(
        "/api/v1/cases",
        json={"customer": "C-0000", "subject": "Help", "unit_id": str(world.unit_id)},
    )

    client.post(
        "/api/v1/transfers",
        json={"unit_id": str(world.unit_id), "name": "Jānis", "email": "janis@example.org"},
    )
    offered(people, world)

    for noun, fields in FIELDS:
        asking = office if noun == "events" else client
        rows = whole(asking, noun)
        assert rows, noun
        for field in fields:
            value = next(row[field] for row in rows if row[field] is not None)
            found = whole(asking, noun, **{field: value})

            assert found == [row for row in rows if row[field] == value], (noun, field)


def test_appointments_are_found_by_technician_span_and_day(people: People, world: World) -> None:
    client = people.client("every scope")
    visits = sorted(world.visits(), key=lambda visit: visit.appointment.id)
    starts = sorted(visit.appointment.planned_start_at for visit in visits)
    middle = starts[len(starts) // 2].isoformat()

    def ids(**asked: str) -> list[str]:
        return [row["id"] for row in whole(client, "appointments", **asked)]

    for code in ("T1", "T2", "T3"):
        assert ids(technician=code) == [
            str(visit.appointment.id) for visit in visits if visit.lead.code == code
        ]
    early, late = ids(to=middle), ids(**{"from": middle})
    assert sorted(early + late) == sorted(ids())
    assert early
    assert set(early) == {
        str(visit.appointment.id)
        for visit in visits
        if visit.appointment.planned_start_at.isoformat() < middle
    }
    assert ids(territory="li", on="2026-11-23", to=middle) == early
    assert ids(territory="li", on="2026-11-24", to=middle) == []
    assert client.get("/api/v1/appointments?technician=T99").status_code == 404


def test_work_orders_are_found_by_territory_and_events_by_moment(
    people: People, world: World
) -> None:
    client, office = people.client("every scope"), people.client("admin")

    assert whole(client, "work-orders", territory="li") == whole(client, "work-orders")
    assert client.get("/api/v1/work-orders?territory=nowhere").status_code == 404
    client.post("/api/v1/cases", json={"customer": "C-0001", "subject": "Help"})
    since = world.clock.now().isoformat()
    newer = [row for row in whole(office, "events") if row["at"] == "2026-11-23T07:00:00Z"]
    assert whole(office, "events", since=since) == newer
    assert "case_opened" in {row["what"] for row in newer}
    assert "visit_requested" not in {row["what"] for row in newer}


def test_pages_give_every_row_once_while_rows_are_added(shop: Shop) -> None:
    present = {each["id"] for each in whole(shop.client, "customers")}
    seen, url = [], "/api/v1/customers?limit=3"

    for number in range(20):
        answer = shop.client.get(url)
        seen += [each["id"] for each in answer.json()["items"]]
        if "next" not in answer.links:
            break
        if number < 3:
            with shop.parts.doing(SYSTEM) as deed:
                add_customer(deed, number=f"C-9{number}", name="New", language="en")
        url = answer.links["next"]["url"]

    assert len(seen) == len(set(seen)) == len(present) + 3
    assert present <= set(seen)


def test_a_link_to_the_next_page_keeps_what_was_asked(shop: Shop) -> None:
    asked = {"limit": "2", "product_model_id": shop.model_path().rsplit("/", 1)[-1]}

    answer = shop.client.get("/api/v1/units", params=asked)

    url = answer.links["next"]["url"]
    assert url.startswith("/api/v1/units?")
    assert all(f"{name}={value}" in url for name, value in asked.items())
    assert f"after={answer.json()['next']}" in url
    assert "link" not in shop.client.get("/api/v1/units?limit=200").headers


def test_a_claim_is_shown_and_found(shop: Shop) -> None:
    case = shop.client.post("/api/v1/cases", json={"customer": "C-0000", "subject": "Broken"})
    with shop.parts.doing(SYSTEM) as deed:
        row = Claim(
            id=deed.new_id(),
            reference="K-1",
            case_id=UUID(case.json()["id"]),
            unit_id=shop.unit_id,
            state="submitted",
            component="drum",
            symptom="It does not turn",
            fault_on=MONDAY,
            currency="EUR",
            supplier_recovery="",
            opened_at=deed.now,
        )
        deed.add(row)

    [found] = shop.client.get("/api/v1/claims?state=submitted").json()["items"]

    assert (found["id"], found["symptom"]) == (str(row.id), "It does not turn")
    assert shop.client.get(f"/api/v1/claims/{row.id}").json() == found
    for other in ("state=approved", "reference=K-2", f"case_id={row.id}", f"unit_id={row.id}"):
        answer = shop.client.get(f"/api/v1/claims?{other}")
        assert (answer.status_code, answer.json().get("items")) == (200, []), other
