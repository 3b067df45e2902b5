"""`aftersales worker`: it works on PostgreSQL until stopped, and says who works on SQLite."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aftersales.cli.conftest import LIECHTENSTEIN, Typing
from tests.aftersales.jobs.conftest import wait_for


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_worker_on_sqlite_says_that_serve_does_the_work(typing: Typing) -> None:
    typing("init", *LIECHTENSTEIN)

    said = typing("worker")

    assert said.exit_code == 1
    assert (
        "“aftersales serve” delivers notices, watches the day and makes plans itself" in said.stderr
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("stopping", [signal.SIGINT, signal.SIGTERM])
def test_worker_works_until_it_is_told_to_stop(
    typing: Typing, environment: Path, stopping: signal.Signals
) -> None:
    typing("init", *LIECHTENSTEIN)
    said_file = environment / "said"
    with said_file.open("w") as said:
        running = subprocess.Popen(
            [sys.executable, "-u", "-m", "aftersales", "worker", "--concurrency=2"],
            cwd=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    wait_for(lambda: "The worker works" in said_file.read_text() or running.poll() is not None)

    running.send_signal(stopping)

    assert running.wait(30) == 0
    assert "Traceback" not in said_file.read_text()
