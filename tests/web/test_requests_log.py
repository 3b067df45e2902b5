"""Each request leaves one line that helps to find a fault and names nobody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlmodel import select

from aftersales.channels.mail import DeliveryFailed
from aftersales.day_watch.watch import watch_territory
from aftersales.deed import SYSTEM
from aftersales.jobs.rounds import do_rounds, rounds
from aftersales.notices.delivery import send_due
from aftersales.records import Contact, Customer, Location, Notice, NoticeState, Technician
from tests.log_lines import lines_of, logging_as_served
from tests.web.conftest import World


@pytest.fixture
def served(world: World) -> Iterator[None]:
    """The log as served, from when the small world stands."""
    with logging_as_served():
        yield


def personal(world: World) -> set[str]:
    """Everything in the rows that names or reaches somebody, and every token that was handed out."""
    with world.parts.store.reading() as session:
        customers = session.exec(select(Customer)).all()
        workers = session.exec(select(Technician)).all()
        places = session.exec(select(Location)).all()
        contacts = session.exec(select(Contact)).all()
    return {
        *(customer.name for customer in customers),
        *(name for customer in customers for name in customer.name.split() if len(name) > 3),
        *(worker.name for worker in workers),
        *(worker.email for worker in workers),
        *(contact.address for contact in contacts),
        *(place.street for place in places),
        "+423 555",
        "423 555 01 02",
        "admin@shop.example",
        "a long enough sentence",
        world.feed_token,
        *(world.token_of(visit) for visit in world.visits()),
    }


def test_request_is_told_by_its_route_and_number(
    served: None, stranger: TestClient, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    token = world.token_of(world.visits()[0])
    answer = stranger.get(f"/visit/{token}?mail=anna@example.org")

    written, lines = lines_of(capsys)

    (line,) = [line for line in lines if line["event"] == "request"]
    assert answer.status_code == 200
    assert (line["method"], line["route"], line["status"]) == ("GET", "/visit/{token}", 200)
    assert 0 < line["milliseconds"] < 60_000
    assert re.fullmatch(r"[\w-]{12}", line["request"])
    assert answer.headers["x-request-id"] == line["request"]
    assert token in answer.text
    assert token not in written
    assert "anna@" not in written


@pytest.mark.parametrize(
    ("method", "path", "route", "level"),
    [
        ("GET", "/nothing/here", "unmatched", "info"),
        ("HEAD", "/health", "/health", "debug"),
        ("GET", "/static/icon.svg", "/static", "debug"),
        ("POST", "/api/v1/cases", "/api/v1/cases", "info"),
        ("ANNA", "/health", "unmatched", "info"),
    ],
)
def test_route_of_a_request(
    served: None,
    stranger: TestClient,
    capsys: pytest.CaptureFixture[str],
    method: str,
    path: str,
    route: str,
    level: str,
) -> None:
    stranger.request(method, path)

    written, lines = lines_of(capsys)

    assert [(line["route"], line["level"]) for line in lines if line["event"] == "request"] == [
        (route, level)
    ]
    assert "ANNA" not in written


def test_other_lines_of_a_request_carry_its_number(
    served: None,
    stranger: TestClient,
    world: World,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        structlog.get_logger("web").error("about Anna", name="Anna Beck")
        raise ValueError("Anna Beck")

    monkeypatch.setattr(world.parts.store, "require_current", fail)
    answer = stranger.get("/ready")

    written, lines = lines_of(capsys)

    assert answer.status_code == 500
    assert {line["event"] for line in lines} >= {"about Anna", "request_failed", "request"}
    assert {line["request"] for line in lines} == {answer.headers["x-request-id"]}
    assert "Beck" not in written


def test_a_whole_day_names_nobody_in_the_log(
    world: World,
    client: TestClient,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visits = world.visits()
    secrets = personal(world)
    capsys.readouterr()
    with logging_as_served():
        pages = "".join(
            client.get(path).text
            for path in (
                "/",
                "/day/li/2026-11-23",
                *(f"/visits/{visit.appointment.id}" for visit in visits),
                *(f"/visit/{world.token_of(visit)}" for visit in visits),
                f"/feeds/{world.feed_token}.ics",
                f"/api/v1/customers/{world.customers[0].id}",
                "/api/v1/customers?name=Anna%20Beck",
                "/visit/anna.beck@example.org",
            )
        )
        for act in ("keep", "call", "move", "fly"):
            client.post(f"/visit/{world.token_of(visits[0])}/{act}", data={"note": "Anna Beck"})
        for password in ("wrong", "a long enough sentence", ""):
            client.post("/sign-in", data={"email": "admin@shop.example", "password": password})
        client.post("/find", data={"contact": "buyer0@example.org"})
        client.post("/api/v1/cases", json={"customer": "Anna Beck", "phone": "+423 555 01 02"})
        client.post("/api/v1/cases", content=b"Anna Beck")
        _a_day_passes(world, monkeypatch)
        written, lines = lines_of(capsys)

    mailed = "".join(str(mail) for mail in world.mails())
    assert sum(secret in pages or secret in mailed for secret in secrets) > 20
    assert len([line for line in lines if line["event"] == "request"]) > 25
    assert {line["event"] for line in lines} >= {"notice_failed", "round_failed"}
    assert [secret for secret in secrets if secret in written] == []
    assert "@" not in written
    assert "+423" not in written


def _a_day_passes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries that fail, a letter that cannot be made, a watch that finds delays, rounds that break."""
    parts = world.parts

    class Refusing:
        def send(self, message: object, key: str) -> None:
            raise DeliveryFailed(f"no mailbox buyer0@example.org: {key}", is_final=False)

    class Broken:
        def send(self, message: object, key: str) -> None:
            raise RuntimeError(f"cannot spell Anna Beck: {key}")

    for post in (Refusing(), Broken()):
        with parts.store.writing() as session:
            for notice in session.exec(select(Notice)):
                notice.state = NoticeState.WAITING
                notice.not_before_at = parts.clock.now()
        object.__setattr__(parts, "post", post)
        send_due(parts)
    world.clock.move_to(world.clock.now() + timedelta(hours=5))
    watch_territory(parts, "li")
    with parts.doing(SYSTEM) as deed:
        for notice in deed.session.exec(select(Notice)):
            notice.not_before_at = deed.now

    def fail(*_args: object) -> None:
        raise ValueError("Anna Beck, Landstrasse 4, +423 555 01 02")

    monkeypatch.setattr(parts.store, "reading", fail)
    for each in rounds():
        if not each.is_by_territory:
            do_rounds(parts, each, Event())
