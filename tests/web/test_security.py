"""Headers, foreign hosts, foreign posts, and what is said of errors."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from aftersales.channels.mail import DeliveryFailed
from aftersales.errors import (
    AftersalesError,
    Collision,
    IllegalMove,
    NotAllowed,
    NotReady,
    NotThere,
    NotUnderstood,
    PlanRefused,
    Problem,
    RevisionMoved,
    SlotTaken,
)
from aftersales.parts import Parts
from tests.web.conftest import World
from tests.web.principals import as_admin
from web.app import create_app
from web.problems import ALL_KINDS
from web.security import HEADERS


@pytest.fixture
def app(parts: Parts) -> FastAPI:
    """The app of an empty installation."""
    return create_app(parts)


@pytest.fixture
def empty(app: FastAPI, parts: Parts) -> TestClient:
    """The app of an empty installation, asked by its admin."""
    return as_admin(parts, TestClient(app, follow_redirects=False))


def failing(error: Exception) -> Callable[[], None]:
    """An endpoint that raises."""

    def endpoint() -> None:
        raise error

    return endpoint


def open_route(app: FastAPI, path: str, endpoint: Callable[[], None]) -> None:
    """Add a route that is open to everybody, as “/health” is."""
    app.add_api_route(path, endpoint)
    app.state.entries[endpoint] = "GET /health"


def test_every_kind_of_answer_carries_the_strict_headers(client: TestClient, world: World) -> None:
    token = world.token_of(world.visits()[0])
    answers = [
        client.get("/"),
        client.get(f"/visit/{token}"),
        client.post(f"/visit/{token}/keep"),
        client.get("/api/v1/customers"),
        client.get("/api/v1/nothing"),
        client.get("/nothing"),
        client.get("/static/icon.svg"),
        client.get("/static/nothing"),
        client.get("/", headers={"host": "evil.example"}),
        client.post("/", content=b"x" * 300_000),
        client.get(f"/feeds/{world.feed_token}.ics"),
    ]

    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (answer.request.url, name)
        assert "server" not in answer.headers
    assert [answer.headers["cache-control"] for answer in answers[:6]] == ["no-store"] * 6
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.:80"])
def test_a_foreign_host_name_learns_nothing(empty: TestClient, host: str) -> None:
    answer = empty.get("/api/v1/customers", headers={"host": host})

    assert answer.status_code == 421
    assert answer.json()["type"] == "/api#foreign-host"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "LOCALHOST:1"])
def test_this_machine_is_known_by_its_own_names(empty: TestClient, host: str) -> None:
    assert empty.get("/health", headers={"host": host}).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://testserver"}, 403),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_a_post_from_a_foreign_page_changes_nothing(
    client: TestClient, world: World, headers: dict[str, str], status: int
) -> None:
    before = world.dump()
    token = world.token_of(world.visits()[0])

    answer = client.post(f"/visit/{token}/keep", headers=headers)

    assert answer.status_code == status
    assert (world.dump() == before) is (status == 403)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_the_api_takes_json_only(empty: TestClient, kind: str | None) -> None:
    headers = {} if kind is None else {"content-type": kind}

    answer = empty.post("/api/v1/cases", content=b'{"customer": "C-1"}', headers=headers)

    assert answer.status_code == 415
    assert answer.json()["type"] == "/api#wrong-content"


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (NotThere("It is gone. Look elsewhere."), 404, "not-there"),
        (NotUnderstood("No. Try.", [Problem("here", "do this")]), 422, "not-understood"),
        (NotAllowed("Not now. Later."), 409, "not-allowed"),
        (IllegalMove("Not from here. Go back."), 409, "illegal-move"),
        (PlanRefused("Refused. Report it."), 500, "plan-refused"),
        (Collision("Too late. Try again."), 409, "collision"),
        (SlotTaken("Taken. Choose another."), 409, "slot-taken"),
        (RevisionMoved("It moved. Read again."), 409, "revision-moved"),
        (NotReady("Not yet. Migrate."), 503, "not-ready"),
        (DeliveryFailed("The server refused it.", is_final=True), 500, "unexpected"),
        (AftersalesError("Something. Ask."), 500, "unexpected"),
    ],
)
def test_each_error_has_its_own_problem(
    app: FastAPI, empty: TestClient, error: AftersalesError, status: int, slug: str
) -> None:
    open_route(app, "/api/v1/broken", failing(error))
    open_route(app, "/broken", failing(error))

    answer, shown = empty.get("/api/v1/broken"), empty.get("/broken")

    assert answer.status_code == shown.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/api#{slug}", status)
    assert problem["detail"] == str(error)
    if isinstance(error, NotUnderstood):
        assert problem["problems"] == [{"where": "here", "sentence": "do this"}]
        assert "do this" in shown.text
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert str(error).split(".", maxsplit=1)[0] in shown.text


def test_what_nobody_foresaw_tells_nothing_of_our_inside(app: FastAPI, empty: TestClient) -> None:
    open_route(app, "/api/v1/broken/{token}", failing(ValueError("secret of Anna Beck")))

    with capture_logs() as logs:
        answer = empty.get("/api/v1/broken/secret-token")

    assert answer.status_code == 500
    assert answer.json()["type"] == "/api#unexpected"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Anna" not in answer.text
    [log] = [each for each in logs if each["event"] == "request_failed"]
    assert log["error"] == "ValueError"
    assert log["route"] == "/api/v1/broken/{token}"
    assert re.fullmatch(r"test_security\.py:\d+ endpoint", log["place"])
    assert "Anna" not in str(logs)
    assert "secret-token" not in str(logs)


def test_the_frameworks_own_refusals_are_problems_too(empty: TestClient) -> None:
    wrong_method = empty.delete("/api/v1/customers")
    too_long = empty.post(
        "/api/v1/cases", content=b" " * 300_000, headers={"content-type": "application/json"}
    )
    broken = empty.post("/api/v1/cases", content=b"{", headers={"content-type": "application/json"})

    assert wrong_method.json()["type"] == "/api#wrong-method"
    assert wrong_method.headers["allow"] == "GET"
    assert too_long.status_code == 413
    assert too_long.json()["type"] == "/api#too-long"
    assert broken.status_code == 422
    chunked = empty.post(
        "/api/v1/cases",
        content=(b" " * 100_000 for _ in range(5)),
        headers={"content-type": "application/json"},
    )
    assert chunked.json()["type"] == "/api#too-long"
    assert empty.get("/nothing", headers={"accept": "application/json"}).json()["status"] == 404


def test_head_is_answered_like_get_without_the_body(empty: TestClient) -> None:
    got, asked = empty.get("/api"), empty.head("/api")

    assert asked.status_code == got.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-length"] == str(len(got.content))


def test_every_kind_of_problem_is_described_where_its_type_leads(empty: TestClient) -> None:
    written = empty.get("/api").text

    for kind in ALL_KINDS:
        assert f'id="{kind.slug}"' in written
    assert len({kind.slug for kind in ALL_KINDS}) == len(ALL_KINDS)


def test_readiness_says_what_to_do(parts: Parts, empty: TestClient) -> None:
    assert empty.get("/ready").status_code == 200

    with parts.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    answer = empty.get("/ready")

    assert answer.status_code == 503
    assert "aftersales init" in answer.json()["detail"]
    assert empty.get("/health").status_code == 200
