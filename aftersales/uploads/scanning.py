"""Is there a virus in it? A daemon (clamd) or a command is asked; a scanner that does not answer lets nothing through."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from aftersales.settings import Settings

SECONDS: Final = 30
"""How long a scanner may take for one file."""

CHUNK: Final = 64 * 1024
"""Bytes sent at once; clamd takes up to its StreamMaxLength in all."""

INFECTED_STATUS: Final = 1
"""What clamscan and clamdscan end with when they find something; 0 is clean, all else is no answer."""


class ScanAnswer(StrEnum):
    """What the scanners say together."""

    NOT_SET = "not_set"
    CLEAN = "clean"
    INFECTED = "infected"
    NONE = "none"


def scanned(settings: Settings, content: bytes) -> ScanAnswer:
    """What every scanner that is set says: a warning of one is enough, and all of them must answer."""
    answers = []
    if settings.clamd is not None:
        answers.append(_asked_by_socket(settings.clamd, content))
    if settings.scan_command:
        answers.append(_asked_by_command(settings.scan_command, content))
    for worst in (ScanAnswer.INFECTED, ScanAnswer.NONE):
        if worst in answers:
            return worst
    return ScanAnswer.CLEAN if answers else ScanAnswer.NOT_SET


def _asked_by_socket(address: str, content: bytes) -> ScanAnswer:
    """Clamd's INSTREAM: chunks with their length before them, an empty one at the end (clamd(8))."""
    try:
        with _line_to(address) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in _chunks(content):
                line.sendall(len(chunk).to_bytes(4) + chunk)
            line.sendall(bytes(4))
            answer = line.makefile("rb").read(1024).rstrip(b"\0\n")
    except (OSError, OverflowError):
        return ScanAnswer.NONE
    if answer.endswith(b" FOUND"):
        return ScanAnswer.INFECTED
    return ScanAnswer.CLEAN if answer == b"stream: OK" else ScanAnswer.NONE


def _line_to(address: str) -> socket.socket:
    """A connection to a path on this machine, or to HOST:PORT."""
    if "/" not in address:
        host, _colon, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _chunks(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), CHUNK):
        yield content[at : at + CHUNK]


def _asked_by_command(command: tuple[str, ...], content: bytes) -> ScanAnswer:
    """A program that reads the file from its standard input."""
    try:
        done = subprocess.run(  # noqa: S603 - the administrator's own command
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ScanAnswer.NONE
    if done.returncode == INFECTED_STATUS:
        return ScanAnswer.INFECTED
    return ScanAnswer.CLEAN if done.returncode == 0 else ScanAnswer.NONE
