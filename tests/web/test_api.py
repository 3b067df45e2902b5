"""The JSON API: what it answers, what it keeps, and what it tells."""

from threading import Event
from uuid import UUID

from fastapi.testclient import TestClient

from aftersales.customers import add_customer
from aftersales.deed import SYSTEM
from aftersales.jobs.running import run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.notices.delivery import send_due
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import events_about
from aftersales.queries.promises import promises_of
from aftersales.records import Case, PlanRun, Promise, PromiseKind, Registration, WorkOrder
from tests.web.conftest import World, text_of
from tests.web.principals import People

LISTS = (
    "customers",
    "product-models",
    "orders",
    "units",
    "registrations",
    "cases",
    "work-orders",
    "appointments",
    "technicians",
    "territories",
    "plan-runs",
    "promises",
    "notices",
    "events",
    "skills",
    "work-types",
)


def test_a_list_read_page_by_page_gives_every_row_once(client: TestClient) -> None:
    for noun in LISTS:
        whole = client.get(f"/api/v1/{noun}?limit=200").json()

        pieces, after = [], ""
        while True:
            piece = client.get(f"/api/v1/{noun}?limit=3{after}").json()
            pieces += piece["items"]
            if piece["next"] is None:
                break
            after = f"&after={piece['next']}"

        assert pieces == whole["items"], noun
        assert whole["next"] is None


def test_each_row_of_a_list_is_found_alone(client: TestClient) -> None:
    for noun in LISTS:
        if noun in {"registrations", "skills", "work-types", "events"}:
            continue
        row = client.get(f"/api/v1/{noun}").json()["items"][0]
        name = row["code"] if noun in {"technicians", "territories"} else row["id"]

        alone = client.get(f"/api/v1/{noun}/{name}").json()

        assert row.items() <= alone.items(), noun


def test_filters_leave_only_what_fits(client: TestClient, world: World) -> None:
    customer = client.get("/api/v1/customers?number=C-0003").json()["items"]
    assert [each["name"] for each in customer] == ["Ruta Kalnina"]

    units = client.get(f"/api/v1/units?customer_id={customer[0]['id']}").json()["items"]
    assert [each["serial"] for each in units] == ["NW0000003"]

    day = client.get("/api/v1/appointments?territory=li&on=2026-11-23").json()["items"]
    assert {each["id"] for each in day} == {str(each.appointment.id) for each in world.visits()}
    assert client.get("/api/v1/appointments?territory=li&on=2026-11-24").json()["items"] == []
    assert client.get("/api/v1/technicians?territory=li").json()["items"]
    assert client.get("/api/v1/plan-runs?territory=li").json()["items"]


def test_entitlement_answers_with_reasons(client: TestClient, world: World) -> None:
    answer = client.get(
        f"/api/v1/units/{world.unit_id}/entitlement?on=2027-01-10&component=drum"
    ).json()

    assert answer["component"] == "drum"
    assert [each["benefit"] for each in answer["answers"]] == [
        "parts",
        "labour",
        "travel",
        "loaner",
    ]
    parts = answer["answers"][0]
    assert parts["state"] == "covered"
    assert parts["until"] is not None
    assert parts["reason"].endswith(".")
    today = client.get(f"/api/v1/units/{world.unit_id}/entitlement").json()
    assert today["on"] == "2026-11-23"


def test_an_appointment_shows_its_whole_story_without_links(
    client: TestClient, world: World
) -> None:
    visit = world.visits()[0]

    shown = client.get(f"/api/v1/appointments/{visit.appointment.id}")

    story = shown.json()
    assert {"visit_requested", "appointment_booked"} <= {each["what"] for each in story["events"]}
    assert [each["kind"] for each in story["promises"]] == ["arrival_window"]
    assert [each["state"] for each in story["notices"]] == ["sent"]
    assert story["window_from_at"].endswith(("Z", "+00:00"))
    assert story["window_local_from"][-6] != "+"
    notice = client.get(f"/api/v1/notices/{story['notices'][0]['id']}")
    token = world.token_of(visit)
    assert any(token in text_of(mail) for mail in world.mails("booked"))
    assert token not in shown.text + notice.text
    assert notice.json()["paragraphs"][0].startswith(visit.lead.name.split()[0])
    assert [each["state"] for each in notice.json()["deliveries"]] == ["sent"]


def test_promise_scores_count_the_day(client: TestClient, world: World) -> None:
    scores = client.get("/api/v1/promises/scores?territory=li&on=2026-11-23").json()

    assert scores["made"] == len(world.visits()) == scores["waiting"]
    assert scores["heard_from_us_first"] is None
    assert client.get("/api/v1/promises/scores?territory=li").json() == scores


def test_a_plan_run_says_why_a_visit_found_no_place(client: TestClient) -> None:
    run = client.get("/api/v1/plan-runs").json()["items"][0]

    left = client.get(f"/api/v1/plan-runs/{run['id']}").json()["unplanned"]

    assert [each["reason"] for each in left] == ["no_skill"]
    assert "wizardry" in left[0]["sentence"]


def test_registering_finds_the_unit_of_the_order_and_tells_its_owner(
    people: People, world: World
) -> None:
    client = people.client("every scope")
    sent = {
        "sku": "WM-8000",
        "serial": "nw 0000002",
        "customer": "C-0002",
        "purchased_on": "2026-11-02",
    }

    answer = client.post("/api/v1/registrations", json=sent)

    assert answer.status_code == 201
    shown = client.get(answer.headers["location"]).json()
    assert shown == answer.json()
    assert shown["state"] == "active"
    with world.parts.store.reading() as session:
        row = session.get_one(Registration, UUID(shown["id"]))
        assert row.channel == "api"
        [event] = events_about(session, [row.id])
        assert (event.actor_kind.value, event.actor) == (
            "shop",
            str(people.key("every scope").key_id),
        )
    send_due(world.parts)
    [mail] = world.mails("registration_received")
    assert shown["reference"] in mail["Subject"]
    again = client.post("/api/v1/registrations", json=sent)
    assert (again.status_code, again.json()["type"]) == (409, "/api#collision")


def test_registering_without_a_serial_asks_instead_of_refusing(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/registrations",
        json={"sku": "WM-8000", "customer": "C-0001", "purchased_on": "2026-11-20"},
    )

    assert answer.status_code == 201
    assert answer.json()["state"] == "needs_info"
    assert "proof of purchase" in answer.json()["question"]
    covers = client.get(f"/api/v1/units/{answer.json()['unit_id']}").json()["covers"]
    assert "makers_warranty" in [each["kind"] for each in covers]


def test_a_serial_of_somebody_else_is_a_collision_that_keeps_nothing(
    client: TestClient, world: World
) -> None:
    before = world.dump()

    answer = client.post(
        "/api/v1/registrations",
        json={
            "sku": "WM-8000",
            "serial": "NW0000002",
            "customer": "C-0001",
            "purchased_on": "2026-11-20",
            "country": "LI",
        },
    )

    assert answer.status_code == 409
    assert "proof of purchase" in answer.json()["detail"]
    assert world.dump() == before


def test_opening_a_case_promises_an_update_and_says_so(client: TestClient, world: World) -> None:
    answer = client.post(
        "/api/v1/cases",
        json={
            "customer": "C-0000",
            "subject": "It leaks",
            "unit_id": str(world.unit_id),
            "next_update_at": "2026-11-23T12:00:00+01:00",
        },
    )

    assert answer.status_code == 201
    case = client.get(answer.headers["location"]).json()
    assert case["owner_name"] == "Inga Frick"
    with world.parts.store.reading() as session:
        assert session.get_one(Case, UUID(case["id"])).channel == "api"
    promises = client.get("/api/v1/promises?state=made&limit=200").json()["items"]
    [promise] = [each for each in promises if each["case_id"] == case["id"]]
    assert promise["to_at"] == "2026-11-23T11:00:00Z"
    send_due(world.parts)
    mails = [mail for mail in world.mails("case_received") if case["reference"] in mail["Subject"]]
    assert [mail["To"] for mail in mails] == ["Anna Beck <buyer0@example.org>"]


def test_a_case_is_not_about_somebody_elses_unit(client: TestClient, world: World) -> None:
    before = world.dump()

    answer = client.post(
        "/api/v1/cases",
        json={"customer": "C-0001", "subject": "It leaks", "unit_id": str(world.unit_id)},
    )

    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        {"where": "unit_id", "sentence": "it belongs to another customer"}
    ]
    assert world.dump() == before


def test_booking_then_planning_gives_a_promised_appointment(
    client: TestClient, world: World
) -> None:
    booked = client.post(
        "/api/v1/work-orders",
        json={
            "customer": "C-0004",
            "kind": "install",
            "product_type": "washing_machine",
            "windows": [{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
            "note": "Second floor",
        },
    )
    assert booked.status_code == 201
    assert booked.json()["windows"][0]["zone"] == "Europe/Vaduz"
    assert booked.json()["windows"][0]["from_at"] == "2026-11-24T07:00:00Z"
    assert booked.json()["appointment_id"] is None

    planned = client.post(
        "/api/v1/plan-runs",
        json={"territory": "li", "from_on": "2026-11-24", "days": 1, "effort": "quick"},
    )

    assert planned.status_code == 202
    assert planned.json()["state"] == "waiting"
    run_due_jobs(world.parts, Terms(), Event())
    job = client.get(planned.headers["location"]).json()
    assert (job["state"], job["result"]["planned"]) == ("done", 1)
    order = client.get(booked.headers["location"]).json()
    assert order["state"] == "planned"
    with world.parts.store.reading() as session:
        run = session.get_one(PlanRun, UUID(job["result"]["run"]))
        assert (run.trigger, run.effort) == ("api", "quick")
        [promise] = promises_of(session, UUID(order["appointment_id"]))
        assert promise.kind is PromiseKind.ARRIVAL_WINDOW
        assert [event.actor_kind.value for event in events_about(session, [run.id])] == ["staff"]
    send_due(world.parts)
    assert [mail["To"] for mail in world.mails("booked") if order["reference"] in mail["Subject"]]


WRONG: tuple[tuple[str, dict[str, object], int, list[str]], ...] = (
    ("cases", {"customer": "C-0001"}, 422, ["subject"]),
    ("cases", {"customer": "C-0001", "subject": "x", "extra": 1}, 422, ["extra"]),
    ("cases", {"customer": "C\x00", "subject": "x"}, 422, ["customer"]),
    ("cases", {"customer": "nobody", "subject": "x"}, 404, []),
    (
        "cases",
        {"customer": "C-0001", "subject": "x", "next_update_at": "2020-01-01T00:00:00Z"},
        422,
        ["next_update_at"],
    ),
    ("cases", {"customer": "C-0001", "subject": "x", "territory": "nowhere"}, 404, []),
    (
        "registrations",
        {"sku": "no", "customer": "C-0001", "purchased_on": "2026-01-01"},
        404,
        [],
    ),
    (
        "registrations",
        {"sku": "WM-8000", "customer": "C-0001", "purchased_on": 1700000000},
        422,
        ["purchased_on"],
    ),
    (
        "registrations",
        {
            "sku": "WM-8000",
            "customer": "C-0001",
            "purchased_on": "2026-11-02",
            "delivered_on": "2026-11-01",
            "installed_on": "2026-10-01",
        },
        422,
        ["unit"],
    ),
    ("work-orders", {"customer": "C-0001", "kind": "install", "windows": []}, 422, ["windows"]),
    (
        "work-orders",
        {
            "customer": "C-0001",
            "kind": "install",
            "product_type": "washing_machine",
            "windows": [{"local_from": "2026-11-24T08:00:00Z", "local_to": "2026-11-24T12:00:00"}],
        },
        422,
        ["windows[0].local_from"],
    ),
    (
        "work-orders",
        {
            "customer": "C-0001",
            "kind": "install",
            "product_type": "washing_machine",
            "windows": [{"local_from": "2026-11-20T08:00:00", "local_to": "2026-11-20T12:00:00"}],
        },
        422,
        ["windows[0]"],
    ),
    (
        "work-orders",
        {
            "customer": "C-0001",
            "kind": "install",
            "windows": [{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
        },
        422,
        ["product_type"],
    ),
    (
        "work-orders",
        {
            "customer": "C-0001",
            "kind": "install",
            "product_type": "washing_machine",
            "location_id": "01a206fd-6700-78d1-b21b-76f34559eb49",
            "windows": [{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
        },
        422,
        ["location_id"],
    ),
    (
        "work-orders",
        {
            "customer": "C-0001",
            "kind": "survey_before_installation",
            "product_type": "piano",
            "windows": [{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
        },
        404,
        [],
    ),
    ("plan-runs", {"territory": "li", "from_on": "2026-11-24", "days": 61}, 422, ["days"]),
    ("plan-runs", {"territory": "li", "from_on": "soon"}, 422, ["from_on"]),
    ("plan-runs", {"territory": "nowhere", "from_on": "2026-11-24"}, 404, []),
)


def test_wrong_input_is_answered_place_by_place_and_keeps_nothing(
    client: TestClient, world: World
) -> None:
    before = world.dump()

    for path, sent, status, where in WRONG:
        answer = client.post(f"/api/v1/{path}", json=sent)

        assert answer.status_code == status, sent
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert [each["where"] for each in problem["problems"]] == where
        assert all(each["sentence"] for each in problem["problems"])
        assert problem["detail"].endswith(".")
    assert world.dump() == before


def test_a_unit_of_another_customer_cannot_be_booked_on(client: TestClient, world: World) -> None:
    window = {"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}
    sent = {
        "customer": "C-0001",
        "kind": "install",
        "unit_id": str(world.unit_id),
        "windows": [window],
    }

    refused = client.post("/api/v1/work-orders", json=sent)
    booked = client.post("/api/v1/work-orders", json={**sent, "customer": "C-0000"})

    assert [each["where"] for each in refused.json()["problems"]] == ["unit_id"]
    with world.parts.store.reading() as session:
        order = session.get_one(WorkOrder, UUID(booked.json()["id"]))
        owner = customer_by_number(session, "C-0000")
        assert owner is not None
        assert (order.customer_id, order.unit_id) == (owner.id, world.unit_id)


def test_a_day_without_its_territory_is_not_understood(client: TestClient) -> None:
    answer = client.get("/api/v1/appointments?on=2026-11-23")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"] == "territory"


def test_somebody_without_a_place_must_say_more(client: TestClient, world: World) -> None:
    with world.parts.doing(SYSTEM) as deed:
        add_customer(deed, number="C-9", name="Nobody Yet", language="en")

    case = client.post("/api/v1/cases", json={"customer": "C-9", "subject": "Help"})
    unit = client.post(
        "/api/v1/registrations",
        json={"sku": "WM-8000", "customer": "C-9", "purchased_on": "2026-11-02"},
    )
    visit = client.post(
        "/api/v1/work-orders",
        json={
            "customer": "C-9",
            "kind": "install",
            "product_type": "washing_machine",
            "windows": [{"local_from": "2026-11-24T08:00:00", "local_to": "2026-11-24T12:00:00"}],
        },
    )

    asked = [answer.json()["problems"][0]["where"] for answer in (case, unit, visit)]
    assert asked == ["territory", "country", "location_id"]
    named = client.post(
        "/api/v1/cases", json={"customer": "C-9", "subject": "Help", "territory": "li"}
    )
    assert named.status_code == 201
    with world.parts.store.reading() as session:
        assert session.get_one(Case, UUID(named.json()["id"])).location_id is None
    located = client.post(
        "/api/v1/registrations",
        json={
            "sku": "WM-8000",
            "serial": "NEW1",
            "customer": "C-9",
            "purchased_on": "2026-11-02",
            "country": "AT",
        },
    )
    unit_id = located.json()["unit_id"]
    assert client.get(f"/api/v1/units/{unit_id}/entitlement").json()["on"] == "2026-11-23"


def test_what_is_not_there_is_said_as_a_problem(client: TestClient) -> None:
    nobody = "01a206fd-6700-78d1-b21b-76f34559eb49"
    for path in (
        f"customers/{nobody}",
        f"appointments/{nobody}",
        "technicians/T99",
        "territories/nowhere",
        "appointments?territory=nowhere",
        "nothing",
    ):
        answer = client.get(f"/api/v1/{path}")

        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "/api#not-there"


def test_promises_can_be_asked_one_by_one(client: TestClient, world: World) -> None:
    visit = world.visits()[0]

    rows = client.get(f"/api/v1/promises?appointment_id={visit.appointment.id}").json()["items"]

    with world.parts.store.reading() as session:
        row = session.get_one(Promise, UUID(rows[0]["id"]))
    assert rows[0]["customer_id"] == str(row.customer_id) == str(visit.customer.id)
