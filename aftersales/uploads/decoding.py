"""Files of strangers are decoded in a cell of their own: whatever happens there, the house goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore, Semaphore
from typing import Final

from aftersales.errors import TooOften
from aftersales.records import UploadKind
from aftersales.uploads.refusals import FileRefused, Refusal

CELL: Final = Path(__file__).with_name("cell.py")
"""Run by its path, never imported here: no decoder is ever loaded into the house."""

REFUSED: Final = 3
"""How the cell ends when it refuses and says why in one word."""

AT_ONCE: Final = 2
"""Cells open at the same time in one process: bad files may slow each other down, never everything else."""

SECONDS: Final = 30
"""After this a cell is closed from outside; its own bound counts computing only."""

_CELLS: Final = BoundedSemaphore(AT_ONCE)


def decoded(
    content: bytes,
    kind: UploadKind,
    name: str = "",
    *,
    cells: Semaphore = _CELLS,
    seconds: float = SECONDS,
) -> bytes:
    """The content written anew, without anything that is not seen; HEIC is never decoded and stays as it is.

    Args:
        content: as it was sent.
        kind: what it is.
        name: as its sender calls it.
        cells: those of this process, one of which must be free.
        seconds: for which one is waited for, and after which it is closed.

    Raises:
        FileRefused: it cannot be decoded whole, or not within the bounds.
        TooOften: all cells have been busy for long.
    """
    if kind is UploadKind.HEIC:
        return content
    if not cells.acquire(timeout=seconds):
        raise TooOften("Many files are being looked at now. Send yours in a minute.", 60)
    try:
        return _in_a_cell(content, kind, name, seconds)
    finally:
        cells.release()


def _in_a_cell(content: bytes, kind: UploadKind, name: str, seconds: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by its path
            [sys.executable, "-I", str(CELL), kind.value],
            input=content,
            capture_output=True,
            timeout=seconds,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(Refusal.UNREADABLE, name) from error
    word = done.stderr.decode(errors="replace")
    if done.returncode == REFUSED and word in set(Refusal):
        raise FileRefused(Refusal(word), name)
    if done.returncode != 0 or not done.stdout:
        raise FileRefused(Refusal.UNREADABLE, name)
    return done.stdout
