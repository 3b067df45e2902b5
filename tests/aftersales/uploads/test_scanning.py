"""The virus scanner: asked by socket or by command, and nothing passes while it is silent."""

import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from aftersales.settings import Settings
from aftersales.uploads.scanning import CHUNK, ScanAnswer, scanned
from tests.aftersales.uploads.scanner import scanner, scanner_at

WARNS = (sys.executable, "-c", "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())")
BREAKS = (sys.executable, "-c", "import sys; sys.exit(2)")
SILENT = "127.0.0.1:1"


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"good", ScanAnswer.CLEAN),
        (b"x" * (3 * CHUNK + 1), ScanAnswer.CLEAN),
        (b"x" * CHUNK + b"EICAR", ScanAnswer.INFECTED),
        (b"TOO LONG", ScanAnswer.NONE),
    ],
)
def test_daemon_is_asked_in_chunks(content: bytes, answer: ScanAnswer, tmp_path: Path) -> None:
    with scanner() as address, scanner_at(str(tmp_path / "s")) as path:
        assert scanned(Settings(clamd=address), content) is answer
        assert scanned(Settings(clamd=path), content) is answer


@pytest.mark.parametrize("address", [SILENT, "127.0.0.1:99999", "[::1]:1", "/nowhere/clamd.ctl"])
def test_daemon_that_cannot_be_reached_gives_no_answer(address: str) -> None:
    assert scanned(Settings(clamd=address), b"good") is ScanAnswer.NONE


@pytest.mark.parametrize(
    ("command", "content", "answer"),
    [
        (WARNS, b"good", ScanAnswer.CLEAN),
        (WARNS, b"EICAR", ScanAnswer.INFECTED),
        (BREAKS, b"good", ScanAnswer.NONE),
        (("/nowhere/scan",), b"good", ScanAnswer.NONE),
    ],
)
def test_command_says_it_by_how_it_ends(
    command: tuple[str, ...], content: bytes, answer: ScanAnswer
) -> None:
    assert scanned(Settings(scan_command=command), content) is answer


def test_one_warning_is_enough_and_all_must_answer() -> None:
    assert scanned(Settings(clamd=SILENT, scan_command=WARNS), b"EICAR") is ScanAnswer.INFECTED
    assert scanned(Settings(clamd=SILENT, scan_command=WARNS), b"good") is ScanAnswer.NONE
    assert scanned(Settings(), b"EICAR") is ScanAnswer.NOT_SET


@pytest.mark.parametrize("address", ["clamd", "host:port", "host:", ":3310", "tcp://host:3310"])
def test_address_that_is_none_is_refused_with_the_settings(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings(clamd=address)
