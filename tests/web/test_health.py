"""Whether the process lives, whether it can work, and what lies still beside it."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from aftersales.parts import Parts
from tests.aftersales.doctor.test_work import sign_of_life, waiting_notice
from web.app import create_app


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    with TestClient(create_app(parts)) as client:
        yield client


def test_ready_when_somebody_does_the_work(parts: Parts, client: TestClient) -> None:
    if not parts.store.is_sqlite:
        sign_of_life(parts, 3)

    answer = client.get("/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "troubles": []})


def test_ready_but_degraded_when_notices_lie_still(parts: Parts, client: TestClient) -> None:
    if not parts.store.is_sqlite:
        sign_of_life(parts, 3)
    waiting_notice(parts, 20)

    answer = client.get("/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    (trouble,) = answer.json()["troubles"]
    assert trouble.startswith("A notice waits for 20 minutes")
    assert ("aftersales serve" in trouble) is parts.store.is_sqlite


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_ready_but_degraded_when_no_worker_is_heard(parts: Parts, client: TestClient) -> None:
    sign_of_life(parts, 500)

    assert "Start “aftersales worker”" in client.get("/ready").json()["troubles"][0]


def test_not_ready_while_the_database_is_not_current(parts: Parts, client: TestClient) -> None:
    with parts.store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = client.get("/ready")

    assert answer.status_code == 503
    assert "aftersales init" in answer.json()["detail"]
    assert client.get("/health").json() == {"status": "ok"}
