"""`aftersales serve`: the web answers on this machine until it is told to stop."""

import signal
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
        return port


def status_of(port: int, path: str) -> int | None:
    """The status of an answer, or nothing while nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


def test_web_answers_until_it_is_stopped(
    typing: Typing, environment: Path, database_url: str
) -> None:
    typing("init", *LIECHTENSTEIN)
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-m", "aftersales", "serve", f"--port={port}"],
        cwd=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    waiting = Event()
    while (status := status_of(port, "/health")) is None and running.poll() is None:
        waiting.wait(0.2)
    running.send_signal(signal.SIGINT)
    said, wrong = running.communicate(timeout=60)

    assert status == 200
    assert f"The web is at http://127.0.0.1:{port} (stop with Ctrl+C)." in said
    assert ("start one too" in said) == database_url.startswith("postgresql")
    assert "Traceback" not in wrong
    assert running.returncode in {0, 130, -signal.SIGINT}
