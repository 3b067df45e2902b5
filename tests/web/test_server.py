"""The embedded server, and the work beside it."""

import socket
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from aftersales.bootstrap import bootstrap
from aftersales.errors import NotReady
from aftersales.parts import Parts
from aftersales.records import Notice, NoticeDelivery, NoticeState
from aftersales.settings import Settings
from tests.web.conftest import World
from web import server
from web.app import create_app


def wait_for(what: Callable[[], bool]) -> bool:
    """Whether something came true within ten seconds."""
    pause = Event()
    return any(what() or pause.wait(0.05) for _ in range(200))


def test_only_this_machine_is_served() -> None:
    for host in ("0.0.0.0", "192.168.1.2", "example.org", "::"):
        with pytest.raises(NotReady, match="on this machine only"):
            server.listen(host, 0)


def test_a_taken_port_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(NotReady, match=f"Port {port} is already in use"):
            server.listen("127.0.0.1", port)


def test_other_troubles_with_the_port_are_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(number: int) -> Callable[..., socket.socket]:
        def create(*_args: Any, **_kwargs: Any) -> socket.socket:
            raise OSError(number, "no")

        return create

    monkeypatch.setattr(socket, "create_server", refuse(13))
    with pytest.raises(NotReady, match="may not be used"):
        server.listen("127.0.0.1", 80)
    monkeypatch.setattr(socket, "create_server", refuse(99))
    with pytest.raises(NotReady, match="cannot be listened on"):
        server.listen("::1", 8000)


def test_nothing_is_served_from_a_database_that_is_not_current(settings: Settings) -> None:
    with bootstrap(settings) as parts, pytest.raises(NotReady, match="aftersales init"):
        server.serve(parts, "127.0.0.1", 0)


def test_the_server_answers_until_it_is_told_to_stop(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[uvicorn.Server] = []
    original = server.server_of

    def remembered(app: FastAPI) -> uvicorn.Server:
        made.append(original(app))
        return made[-1]

    monkeypatch.setattr(server, "server_of", remembered)
    with server.listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    thread = Thread(target=server.serve, args=(parts, "127.0.0.1", port))
    thread.start()

    assert wait_for(lambda: bool(made) and made[0].started)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as asked:
        asked.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: asked.recv(4096), b"")).lower()
    made[0].should_exit = True
    thread.join(20)

    assert answer.startswith(b"http/1.1 200")
    assert b"server:" not in answer
    assert b"x-content-type-options: nosniff" in answer
    assert not thread.is_alive()


def test_jobs_are_done_beside_the_app_on_sqlite_and_by_workers_on_postgresql(
    world: World,
) -> None:
    with world.parts.store.writing() as session:
        for delivery in session.exec(select(NoticeDelivery)):
            session.delete(delivery)
        for notice in session.exec(select(Notice)):
            notice.state = NoticeState.WAITING
    for file in world.outbox.glob("*.eml"):
        file.unlink()
    world.clock.move_to(world.clock.now() + timedelta(minutes=10))
    assert world.mails() == []

    with TestClient(create_app(world.parts, with_jobs=True)) as client:
        assert client.get("/health").status_code == 200
        if world.parts.store.is_sqlite:
            assert wait_for(lambda: len(world.mails("booked")) == len(world.visits()))
            assert wait_for(
                lambda: all(visit.appointment.expected_start_at for visit in world.visits())
            )

    if not world.parts.store.is_sqlite:
        assert world.mails() == []
