"""Told to stop, the server takes nothing new, finishes what is under way, and ends with status 0."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from aftersales.errors import PlannerDied
from aftersales.parts import Parts
from scheduling import Effort
from tests.aftersales.test_solving import ENDLESS, problem
from web import server
from web.app import create_app

FORM = b"email=nobody%40shop.example&password=wrong"
HEAD = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Connection: close\r\nContent-Length: " + str(len(FORM)).encode() + b"\r\n\r\n"
)


GIVEN_UP = "timeout graceful shutdown exceeded"
"""What the server says of requests that it does not wait for any longer."""


def wait_for(what: Callable[[], bool], seconds: int = 30) -> bool:
    pause = Event()
    return any(what() or pause.wait(0.05) for _ in range(seconds * 20))


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, migrated: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`aftersales serve` on a fresh SQLite installation, and its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "AFTERSALES_DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
        "AFTERSALES_OUTBOX": str(folder / "outbox"),
    }
    shutil.copy(migrated, folder / "shop.db")
    with subprocess.Popen(
        [sys.executable, "-m", "aftersales", "serve", f"--port={port}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert wait_for(lambda: answers(port) or running.poll() is not None, 60)
            assert running.poll() is None
            yield running, port
        finally:
            running.kill()


@contextmanager
def unfinished(port: int) -> Iterator[socket.socket]:
    """A request of which only the beginning was sent, and which the server waits for."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(HEAD + FORM[:10])
        slow.settimeout(1)
        with pytest.raises(TimeoutError):
            slow.recv(1)
        slow.settimeout(20)
        yield slow


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_request_under_way_is_answered_and_then_the_server_ends_well(
    tmp_path: Path, migrated_sqlite: Path, told: signal.Signals
) -> None:
    with serving(tmp_path, migrated_sqlite) as (running, port):
        with unfinished(port) as slow:
            running.send_signal(told)

            assert wait_for(lambda: not answers(port))
            assert running.poll() is None
            slow.sendall(FORM[10:])
            answer = b"".join(iter(lambda: slow.recv(4096), b""))
        said, logged = running.communicate(timeout=30)

    assert answer.startswith(b"HTTP/1.1 401")
    assert running.returncode == 0
    assert said.startswith("The web is at")
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["signal"] for line in lines if line["event"] == "stopping"] == [told.name]
    assert ("/sign-in", 401) in [(line.get("route"), line.get("status")) for line in lines]
    assert "nobody" not in logged


def test_request_that_does_not_end_is_left_after_a_while(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    with serving(tmp_path, migrated_sqlite) as (running, port), unfinished(port):
        running.send_signal(signal.SIGTERM)

        _, logged = running.communicate(timeout=60)

    assert running.returncode == 0
    assert GIVEN_UP in logged


def test_told_twice_nobody_is_waited_for(tmp_path: Path, migrated_sqlite: Path) -> None:
    with serving(tmp_path, migrated_sqlite) as (running, port), unfinished(port):
        running.send_signal(signal.SIGTERM)
        assert wait_for(lambda: not answers(port))
        running.send_signal(signal.SIGTERM)

        _, logged = running.communicate(timeout=60)

    assert logged.count('"stopping"') == 2
    assert GIVEN_UP not in logged


@pytest.mark.usefixtures("kernels")
def test_whoever_waits_for_a_plan_is_told_that_there_will_be_none(parts: Parts) -> None:
    app = create_app(parts)
    running = server.server_of(app)
    listening = server.listen("127.0.0.1", 0)
    web = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    web.start()
    has_begun = Event()
    heard: list[Exception] = []

    def plan() -> None:
        try:
            parts.planner.solve(
                problem(40),
                effort=Effort(ENDLESS),
                seed=1,
                on_progress=lambda _progress: has_begun.set(),
            )
        except PlannerDied as error:
            heard.append(error)

    waiting = Thread(target=plan, daemon=True)  # a test that fails here must not keep its process
    waiting.start()
    assert has_begun.wait(60)
    running.should_exit = True
    web.join(30)
    waiting.join(10)
    listening.close()

    assert not web.is_alive()
    assert not waiting.is_alive()
    assert len(heard) == 1


def test_server_that_stops_is_not_ready_though_it_lives(parts: Parts) -> None:
    app = create_app(parts)
    with TestClient(app) as client:
        assert client.get("/ready").status_code == 200

        server.server_of(app).handle_exit(signal.SIGTERM, None)

        answer = client.get("/ready")
        assert answer.status_code == 503
        assert "is stopping" in answer.json()["detail"]
        assert client.get("/health").status_code == 200
