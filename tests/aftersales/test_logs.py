"""Log lines are JSON for programs, readable in a terminal, and never name anybody."""

import json
import logging
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import structlog

from aftersales.logs import HIDDEN, configure_logs, scrubbed
from tests.log_lines import lines_of, logging_as_served

ROOT = Path(__file__).parents[2]
ROW = "01998a3e-7c11-7abc-8def-0123456789ab"


@pytest.fixture
def served() -> Iterator[None]:
    with logging_as_served():
        yield


pytestmark = pytest.mark.usefixtures("served")


def test_line_is_json_with_level_logger_moment_and_what_is_bound(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with structlog.contextvars.bound_contextvars(request="r1"):
        structlog.get_logger("aftersales.jobs").warning("job_lost", kind="plan", attempt=2)

    _, (line,) = lines_of(capsys)

    moment = line.pop("timestamp")
    assert line == {
        "event": "job_lost",
        "kind": "plan",
        "attempt": 2,
        "request": "r1",
        "level": "warning",
        "logger": "aftersales.jobs",
    }
    assert moment.endswith("Z")


def test_key_that_is_not_listed_is_written_without_its_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    structlog.get_logger("web").info("visited", name="Anna Beck", status=200)

    written, (line,) = lines_of(capsys)

    assert "Anna" not in written
    assert (line["name"], line["status"]) == (HIDDEN, 200)


@pytest.mark.parametrize(
    "secret",
    [
        "anna.beck@example.org",
        "jānis@pasts.lv",
        "+423 555 01 02",
        "+371-29123456",
        "(0)423/5550102",
        "vB0q3F5tQm1xZr8cWd7yKp2sLh6nGj4aEuTiOoPbRsk",
        "AS_k1_0123456789abcdefghijkl",
        "postgresql://shop:geheim@db.internal",
    ],
)
def test_personal_value_of_a_listed_key_is_scrubbed(
    secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger("web").info(f"about {secret} here", key=f"notices {secret}")

    written, (line,) = lines_of(capsys)

    assert secret not in written
    assert HIDDEN in line["event"]
    assert HIDDEN in line["key"]


@pytest.mark.parametrize(
    "kept",
    [
        ROW,
        "2026-11-23",
        "2026-11-23T07:00:00.000123+00:00",
        "territory li",
        "territory northwest-highlands",
        "narrow:li:2026-11-24",
        "delivery.py:118 send_due",
        "/visit/{token}/keep",
        "42 of 1600",
        "visits.py:7 visits_of_technician_between",
    ],
)
def test_what_helps_to_find_a_fault_is_kept(kept: str) -> None:
    assert scrubbed(kept) == kept


def test_error_is_told_by_its_class_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError("no bell at Anna Beck's door")

    for log in (structlog.get_logger("web").exception, logging.getLogger("some.library").exception):
        try:
            fail()
        except ValueError:
            log("failed")

    written, lines = lines_of(capsys)

    assert "Anna" not in written
    assert "Traceback" not in written
    assert [line["error"] for line in lines] == ["ValueError"] * 2
    assert all(line["place"].startswith("test_logs.py:") for line in lines)
    assert all(line["place"].endswith(" fail") for line in lines)


def test_other_libraries_say_the_fixed_part_of_their_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    library = logging.getLogger("some.library")
    library.warning("sent %s to %s in %d ms", 3, "Anna Beck", 12)
    library.warning("%d%% done for %d", 40, Decimal(7))
    library.warning("wrote to anna@example.org")
    library.info("too quiet to be heard")

    written, lines = lines_of(capsys)

    assert "Anna" not in written
    assert [line["event"] for line in lines] == [
        f"sent 3 to {HIDDEN} in 12 ms",
        "%d%% done for %d",
        f"wrote to {HIDDEN}",
    ]


def test_level_decides_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("warning")

    structlog.get_logger("web.app").info("request")
    structlog.get_logger("web.app").warning("round_failed")

    assert [line["event"] for line in lines_of(capsys)[1]] == ["round_failed"]


def test_configuring_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info")
    configure_logs("info")

    structlog.get_logger("web").info("once")

    assert len(lines_of(capsys)[1]) == 1


def test_line_that_cannot_be_written_says_nothing_of_its_content(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Unspeakable:
        def __str__(self) -> str:
            raise ValueError("Anna Beck")

    structlog.get_logger("web").info("visited", key=Unspeakable())

    written, (line,) = lines_of(capsys)

    assert line == {"event": "log_line_failed", "level": "error"}
    assert "Anna" not in written


def test_terminal_gets_readable_lines() -> None:
    ours, theirs = pty.openpty()
    script = (
        "import structlog; from aftersales.logs import configure_logs; configure_logs('info');"
        "structlog.get_logger('web').info('request', route='/visit/{token}', status=200)"
    )
    subprocess.run([sys.executable, "-c", script], stderr=theirs, cwd=ROOT, check=True)
    os.close(theirs)

    written = os.read(ours, 10_000).decode()
    os.close(ours)

    assert "request" in written
    assert "/visit/{token}" in written
    with pytest.raises(json.JSONDecodeError):
        json.loads(written)
